import type { Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { StockStatus } from '../registry/book.ts';
import type { Scan } from './count.ts';
import type { Lot, LotTerms } from './lot.ts';
import { StockRace } from './store.ts';

const COLUMNS = `
  side, scan_id as "scanId", quantity, sets, record_no as "recordNo", lot_no as "lotNo", location`;

const SCANS = `
  select ${COLUMNS} from bonded.scans where count_no = $1 order by at, scan_id`;

/** All that was said of a count, in the order in which it came. */
export function scansOf(sql: Sql, countNo: string): Promise<Scan[]> {
  return sql.query<Scan>(SCANS, [countNo]);
}

const WITH = `
  select ${COLUMNS} from bonded.scans
  where count_no = $1 and side = $2 and scan_id = any($3::text[])`;

/** What was said of a count under these numbers before; one statement. */
export function scansWith(
  sql: Sql,
  countNo: string,
  side: Scan['side'],
  scanIds: readonly string[],
): Promise<Scan[]> {
  return sql.query<Scan>(WITH, [countNo, side, scanIds]);
}

// Whoever scans moves the row of the count, so that a count that closes at the same moment either
// waits and sees the scan, or was first and takes no more.
const WRITE = `
  with p as (
    update bonded.papers set changed_at = $2::timestamptz
    where kind = 'count' and paper_no = $1 and state = 'approved'
    returning paper_no
  )
  insert into bonded.scans (count_no, at, side, scan_id, quantity, sets, record_no, lot_no,
    location)
  select p.paper_no, $2::timestamptz, u.* from p
  cross join unnest($3::text[], $4::text[], $5::bigint[], $6::boolean[], $7::text[], $8::text[],
    $9::text[]) as u
  on conflict do nothing`;

/** Keeps what was said. @throws StockRace when it was said meanwhile, or the count is closed */
export async function writeScans(
  tx: Sql,
  countNo: string,
  scans: readonly Scan[],
  at: Instant,
): Promise<void> {
  if (scans.length === 0) return;
  const written = await tx.execute(WRITE, [
    ...[countNo, instantText(at)],
    scans.map(({ side }) => side),
    scans.map(({ scanId }) => scanId),
    scans.map(({ quantity }) => quantity),
    scans.map(({ sets }) => sets),
    scans.map(({ recordNo }) => recordNo),
    scans.map(({ lotNo }) => lotNo),
    scans.map(({ location }) => location),
  ]);
  if (written !== scans.length) throw new StockRace('scanned at the same moment');
}

const LOTS = `
  select book_no as "bookNo", record_no as "recordNo", lot_no as "lotNo", status, owner, location,
    expires_on as "expiresOn", document, opened_at as "openedAt", quantity
  from bonded.lots
  where book_no = $1 and ($2::text[] is null or record_no = any($2::text[]))
    and (quantity > 0 or lot_no = any($3::text[]))`;

/** The lots of a book, of some lines or all; empty ones only when they are named. */
export function lotsOfBook(
  sql: Sql,
  bookNo: string,
  records: readonly string[] | null,
  named: readonly string[],
): Promise<Lot[]> {
  return sql.query<Lot>(LOTS, [bookNo, records, named]);
}

const AT = `
  select record_no as "recordNo", lot_no as "lotNo", status, quantity from bonded.lots
  where book_no = $1 and location = $2 and lot_no = $3`;

/** A lot at a place as a scanner sees it. */
export type LotThere = Pick<LotTerms, 'recordNo' | 'lotNo'> & {
  readonly status: StockStatus;
  readonly quantity: bigint;
};

/** The lots with a number at a place; by the index of places. */
export function lotsThere(
  sql: Sql,
  bookNo: string,
  location: string,
  lotNo: string,
): Promise<LotThere[]> {
  return sql.query<LotThere>(AT, [bookNo, location, lotNo]);
}
