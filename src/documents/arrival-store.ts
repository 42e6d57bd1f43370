import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { distinctColumns, inKeyOrder, keyColumns, keyOf } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import type { Sql } from '../io/postgres.ts';
import type { Stored } from './document-facts.ts';
import { type Filing, filingKey } from './filing.ts';
import type { ArrivalTerms, OtherTerms } from './terms.ts';
import { decodeOther } from './terms-codec.ts';
import type { TermsShelf } from './terms-shelf.ts';

const INSERT = `
  insert into documents.arrivals (code, name, logistics_code, logistics_no)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])
  on conflict do nothing`;

/**
 * Takes note which waybills the filed arrival details (CEB711) name, each under the key of its
 * detail. Rows of an earlier version stay: its latest version says what it names. One statement,
 * none when no detail was filed.
 */
export async function storeArrivals(tx: Sql, filings: readonly Filing[]): Promise<void> {
  const named = filings.flatMap(({ incoming, outcome }) => {
    const { arrival } = incoming.terms as OtherTerms;
    if (arrival === null || outcome.kind !== 'filed' || outcome.stored.deleted) return [];
    const detail = filingKey(incoming);
    const waybills = new Set(arrival.logisticsNos.map((no) => keyOf(arrival.logisticsCode, no)));
    return [...waybills].map((waybill) => ({ detail, waybill }));
  });
  if (named.length === 0) return;
  const rows = inKeyOrder(named, ({ detail, waybill }) => `${waybill} ${detail}`);
  await tx.execute(INSERT, [
    ...keyColumns(rows.map(({ detail }) => detail)),
    ...keyColumns(rows.map(({ waybill }) => waybill)),
  ]);
}

/** An arrival detail that stands. */
export type StandingArrival = Stored<ArrivalTerms> & {
  /** The site that sent it. */
  readonly operatorCode: string;
  readonly preNo: string;
  /** Who gets its receipts. */
  readonly readers: readonly string[];
};

type Row = {
  logistics_code: string;
  logistics_no: string;
  code: string;
  message_id: string;
  record: number;
  version: number;
  pre_no: string | null;
  readers: string;
  accepted_at: Instant;
};

const LOAD = `
  select found.logistics_code, found.logistics_no, o.code, o.message_id, o.record, o.version,
    o.pre_no, o.readers, o.accepted_at
  from ${byKeys('documents.arrivals', ['logistics_code', 'logistics_no'])}
  cross join lateral (
    select * from documents.others
    where code = found.code and name = found.name and not deleted offset 0
  ) o
  order by o.accepted_at, o.code, o.name`;

/**
 * The standing arrival details that name these waybills, by waybill key, the earliest first. One
 * statement, and those of the shelf.
 */
export async function loadArrivals(
  sql: Sql,
  shelf: TermsShelf,
  waybillKeys: readonly string[],
): Promise<Map<string, StandingArrival[]>> {
  if (waybillKeys.length === 0) return new Map();
  const rows = await sql.query<Row>(LOAD, distinctColumns(waybillKeys));
  // One detail may name all the waybills of a flight: it is read once.
  const details = new Map(rows.map((row) => [`${row.message_id} ${row.record}`, row]));
  const refs = [...details.values()].map((row) => {
    return { messageId: row.message_id, record: row.record };
  });
  const kept = await shelf.read(sql, refs);
  const read = new Map(
    [...details].map(([key, row], i) => [key, standingOf(row, kept[i]!.text)] as const),
  );
  const found = rows.flatMap((row) => {
    const { arrival, named } = present(read.get(`${row.message_id} ${row.record}`), 'detail');
    const waybillKey = keyOf(row.logistics_code, row.logistics_no);
    return named.has(waybillKey) ? [{ waybillKey, arrival }] : [];
  });
  const by = Map.groupBy(found, ({ waybillKey }) => waybillKey);
  return new Map([...by].map(([key, some]) => [key, some.map(({ arrival }) => arrival)]));
}

function standingOf(row: Row, text: string) {
  const terms = present(decodeOther(text).arrival, 'the terms of an arrival detail');
  const arrival: StandingArrival = {
    terms,
    ref: { messageId: row.message_id, record: row.record },
    version: row.version,
    acceptedAt: row.accepted_at,
    operatorCode: row.code,
    preNo: row.pre_no ?? '',
    readers: row.readers.split(' '),
  };
  const { logisticsCode, logisticsNos } = terms;
  return { arrival, named: new Set(logisticsNos.map((no) => keyOf(logisticsCode, no))) };
}
