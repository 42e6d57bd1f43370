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
};

const FIND = `
  select crossing_id as "crossingId", gate, slip_no as "slipNo", passed,
    crossed_at as "crossedAt", reported_at as "reportedAt", said, findings
  from bonded.crossings where crossing_id = $1`;

/** The crossing that was reported under a number; null when there is none. */
export async function crossingWith(sql: Sql, crossingId: string): Promise<Crossing | null> {
  type Row = Omit<Crossing, 'findings'> & { readonly findings: string };
  const [row] = await sql.query<Row>(FIND, [crossingId]);
  return row === undefined ? null : { ...row, findings: readFindings(row.findings) };
}

const STORE = `
  insert into bonded.crossings (crossing_id, gate, slip_no, passed, crossed_at, reported_at, said,
    findings)
  values ($1, $2, $3, $4, $5::timestamptz, $6::timestamptz, $7, $8) on conflict do nothing`;

/** Keeps a crossing. @throws StockRace when the same number was reported meanwhile */
export async function storeCrossing(tx: Sql, crossing: Crossing): Promise<void> {
  const { crossingId, gate, slipNo, passed, crossedAt, reportedAt, said, findings } = crossing;
  const times = [instantText(crossedAt), instantText(reportedAt)];
  const row = [crossingId, gate, slipNo, passed, ...times, said, JSON.stringify(findings)];
  if ((await tx.execute(STORE, row)) !== 1) throw new StockRace('reported at the same moment');
}
