import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isoShanghai } from '../../src/base/dates.ts';
import { ONE } from '../../src/base/rate.ts';
import type { ConclusionOutcome } from '../../src/clearance/conclusion.ts';
import { concludeLists } from '../../src/flows/conclude.ts';
import { approveEnd, proposeEnd } from '../../src/flows/detained.ts';
import { explain } from '../../src/flows/explain.ts';
import { resumeHeld } from '../../src/flows/resume.ts';
import { drawText, makeDraw } from '../../src/inspection/draw.ts';
import { inputOf } from '../../src/inspection/draw-reader.ts';
import { drawNumbered } from '../../src/inspection/epoch-store.ts';
import { verifyDraw } from '../../src/inspection/verify-draw.ts';
import { person } from '../office-desk.ts';
import { everyList } from './classes.ts';
import { brokenLaws, caseOf, countOf, type Desk, openDesk } from './desk.ts';
import { type Papers, paperMill } from './papers.ts';
import { requestOf, told } from './request-papers.ts';
import { AGENT, EVENING, guaranteeOf, lodge, openZone, POOR_AGENT, type Zone } from './zone.ts';

// Lists that have passed every rule and are drawn, all of them: what becomes of them then.
let zone: Zone;
let desk: Desk;
let mill: ReturnType<typeof paperMill>;

beforeAll(async () => {
  zone = await openZone((law) => everyList(law, ONE));
  mill = paperMill(zone.profile);
});
beforeEach(async () => {
  desk = await openDesk(zone);
  for (const party of [AGENT, POOR_AGENT]) await desk.news(party);
});
afterAll(() => zone?.database.drop());

async function drawn(chosen = {}): Promise<Papers> {
  const papers = mill.parcel(chosen);
  await desk.sendAll(papers);
  expect(await caseOf(zone.db, papers)).toMatchObject({ state: '500', codes: ['INSPECT'] });
  return papers;
}

async function numberOf(papers: Papers): Promise<string> {
  return (await caseOf(zone.db, papers))?.listNo ?? '';
}

async function postingsOf(listNo: string): Promise<string[]> {
  const rows = await zone.db.query<{ ledger: string; kind: string }>(
    'select ledger, kind from ledger.postings where ref = $1 order by ledger, kind',
    [listNo],
  );
  return rows.map(({ ledger, kind }) => `${ledger} ${kind}`);
}

async function conclude(papers: Papers, outcome: ConclusionOutcome) {
  const listNo = await numberOf(papers);
  const reason = outcome === 'release' ? '' : '货物与申报不符';
  return (await concludeLists(desk.house, [{ listNo, outcome, reason }])).get(listNo);
}

describe('a list that is drawn', () => {
  it('is stored and to be inspected; what it takes is reserved', async () => {
    const papers = await drawn();
    const news = await desk.news(AGENT);
    expect(told(news)).toEqual(['CEB622 2', 'CEB622 120', 'CEB622 500']);
    expect(news[2]?.info).toBe('[Code:2400;Desc:查验]');
    const listNo = await numberOf(papers);
    expect(await postingsOf(listNo)).toEqual(['guarantee reserve', 'quota reserve']);
    const [row] = await zone.db.query<Record<string, unknown>>(
      `select label, state, enterprise_class, goods_class, weight, priority, place, drawn_day
       from inspection.inspections where list_no = $1`,
      [listNo],
    );
    expect(row).toMatchObject({
      ...{ label: 'random', state: 'selected', weight: 1_000_000, priority: 5, place: 'yard' },
      ...{ enterprise_class: 'GENERAL', drawn_day: '2020-09-18' },
    });
  });

  it('has a draw that anybody can verify', async () => {
    const papers = await drawn();
    const [ref] = await zone.db.query<{ day: string; sequence: number }>(
      `select drawn_day as day, drawn_sequence as sequence from inspection.inspections
       where list_no = $1`,
      [await numberOf(papers)],
    );
    const row = await drawNumbered(zone.db, ref!.day, ref!.sequence);
    expect(row).toMatchObject({ state: 'drawn', series: 'line' });
    const file = makeDraw(inputOf(row!), isoShanghai(row!.drawnAt!));
    const report = verifyDraw(Buffer.from(drawText(file)));
    expect(report.findings).toEqual([]);
    expect(file.outcome).toBe('complete');
    expect(file.result).toHaveLength(1);
  });

  it('cannot be withdrawn', async () => {
    const papers = await drawn();
    await desk.news(AGENT);
    await desk.send(AGENT, requestOf('CEB623', papers.list.head, await numberOf(papers)));
    expect(told(await desk.news(AGENT)).at(-1)).toBe('CEB624 -623005');
  });

  it('is drawn also when it is released after a hold', async () => {
    const papers = mill.parcel({ agent: POOR_AGENT });
    await desk.sendAll(papers);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '600' });
    await zone.register((tx) => lodge(tx, [guaranteeOf(POOR_AGENT.code, 10_000_000n)]));
    await resumeHeld(desk.house);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '500' });
    const listNo = await numberOf(papers);
    expect(await postingsOf(listNo)).toEqual(['guarantee reserve', 'quota reserve']);
    expect(await conclude(papers, 'release')).toBe('800');
    expect(await postingsOf(listNo)).toEqual([
      ...['guarantee post', 'guarantee reserve', 'quota post', 'quota reserve'],
    ]);
    expect(
      (await explain(zone.db, desk.house.registry.current().hash, listNo))?.decisions.every(
        ({ same }) => same,
      ),
    ).toBe(true);
  });
});

