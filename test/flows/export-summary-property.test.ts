import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startOfDay } from '../../src/base/dates.ts';
import { LIMITS } from '../../src/base/limits.ts';
import {
  type ClosedList,
  headKey,
  headOf,
  lineKey,
  linesOf,
  NO_SUMS,
  plus,
  SUMS,
  type Sums,
} from '../../src/export/summary/sums.ts';
import { correctSummaries } from '../../src/flows/summary-correction.ts';
import { tellSummaries } from '../../src/flows/summary-results.ts';
import { connect, type Database } from '../../src/io/postgres.ts';
import { fileReceipts, readReceipts } from '../../src/receipts/store.ts';
import { closedList } from './closed-lists.ts';
import { type Desk, openDesk } from './desk.ts';
import { apply, type Cabinet, close, listCabinet, type SummaryWish } from './export-summary.ts';
import { AGENT, openZone, type Zone } from './zone.ts';

// Lists closed in any order and batches, applications by period and by list, lists taken back
// before and after, results told by two processes that die: every line of every list is in exactly
// one line of one declaration, and the sums are those of the lists.
const AUGUST = startOfDay('2020-08-01');
const SEPTEMBER = startOfDay('2020-09-01');
const MONTHS = [
  { first: AUGUST, last: SEPTEMBER - 1 },
  { first: SEPTEMBER, last: SEPTEMBER + 1_000_000_000 },
] as const;
/** What comes back of a line at a time; lines have 100,000 to 400,000. */
const PIECE = 70_000n;
const FEW = { lines: 7, batch: 15, lists: 3 };

let zone: Zone;
let desks: Desk[];
let second: Database;
let runs = 0;
let serial = 0;

beforeAll(async () => {
  zone = await openZone();
  second = connect(zone.database.url);
  desks = [await openDesk(zone), await openDesk(zone, { db: second })];
});
afterAll(async () => {
  await second?.close();
  await zone?.database.drop();
});

type Step = {
  readonly does: 'close' | 'period' | 'name' | 'back' | 'tell' | 'crash' | 'race';
  readonly month: 0 | 1;
  /** What lists have and which are picked. */
  readonly dice: readonly number[];
  readonly byName: boolean;
  readonly parts: 1 | 2;
};

const STEP: fc.Arbitrary<Step> = fc.record({
  does: fc.constantFrom(
    ...(['close', 'close', 'close', 'close', 'period', 'name', 'back', 'back'] as const),
    ...(['tell', 'crash', 'race'] as const),
  ),
  month: fc.constantFrom(0 as const, 1 as const),
  dice: fc.array(fc.nat(9_999), { minLength: 1, maxLength: 12 }),
  byName: fc.boolean(),
  parts: fc.constantFrom(1 as const, 2 as const),
});

/** One run: its seller, and what is known of its lists without the platform. */
type Run = {
  readonly ebcCode: string;
  readonly cabinet: Cabinet;
  readonly closed: Map<string, { readonly list: ClosedList; readonly month: number }>;
  readonly declared: Map<string, { readonly byName: boolean }>;
  /** How much of which line of which list came back. */
  readonly back: Map<string, Map<number, bigint>>;
  /** Lines of which nothing was left when their list was declared. */
  readonly ended: Set<string>;
  applications: number;
  returns: number;
};

/** Few keys, so that lines meet; now and then a list of more codes than a declaration has. */
function listOf(run: Run, die: number): ClosedList {
  serial += 1;
  const many = die % 13 === 0;
  const lines = Array.from({ length: many ? 60 : 1 + (die % 3) }, (_, i) => ({
    gcode: String(6_200_000_000 + ((die + i * 7) % (many ? 90 : 4))),
    gname: `商品${(die + i) % 2}`,
    currency: die % 5 === 0 ? '300' : '502',
    qty: BigInt(100_000 * (1 + (die % 4))),
    totalPrice: BigInt(die * (i + 1)),
    ...(die % 7 === 0 ? { qty2: null, unit2: null } : {}),
  }));
  const country = die % 2 === 0 ? '502' : '303';
  return closedList(serial, {
    ...{ ebcCode: run.ebcCode, agentCode: AGENT.code, country, lines },
    grossWeight: BigInt(50_000 + die),
  });
}

async function play(run: Run, { does, month, dice, byName, parts }: Step): Promise<void> {
  const { first, last } = MONTHS[month];
  const desk = desks[dice[0]! % 2]!;
  const flags = { itemNameFlag: byName ? '1' : '0', summaryFlag: String(dice[0]! % 2) };
  const open = [...run.closed.keys()].filter(
    (listNo) => !run.declared.has(listNo) && !isGone(run, listNo),
  );
  if (does === 'close') {
    const lists = dice.map((die) => listOf(run, die));
    for (const list of lists) run.closed.set(list.listNo, { list, month });
    await close(desk, run.cabinet, lists, first + dice[0]! * 1_000);
  } else if (does === 'period') {
    const listNos = open.filter((listNo) => run.closed.get(listNo)!.month === month);
    await declare(run, { period: [first, last], changes: flags }, listNos, byName, 1);
  } else if (does === 'name') {
    const listNos = [...new Set(dice.map((die) => open[die % Math.max(1, open.length)]!))];
    if (open.length > 0) await declare(run, { listNos, changes: flags }, listNos, byName, parts);
  } else if (does === 'back') {
    await takeBackOne(run, desk, dice);
  } else {
    await tell(does);
  }
}

