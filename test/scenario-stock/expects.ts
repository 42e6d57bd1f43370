import { expect } from 'vitest';
import { formatScaled5 } from '../../src/base/fen.ts';
import { bookStream } from '../../src/bonded/events.ts';
import { loadPapers } from '../../src/bonded/paper-store.ts';
import { refundsNumbered } from '../../src/clearance/refund-store.ts';
import { viewBook, viewLots } from '../../src/flows/book-view.ts';
import { viewCount } from '../../src/flows/counts.ts';
import { readReceipts } from '../../src/receipts/store.ts';
import { caseOf } from '../flows/desk.ts';
import { AGENT } from '../flows/zone.ts';
import { exportCase } from './export-words.ts';
import { HERE, listNoOf, named, nameOf, pairsOf, type Stage, type Word } from './world.ts';

type Look = (stage: Stage, name: string, rest: readonly string[]) => Promise<void>;

/**
 * What is expected, by the word behind `expect`:
 * `book 101 remain 8 reserved 2`: of goods that are bonded, or `status undeclared`;
 * `lots 101 L1 3 L2 4`: in the order in which they are taken; `places 101 A-01 4`;
 * `paper E closed`; `parcel P 800`, `parcel P gone` or `there`; `refund R closed`;
 * `taxed C 101 duty 25.20` and `pending C 101 promised 2` of a count;
 * `events T declared done`: what the warehouse was told of a paper;
 * `papers P declarations 1 exits 1`: on how many the list of an export stands.
 * `of N` is another book than that of the case.
 */
export const expects: Word = async (stage, [what = '', name = '', ...rest]) => {
  const look = LOOKS[what];
  if (look === undefined) throw new Error(`nothing is known to expect of ${what}`);
  await look(stage, name, rest);
  return [];
};

/** The fields that are said, and the book that is looked at. */
function fieldsOf({ books }: Stage, rest: readonly string[]) {
  const { of: other = HERE, status = 'bonded', ...fields } = Object.fromEntries(pairsOf(rest));
  return { fields, status, bookNo: named(books, other).bookNo };
}

const expectBook: Look = async (stage, recordNo, rest) => {
  const { fields, status, bookNo } = fieldsOf(stage, rest);
  const view = await viewBook(stage.zone.db, bookNo, null);
  const line = view?.lines.find((one) => one.recordNo === recordNo);
  const balance = line?.balances.find((one) => one.status === status);
  const sums = { in: balance?.in, out: balance?.out, remain: balance?.remain };
  const told = { ...sums, reserved: balance?.reserved };
  const shown = Object.entries(told).map(([key, sum]) => [key, formatScaled5(sum ?? 0n)]);
  expect(Object.fromEntries(shown)).toMatchObject(fields);
};

/** The book that is looked at, and what is expected of it. */
function otherOf(rest: readonly string[]): [book: string, wanted: readonly string[]] {
  return rest[0] === 'of' ? [rest[1] ?? '', rest.slice(2)] : [HERE, rest];
}

async function lotsOf(stage: Stage, recordNo: string, other: string) {
  const { bookNo } = named(stage.books, other);
  return (await viewLots(stage.zone.db, { bookNo, recordNo }, null, '2020-09-18')) ?? [];
}

const expectLots: Look = async (stage, recordNo, rest) => {
  const [other, wanted] = otherOf(rest);
  const lots = await lotsOf(stage, recordNo, other);
  const shown = lots.map(({ lotNo, quantity }) => [nameOf(stage, lotNo), formatScaled5(quantity)]);
  expect(shown).toEqual(pairsOf(wanted));
};

const expectPlaces: Look = async (stage, recordNo, rest) => {
  const sums = new Map<string, bigint>();
  const [other, wanted] = otherOf(rest);
  for (const { location, quantity } of await lotsOf(stage, recordNo, other)) {
    const place = nameOf(stage, location);
    sums.set(place, (sums.get(place) ?? 0n) + quantity);
  }
  const shown = [...sums].map(([place, sum]) => [place, formatScaled5(sum)]);
  expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(pairsOf(wanted)));
};

