import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CaseRace } from '../../src/base/case-race.ts';
import { DAY, startOfDay } from '../../src/base/dates.ts';
import { keyOf } from '../../src/base/keys.ts';
import { blockedPairs, summaryDeadline, undeclared } from '../../src/export/summary/due.ts';
import { mergeClosed } from '../../src/export/summary/merge.ts';
import { overdueParts } from '../../src/export/summary/part-store.ts';
import type { ClosedList } from '../../src/export/summary/sums.ts';
import { settleSummaries } from '../../src/flows/export-summary.ts';
import { correctSummaries } from '../../src/flows/summary-correction.ts';
import { tellSummaries } from '../../src/flows/summary-results.ts';
import { connect, countStatements, type Database } from '../../src/io/postgres.ts';
import { fileReceipts } from '../../src/receipts/store.ts';
import { workingDaysOf } from '../../src/registry/calendar.ts';
import { closedList, type ListWish } from './closed-lists.ts';
import { type Desk, openDesk } from './desk.ts';
import {
  apply,
  type Cabinet,
  close,
  keyOfWish,
  listCabinet,
  type SummaryWish,
} from './export-summary.ts';
import { AGENT, type Card, EVENING, openZone, type Zone } from './zone.ts';

// Applications for the summary of a month (CEB701): what is granted, what is refused and why.
const AUGUST = startOfDay('2020-08-01');
const SEPTEMBER = startOfDay('2020-09-01');
const WHOLE = [AUGUST, SEPTEMBER - 1] as const;

let zone: Zone;
let desk: Desk;
let second: Database;
let card: Card;
let cabinet: Cabinet;
let serial = 0;
let seller: string;

beforeAll(async () => {
  zone = await openZone();
  card = zone.cardOf(AGENT);
  second = connect(zone.database.url);
});
beforeEach(async () => {
  desk = await openDesk(zone);
  cabinet = listCabinet();
  serial += 1;
  seller = `41019Y${String(serial).padStart(4, '0')}`;
});
afterAll(async () => {
  await second?.close();
  await zone?.database.drop();
});

function list(wish: ListWish = {}): ClosedList {
  serial += 1;
  return closedList(serial, { ebcCode: seller, agentCode: AGENT.code, ...wish });
}

async function closed(at: number, ...wishes: readonly ListWish[]): Promise<ClosedList[]> {
  const lists = wishes.map(list);
  await close(desk, cabinet, lists, at);
  return lists;
}

function asking(wish: Partial<SummaryWish>): SummaryWish {
  serial += 1;
  return { ebcCode: seller, copNo: `SUM-${serial}`, ...wish };
}

/** What an application is answered: its status, and the codes of the reasons. */
async function asked(wish: Partial<SummaryWish>): Promise<string[]> {
  const [receipt] = await apply(desk, card, cabinet, asking(wish));
  return [receipt!.status, ...receipt!.findings.map(({ code }) => code)];
}

type Line = { declSeqNo: string; version: number; gseqno: number; uses: number; total: bigint };

const LINES = `
  select l.decl_seq_no as "declSeqNo", l.version, gseqno, l.uses, total::bigint as total
  from export.declaration_lines l join export.declarations d using (decl_seq_no, version)
  join export.summary_groups g on g.id = d.group_id
  where g.ebc_code = $1 order by 1, 2, 3`;

const lines = () => zone.db.query<Line>(LINES, [seller]);