describe('what officers decide', () => {
  const ENDS = [
    ['release', '800', 'post', '[Code:2600;Desc:放行]'],
    ['amend', '100', 'void', '[Code:1300;Desc:查验后退单,需修改后重新申报[货物与申报不符]]'],
    ['return', '700', 'void', '[Code:2407;Desc:查验后退运出境[货物与申报不符]]'],
    ['destroy', '599', 'void', '[Code:2499;Desc:查验后销毁[货物与申报不符]]'],
    ['detain', '501', 'reserve', '[Code:2401;Desc:查验后扣留[货物与申报不符]]'],
    ['transfer', '502', 'reserve', '[Code:2402;Desc:查验后移送缉私部门[货物与申报不符]]'],
  ] as const;

  it.each(ENDS)('%s: the list is %s', async (outcome, status, kind, info) => {
    const papers = await drawn();
    await desk.news(AGENT);
    expect(await conclude(papers, outcome)).toBe(status);
    const news = await desk.news(AGENT);
    expect(news.map((one) => [one.status, one.info])).toEqual([[status, info]]);
    const kinds = kind === 'reserve' ? ['reserve'] : ['reserve', kind].sort();
    const expected = ['guarantee', 'quota'].flatMap((ledger) => kinds.map((k) => `${ledger} ${k}`));
    const listNo = await numberOf(papers);
    expect(await postingsOf(listNo)).toEqual(expected);
    const explained = await explain(zone.db, desk.house.registry.current().hash, listNo);
    expect(explained?.decisions.map(({ same }) => same)).toEqual([true, true]);
  });

  it('says nothing twice', async () => {
    const papers = await drawn();
    expect(await conclude(papers, 'release')).toBe('800');
    expect(await conclude(papers, 'return')).toBeNull();
  });

  it('lets go what was detained', async () => {
    const papers = await drawn();
    expect(await conclude(papers, 'detain')).toBe('501');
    const [listNo, supervisor] = [await numberOf(papers), person('2', { roles: ['supervisor'] })];
    const end = { outcome: 'release', reason: '许可证已补交' } as const;
    expect(await proposeEnd(desk.house, person('1'), listNo, end)).toMatchObject({ ok: true });
    expect(await approveEnd(desk.house, supervisor, listNo, { proposal: 1, ...end })).toMatchObject(
      {
        value: { status: '800' },
      },
    );
  });

  it('lets a returned list be declared again', async () => {
    const papers = await drawn();
    expect(await conclude(papers, 'amend')).toBe('100');
    await desk.send(AGENT, { ...papers.list, head: { ...papers.list.head, guid: randomUUID() } });
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '500', attempt: 2 });
  });
});

describe('a draw whose transaction fails', () => {
  it('is void, and what it had drawn is inspected all the same', async () => {
    const before = await countOf(zone.db, 'inspection.draws', "state = 'void'");
    const papers = mill.parcel();
    await desk.sendAll(papers, 'order', 'payment', 'waybill');
    await zone.db.script(`
      create function fail_once() returns trigger language plpgsql as $$ begin
        raise exception 'tried out' using errcode = '40001'; end $$;
      create trigger fail_once before insert on clearance.segments
        for each row execute function fail_once()`);
    await desk.send(AGENT, papers.list);
    await zone.db.script('drop function fail_once() cascade');
    expect(await countOf(zone.db, 'inspection.draws', "state = 'void'")).toBeGreaterThan(before);
    await desk.sweep();
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '500' });
    const carried = await countOf(zone.db, 'inspection.carried');
    expect(carried).toBeGreaterThan(0);
  });
});

describe('the auditor', () => {
  it('finds nothing after all this', async () => {
    expect(await brokenLaws(zone.db, EVENING + 60_000)).toEqual([]);
  });
});