const expectPaper: Look = async ({ zone, papers }, name, [state]) => {
  const [paper] = (await loadPapers(zone.db, [named(papers, name)])).values();
  expect(paper?.state).toBe(state);
};

const expectParcel: Look = async (stage, name, [state]) => {
  if (stage.exported.has(name)) {
    expect((await exportCase(stage, name))?.state).toBe(state);
    return;
  }
  const { papers, listNo } = named(stage.parcels, name);
  if (state !== 'gone' && state !== 'there') {
    expect((await caseOf(stage.zone.db, papers))?.state).toBe(state);
    return;
  }
  const receipts = await readReceipts(stage.zone.db, AGENT.code, 0n, 1_000);
  const told = receipts.filter((one) => one.status === '899' && one.keys.invtNo === listNo);
  expect(told).toHaveLength(state === 'gone' ? 1 : 0);
};

const expectRefund: Look = async ({ zone, refunds }, name, [state]) => {
  const [refund] = await refundsNumbered(zone.db, [named(refunds, name)]);
  expect(refund?.state).toBe(state);
};

async function countNamed({ desk, papers }: Stage, name: string) {
  const view = await viewCount(desk.house, named(papers, name).paperNo, null);
  if (view === null) throw new Error(`there is no count ${name}`);
  return view;
}

const expectTaxed: Look = async (stage, name, [recordNo, ...rest]) => {
  const { count } = await countNamed(stage, name);
  const taxed = count.body.settled?.filter((one) => one.tax !== null) ?? [];
  const { tax } = taxed.find((one) => one.recordNo === recordNo) ?? {};
  expect({ ...tax }).toMatchObject(Object.fromEntries(pairsOf(rest)));
};

const expectPending: Look = async (stage, name, [recordNo, ...rest]) => {
  const { pending } = await countNamed(stage, name);
  const {
    promised = 0n,
    undeclared = 0n,
    onSlips = 0n,
  } = pending.find((one) => one.recordNo === recordNo) ?? {};
  const told = Object.entries({ promised, undeclared, onSlips });
  const shown = told.map(([key, sum]) => [key, formatScaled5(sum)]);
  expect(Object.fromEntries(shown)).toMatchObject(Object.fromEntries(pairsOf(rest)));
};

const expectEvents: Look = async (stage, name, rest) => {
  const [other, wanted] = otherOf(rest);
  const { kind, paperNo } = named(stage.papers, name);
  const stream = bookStream(named(stage.books, other).bookNo);
  const events = await readReceipts(stage.zone.db, stream, 0n, 1_000);
  const own = events.filter(({ keys }) => keys.kind === kind && keys.number === paperNo);
  expect(own.map(({ status }) => status)).toEqual(wanted);
};

const ON_PAPERS = `
  select (select count(distinct d.decl_seq_no) from export.summary_lists s
      join export.declarations d using (group_id) where s.list_no = $1)::text as declarations,
    (select count(*) from bonded.papers p, jsonb_array_elements(p.body::jsonb -> 'lists') as one
      where p.kind = 'exit' and p.state <> 'void' and one ->> 'listNo' = $1)::text as exits`;

const expectPapers: Look = async (stage, name, rest) => {
  const [on] = await stage.zone.db.query(ON_PAPERS, [listNoOf(stage, name)]);
  expect(on).toEqual(Object.fromEntries(pairsOf(rest)));
};

const LOOKS: Readonly<Record<string, Look>> = {
  ...{ book: expectBook, lots: expectLots, places: expectPlaces, paper: expectPaper },
  ...{ parcel: expectParcel, refund: expectRefund, taxed: expectTaxed, pending: expectPending },
  ...{ events: expectEvents, papers: expectPapers },
};