describe('by period', () => {
  it('takes a list into the month in which it was closed, to the millisecond', async () => {
    await closed(SEPTEMBER - 1, { lines: [{ totalPrice: 100n }] });
    await closed(SEPTEMBER, { lines: [{ totalPrice: 2000n }] });
    expect(await asked({ period: WHOLE })).toEqual(['399']);
    expect((await lines()).map(({ total }) => total)).toEqual([100n]);
    expect(await asked({ period: [SEPTEMBER, SEPTEMBER + DAY] })).toEqual(['399']);
    expect((await lines()).map(({ total }) => total)).toEqual([100n, 2000n]);
  });

  it('is refused across the border of a month', async () => {
    await closed(SEPTEMBER - 1, {});
    const period = [SEPTEMBER - 1_000, SEPTEMBER] as const;
    expect(await asked({ period })).toEqual(['100', 'SUM-MONTH']);
    expect(await asked({ period: [SEPTEMBER - 1_000, SEPTEMBER - 1] })).toEqual(['399']);
  });

  it('is refused when it cuts sums apart, ends before it begins, or has nothing', async () => {
    await closed(AUGUST + DAY, {}, {});
    await closed(AUGUST + 5 * DAY, {});
    expect(await asked({ period: [AUGUST, AUGUST + 2 * DAY] })).toEqual(['100', 'SUM-CUT']);
    expect(await asked({ period: [AUGUST + 7 * DAY, SEPTEMBER - 1] })).toEqual([
      ...['100', 'SUM-NONE'],
    ]);
    expect(await asked({ period: [SEPTEMBER - 1, AUGUST] })).toEqual(['100', 'SUM-PERIOD']);
    expect(await asked({})).toEqual(['100', 'SUM-WHAT']);
    expect(await asked({ period: WHOLE, changes: { itemNameFlag: 'Y' } })).toEqual([
      ...['100', 'SUM-FLAG'],
    ]);
    expect(await asked({ period: [AUGUST, AUGUST + 6 * DAY] })).toEqual(['399']);
  });

  it('leaves what is closed later to the next application', async () => {
    await closed(AUGUST + DAY, {});
    expect(await asked({ period: WHOLE })).toEqual(['399']);
    await closed(AUGUST + 2 * DAY, { lines: [{ totalPrice: 7n }] });
    expect(await asked({ period: WHOLE })).toEqual(['399']);
    expect((await lines()).map(({ total }) => total)).toEqual([1999n, 7n]);
    expect(await asked({ period: WHOLE })).toEqual(['100', 'SUM-NONE']);
  });

  it('tells names of goods apart only when asked to, and splits at 50 lines', async () => {
    const named = ['袜子', '帽子'].map((gname) => ({ gname }));
    await closed(AUGUST, { lines: named }, { country: '303', lines: named });
    const many = Array.from({ length: 51 }, (_, i) => ({ gcode: String(6_100_000_000 + i) }));
    await closed(AUGUST, { country: '304', lines: many });
    expect(await asked({ period: WHOLE, changes: { itemNameFlag: '0' } })).toEqual(['399']);
    const counts = new Map<string, number>();
    for (const { declSeqNo } of await lines()) {
      counts.set(declSeqNo, (counts.get(declSeqNo) ?? 0) + 1);
    }
    expect([...counts.values()].sort((a, b) => a - b)).toEqual([1, 1, 1, 50]);
  });
});

describe('by lists', () => {
  it('takes these alone, with their sums', async () => {
    const [first, other] = await closed(
      AUGUST,
      { lines: [{ totalPrice: 10n }, { totalPrice: 1n }] },
      { lines: [{ totalPrice: 500n }] },
    );
    expect(await asked({ listNos: [first!.listNo] })).toEqual(['399']);
    expect((await lines()).map(({ total, uses }) => [total, uses])).toEqual([[11n, 2]]);
    expect(await asked({ listNos: [other!.listNo] })).toEqual(['399']);
    expect((await lines()).map(({ total }) => total)).toEqual([11n, 500n]);
  });

  it('is refused with the list that it may not have', async () => {
    const [mine, gone, declared] = await closed(AUGUST, {}, {}, {});
    const [theirs] = await closed(AUGUST, { ebcCode: '41019Z9999' });
    const [simple, open] = [list(), list()];
    cabinet.put([{ ...simple, terms: { ...simple.terms, statisticsFlag: 'A' } }]);
    cabinet.put([open], '800');
    await takenBack([gone!]);
    expect(await asked({ listNos: [declared!.listNo] })).toEqual(['399']);
    const [receipt] = await apply(
      desk,
      card,
      cabinet,
      asking({
        listNos: [mine!, mine!, gone!, declared!, theirs!, simple, open].map((one) => one.listNo),
      }),
    );
    expect(receipt!.findings.map(({ code, path }) => [code, path])).toEqual([
      ['SUM-TWICE', 'SummaryApplyList[2]/invtNo'],
    ]);
    const [again] = await apply(
      desk,
      card,
      cabinet,
      asking({
        listNos: [
          ...[mine!, gone!, declared!, theirs!, simple, open].map((one) => one.listNo),
          '46122026E999999999',
        ],
      }),
    );
    expect(again!.status).toBe('100');
    expect(again!.findings.map(({ code }) => code)).toEqual([
      ...['SUM-BACK', 'SUM-DECLARED', 'SUM-PARTY', 'SUM-CHANNEL', 'SUM-OPEN', 'SUM-UNKNOWN'],
    ]);
    expect(again!.findings[1]!.en).toMatch(/by application H2020/);
    // Nothing was taken by what was refused.
    expect(await asked({ listNos: [mine!.listNo] })).toEqual(['399']);
  });

  it('is refused with a period beside the lists', async () => {
    const [one] = await closed(AUGUST, {});
    expect(await asked({ listNos: [one!.listNo], period: WHOLE })).toEqual(['100', 'SUM-WHAT']);
  });
});