async function declare(
  run: Run,
  wish: Pick<SummaryWish, 'period' | 'listNos' | 'changes'>,
  listNos: readonly string[],
  byName: boolean,
  parts: number,
): Promise<void> {
  run.applications += 1;
  const copNo = `${run.ebcCode}-${run.applications}`;
  const whole = { ebcCode: run.ebcCode, copNo, ...wish };
  const half = Math.ceil(listNos.length / 2);
  const wishes: SummaryWish[] =
    parts === 1
      ? [whole]
      : [
          { ...whole, listNos: listNos.slice(0, half), part: [1, 2] },
          { ...whole, listNos: listNos.slice(half), part: [2, 2] },
        ];
  const receipts = await apply(desks[0]!, zone.cardOf(AGENT), run.cabinet, ...wishes);
  expect(receipts).toHaveLength(wishes.length);
  const isGranted = receipts.every(({ status }) => status === '399');
  expect(isGranted).toBe(listNos.length > 0);
  if (!isGranted) return;
  for (const listNo of listNos) {
    run.declared.set(listNo, { byName });
    for (const { gnum, qty } of run.closed.get(listNo)!.list.terms.lines) {
      if (qtyBack(run, listNo, gnum) === qty) run.ended.add(`${listNo} ${gnum}`);
    }
  }
}

/** Whether all of a list came back. */
function isGone(run: Run, listNo: string): boolean {
  const { list } = run.closed.get(listNo)!;
  return list.terms.lines.every(({ gnum, qty }) => qtyBack(run, listNo, gnum) === qty);
}

const qtyBack = (run: Run, listNo: string, gnum: number) => run.back.get(listNo)?.get(gnum) ?? 0n;

/** All of a list, or a piece of each of its lines that has one left. */
async function takeBackOne(run: Run, { house }: Desk, [die = 0, part = 0]: readonly number[]) {
  const all = [...run.closed.keys()];
  const listNo = all[die % Math.max(1, all.length)];
  if (listNo === undefined) return;
  const { list } = run.closed.get(listNo)!;
  const left = list.terms.lines
    .map(({ gnum, qty }) => ({ gnum, qty: qty - qtyBack(run, listNo, gnum) }))
    .filter(({ qty }) => qty > 0n);
  const pieces = left
    .filter(({ qty }, i) => i % 2 === part % 2 && qty >= PIECE)
    .map(({ gnum }) => ({ gnum, qty: PIECE }));
  const goods = part % 3 === 0 ? null : pieces;
  const at = house.clock.now();
  run.returns += 1;
  const one = { ...list, reference: `R${run.returns}`, reason: '退货', goods };
  await house.db.transaction(async (tx) => {
    // What one document says counts once, also when it says it twice.
    const receipts = await correctSummaries(tx, [one, one], at);
    const taken = (goods ?? left).length > 0;
    expect(receipts.length > 0).toBe(taken && run.declared.has(listNo));
    await fileReceipts(tx, receipts, at);
  });
  const back = run.back.get(listNo) ?? new Map<number, bigint>();
  for (const { gnum, qty } of goods ?? left) back.set(gnum, (back.get(gnum) ?? 0n) + qty);
  run.back.set(listNo, back);
}

class Crash extends Error {}

async function tell(how: 'tell' | 'crash' | 'race'): Promise<void> {
  const [desk, other] = desks as [Desk, Desk];
  if (how === 'race') {
    await Promise.all([tellSummaries(desk.house, FEW), tellSummaries(other.house, FEW)]);
    return;
  }
  if (how === 'tell') {
    await tellSummaries(desk.house, FEW);
    return;
  }
  const db: Database = {
    ...desk.house.db,
    transaction: (work) =>
      desk.house.db.transaction(async (tx) => {
        await work(tx);
        throw new Crash();
      }),
  };
  await expect(tellSummaries({ ...desk.house, db }, FEW)).rejects.toThrow(Crash);
}

/** Each line of each list, and the lines of declarations that have it, as the database says. */
const WHERE = `
  select l.list_no as "listNo", n.gnum::integer as gnum, d.decl_seq_no as "declSeqNo", d.gseqno
  from export.summary_lists l
  join export.summary_groups g on g.id = l.group_id
  cross join lateral unnest(l.lines) with ordinality as n (line_no, gnum)
  left join lateral (
    select distinct d.decl_seq_no, x.gseqno from export.declarations d
    join export.declaration_lines x using (decl_seq_no)
    where d.group_id = l.group_id and n.line_no = any(x.line_nos)
  ) d on true
  where g.ebc_code = $1`;

const LATEST = `
  select distinct on (decl_seq_no, gseqno) decl_seq_no as "declSeqNo", gseqno, uses,
    ${SUMS.map((name) => `${name}::text`).join(', ')}, decl_seq_no in (
      select decl_seq_no from export.declarations d join export.summary_groups g on g.id = group_id
      where g.ebc_code = $1) as own
  from export.declaration_lines order by decl_seq_no, gseqno, version desc`;

