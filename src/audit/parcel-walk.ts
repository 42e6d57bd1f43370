import { type BusinessDate, businessDate, type Instant } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import type { Days, Source } from './days.ts';
import { refsOf, TEXTS } from './document-refs.ts';
import { type Evidence, evidenceCache, type ParcelDocument, type Ref } from './evidence-cache.ts';
import { type FactsPlace, loadFacts } from './facts-at.ts';
import type { KeptFacts } from './facts-reader.ts';
import { type Posting, postingsOn, stockPurposes } from './postings-at.ts';
import { readStatutes, type Statutes } from './profile-reader.ts';
import { pages } from './snapshot.ts';
import { STANDING } from './states.ts';

/** One list that was released or is held, with all it rests on read from the evidence. */
export type Parcel = CaseRow & {
  readonly key: string;
  /** When the list was first decided, and by which law: tax and quota year are of that day. */
  readonly day: BusinessDate;
  readonly statutes: Statutes | null;
  /** What its last decision rests on. */
  readonly facts: KeptFacts | null;
  /** What its first decision rested on: its documents, and the articles as filed then. */
  readonly first: KeptFacts | null;
  readonly list: ParcelDocument | null;
  readonly order: ParcelDocument | null;
  readonly waybill: ParcelDocument | null;
  /** The law of its last decision. */
  readonly lastStatutes: Statutes | null;
  /** Arrival details: of a list that waits those that name its waybill, else those it rests on. */
  readonly arrivals: readonly ParcelDocument[];
  readonly payments: readonly ParcelDocument[];
  readonly postings: readonly Posting[];
  /** What came back of it and was accepted, in that order. */
  readonly refunds: readonly ClosedRefund[];
};

/** One refund that gave something back; quantities in 0.00001 units, sums in fen. */
export type ClosedRefund = {
  readonly pre_no: string;
  readonly ended_at: Instant;
  readonly gnums: readonly number[];
  readonly quantities: readonly string[];
  readonly dutiable: bigint;
  readonly duty: bigint;
  readonly consumption_tax: bigint;
  readonly vat: bigint;
};

/** The columns of a case and its claim. */
export type CaseRow = {
  readonly ebp_code: string;
  readonly order_no: string;
  readonly state: string;
  readonly list_no: string;
  readonly pre_no: string;
  readonly buyer_key: string;
  readonly assure_code: string;
  readonly logistics_code: string;
  readonly logistics_no: string;
  readonly dutiable: bigint;
  readonly duty: bigint;
  readonly consumption_tax: bigint;
  readonly vat: bigint;
  readonly first_at: Instant;
  readonly decided_at: Instant;
  readonly claimed_by: string | null;
};

type Row = CaseRow & {
  attempt: number;
  first_version: string;
  profile_version: string;
  /** Places of the facts of the last and the first decision. */
  stream: string;
  sequence: number;
  position: number;
  first_stream: string;
  first_sequence: number;
  first_position: number;
};

/**
 * Held lists that moved on stand in the history as well: their first decision is the one whose
 * day counts. Batches are chosen by a hash of their place, so every audit chooses the same.
 */
const CASES = (sampleOf: number): string => `
  select c.ebp_code, c.order_no, c.state, c.list_no, c.pre_no, c.buyer_key, c.assure_code,
    c.logistics_code, c.logistics_no, c.dutiable, c.duty, c.consumption_tax, c.vat, c.attempt,
    c.stream, c.sequence, c.position, c.decided_at, c.profile_version, w.list_no as claimed_by,
    coalesce(p.decided_at, c.decided_at) as first_at,
    coalesce(p.profile_version, c.profile_version) as first_version,
    coalesce(p.stream, c.stream) as first_stream,
    coalesce(p.sequence, c.sequence) as first_sequence,
    coalesce(p.position, c.position) as first_position
  from clearance.cases c
  left join (
    select distinct on (list_no) list_no, decided_at, profile_version, stream, sequence, position
    from clearance.past_cases order by list_no, decided_at
  ) p on p.list_no = c.list_no
  left join clearance.waybill_claims w
    on w.logistics_code = c.logistics_code and w.logistics_no = c.logistics_no
  where c.state in ${STANDING}
    and ('x' || substr(md5(c.stream::text || c.sequence), 1, 7))::bit(28)::int % ${sampleOf} = 0
  order by c.stream, c.sequence, c.position`;

const PAGE = 250;

