import type { Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';

/** How a parcel that is detained (501) or handed over (502) can end. */
export const DETAINED_ENDS = ['release', 'amend', 'return', 'destroy'] as const;
export type DetainedEnd = (typeof DETAINED_ENDS)[number];

/** What one person proposed, or the other one approved. */
export type DetainedWord = {
  /** 1, 2, 3 in the order in which they were said of a list. */
  readonly position: number;
  readonly at: Instant;
  readonly officer: string;
  readonly action: 'proposed' | 'approved';
  readonly outcome: DetainedEnd;
  readonly reason: string;
};

/** All that was proposed and approved of a list, in order. */
export function detainedWords(sql: Sql, listNo: string): Promise<DetainedWord[]> {
  return sql.query<DetainedWord>(
    `select position, at, officer, action, outcome, reason from inspection.detained
     where list_no = $1 order by position`,
    [listNo],
  );
}

/**
 * Adds what a person says; its position is one more than there were words before.
 * @throws Fault duplicate-key when somebody else was faster
 */
export async function addDetainedWord(
  tx: Sql,
  listNo: string,
  { position, at, officer, action, outcome, reason }: DetainedWord,
): Promise<void> {
  await tx.execute(
    `insert into inspection.detained (list_no, position, at, officer, action, outcome, reason)
     values ($1, $2, $3::timestamptz, $4, $5, $6, $7)`,
    [listNo, position, instantText(at), officer, action, outcome, reason],
  );
}
