import type { Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';

/** What one officer proposed, or another one approved: that a closing is taken back, and why. */
export type TakeBackWord = {
  /** 1, 2, 3 in the order in which they were said of a list. */
  readonly position: number;
  readonly at: Instant;
  readonly officer: string;
  readonly action: 'proposed' | 'approved';
  readonly reason: string;
  /** When the list was closed, and the key of the departure (CEB509) that closed it. */
  readonly closedAt: Instant;
  readonly departureCode: string;
  readonly departureName: string;
  /** Of an approved one how often the list was taken back by then, from 1. */
  readonly serial: number | null;
};

const WORDS = `
  select position, at, officer, action, reason, closed_at as "closedAt",
    departure_code as "departureCode", departure_name as "departureName", serial
  from export.take_backs where list_no = $1 order by position`;

/** All that was proposed and approved of a list, in order. One statement. */
export function takeBackWords(sql: Sql, listNo: string): Promise<TakeBackWord[]> {
  return sql.query<TakeBackWord>(WORDS, [listNo]);
}

const ADD = `
  insert into export.take_backs (list_no, position, at, officer, action, reason, closed_at,
    departure_code, departure_name, serial)
  values ($1, $2, $3::timestamptz, $4, $5, $6, $7::timestamptz, $8, $9, $10)`;

/**
 * Adds what an officer says; its position is one more than there were words before.
 * @throws Fault duplicate-key when somebody else was faster
 */
export async function addTakeBackWord(tx: Sql, listNo: string, word: TakeBackWord): Promise<void> {
  const { position, at, officer, action, reason, closedAt, serial } = word;
  await tx.execute(ADD, [
    ...[listNo, position, instantText(at), officer, action, reason, instantText(closedAt)],
    ...[word.departureCode, word.departureName, serial],
  ]);
}

const TIMES = `
  select list_no as "listNo", max(serial)::integer as times from export.take_backs
  where list_no = any($1::text[]) and serial is not null group by list_no`;

/** How often lists were taken back; those that never were are absent. One statement or none. */
export async function timesTakenBack(
  sql: Sql,
  listNos: readonly string[],
): Promise<Map<string, number>> {
  if (listNos.length === 0) return new Map();
  const rows = await sql.query<{ listNo: string; times: number }>(TIMES, [listNos]);
  return new Map(rows.map(({ listNo, times }) => [listNo, times]));
}

/**
 * As what the goods of a list are promised when it is taken back: what was promised and left is
 * posted for good, so goods that are put back are promised anew.
 */
export function takeBackRef(listNo: string, serial: number): string {
  return `${listNo}/${serial}`;
}

/** Everything as which goods of a list may be promised that was taken back so often. */
export function stockRefs(listNo: string, times: number): string[] {
  return [listNo, ...Array.from({ length: times }, (_, i) => takeBackRef(listNo, i + 1))];
}

/** The list of such a reference. */
export function listOfRef(ref: string): string {
  return ref.split('/', 1)[0] ?? ref;
}
