import type { CountBody } from '../../bonded/count.ts';
import type { EntryBody } from '../../bonded/entry.ts';
import { paperText } from '../../bonded/papers-codec.ts';
import type { SlipBody } from '../../bonded/slip.ts';
import type { TransferBody } from '../../bonded/transfer.ts';
import type { PagesWish } from './pages-wish.ts';

/*
 * What the pages of a bonded warehouse show: one book with a line for each twenty parcels, the
 * first of which is what everybody buys.
 */

/** Lines of the book begin with this number; the article that everybody buys. */
export const FIRST_LINE = 100_000;

const LINES = `
  insert into registry.book_lines (book_no, record_no, item_no, hs, name, country, unit, unit1,
    per_unit1, price, currency)
  select $1, i::text, 'BENCH' || i, '3304990029', '护肤品 bench ' || i, '116', '011', '011',
    100000, 10000, '142'
  from generate_series($2::integer, $2::integer + $3::integer / 20) i`;

const ACCOUNTS = `
  insert into ledger.accounts (key, ledger, limit_amount, pending, posted)
  select $1 || ':' || i, 'stock', 100000000, 1000000, 5000000
  from generate_series($2::integer, $2::integer + $3::integer / 20) i`;

/** A lot of each line, at two thousand places. */
const LOTS = `
  insert into bonded.lots (book_no, record_no, lot_no, opened_at, quantity, expires_on, status,
    owner, location, document)
  select $1, i::text, 'L' || i, date_trunc('second', now()) - i * interval '1 minute', 100000000,
    $4::date + 10 + i % 700, 'bonded', $5,
    'A-' || lpad((i % 100)::text, 2, '0') || '-' || lpad((i / 100 % 20)::text, 2, '0'),
    'entry QDBENCH' || i
  from generate_series($2::integer, $2::integer + $3::integer / 20) i`;

/** The first line has a lot for each hundred parcels on shelves, half of them empty. */
const SHELVES = `
  insert into bonded.lots (book_no, record_no, lot_no, opened_at, quantity, expires_on, status,
    owner, location, document)
  select $1, $2::text, 'H' || i, date_trunc('second', now()) - i * interval '1 minute',
    (i % 2) * 100000000,
    $4::date + 10 + i % 700, 'bonded', $5,
    'B-' || lpad((i % 100)::text, 2, '0') || '-' || lpad((i / 100 % 20)::text, 2, '0'),
    'entry QDBENCH' || i
  from generate_series(1, $3::integer / 100) i`;

/** And one for each ten parcels that were picked from it; one in twenty of them is still there. */
const STAGED = `
  insert into bonded.lots (book_no, record_no, lot_no, opened_at, quantity, status, owner, location,
    document)
  select $1, $2::text, 'H1@LIST:' || list_no, decided_at,
    case when c.position % 100 = 0 then 100000 else 0 end, 'bonded', $3, 'LIST:' || list_no,
    'entry QDBENCH1'
  from clearance.cases c where c.position % 20 < 2 and list_no is not null`;

/** Eight of each line, and one for each twenty parcels of one lot. */
const MOVEMENTS = `
  insert into bonded.movements (at, quantity, book_no, record_no, lot_no, document, line)
  select now() - (n * 100 + i % 100) * interval '1 minute', -100000, $1, i::text, 'L' || i,
    'list BENCH' || n, '1'
  from generate_series($2::integer, $2::integer + $3::integer / 20) i, generate_series(1, 8) n
  union all
  select now() - n * interval '1 second', -100000, $1, $2::text, 'L' || $2, 'list HOT' || n, '1'
  from generate_series(1, $3::integer / 20) n`;

