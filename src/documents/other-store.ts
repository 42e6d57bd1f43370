import type { Instant } from '../base/dates.ts';
import { distinctColumns, keyOf } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { DocumentRef, OtherTerms } from './terms.ts';
import { decodeOther } from './terms-codec.ts';
import type { TermsShelf } from './terms-shelf.ts';

/** One document of any other message type, as filed. */
export type FiledOther = {
  /** `keyOf` code and name. */
  readonly key: string;
  readonly terms: OtherTerms;
  readonly ref: DocumentRef;
  readonly version: number;
  readonly deleted: boolean;
  readonly preNo: string | null;
  /** Who gets its receipts; the sender comes first. */
  readonly readers: readonly string[];
  readonly acceptedAt: Instant;
};

type Row = {
  code: string;
  name: string;
  version: number;
  deleted: boolean;
  message_id: string;
  record: number;
  pre_no: string | null;
  readers: string;
  accepted_at: Instant;
};

const LOAD = `
  select code, name, version, deleted, message_id, record, pre_no, readers, accepted_at
  from ${byKeys('documents.others', ['code', 'name'])}`;

/** The documents under these keys, with their terms. One statement, and those of the shelf. */
export async function loadOthers(
  sql: Sql,
  shelf: TermsShelf,
  keys: readonly string[],
): Promise<FiledOther[]> {
  const rows = await sql.query<Row>(LOAD, distinctColumns(keys));
  const refs = rows.map((row) => ({ messageId: row.message_id, record: row.record }));
  const kept = await shelf.read(sql, refs);
  return rows.map((row, i) => ({
    key: keyOf(row.code, row.name),
    terms: decodeOther(kept[i]!.text),
    ref: refs[i]!,
    version: row.version,
    deleted: row.deleted,
    preNo: row.pre_no,
    readers: row.readers.split(' '),
    acceptedAt: row.accepted_at,
  }));
}

const FILED = `
  select code, name, version from documents.others
  where accepted_at >= $1::timestamptz and accepted_at <= $2::timestamptz
    and split_part(name, ' ', 1) = any($3::text[]) and not deleted
  order by accepted_at, code, name`;

/** Which documents of these types were filed in a period: their keys, with the version. */
export async function othersFiled(
  sql: Sql,
  types: readonly string[],
  from: Instant,
  until: Instant,
): Promise<{ readonly key: string; readonly version: number }[]> {
  const rows = await sql.query<Pick<Row, 'code' | 'name' | 'version'>>(FILED, [
    instantText(from),
    instantText(until),
    types,
  ]);
  return rows.map(({ code, name, version }) => ({ key: keyOf(code, name), version }));
}