type Latest = Record<(typeof SUMS)[number], string> & {
  readonly declSeqNo: string;
  readonly gseqno: number;
  readonly uses: number;
  readonly own: boolean;
};

async function check(run: Run): Promise<void> {
  type Place = { listNo: string; gnum: number; declSeqNo: string | null; gseqno: number | null };
  const places = await zone.db.query<Place>(WHERE, [run.ebcCode]);
  const there = [...run.closed].filter(([no]) => run.declared.has(no) || !isGone(run, no));
  const counted = there.reduce((sum, [, { list }]) => sum + list.terms.lines.length, 0);
  expect(places).toHaveLength(counted);
  const expected = new Map<string, Sums>();
  const keys = new Map<string, Set<string>>();
  for (const { listNo, gnum, declSeqNo, gseqno } of places) {
    const { list, month } = run.closed.get(listNo)!;
    const declared = run.declared.get(listNo);
    const isPlaced = declared !== undefined && !run.ended.has(`${listNo} ${gnum}`);
    expect(declSeqNo !== null).toBe(isPlaced);
    if (declared === undefined || !isPlaced) continue;
    const { keys: own, sums: left } = linesOf(list.terms, run.back.get(listNo))[gnum - 1]!;
    const said = list.terms.lines[gnum - 1]!.qty;
    expect(left.qty).toBe(said - qtyBack(run, listNo, gnum));
    const line = `${declSeqNo} ${gseqno}`;
    expected.set(line, plus(expected.get(line) ?? NO_SUMS, left));
    const legal = lineKey(declared.byName ? own : { ...own, name: '' });
    const all = `${month} ${headKey(headOf(list.terms))} ${legal}`;
    keys.set(line, (keys.get(line) ?? new Set()).add(all));
    keys.set(all + declSeqNo, (keys.get(all + declSeqNo) ?? new Set()).add(line));
  }
  // Lines of one declaration line agree in all legal keys, and no two lines of one do.
  for (const [line, set] of keys) expect([line, set.size]).toEqual([line, 1]);
  const rows = (await zone.db.query<Latest>(LATEST, [run.ebcCode])).filter(({ own }) => own);
  expect(rows).toHaveLength(expected.size);
  for (const { declSeqNo, gseqno, uses, ...row } of rows) {
    const sums = Object.fromEntries(SUMS.map((name) => [name, BigInt(row[name])]));
    expect({ uses, ...sums }).toEqual(expected.get(`${declSeqNo} ${gseqno}`));
    expect(gseqno).toBeLessThanOrEqual(LIMITS.declarationLines);
  }
  await checkTold(run.ebcCode, places);
}

/** All that was told is told once, each message behind the other, and agrees with the database. */
async function checkTold(
  ebcCode: string,
  places: readonly {
    listNo: string;
    gnum: number;
    declSeqNo: string | null;
    gseqno: number | null;
  }[],
): Promise<void> {
  while ((await tellSummaries(desks[0]!.house, FEW)) > 0);
  const receipts = await readAll(AGENT.code);
  const results = receipts.filter(
    ({ type, status, keys }) => type === 'CEB792' && status === 'A' && keys.ebcCode === ebcCode,
  );
  const told = results.flatMap(({ keys, lines = [] }) =>
    lines.map(({ invtNo, gnum, gseqno }) => `${invtNo} ${gnum} ${keys.declSeqNo} ${gseqno}`),
  );
  const wanted = places.flatMap(({ listNo, gnum, declSeqNo, gseqno }) =>
    declSeqNo === null ? [] : [`${listNo} ${gnum} ${declSeqNo} ${gseqno}`],
  );
  expect(told.toSorted()).toEqual(wanted.toSorted());
  const sequence = new Map<string, number>();
  for (const { keys } of results) {
    const next = (sequence.get(keys.declSeqNo!) ?? 0) + 1;
    expect(keys.msgSeqNo).toBe(String(next));
    sequence.set(keys.declSeqNo!, next);
  }
  for (const { keys } of results) {
    expect(String(sequence.get(keys.declSeqNo!))).toBe(keys.msgCount);
  }
}

async function readAll(code: string) {
  const all = [];
  for (let after = 0n; ; ) {
    const page = await readReceipts(zone.db, code, after, 1_000);
    all.push(...page);
    if (page.length < 1_000) return all;
    after = page.at(-1)!.cursor;
  }
}

it('puts every list line into one line of one declaration, with equal sums', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { minLength: 4, maxLength: 30 }), async (steps) => {
      runs += 1;
      const run: Run = {
        ebcCode: `41019X${String(runs).padStart(4, '0')}`,
        ...{ cabinet: listCabinet(), closed: new Map(), declared: new Map(), back: new Map() },
        ...{ ended: new Set(), applications: 0, returns: 0 },
      };
      for (const step of steps) await play(run, step);
      await check(run);
    }),
    { numRuns: Number(process.env.ONESTEP_SUMMARY_RUNS ?? 25) },
  );
}, 120_000);