/** Papers of a kind that differ in their numbers alone; the newest are open. */
const PAPERS = `
  insert into bonded.papers (kind, paper_no, book_no, enterprise_code, own_no, state, made_at,
    changed_at, said, body)
  select $1, $2 || lpad(i::text, 9, '0'), $3, $4, 'BENCH' || i,
    case when i <= $7::integer then $8 else $9 end, at, at, '', $5
  from generate_series(1, greatest(60, $6::integer)) i
  cross join lateral (select now() - i * interval '1 minute' as at) t`;

const ENTRY: EntryBody = {
  ...{ type: '0', owner: '', declarationNo: null, slipNo: null },
  lines: [{ seq: 1, recordNo: String(FIRST_LINE), quantity: 1n, bound: 0n, crossed: 1n }],
};
const WEIGHTS = { tare: 1n, frame: 0n, container: 0n, gross: 1n, net: 1n, total: 2n };
const SLIP: SlipBody = {
  ...{ way: 'I', type: '3', binding: '1', papers: [], vehicleNo: '豫A00001', vehicleIc: null },
  ...{ weights: WEIGHTS, shares: [], lists: [], goods: [], off: [] },
};
const COUNT: CountBody = {
  ...{ scope: { records: [String(FIRST_LINE)], locations: null }, blind: false, settled: null },
  ...{ frozen: null, refused: null, agreedAt: null },
};

const CROSSINGS = `
  insert into bonded.crossings (crossing_id, gate, slip_no, passed, crossed_at, reported_at, said,
    findings, reporter)
  select 'BENCH' || i, 'G' || i % 4, 'HFBENCH' || lpad((1 + i % 50)::text, 9, '0'), true, at, at,
    '{"vehicleNo":"豫A00001","sealOk":true,"weight":null}', '[]', 'bench'
  from generate_series(1, $1::integer / 20) i
  cross join lateral (select now() - i * interval '30 seconds' as at) t`;

/** Articles on file of one firm, one for each two parcels. */
const GOODS = `
  insert into registry.goods (enterprise_code, item_no, hs, name)
  select $1, 'BG' || lpad(i::text, 9, '0'), '3304990029', '护肤精华 bench ' || i
  from generate_series(1, $2::integer / 2) i`;

/** Fills what pages of stock show, and the articles on file. Within a transaction. */
export async function fillStockPages(wish: PagesWish): Promise<void> {
  const { tx, parcels, day, bookNo, keeper, seller } = wish;
  const line = [bookNo, FIRST_LINE, parcels];
  await tx.execute(LINES, line);
  await tx.execute(ACCOUNTS, line);
  await tx.execute(LOTS, [...line, day, keeper]);
  await tx.execute(SHELVES, [...line, day, keeper]);
  await tx.execute(STAGED, [bookNo, FIRST_LINE, keeper]);
  await tx.execute(MOVEMENTS, line);
  await fillPapers(wish);
  await tx.execute(CROSSINGS, [parcels]);
  await tx.execute(GOODS, [seller, parcels]);
}

async function fillPapers({ tx, parcels, bookNo, otherBook, keeper }: PagesWish): Promise<void> {
  const transfer: TransferBody = {
    ...{ fromBook: bookNo, toBook: otherBook, isBetweenZones: false, owner: keeper },
    parts: [],
  };
  const kinds = [
    ['entry', 'QDBENCH', ENTRY, 100, 100, 'released', 'closed'],
    ['exit', 'QEBENCH', { lists: [], lines: [] }, 100, 100, 'released', 'closed'],
    ['slip', 'HFBENCH', SLIP, 40, 1000, 'approved', 'crossed'],
    ['transfer', 'ZYBENCH', transfer, 400, 100, 'declared', 'void'],
    ['count', 'PDBENCH', COUNT, 1000, 0, 'approved', 'closed'],
  ] as const;
  for (const [kind, prefix, body, each, open, isOpen, isOver] of kinds) {
    const numbers = [kind, prefix, bookNo, keeper, paperText(body), Math.ceil(parcels / each)];
    await tx.execute(PAPERS, [...numbers, open, isOpen, isOver]);
  }
}