/** Gives every released or held list of the sample. */
export async function walkParcels(
  { sql, days, sampleOf }: Source,
  watch: { onParcel(parcel: Parcel): void; onProgress(parcels: number): void },
): Promise<void> {
  const laws = await loadLaws(sql);
  const evidence = evidenceCache({ sql, days });
  const ledgers = await sql.query<{ ledger: string }>(
    'select distinct ledger from ledger.accounts order by ledger',
  );
  const frame = { laws, evidence, days, ledgers: ledgers.map(({ ledger }) => ledger) };
  let seen = 0;
  for await (const rows of pages<Row>(sql, 'audit_cases', CASES(sampleOf), PAGE)) {
    for (const parcel of await assemble(sql, rows, frame)) watch.onParcel(parcel);
    seen += rows.length;
    watch.onProgress(seen);
  }
}

type Frame = {
  readonly laws: ReadonlyMap<string, Statutes | null>;
  readonly evidence: Evidence;
  readonly days: Days;
  readonly ledgers: readonly string[];
};

/** The law of each stored version; null for one that cannot be read. */
export async function loadLaws(sql: Sql): Promise<ReadonlyMap<string, Statutes | null>> {
  const rows = await sql.query<{ version: string; content: string }>(
    'select version, content from registry.profile_versions',
  );
  return new Map(rows.map(({ version, content }) => [version, readStatutes(content)]));
}

const ORDERS = refsOf('orders', ['ebp_code', 'order_no'], TEXTS);
const PAYMENTS = refsOf('payments', ['ebp_code', 'order_no'], TEXTS);
const WAYBILLS = refsOf('waybills', ['logistics_code', 'logistics_no'], TEXTS);
const LISTS = refsOf('lists', ['ebp_code', 'order_no', 'attempt'], [...TEXTS, 'smallint']);

async function assemble(
  sql: Sql,
  rows: readonly Row[],
  { laws, evidence, days, ledgers }: Frame,
): Promise<Parcel[]> {
  const orderKeys = [rows.map((row) => row.ebp_code), rows.map((row) => row.order_no)];
  const waybillKeys = [rows.map((row) => row.logistics_code), rows.map((row) => row.logistics_no)];
  const lists = await sql.query<Ref>(LISTS, [...orderKeys, rows.map((row) => row.attempt)]);
  const orders = await sql.query<Ref>(ORDERS, orderKeys);
  const payments = await sql.query<Ref>(PAYMENTS, orderKeys);
  const waybills = await sql.query<Ref>(WAYBILLS, waybillKeys);
  const facts = await loadFacts(sql, days, rows.flatMap(placesOf));
  const arrivals = await loadArrivals(sql, rows, (row) => facts(row)?.arrivals ?? []);
  const refs = [...lists, ...orders, ...payments, ...waybills, ...arrivals];
  const present = refs.filter(({ received_at }) => !days.isExpired(received_at));
  const read = await evidence.read(present);
  const refunds = await loadRefunds(sql, rows);
  const by = (found: readonly Ref[]) => Map.groupBy(found, (ref) => keyOf(ref.first, ref.second));
  const arrivalBy = by(arrivals);
  const [listBy, orderBy, paymentBy, waybillBy] = [
    by(lists),
    by(orders),
    by(payments),
    by(waybills),
  ];
  const one = (found: readonly Ref[] | undefined): ParcelDocument | null =>
    found?.[0] === undefined ? null : read(found[0]);
  const listOf = (row: Row) => one(listBy.get(keyOf(row.ebp_code, row.order_no)));
  const postings = await loadPostings(sql, rows, ledgers, listOf);
  const isGone = (row: Row): boolean => {
    const orderKey = keyOf(row.ebp_code, row.order_no);
    const waybillKey = keyOf(row.logistics_code, row.logistics_no);
    const own = [listBy, orderBy, paymentBy].flatMap((found) => found.get(orderKey) ?? []);
    own.push(...(waybillBy.get(waybillKey) ?? []), ...(arrivalBy.get(waybillKey) ?? []));
    const times = [row.decided_at, row.first_at, ...own.map(({ received_at }) => received_at)];
    return times.some(days.isExpired);
  };
  // What rests on a day that is gone cannot be worked out again.
  const there = days.expired.length === 0 ? rows : rows.filter((row) => !isGone(row));
  return there.map((row) => {
    const orderKey = keyOf(row.ebp_code, row.order_no);
    return {
      ...row,
      key: `${row.ebp_code}/${row.order_no}`,
      day: businessDate(row.first_at),
      statutes: laws.get(row.first_version) ?? null,
      facts: facts(row),
      first: facts(firstOf(row)),
      lastStatutes: laws.get(row.profile_version) ?? null,
      arrivals: (arrivalBy.get(waybillKeyOf(row)) ?? []).map(read),
      list: listOf(row),
      order: one(orderBy.get(orderKey)),
      waybill: one(waybillBy.get(keyOf(row.logistics_code, row.logistics_no))),
      payments: (paymentBy.get(orderKey) ?? []).map(read),
      postings: postings.get(row.list_no) ?? [],
      refunds: refunds.get(row.list_no) ?? [],
    };
  });
}

