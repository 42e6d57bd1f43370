import type { Sql } from '../io/postgres.ts';
import type { ParcelDocument } from './evidence-cache.ts';
import { filledOf } from './xml-text.ts';

/** One posting of a list on an account. */
export type Posting = {
  readonly ledger: string;
  readonly key: string;
  readonly kind: string;
  readonly amount: bigint;
};

/** An account that a list may have postings on. */
export type Purpose = readonly [key: string, ledger: string, ref: string];

// By the beginning of the primary key, one look-up each: a guarantor has millions of postings.
const POSTINGS = `
  select p.ref, p.ledger, p.key, p.kind, p.amount
  from unnest($1::text[], $2::text[], $3::text[]) as u (key, ledger, ref)
  cross join lateral (
    select * from ledger.postings where key = u.key and ledger = u.ledger and ref = u.ref offset 0
  ) p`;

/** The postings of lists on these accounts, by the number of the list; one statement or none. */
export async function postingsOn(
  sql: Sql,
  purposes: readonly Purpose[],
): Promise<Map<string, Posting[]>> {
  if (purposes.length === 0) return new Map();
  const found = await sql.query<Posting & { ref: string }>(POSTINGS, [
    purposes.map(([key]) => key),
    purposes.map(([, ledger]) => ledger),
    purposes.map(([, , ref]) => ref),
  ]);
  return Map.groupBy(found, ({ ref }) => ref);
}

/** The accounts of the book that a list names in its lines. */
export function stockPurposes(list: ParcelDocument | null, listNo: string): Purpose[] {
  const raw = list?.raw ?? null;
  const book = raw === null ? null : filledOf(raw.head, 'emsNo');
  if (raw === null || book === null) return [];
  const keys = new Set(raw.lines.map((line) => `${book}:${filledOf(line, 'itemRecordNo')}`));
  return [...keys].map((key) => [key, 'stock', listNo] as const);
}
