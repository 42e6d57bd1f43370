/** The workbench of monthly summaries: over HTTP, and in a real Chromium. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOfDay } from '../../src/base/dates.ts';
import { correctSummaries } from '../../src/flows/summary-correction.ts';
import { browserOf, enter, openStage, type Stage } from '../console-stage.ts';
import { closedList } from '../flows/closed-lists.ts';
import { openDesk } from '../flows/desk.ts';
import { apply, close, listCabinet } from '../flows/export-summary.ts';
import { AGENT, AGENT_2 } from '../flows/zone.ts';
import { launch } from './chromium.ts';
import { expectFit, LOOKS, type Seats, seatsOf } from './console-page.ts';

const AUGUST = startOfDay('2020-08-05');
const MONTH = '2020-08';
const SELLER = '41019Y0001';
const HOSTILE = '<img src=x onerror=alert(1)>';

let stage: Stage;
let browser: Browser;
let seats: Seats;
/** One list of two kinds of goods, and more of the first; and one that is another declarant's. */
const LISTS = [
  closedList(1, {
    ...{ ebcCode: SELLER, agentCode: AGENT.code },
    lines: [{ gname: HOSTILE }, { gcode: '6109100021', gname: 'T恤' }],
  }),
  ...[2, 3].map((serial) => {
    return closedList(serial, {
      ebcCode: SELLER,
      agentCode: AGENT.code,
      lines: [{ gname: HOSTILE }],
    });
  }),
];
const FOREIGN = closedList(9, { ebcCode: '41019Y0009', agentCode: AGENT_2.code });

beforeAll(async () => {
  [browser, stage] = await Promise.all([launch(), openStage()]);
  seats = seatsOf(browser, stage);
  const desk = await openDesk(stage.zone);
  const cabinet = listCabinet();
  await close(desk, cabinet, [...LISTS, FOREIGN], AUGUST);
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const as = async (name: string) => browserOf(stage.url, (await enter(stage.url, name)).cookie);

type Row = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly lines: readonly { readonly gnum: number; readonly lineNo: number }[];
};

/** All rows of a call that has pages of one row. */
async function paged(ask: Awaited<ReturnType<typeof as>>, path: string, name: string) {
  const rows: Row[] = [];
  let next: string | null = '';
  while (next !== null) {
    const glue = path.includes('?') ? '&' : '?';
    const after: string = next === '' ? '' : `&after=${next}`;
    const { status, json } = await ask('GET', `${path}${glue}limit=1${after}`);
    expect(status).toBe(200);
    rows.push(...json[name]);
    next = json.next;
  }
  return rows;
}

describe('over HTTP', () => {
  test('each line of a list is in one sum, and a sum has as many as it says', async () => {
    const own = await as('enterprise');
    const groups = await paged(own, `/v1/exports/summaries?month=${MONTH}`, 'groups');
    expect(groups).toMatchObject([{ ebcCode: SELLER, lists: 3, lines: 2, sumNo: null }]);
    const address = `/v1/exports/summaries/${groups[0]!.id}`;
    const sums = await paged(own, address, 'lines');
    const lists = await paged(own, `${address}/lists`, 'lists');
    expect(lists.map(({ listNo }) => listNo)).toEqual(LISTS.map(({ listNo }) => listNo).sort());
    const placed = lists.flatMap(({ lines }) => lines);
    expect(placed).toHaveLength(4);
    for (const { lineNo, uses, declared } of sums) {
      expect(placed.filter((one) => one.lineNo === lineNo)).toHaveLength(Number(uses));
      expect(await paged(own, `${address}/lists?line=${lineNo}`, 'lists')).toHaveLength(
        Number(uses),
      );
      expect(declared).toBeNull();
    }
    expect(sums.map(({ qty, total, uses }) => [qty, total, uses])).toEqual(
      expect.arrayContaining([
        ['3', '59.97', 3],
        ['1', '19.99', 1],
      ]),
    );
  });

  test('of others there is nothing, for officers there is all', async () => {
    const [own, officer] = [await as('enterprise'), await as('auditor')];
    const all = await paged(officer, `/v1/office/exports/summaries?month=${MONTH}`, 'groups');
    expect(all.map(({ ebcCode }) => ebcCode).sort()).toEqual([SELLER, '41019Y0009']);
    const { id } = all.find(({ ebcCode }) => ebcCode === '41019Y0009')!;
    expect((await officer('GET', `/v1/office/exports/summaries/${id}`)).status).toBe(200);
    for (const path of [`/${id}`, `/${id}/lists`, '/999999', '/999999/lists']) {
      expect((await own('GET', `/v1/exports/summaries${path}`)).status).toBe(404);
    }
    const bad = ['?month=2020-13', '?month=08', '', '?month=2020-08&limit=999'];
    for (const query of bad) {
      expect((await own('GET', `/v1/exports/summaries${query}`)).status).toBe(400);
    }
  });
});

describe('in the console', () => {
  test('a declarant follows a sum down to its lists, and sees it declared', async () => {
    const { page, complaints, to } = await seats.signedIn('enterprise');
    await to(`/exports?month=${MONTH}`);
    await page.getByRole('row', { name: /卖家/ }).getByRole('link').click();
    await page.getByText('Not declared yet.').waitFor();
    await page.getByRole('cell', { name: HOSTILE }).waitFor();
    await page.getByRole('link', { name: /^Sum \d+: 3$/ }).click();
    await page.getByRole('heading', { name: /^Lists in sum \d+$/ }).waitFor();
    for (const { listNo } of LISTS) await page.getByRole('link', { name: listNo }).waitFor();
    expect(page.url()).toMatch(/\?line=\d+#lists$/);
    const [desk, cabinet] = [await openDesk(stage.zone), listCabinet()];
    cabinet.put(LISTS);
    const period = [AUGUST, AUGUST] as const;
    const wish = { ebcCode: SELLER, copNo: 'SUM-1', period };
    const [answer] = await apply(desk, stage.zone.cardOf(AGENT), cabinet, wish);
    expect(answer?.status).toBe('399');
    await page.reload();
    await page
      .getByRole('cell', { name: / \/ \d$/ })
      .first()
      .waitFor();
    expect(await page.getByText('Not declared yet.').count()).toBe(0);
    await stage.zone.db.transaction((tx) =>
      correctSummaries(
        tx,
        [{ ...LISTS[2]!, reference: 'R1', reason: '未出境', goods: null }],
        AUGUST + 1,
      ),
    );
    // What was taken back is in no sum any more.
    await page.getByRole('link', { name: 'All lists' }).click();
    await page.reload();
    await page.getByText('taken back').waitFor();
    await page.getByText('未出境').first().waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test.each(LOOKS)('holds to WCAG 2.2 AA: $language $scheme $size', async (look) => {
    const { page, complaints, to } = await seats.signedIn('supervisor', look);
    for (const path of ['/exports', `/exports?month=${MONTH}`]) {
      await to(path);
      await expectFit(page, path);
    }
    await page.locator('tbody a').first().click();
    await page.locator('#lists tbody').waitFor();
    await expectFit(page, 'a group');
    await to('/exports/999999');
    await page.getByRole('alert').first().waitFor();
    await expectFit(page, 'no group');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