const waybillKeyOf = (row: Row): string => keyOf(row.logistics_code, row.logistics_no);

const firstOf = (row: Row): FactsPlace => ({
  stream: row.first_stream,
  sequence: row.first_sequence,
  position: row.first_position,
  at: row.first_at,
});

const placesOf = (row: Row): FactsPlace[] => [{ ...row, at: row.decided_at }, firstOf(row)];

/** What an arrival detail says and where: the bytes of a version, or of what stands. */
const ARRIVAL = `u.first, u.second, m.message_id, m.received_at, m.stream, m.sequence, m.start_at,
  m.length, false as deleted, 1 as use_no`;
const NAMED_ARRIVALS = `
  select u.record, m.received_at as accepted_at, ${ARRIVAL}
  from unnest($1::text[], $2::text[], $3::uuid[], $4::smallint[])
    as u (first, second, message_id, record)
  join documents.messages m on m.message_id = u.message_id`;
const STANDING_ARRIVALS = `
  select o.record, o.accepted_at, ${ARRIVAL}
  from unnest($1::text[], $2::text[]) as u (first, second)
  join documents.arrivals a on a.logistics_code = u.first and a.logistics_no = u.second
  join documents.others o on o.code = a.code and o.name = a.name and not o.deleted
  join documents.messages m on m.message_id = o.message_id`;

/** The arrival details of parcels; `namedOf` gives those that the last decision rests on. */
async function loadArrivals(
  sql: Sql,
  rows: readonly Row[],
  namedOf: (row: Row) => KeptFacts['arrivals'],
): Promise<Ref[]> {
  const waiting = rows.filter(({ state }) => state === '400');
  const named = rows
    .filter(({ state }) => state !== '400')
    .flatMap((row) => namedOf(row).map((arrival) => ({ ...arrival, row })));
  const columns = (some: readonly Row[]) => [
    some.map((row) => row.logistics_code),
    some.map((row) => row.logistics_no),
  ];
  const rested = await sql.query<Ref>(NAMED_ARRIVALS, [
    ...columns(named.map(({ row }) => row)),
    named.map(({ messageId }) => messageId),
    named.map(({ record }) => record),
  ]);
  return [...rested, ...(await sql.query<Ref>(STANDING_ARRIVALS, columns(waiting)))];
}

const keyOf = (first: string, second: string): string => `${first}\u0001${second}`;

const REFUNDS = `
  select list_no, pre_no, ended_at, gnums, quantities::text[] as quantities, dutiable, duty,
    consumption_tax, vat
  from clearance.refunds where list_no = any($1::text[]) and state = 'closed'
  order by ended_at, accepted_at`;

async function loadRefunds(sql: Sql, rows: readonly Row[]): Promise<Map<string, ClosedRefund[]>> {
  const found = await sql.query<ClosedRefund & { list_no: string }>(REFUNDS, [
    rows.map(({ list_no }) => list_no),
  ]);
  return Map.groupBy(found, ({ list_no }) => list_no);
}

/** All postings of these lists on the accounts they may touch, and of stock on those they name. */
async function loadPostings(
  sql: Sql,
  rows: readonly Row[],
  ledgers: readonly string[],
  listOf: (row: Row) => ParcelDocument | null,
): Promise<Map<string, Posting[]>> {
  const wanted = rows.flatMap((row) => {
    const buyer = `${row.buyer_key}:${businessDate(row.first_at).slice(0, 4)}`;
    const own = ledgers.map((ledger) => {
      return [ledger === 'guarantee' ? row.assure_code : buyer, ledger, row.list_no] as const;
    });
    return [...own, ...stockPurposes(listOf(row), row.list_no)];
  });
  return postingsOn(sql, wanted);
}
