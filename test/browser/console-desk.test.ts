/** The desk of officers in a real Chromium: the queue, one task with its decisions, the lanes. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { imageHash } from '../../src/inspection/image.ts';
import { PASSWORD } from '../console-stage.ts';
import { launch } from './chromium.ts';
import { expectFit, LOOKS, pressAfterEnd, type Seats, seatsOf, signIn } from './console-page.ts';
import { type Case, type OfficeStage, openOfficeStage, passLane, XRAY } from './office-stage.ts';

let stage: OfficeStage;
let browser: Browser;
let seats: Seats;
let drawn: Case;
beforeAll(async () => {
  browser = await launch();
  stage = await openOfficeStage();
  seats = seatsOf(browser, stage);
  drawn = await stage.arrive();
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

/** The reason that is shown of what has the keyboard. */
const barred = (page: Page, why: string) => page.getByRole('tooltip').getByText(why).waitFor();

const HOSTILE = '<img src=x onerror=alert(1)>';

describe('the queue', () => {
  test('tells nobody but the pair which parcel it is (RAND-7)', async () => {
    const [first = '', second = ''] = drawn.pair;
    const other = ['O1', 'O2', 'O3'].find((one) => !drawn.pair.includes(one))!;
    for (const officer of [first, second]) {
      const { page, complaints, context } = await seats.signedIn(officer);
      await page.getByRole('link', { name: 'Desk' }).click();
      await page.getByRole('link', { name: drawn.listNo }).waitFor();
      await page.getByText('you are of the pair').waitFor();
      expect(complaints).toEqual([]);
      await context.close();
    }
    const { page, to, context } = await seats.signedIn(other);
    await to('/desk');
    await page.getByText('There is no task.').waitFor();
    await to(`/desk/${drawn.id}`);
    expect(await page.locator('body').textContent()).not.toContain(drawn.listNo);
    const image = `${stage.url}/v1/office/tasks/${drawn.id}/xrays/${await imageHash(XRAY)}`;
    expect((await page.request.get(image)).status()).toBe(404);
    const recorded = await stage.zone.db.query(
      `select account from access.actions
       where route = '/v1/office/tasks/:id/xrays/:sha256' and status = 404`,
    );
    expect(recorded).toEqual([{ account: other.toLowerCase() }]);
    await context.close();
    const watching = await seats.signedIn('S1');
    await watching.to('/desk');
    await watching.page.getByRole('link', { name: 'Look (it is noted)' }).waitFor();
    expect(await watching.page.locator('main').textContent()).not.toContain(drawn.listNo);
    await watching.context.close();
  }, 120_000);

  test('gives two who ask at once two tasks, and says who has one', async () => {
    const alarms = [await stage.alarm(HOSTILE, 'a1'), await stage.alarm('W2', 'a2')];
    const one = await seats.signedIn('O1', { language: 'zh' });
    const two = await seats.signedIn('O2');
    for (const { to } of [one, two]) await to('/desk?kind=pending');
    await one.page.getByRole('button', { name: '领取下一任务' }).click();
    await one.page.waitForURL('**/desk/*-*');
    await two.page.getByRole('button', { name: 'Take the next task' }).click();
    await two.page.waitForURL('**/desk/*-*');
    const taken = [one, two].map(({ page }) => page.url().split('/').at(-1)!);
    expect([...taken].sort()).toEqual([...alarms].sort());
    await two.to('/desk?kind=pending&filter=free');
    await two.page.getByText('There is no task.').waitFor();
    await two.page.getByRole('button', { name: 'Take the next task' }).click();
    await two.page.getByText('There is no task that you could take.').waitFor();
    await two.page.getByRole('link', { name: 'All', exact: true }).click();
    await two.page.waitForURL(/\?kind=pending$/);
    await two.page.getByRole('row', { name: /O1/ }).waitFor();
    await two.page.getByRole('link', { name: 'In my hands' }).click();
    await two.page.getByRole('row', { name: /me/ }).waitFor();
    await two.page.reload();
    await two.page.getByRole('row', { name: /me/ }).waitFor();
    expect(await two.page.getByRole('row', { name: /O1/ }).count()).toBe(0);
    await one.page.getByRole('combobox', { name: '接办人员' }).fill('某');
    await one.page
      .getByRole('option', { name: /^O3 某某 执法人员 · .*当班 · 手头任务 0$/ })
      .waitFor();
    await one.page.getByRole('combobox', { name: '接办人员' }).fill('o3');
    await one.page.keyboard.press('ArrowDown');
    await one.page.keyboard.press('Enter');
    await one.page.getByRole('button', { name: '移交' }).click();
    await one.page.getByText('O3', { exact: true }).waitFor();
    expect([...one.complaints, ...two.complaints]).toEqual([]);
    await one.context.close();
    await two.context.close();
  }, 120_000);

  test('is not for auditors and operators, and says so', async () => {
    const { page, to } = await seats.signedIn('auditor');
    await page.getByRole('button', { name: 'Desk' }).focus();
    await page
      .getByRole('tooltip')
      .getByText('The desk is for officers and supervisors.')
      .waitFor();
    await to('/desk');
    await page.getByRole('main').getByText('The desk is for officers and supervisors.').waitFor();
  });
});

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA' +
    'AABJRU5ErkJggg==',
  'base64',
);