describe('in several messages', () => {
  it('is one application, decided when the last of them is there', async () => {
    const lists = await closed(AUGUST, {}, {}, {});
    const wish = asking({});
    const [one, two, three] = lists.map(({ listNo }) => listNo);
    const first: SummaryWish = { ...wish, listNos: [one!], part: [1, 2] };
    expect(await apply(desk, card, cabinet, first)).toEqual([]);
    const receipts = await apply(desk, card, cabinet, {
      ...{ ...wish, listNos: [two!, three!], part: [2, 2] },
    });
    expect(receipts.map(({ status, keys }) => [status, keys.msgSeqNo])).toEqual([
      ['399', '1'],
      ['399', '2'],
    ]);
    expect(new Set(receipts.map(({ keys }) => keys.sumNo)).size).toBe(1);
    expect((await lines()).map(({ uses }) => uses)).toEqual([3]);
    expect(await settleSummaries(desk.house, [keyOfWish(first)], cabinet.find)).toBe(0);
  });

  it('is refused when its heads differ, or a number is none', async () => {
    const lists = await closed(AUGUST, {}, {});
    const wish = asking({});
    const receipts = await apply(
      desk,
      card,
      cabinet,
      { ...wish, listNos: [lists[0]!.listNo], part: [1, 2] },
      {
        ...{ ...wish, listNos: [lists[1]!.listNo], part: [2, 2] },
        changes: { itemNameFlag: '0' },
      },
    );
    expect(receipts.map(({ status, findings }) => [status, findings[0]?.code])).toEqual([
      ['100', 'SUM-PARTS-DIFFER'],
      ['100', 'SUM-PARTS-DIFFER'],
    ]);
    expect(await asked({ period: WHOLE, part: [3, 2] })).toEqual(['100', 'SUM-PARTS']);
    expect(await asked({ period: WHOLE, part: [1, 999_999_999] })).toEqual(['100', 'SUM-PARTS']);
  });

  it('is refused when the others do not come in time', async () => {
    const [one] = await closed(AUGUST, {});
    const wish = asking({ listNos: [one!.listNo], part: [2, 2] });
    expect(await apply(desk, card, cabinet, wish)).toEqual([]);
    expect((await desk.sweep()) > 0).toBe(false);
    const { waitDays } = desk.house.registry.current().index.at('2020-09-18');
    desk.clock.set(EVENING + waitDays * DAY + 1);
    expect(await overdueParts(zone.db, EVENING - 1, 10)).toEqual([]);
    expect(await overdueParts(zone.db, EVENING, 10)).toEqual([keyOfWish(wish)]);
    await desk.sweep();
    const [last] = (await desk.news(AGENT)).slice(-1);
    expect(last).toMatchObject({ type: 'CEB702', status: '100' });
    expect(last!.findings.map(({ code }) => code)).toEqual(['SUM-PARTS-MISSING']);
    desk.clock.set(EVENING);
  });
});

