import type { Finding } from '../base/finding.ts';
import type { Sql } from '../io/postgres.ts';
import { stockFinding } from './codes.ts';
import { type CountScope, inHand, isCounted } from './count-scope.ts';
import { type LotTerms, lotKey, type Move } from './lot.ts';
import { readCount } from './papers-codec.ts';
import type { StockChange } from './stock.ts';

/** Goods that lie where a count is being taken. */
export type Freeze = {
  readonly countNo: string;
  readonly bookNo: string;
  readonly scope: CountScope;
};

/** Stock does not move now: why, for those who did not ask before they moved it. */
export class StockRefusal extends Error {
  override name = 'StockRefusal';
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super(findings.map(({ en }) => en).join('\n'));
    this.findings = findings;
  }
}

/** What an open count holds: one at a time in a book. */
export function countHolds(bookNo: string): string {
  return `count ${bookNo}`;
}

type Row = { readonly countNo: string; readonly bookNo: string; readonly body: string };
const OPEN = `
  select paper_no as "countNo", book_no as "bookNo", body from bonded.papers
  where holds = any($1::text[])`;

/** The open counts of books; one statement or none. */
export async function openCounts(sql: Sql, bookNos: readonly string[]): Promise<Freeze[]> {
  if (bookNos.length === 0) return [];
  const rows = await sql.query<Row>(OPEN, [[...new Set(bookNos)].map(countHolds)]);
  return rows.map(({ body, ...row }) => {
    return { ...row, scope: inHand(readCount(body)) };
  });
}

/** A finding for each line of goods that a count has in hand. */
export function frozenFindings(
  freezes: readonly Freeze[],
  goods: readonly Pick<LotTerms, 'bookNo' | 'recordNo' | 'location'>[],
  path: string | null,
): Finding[] {
  const found = new Map<string, Finding>();
  for (const one of goods) {
    const freeze = freezes.find((f) => f.bookNo === one.bookNo && isCounted(f.scope, one));
    if (freeze === undefined) continue;
    const { bookNo: book, recordNo: record } = one;
    const values = { book, record, count: freeze.countNo };
    found.set(record, stockFinding('BND-FROZEN', path, values));
  }
  return [...found.values()];
}

const PLACES = `
  select l.book_no as "bookNo", l.record_no as "recordNo", l.lot_no as "lotNo", l.location
  from unnest($1::text[], $2::text[], $3::text[]) as u (book_no, record_no, lot_no)
  cross join lateral (
    select * from bonded.lots
    where book_no = u.book_no and record_no = u.record_no and lot_no = u.lot_no offset 0
  ) l`;
type Placed = Pick<LotTerms, 'bookNo' | 'recordNo' | 'lotNo' | 'location'>;

async function placesOf(sql: Sql, moves: readonly Move[]): Promise<Placed[]> {
  return sql.query<Placed>(PLACES, [
    moves.map(({ bookNo }) => bookNo),
    moves.map(({ recordNo }) => recordNo),
    moves.map(({ lotNo }) => lotNo),
  ]);
}

/**
 * What of a change a stock-take does not let move; at most two statements.
 * @param counting the count that may, because it closes
 */
export async function frozenOf(
  sql: Sql,
  { lots, moves }: StockChange,
  counting: string | null = null,
): Promise<Finding[]> {
  const open = await openCounts(
    sql,
    moves.map(({ bookNo }) => bookNo),
  );
  const others = open.filter(({ countNo }) => countNo !== counting);
  if (others.length === 0) return [];
  const begun = new Set(lots.map(lotKey));
  const known = moves.filter((move) => !begun.has(lotKey(move)));
  return frozenFindings(others, [...lots, ...(await placesOf(sql, known))], null);
}