describe('a task', () => {
  test('is decided by its pair together, with photographs, and its end by two more', async () => {
    const one = await stage.arrive();
    const [first = '', second = ''] = one.pair;
    const a = await seats.signedIn(first);
    const b = await seats.signedIn(second);
    for (const { to } of [a, b]) await to(`/desk/${one.id}`);
    await a.page.getByRole('button', { name: 'Take it' }).click();
    await a.page.getByRole('button', { name: 'Let others have it' }).waitFor();
    await b.page.getByRole('button', { name: 'Take it' }).click();
    await b.page.getByRole('alert').getByText(`${first} works on this task`).waitFor();
    await a.page
      .locator('input[type=file]')
      .setInputFiles({ name: '.label 1.png', mimeType: 'image/png', buffer: PNG });
    await a.page.getByRole('img', { name: 'Photograph label-1.png' }).waitFor();
    await a.page.getByText('x-ray/1.png').waitFor();
    const xray = a.page.getByRole('img', { name: /^X-ray image of the parcel: lane L1, scan S-/ });
    const isWhole = 'document.querySelector(".xray img").naturalWidth === 720';
    await a.page.waitForFunction(isWhole);
    const width = async () => (await xray.boundingBox())!.width;
    const before = await width();
    await a.page.locator('.xray button').focus();
    for (const key of ['+', '+', '-', 'i']) await a.page.keyboard.press(key);
    await expect.poll(width).toBeGreaterThan(before * 1.9);
    await a.page.getByLabel('Contrast').press('ArrowRight');
    const style = await xray.getAttribute('style');
    expect(style).toContain('invert(1) brightness(100%) contrast(110%)');
    await a.page.waitForURL('**/desk/*?zoom=2&contrast=110&invert=1');
    await a.page.reload();
    await expect.poll(width).toBeGreaterThan(before * 1.9);
    expect(await xray.getAttribute('style')).toBe(style);
    await a.page.getByLabel('Customs').selectOption('release');
    await a.page.getByLabel('Quarantine').selectOption('detain');
    await a.page.getByRole('button', { name: 'Say it' }).click();
    await a.page.getByText('this takes a text of what was found').waitFor();
    await a.page.getByLabel(/What was found/).fill(HOSTILE);
    await a.page.getByRole('button', { name: 'Say it' }).click();
    await a.page.getByRole('cell', { name: HOSTILE }).waitFor();
    const confirm = 'Confirm what the other one said';
    // Where the button was that was pressed, another reason may show now.
    await a.page.mouse.move(0, 0);
    await a.page.getByRole('button', { name: confirm }).focus();
    await barred(a.page, 'one officer alone makes no result');
    await b.page.getByRole('button', { name: 'Read it again' }).click();
    await b.page.getByRole('button', { name: confirm }).click();
    await b.page.getByText('The task is closed.').waitFor();
    await stage.taskOf('detained', one.listNo);
    await b.to('/desk?kind=detained');
    await b.page.getByRole('link', { name: one.listNo }).click();
    await b.page.getByLabel(/^Reason/).fill('permit refused');
    await b.page.getByRole('button', { name: 'Propose how it ends' }).click();
    await b.page.getByText('permit refused').waitFor();
    const approve = 'Approve proposal 1: send back';
    await b.page.getByRole('button', { name: approve }).focus();
    await barred(b.page, 'this takes one of the roles supervisor');
    const path = new URL(b.page.url()).pathname.replace('/console', '');
    const s = await seats.signedIn('S1');
    await s.to(path);
    await s.page.getByRole('button', { name: approve }).click();
    await s.page.getByText('The task is closed.').waitFor();
    await s.page.getByText('Sent back 700').waitFor();
    expect([...a.complaints, ...b.complaints, ...s.complaints]).toEqual([]);
    expect(await a.page.locator('img').count()).toBe(2);
    for (const { context } of [a, b, s]) await context.close();
  }, 120_000);

  test('that is watched says so once, and is barred to who watches', async () => {
    const { page, to, context } = await seats.signedIn('S1');
    const seen = () =>
      stage.zone.db.query(`select 1 from inspection.trail where task = $1 and action = 'seen'`, [
        drawn.id,
      ]);
    const before = (await seen()).length;
    await to(`/desk/${drawn.id}`);
    await page.getByRole('heading', { name: drawn.listNo }).waitFor();
    await page.getByRole('button', { name: 'Say it' }).focus();
    await barred(page, 'you are not one of the two officers who were drawn');
    await page.evaluate('dispatchEvent(new Event("focus"))');
    expect(await seen()).toHaveLength(before + 1);
    await context.close();
  });

  test('of review keeps what was typed when the session ends', async () => {
    const list = await stage.review();
    const { page, to, context, complaints } = await seats.signedIn('O2', { language: 'zh' });
    await to(`/desk/${list.id}`);
    await page.getByLabel('结论').selectOption('return');
    await page.getByLabel(/^理由/).fill('品名不符');
    await pressAfterEnd(context, page.getByRole('button', { name: '填报' }));
    await page.getByRole('dialog').locator('#password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.getByLabel(/^理由/).inputValue()).toBe('品名不符');
    await page.getByRole('button', { name: '填报' }).click();
    await page.getByText('任务已办结。').waitFor();
    await page.getByText('退单 100').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe('the lanes', () => {
  test('are counted while they run, tell no parcel, and their alarms are settled', async () => {
    const id = await stage.alarm(HOSTILE, 'lane/3');
    await passLane(stage.desk, 'S-hostile', HOSTILE);
    const { page, context, complaints } = await seats.signedIn('O1');
    await page.getByRole('link', { name: 'Lanes' }).click();
    await page.getByText('Live', { exact: true }).waitFor();
    const lane = page.getByRole('row', { name: /L1/ });
    const today = async () => Number(await lane.getByRole('cell').last().textContent());
    const before = await today();
    const { listNo } = await stage.arrive();
    await expect.poll(today, { timeout: 10_000 }).toBe(before + 1);
    expect(await page.locator('main').textContent()).not.toContain(listNo);
    const alarm = page.getByRole('row', { name: /lane\/3/ });
    await alarm.getByRole('link').click();
    await page.getByText(HOSTILE, { exact: true }).waitFor();
    expect(page.url()).toContain(`?alarm=${id}`);
    await page.getByRole('img', { name: /lane L1, scan S-hostile$/ }).waitFor();
    await page.getByLabel('What was behind it').fill('brought back');
    await page.getByRole('button', { name: 'Settle the alarm' }).click();
    await page.getByText('brought back').waitFor();
    await alarm.waitFor({ state: 'detached' });
    expect(await page.locator('img').count()).toBe(1);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('show operators their counts, and no alarm', async () => {
    const { page, context } = await seats.signedIn('operator');
    await page.getByRole('link', { name: 'Lanes' }).click();
    await page.getByRole('row', { name: /L1/ }).waitFor();
    await page.getByRole('button', { name: 'Show the alarms' }).focus();
    await barred(page, 'Alarms are for officers and supervisors.');
    await context.close();
  });
});

test.each(LOOKS)(
  'every page holds to WCAG 2.2 AA and the screen: $language $scheme $size',
  async (look) => {
    const { page, complaints, to, context } = await seats.opened(look);
    await to('/desk');
    await signIn(page, drawn.pair[0]!);
    await page.locator('.frame').waitFor();
    for (const path of ['/desk', '/desk?filter=overdue', `/desk/${drawn.id}`]) {
      await to(path);
      await page.locator('.rows, .empty').first().waitFor();
      await expectFit(page, path);
    }
    // Beside what was declared; on a phone above it.
    const top = async (part: string) => (await page.locator(part).first().boundingBox())!.y;
    const below = (await top('.said section')) - (await top('.xrays'));
    if (look.size === 'narrow') expect(below).toBeGreaterThan(100);
    else expect(below).toBe(0);
    // Its stream never ends, so the network is never idle there.
    await page.goto(`${stage.url}/console/lanes`);
    await page.locator('.rows').first().waitFor();
    await expectFit(page, 'lanes');
    expect(complaints).toEqual([]);
    await context.close();
  },
);