async function takenBack(lists: readonly ClosedList[]) {
  const at = desk.clock.now();
  return zone.db.transaction(async (tx) => {
    const back = lists.map((one) => ({ ...one, reference: 'T1', reason: '退货', goods: null }));
    const receipts = await correctSummaries(tx, back, at);
    await fileReceipts(tx, receipts, at);
    return receipts.map(({ receipt }) => receipt);
  });
}

describe('a list that is taken back', () => {
  it('is out of the open sums, and nobody is told', async () => {
    const [gone] = await closed(AUGUST, {}, { lines: [{ totalPrice: 5n }] });
    expect(await takenBack([gone!])).toEqual([]);
    expect(await asked({ period: WHOLE })).toEqual(['399']);
    expect((await lines()).map(({ total, uses }) => [total, uses])).toEqual([[5n, 1]]);
  });

  it('is out of its declaration, of which the version before is kept', async () => {
    const lists = await closed(
      AUGUST,
      { lines: [{ totalPrice: 30n }, { gcode: '6204430091', totalPrice: 1n }], grossWeight: 31n },
      { lines: [{ totalPrice: 5n }], grossWeight: 100_000n },
    );
    await asked({ period: WHOLE });
    const [receipt] = await takenBack([lists[0]!]);
    expect((await lines()).map(({ version, gseqno, total }) => [version, gseqno, total])).toEqual([
      [1, 1, 35n],
      [1, 2, 1n],
      [2, 1, 5n],
      [2, 2, 0n],
    ]);
    expect(receipt).toMatchObject({ type: 'CEB792', status: 'M', lines: [] });
    expect(receipt!.keys).toMatchObject({ decState: 'M', grossWeight: '1', netWeight: '0.9' });
    expect(receipt!.keys.note).toBe(`${lists[0]!.listNo}: 退货`);
    expect(await takenBack([lists[0]!])).toEqual([]);
    const [last] = await takenBack([lists[1]!]);
    expect(last!.keys).toMatchObject({ decState: 'D', grossWeight: '0' });
  });
});

describe('results', () => {
  it('say of each line of each list which line of which declaration it is in', async () => {
    while ((await tellSummaries(desk.house)) > 0);
    const [one] = await closed(AUGUST, { lines: [{ gcode: '6204430091' }, {}] });
    await asked({ period: WHOLE });
    await desk.news(AGENT);
    await tellSummaries(desk.house);
    const [result, ...more] = await desk.news(AGENT);
    expect(more).toEqual([]);
    const { listNo, terms } = one!;
    const same = { invtNo: listNo, logisticsNo: terms.logisticsNo };
    expect(result!.lines).toEqual([
      { ...same, gseqno: '2', gnum: '1', gcode: '6204430091' },
      { ...same, gseqno: '1', gnum: '2', gcode: '6204430090' },
    ]);
    expect(result!.keys).toMatchObject({ msgCount: '1', msgSeqNo: '1', customsCode: '4612' });
    expect(result!.keys.entryId).toMatch(/^461220200\d{9}$/);
    expect(result!.keys.declSeqNo).toMatch(/^D20200918\d{9}$/);
    expect(await tellSummaries(desk.house)).toBe(0);
  });
});

