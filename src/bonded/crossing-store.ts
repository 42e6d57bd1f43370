import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import { readFindings } from './papers-codec.ts';
import { StockRace } from './store.ts';

/** A vehicle before a gate, and what it was told. */
export type Crossing = {
  readonly crossingId: string;
  readonly gate: string;
  readonly slipNo: string;
  readonly passed: boolean;
  readonly crossedAt: Instant;
  readonly reportedAt: Instant;
  readonly said: string;
  readonly findings: readonly Finding[];
  /** Code of the gate's firm or number of an officer; null of what was reported long ago. */
  readonly reporter: string | null;
};

const COLUMNS = `
  crossing_id as "crossingId", gate, slip_no as "slipNo", passed, crossed_at as "crossedAt",
  reported_at as "reportedAt", said, findings, reporter`;

type Row = Omit<Crossing, 'findings'> & { readonly findings: string };

const crossingOf = (row: Row): Crossing => ({ ...row, findings: readFindings(row.findings) });

const FIND = `select ${COLUMNS} from bonded.crossings where crossing_id = $1`;

/** The crossing that was reported under a number; null when there is none. */
export async function crossingWith(sql: Sql, crossingId: string): Promise<Crossing | null> {
  const [row] = await sql.query<Row>(FIND, [crossingId]);
  return row === undefined ? null : crossingOf(row);
}

/** Which crossings are asked for: of a gate, from one moment until before another. */
export type CrossingsAsked = {
  readonly gate: string | null;
  readonly from: Instant | null;
  readonly until: Instant | null;
  /** Where the page before ended. */
  readonly after: { readonly at: Instant; readonly name: string } | null;
  readonly limit: number;
};

/** The newest first: one range of an index, of all gates or of one. */
const pageOf = (where: string): string => `
  select ${COLUMNS} from bonded.crossings
  where ${where} and reported_at >= $2::timestamptz and reported_at < $3::timestamptz
    and (reported_at, crossing_id) < ($4::timestamptz, $5)
  order by reported_at desc, crossing_id desc limit $6`;
const OF_ALL = pageOf('$1::text is null');
const OF_GATE = pageOf('gate = $1');

/** A page of what gates reported, the newest first. */
export async function crossingsPage(sql: Sql, asked: CrossingsAsked): Promise<Crossing[]> {
  const { gate, from, until, after, limit } = asked;
  const rows = await sql.query<Row>(gate === null ? OF_ALL : OF_GATE, [
    gate,
    from === null ? '-infinity' : instantText(from),
    until === null ? 'infinity' : instantText(until),
    after === null ? 'infinity' : instantText(after.at),
    after?.name ?? '',
    limit,
  ]);
  return rows.map(crossingOf);
}

const OF_SLIP = `
  select ${COLUMNS} from bonded.crossings where slip_no = $1
  order by reported_at desc, crossing_id desc limit $2`;

/** What gates reported of one slip, the newest first. */
export async function crossingsOfSlip(
  sql: Sql,
  slipNo: string,
  limit: number,
): Promise<Crossing[]> {
  return (await sql.query<Row>(OF_SLIP, [slipNo, limit])).map(crossingOf);
}

const STORE = `
  insert into bonded.crossings (crossing_id, gate, slip_no, passed, crossed_at, reported_at, said,
    findings, reporter)
  values ($1, $2, $3, $4, $5::timestamptz, $6::timestamptz, $7, $8, $9) on conflict do nothing`;

/** Keeps a crossing. @throws StockRace when the same number was reported meanwhile */
export async function storeCrossing(tx: Sql, crossing: Crossing): Promise<void> {
  const { crossingId, gate, slipNo, passed, crossedAt, reportedAt, said, findings, reporter } =
    crossing;
  const times = [instantText(crossedAt), instantText(reportedAt)];
  const row = [
    crossingId,
    gate,
    slipNo,
    passed,
    ...times,
    said,
    JSON.stringify(findings),
    reporter,
  ];
  if ((await tx.execute(STORE, row)) !== 1) throw new StockRace('reported at the same moment');
}
