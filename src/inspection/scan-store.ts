import { distinctColumns, inKeyOrder, keyOf } from '../base/keys.ts';
import { storeCounts } from '../cockpit/count-store.ts';
import { type Counts, counting } from '../cockpit/counts.ts';
import { byKeys } from '../io/by-keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { Scan } from './scan.ts';

/** Another process recorded the same scan first; the batch is answered again. */
export class ScanRace extends Error {
  override name = 'ScanRace';
}

const COLUMNS = `
  site, scan_id as "scanId", mode, at, recorded_at as "recordedAt", lane,
  logistics_no as "logisticsNo", said_code as "logisticsCode", logistics_code as "foundCode",
  weight, gross, image, instruction, reason, expected, state, list_no as "listNo",
  pre_no as "preNo", repeated`;

const FIND = `
  select ${COLUMNS}
  from ${byKeys('inspection.scans', ['site', 'scan_id'], { tail: 'and mode = $3 offset 0' })}`;

/** Scans that were recorded under these numbers, by `keyOf(site, scanId)`. One statement. */
export async function recordedScans(
  sql: Sql,
  keys: Iterable<string>,
  mode: Scan['mode'],
): Promise<Map<string, Scan>> {
  const rows = await sql.query<Scan>(FIND, [...distinctColumns(keys), mode]);
  return new Map(rows.map((row) => [keyOf(row.site, row.scanId), row]));
}

const SEEN = `
  select given.no from unnest($1::text[]) as given (no) cross join lateral (
    select from inspection.scans where logistics_no = given.no limit 1
  ) found`;

/** Which of these waybill numbers were scanned before. One statement. */
export async function scannedNumbers(sql: Sql, numbers: Iterable<string>): Promise<Set<string>> {
  const rows = await sql.query<{ no: string }>(SEEN, [[...new Set(numbers)]]);
  return new Set(rows.map(({ no }) => no));
}

const OF_WAYBILL = `
  select ${COLUMNS} from inspection.scans
  where logistics_no = $1 and ($2::text is null or coalesce(logistics_code, $2) = $2)
  order by at desc limit $3`;

/** A waybill; of an alarm only its number is known. */
export type ScannedWaybill = {
  readonly logisticsNo: string;
  readonly logisticsCode: string | null;
};

/** The latest scans of a waybill, the newest first; not those found to be of another carrier. */
export function scansOf(
  sql: Sql,
  { logisticsNo, logisticsCode }: ScannedWaybill,
  limit: number,
): Promise<Scan[]> {
  return sql.query<Scan>(OF_WAYBILL, [logisticsNo, logisticsCode, limit]);
}

const STORE = `
  insert into inspection.scans (recorded_at, at, weight, gross, site, scan_id, mode, lane,
    logistics_no, said_code, logistics_code, image, instruction, reason, expected, state, list_no,
    pre_no, repeated)
  select u.* from unnest($1::timestamptz[], $2::timestamptz[], $3::bigint[], $4::bigint[],
    $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
    $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[],
    $19::boolean[]) as u
  on conflict do nothing`;

/**
 * Keeps scans, and counts them. Two statements or none.
 * @throws ScanRace when one was recorded meanwhile
 */
export async function storeScans(tx: Sql, scans: readonly Scan[]): Promise<void> {
  if (scans.length === 0) return;
  const rows = inKeyOrder(scans, ({ site, scanId }) => keyOf(site, scanId));
  const storing = tx.execute(STORE, [
    ...[rows.map((row) => instantText(row.recordedAt)), rows.map((row) => instantText(row.at))],
    ...[rows.map((row) => row.weight), rows.map((row) => row.gross)],
    ...[rows.map((row) => row.site), rows.map((row) => row.scanId), rows.map((row) => row.mode)],
    ...[rows.map((row) => row.lane), rows.map((row) => row.logisticsNo)],
    ...[rows.map((row) => row.logisticsCode), rows.map((row) => row.foundCode)],
    ...[rows.map((row) => row.image), rows.map((row) => row.instruction)],
    ...[rows.map((row) => row.reason), rows.map((row) => row.expected)],
    ...[rows.map((row) => row.state), rows.map((row) => row.listNo)],
    ...[rows.map((row) => row.preNo), rows.map((row) => row.repeated)],
  ]);
  // The scans of one call are recorded at one moment.
  const counted = storeCounts(tx, countScans(rows), rows[0]!.recordedAt);
  const [written] = await Promise.all([storing, counted]);
  if (written !== rows.length) throw new ScanRace('a scan was recorded meanwhile');
}

function countScans(scans: readonly Scan[]): Counts {
  const { add, counts } = counting();
  for (const { instruction, site, lane } of scans) {
    add(`scan.${instruction}`);
    add(`lane.${site} ${lane}`);
  }
  return counts;
}

const ARRIVE = `
  update inspection.inspections i set state = 'arrived', arrived_at = $2::timestamptz
  from unnest($1::text[]) as u (list_no) where i.list_no = u.list_no and i.state = 'selected'`;

/**
 * Takes note that the parcels of these lists are on their way from a lane to those who inspect
 * them; nothing moves twice. One statement or none.
 */
export async function markArrived(tx: Sql, listNos: readonly string[], at: number): Promise<void> {
  if (listNos.length === 0) return;
  await tx.execute(ARRIVE, [[...new Set(listNos)].sort(), instantText(at)]);
}