describe('two processes', () => {
  it('never give a list to two applications', async () => {
    const other = await openDesk(zone, { db: second });
    const lists = await closed(AUGUST, {}, {}, {});
    const [a, b] = [asking({ listNos: lists.slice(0, 2).map((one) => one.listNo) }), asking({})];
    const both = { ...b, listNos: lists.slice(1).map((one) => one.listNo) };
    const work = await Promise.allSettled([
      apply(desk, card, cabinet, a),
      apply(other, card, cabinet, both),
    ]);
    for (const one of work) {
      if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(CaseRace);
    }
    for (const wish of [a, both])
      await settleSummaries(desk.house, [keyOfWish(wish)], cabinet.find);
    const decided = await zone.db.query<{ state: string; codes: string[] }>(
      'select state, codes from clearance.requests where name = any($1::text[]) order by state',
      [[a, both].map(({ copNo }) => `CEB701 ${copNo} 1`)],
    );
    expect(decided).toEqual([
      { state: '100', codes: ['SUM-DECLARED'] },
      { state: '399', codes: [] },
    ]);
  });

  it('close lists while the month is declared, and lose none', async () => {
    const period = WHOLE;
    let [granted, merged] = [0, 0];
    const closing = async () => {
      for (; merged < 60; merged += 1) {
        const lists = [list({ lines: [{ totalPrice: 1n }] })];
        await second.transaction((tx) => mergeClosed(tx, desk.house.numbers, lists, AUGUST));
      }
    };
    const declaring = async () => {
      while (merged < 60) {
        const wish = asking({ period });
        for (let open = true; open; ) {
          open = await apply(desk, card, cabinet, wish).then(
            () => false,
            (error: unknown) => {
              if (!(error instanceof CaseRace)) throw error;
              return true;
            },
          );
          if (open) continue;
          granted += 1;
        }
      }
    };
    await Promise.all([closing(), declaring()]);
    await asked({ period });
    expect(granted).toBeGreaterThan(0);
    const sums = await lines();
    expect(sums.reduce((sum, { total }) => sum + total, 0n)).toBe(60n);
  });
});

describe('statements', () => {
  it('are as many for one list as for a thousand', async () => {
    const counted = countStatements(zone.db);
    const merge = async (count: number) => {
      const lists = Array.from({ length: count }, (_, i) => {
        return list({ lines: [{ gcode: String(6_100_000_000 + i) }, {}] });
      });
      counted.reset();
      await counted.transaction((tx) => mergeClosed(tx, desk.house.numbers, lists, AUGUST));
      const merged = counted.statements.length;
      counted.reset();
      const back = lists.map((one) => ({ ...one, reference: 'T1', reason: 'x', goods: null }));
      await counted.transaction((tx) => correctSummaries(tx, back, AUGUST));
      return [merged, counted.statements.length];
    };
    expect(await merge(1)).toEqual(await merge(1_000));
  });
});

describe('the deadline', () => {
  const plain = { summaryDay: 15, workingDays: workingDaysOf([]) };

  it.each([
    ['2026-09-01', '2026-10-15'],
    // The 15th of November 2026 is a Sunday.
    ['2026-10-01', '2026-11-16'],
    ['2026-12-01', '2027-01-15'],
  ])('of %s is %s', (month, deadline) => {
    expect(summaryDeadline(month, plain)).toBe(deadline);
  });

  it('moves over a holiday, and onto a Saturday on which work is made up', () => {
    const calendar = { holidays: ['2021-02-15', '2021-02-16', '2021-02-17'], workdays: [] };
    const law = { summaryDay: 15, workingDays: workingDaysOf([calendar]) };
    expect(summaryDeadline('2021-01-01', law)).toBe('2021-02-18');
    const madeUp = { holidays: [], workdays: ['2026-11-15'] };
    const other = { summaryDay: 15, workingDays: workingDaysOf([madeUp]) };
    expect(summaryDeadline('2026-10-01', other)).toBe('2026-11-15');
  });

  it('is what undeclared lists have; who lets it pass is blocked until then', async () => {
    await closed(AUGUST, {}, {});
    const pair = keyOf(seller, AGENT.code);
    const due = async (date: string) =>
      (await undeclared(zone.db, date, plain)).filter(({ ebcCode }) => ebcCode === seller);
    const blocked = async (date: string) => (await blockedPairs(zone.db, date, plain)).has(pair);
    expect(await due('2020-08-31')).toEqual([]);
    expect(await due('2020-09-15')).toEqual([
      expect.objectContaining({
        ...{ month: '2020-08-01', lists: 2, deadline: '2020-09-15', isLate: false },
      }),
    ]);
    expect(await blocked('2020-09-15')).toBe(false);
    expect(await due('2020-09-16')).toEqual([expect.objectContaining({ isLate: true })]);
    expect(await blocked('2020-09-16')).toBe(true);
    expect(await blocked('2020-11-01')).toBe(true);
    expect(await asked({ period: WHOLE })).toEqual(['399']);
    expect(await blocked('2020-09-16')).toBe(false);
  });
});
