import { dueDeclarations } from '../b2b/lookup.ts';
import type { Instant } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { dueExports } from '../export/held-store.ts';
import { overdueParts } from '../export/summary/part-store.ts';
import { forgottenExports, overdueExports, strandedExports } from '../export/waiting-store.ts';
import type { Sql } from '../io/postgres.ts';
import type { Look } from './looks.ts';

/** Which export lists a sweep looks for. */
export type ExportSweep = {
  /** Filed from then until then, and neither decided nor waiting. */
  readonly from: Instant;
  readonly until: Instant;
  /** Waiting since before then: too long. */
  readonly before: Instant;
  /** Whether those are looked for whose partners or arrival came unnoticed. */
  readonly held: boolean;
};

/**
 * What time brings and a crash leaves of exports: lists that waited too long, that were filed and
 * never looked at, or whose last document or arrival came unnoticed.
 */
export async function sweepExports(
  sql: Sql,
  { from, until, before, held }: ExportSweep,
): Promise<{ readonly looks: Look[]; readonly forgotten: number }> {
  const most = LIMITS.batchRecords;
  const overdue = await overdueExports(sql, before, most);
  const forgotten = await forgottenExports(sql, from, until, most);
  const stranded = held ? await strandedExports(sql, most) : [];
  const awaiting = held ? await dueExports(sql, before, most) : [];
  const declared = held ? await dueDeclarations(sql, before, most) : [];
  const parts = await overdueParts(sql, before, most);
  const again = new Set([...overdue, ...forgotten, ...stranded]);
  const looks = [
    ...[...again].map((key): Look => ({ kind: 'export-again', key })),
    ...[...awaiting, ...declared].map((key): Look => ({ kind: 'export-awaiting', key })),
    ...parts.map((key): Look => ({ kind: 'export-request', key })),
  ];
  return { looks, forgotten: forgotten.length };
}
