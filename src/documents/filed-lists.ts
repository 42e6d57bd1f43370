import type { Instant } from '../base/dates.ts';
import { distinctColumns, inKeyOrder, keyOf } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import { FilingRace } from './filing-store.ts';
import type { DocumentRef, ListTerms } from './terms.ts';
import type { TermsShelf } from './terms-shelf.ts';

/** One attempt to declare a parcel, as filed. */
export type Filed<Terms> = {
  readonly terms: Terms;
  readonly ref: DocumentRef;
  readonly attempt: number;
  readonly preNo: string;
  /** Who gets its receipts; the sender comes first. */
  readonly readers: readonly string[];
  readonly digest: Uint8Array;
  readonly acceptedAt: Instant;
};

/** The keys of a parcel, which lists of either direction have. */
type Keys = Pick<ListTerms, 'ebpCode' | 'orderNo' | 'logisticsCode' | 'logisticsNo'>;

/** The lists of one direction, as filed. */
export type FiledLists<Terms> = {
  /** The latest attempt for each order key. One statement, and those of the shelf. */
  loadLatest(
    sql: Sql,
    shelf: TermsShelf,
    keys: readonly string[],
  ): Promise<Map<string, Filed<Terms>>>;
  /** The attempt with this pre-entry number, or null. */
  findByPreNo(sql: Sql, shelf: TermsShelf, preNo: string): Promise<Filed<Terms> | null>;
  /** One attempt of one order, or null. */
  find(
    sql: Sql,
    shelf: TermsShelf,
    ebpCode: string,
    orderNo: string,
    attempt: number,
  ): Promise<Filed<Terms> | null>;
  /**
   * Files lists. One statement, none when there are none.
   * @throws FilingRace when another process filed the same attempt first
   */
  store(tx: Sql, filed: readonly Filed<Terms>[], at: Instant): Promise<void>;
};

type Row = {
  ebp_code: string;
  order_no: string;
  attempt: number;
  pre_no: string;
  readers: string;
  message_id: string;
  record: number;
  accepted_at: Instant;
};

const COLUMNS = `ebp_code, order_no, attempt, pre_no, readers, message_id, record, accepted_at`;

/** The lists of a table. @param decode reads their terms as they are kept */
export function filedLists<Terms extends Keys>(
  table: 'documents.lists' | 'documents.export_lists',
  decode: (text: string) => Terms,
): FiledLists<Terms> {
  const texts = textsOf(table);
  const read = async (sql: Sql, shelf: TermsShelf, rows: readonly Row[]) => {
    const refs = rows.map((row) => ({ messageId: row.message_id, record: row.record }));
    const kept = await shelf.read(sql, refs);
    return rows.map(
      (row, i): Filed<Terms> => ({
        terms: decode(kept[i]!.text),
        ref: refs[i]!,
        attempt: row.attempt,
        preNo: row.pre_no,
        readers: row.readers.split(' '),
        digest: kept[i]!.digest,
        acceptedAt: row.accepted_at,
      }),
    );
  };
  const findOne = async (sql: Sql, shelf: TermsShelf, text: string, values: readonly unknown[]) => {
    const rows = await sql.query<Row>(text, values);
    return (await read(sql, shelf, rows))[0] ?? null;
  };
  return {
    loadLatest: async (sql, shelf, keys) => {
      const rows = await sql.query<Row>(texts.latest, distinctColumns(keys));
      const lists = await read(sql, shelf, rows);
      return new Map(lists.map((list, i) => [keyOf(rows[i]!.ebp_code, rows[i]!.order_no), list]));
    },
    findByPreNo: (sql, shelf, preNo) => findOne(sql, shelf, texts.byPreNo, [preNo]),
    find: (sql, shelf, ...keys) => findOne(sql, shelf, texts.byAttempt, keys),
    store: (tx, filed, at) => storeIn(tx, texts.insert, filed, at),
  };
}

function textsOf(table: string) {
  return {
    latest: `
  select ${COLUMNS} from ${byKeys(table, ['ebp_code', 'order_no'], {
    tail: 'order by attempt desc limit 1',
  })}`,
    byPreNo: `select ${COLUMNS} from ${table} where pre_no = $1`,
    byAttempt: `select ${COLUMNS} from ${table}
  where ebp_code = $1 and order_no = $2 and attempt = $3`,
    insert: `
  insert into ${table} (accepted_at, ebp_code, order_no, attempt, pre_no, logistics_code,
    logistics_no, readers, message_id, record)
  select $1::timestamptz, u.* from unnest($2::text[], $3::text[], $4::smallint[], $5::text[],
    $6::text[], $7::text[], $8::text[], $9::uuid[], $10::smallint[]) u
  on conflict (ebp_code, order_no, attempt) do nothing`,
  };
}

async function storeIn(
  tx: Sql,
  insert: string,
  filed: readonly Filed<Keys>[],
  at: Instant,
): Promise<void> {
  if (filed.length === 0) return;
  const lists = inKeyOrder(filed, ({ terms }) => keyOf(terms.ebpCode, terms.orderNo));
  const stored = await tx.execute(insert, [
    instantText(at),
    lists.map((list) => list.terms.ebpCode),
    lists.map((list) => list.terms.orderNo),
    lists.map((list) => list.attempt),
    lists.map((list) => list.preNo),
    lists.map((list) => list.terms.logisticsCode),
    lists.map((list) => list.terms.logisticsNo),
    lists.map((list) => list.readers.join(' ')),
    lists.map((list) => list.ref.messageId),
    lists.map((list) => list.ref.record),
  ]);
  if (stored !== lists.length) throw new FilingRace('list filed by another process');
}
