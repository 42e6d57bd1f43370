import { type BusinessDate, businessDate, type Instant } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import type { Days, Source } from './days.ts';
import { refsOf, TEXTS } from './document-refs.ts';
import { type Evidence, evidenceCache, type ParcelDocument, type Ref } from './evidence-cache.ts';
import type { ExportRested, KeptExport } from './export-facts-reader.ts';
import { type FactsPlace, loadExportFacts } from './facts-at.ts';
import { loadLaws } from './parcel-walk.ts';
import { type Posting, postingsOn, stockPurposes } from './postings-at.ts';
import type { Statutes } from './profile-reader.ts';
import { pages } from './snapshot.ts';

/** One decision on an export list. */
export type ExportStep = {
  readonly state: string;
  readonly at: Instant;
  /** The law that it was made by. */
  readonly statutes: Statutes | null;
  readonly kept: KeptExport | null;
};

/** One export list that customs accepted, with all it rests on read from the evidence. */
export type ExportParcel = ExportRow & {
  readonly key: string;
  /** Its decisions, the first one first. */
  readonly steps: readonly ExportStep[];
  /** When it was accepted, and by which law: value and channel are of that day. */
  readonly day: BusinessDate;
  readonly statutes: Statutes | null;
  /** What its first decision rested on. */
  readonly first: ExportRested | null;
  readonly list: ParcelDocument | null;
  readonly order: ParcelDocument | null;
  readonly collection: ParcelDocument | null;
  readonly waybill: ParcelDocument | null;
  /** Arrivals that its release rests on; of a list that waits those that name its waybill. */
  readonly arrivals: readonly ParcelDocument[];
  /** The departure that closed it, and the master waybill that it is under. */
  readonly departure: ParcelDocument | null;
  readonly master: ParcelDocument | null;
  /** Where it is in the sums of its month. */
  readonly summed: Summed | null;
  /** What it has on the accounts of the book that its lines name. */
  readonly postings: readonly Posting[];
};

/** Where a closed list is summed up, or was before it was taken back. */
export type Summed = {
  /** Null where it is in no sum, or in none any more. */
  readonly groupId: number | null;
  /** Of each line its sum; 0 of one that is in none any more. */
  readonly lines: readonly number[];
  /** What was taken back of each line, in 0.00001 units. */
  readonly back: ReadonlyMap<number, bigint>;
  /** Whether nothing is left of it. */
  readonly gone: boolean;
};

/** The columns of a case and its claim. */
export type ExportRow = {
  readonly ebp_code: string;
  readonly order_no: string;
  readonly state: string;
  readonly list_no: string;
  readonly pre_no: string;
  readonly channel: string | null;
  readonly trade_mode: string;
  readonly fob: bigint | null;
  readonly logistics_code: string;
  readonly logistics_no: string;
  readonly master_code: string | null;
  readonly master_name: string | null;
  readonly bill_no: string | null;
  readonly departure_code: string | null;
  readonly departure_name: string | null;
  readonly released_at: Instant | null;
  readonly closed_at: Instant | null;
  readonly decided_at: Instant;
  readonly claimed_by: string | null;
};

type Place = { stream: string; sequence: number; position: number };
type Decided = Place & { state: string; decided_at: Instant; profile_version: string };
type Row = ExportRow & Decided & { attempt: number };

/** Of the sample of batches that the walk of parcels takes too. */
const CASES = (sampleOf: number): string => `
  select c.ebp_code, c.order_no, c.state, c.list_no, c.pre_no, c.channel, c.trade_mode, c.fob,
    c.logistics_code, c.logistics_no, c.master_code, c.master_name, c.bill_no, c.departure_code,
    c.departure_name, c.released_at, c.closed_at, c.attempt, c.stream, c.sequence, c.position,
    c.decided_at, c.profile_version, w.list_no as claimed_by
  from export.cases c
  left join export.waybill_claims w
    on w.logistics_code = c.logistics_code and w.logistics_no = c.logistics_no
  where c.state not in ('open', 'declared', '100')
    and ('x' || substr(md5(c.stream::text || c.sequence), 1, 7))::bit(28)::int % ${sampleOf} = 0
  order by c.stream, c.sequence, c.position`;

/** A list that waits for another reason is decided again with the same state. */
const PAST = `
  select list_no, state, stream, sequence, position, decided_at, profile_version
  from export.past_cases where list_no = any($1::text[])
  order by list_no, decided_at, array_position('{400,300,500,501,502,800,899}', state)`;

/** The last time that it was summed up counts, and what was taken back of that. */
const SUMMED = `
  select distinct on (list_no) list_no, closing, group_id, lines from export.summary_lists
  where list_no = any($1::text[]) order by list_no, closing desc`;
const BACK = `
  select list_no, closing, q.gnum, sum(q.quantity)::text as quantity, bool_or(whole) as whole
  from export.summary_taken_back cross join unnest(gnums, quantities) as q (gnum, quantity)
  where list_no = any($1::text[]) group by list_no, closing, q.gnum`;

const PAGE = 250;

/** Gives every export list of the sample that was accepted. */
export async function walkExports(
  { sql, days, sampleOf }: Source,
  watch: { onExport(parcel: ExportParcel): void; onProgress(parcels: number): void },
): Promise<void> {
  const frame: Frame = {
    sql,
    days,
    laws: await loadLaws(sql),
    evidence: evidenceCache({ sql, days }),
  };
  let seen = 0;
  for await (const rows of pages<Row>(sql, 'audit_exports', CASES(sampleOf), PAGE)) {
    for (const parcel of await assemble(frame, rows)) watch.onExport(parcel);
    seen += rows.length;
    watch.onProgress(seen);
  }
}

type Frame = {
  readonly sql: Sql;
  readonly days: Days;
  readonly laws: ReadonlyMap<string, Statutes | null>;
  readonly evidence: Evidence;
};

const ORDER = ['ebp_code', 'order_no'];
const ORDERS = refsOf('export_orders', ORDER, TEXTS);
const COLLECTIONS = refsOf('collections', ORDER, TEXTS);
const LISTS = refsOf('export_lists', [...ORDER, 'attempt'], [...TEXTS, 'smallint']);
const WAYBILLS = refsOf('export_waybills', ['logistics_code', 'logistics_no'], TEXTS);
const MASTERS = refsOf('others', ['code', 'name'], TEXTS);

/** Arrivals that name the waybill of a list that waits. */
const ARRIVED = `
  select u.first, u.second, m.message_id, o.record, o.accepted_at, m.received_at, m.stream,
    m.sequence, m.start_at, m.length, false as deleted, 1 as use_no
  from unnest($1::text[], $2::text[]) as u (first, second)
  join documents.shipments a on a.logistics_code = u.first and a.logistics_no = u.second
    and a.name like 'CEB507 %'
  join documents.others o on o.code = a.code and o.name = a.name and not o.deleted
  join documents.messages m on m.message_id = o.message_id`;

/** The messages of records that decisions name. */
const NAMED = `
  select '' as first, '' as second, message_id, 0 as record, received_at as accepted_at,
    received_at, stream, sequence, start_at, length, false as deleted, 1 as use_no
  from documents.messages where message_id = any($1::uuid[])`;

async function assemble(frame: Frame, rows: readonly Row[]): Promise<ExportParcel[]> {
  const { sql, days, laws } = frame;
  const listNos = rows.map(({ list_no }) => list_no);
  const past = Map.groupBy(
    await sql.query<Decided & { list_no: string }>(PAST, [listNos]),
    ({ list_no }) => list_no,
  );
  const decisions = new Map(rows.map((row) => [row, [...(past.get(row.list_no) ?? []), row]]));
  const placed = [...decisions.values()].flat().map((one) => ({ ...one, at: one.decided_at }));
  const factsOf = await loadExportFacts(sql, days, placed satisfies FactsPlace[]);
  const stepsOf = (row: Row) =>
    (decisions.get(row) ?? []).map((one): ExportStep => {
      const statutes = laws.get(one.profile_version) ?? null;
      return { state: one.state, at: one.decided_at, statutes, kept: factsOf(one) };
    });
  const walked = rows.map((row) => ({ row, steps: stepsOf(row) }));
  const papers = await loadPapers(frame, walked);
  const postings = await postingsOn(
    sql,
    rows.flatMap((row) => stockPurposes(papers.of(row).list, row.list_no)),
  );
  const summed = await loadSummed(sql, listNos);
  // What rests on a day that is gone cannot be worked out again.
  const there = walked.filter(
    ({ row, steps }) => !steps.some(({ at }) => days.isExpired(at)) && !papers.isGone(row),
  );
  return there.map(({ row, steps }): ExportParcel => {
    const [begun] = steps;
    return {
      ...row,
      ...papers.of(row),
      steps,
      key: `${row.ebp_code}/${row.order_no}`,
      day: businessDate(begun?.at ?? row.decided_at),
      statutes: begun?.statutes ?? null,
      first: begun?.kept?.rested ?? null,
      summed: summed.get(row.list_no) ?? null,
      postings: postings.get(row.list_no) ?? [],
    };
  });
}

type Closing = { list_no: string; closing: number };
type SummedRow = Closing & { group_id: number; lines: number[] };
type BackRow = Closing & { gnum: number; quantity: string; whole: boolean };

/** Where these lists are summed up; those that never were are absent. */
async function loadSummed(sql: Sql, listNos: readonly string[]): Promise<Map<string, Summed>> {
  const lists = await sql.query<SummedRow>(SUMMED, [listNos]);
  const backs = Map.groupBy(await sql.query<BackRow>(BACK, [listNos]), ({ list_no }) => list_no);
  const places = new Map(lists.map((row) => [row.list_no, row]));
  return new Map(
    [...new Set([...places.keys(), ...backs.keys()])].map((listNo) => {
      const place = places.get(listNo);
      const own = (backs.get(listNo) ?? []).filter(({ closing }) => closing === place?.closing);
      return [
        listNo,
        {
          groupId: place?.group_id ?? null,
          lines: place?.lines ?? [],
          back: new Map(own.map(({ gnum, quantity }) => [gnum, BigInt(quantity)])),
          gone: place === undefined || own.some(({ whole }) => whole),
        },
      ];
    }),
  );
}

type Walked = { readonly row: Row; readonly steps: readonly ExportStep[] };

type Papers = Pick<
  ExportParcel,
  'list' | 'order' | 'collection' | 'waybill' | 'arrivals' | 'departure' | 'master'
>;

const keyOf = (first: string, second: string): string => `${first}\u0001${second}`;
const orderKey = (row: Row): string => keyOf(row.ebp_code, row.order_no);
const waybillKey = (row: Row): string => keyOf(row.logistics_code, row.logistics_no);
const masterKey = (row: Row): string => keyOf(row.master_code ?? '', row.master_name ?? '');

/** The first decision that let a list go on, or gave it into the hands of officers. */
const PASSED = ['300', '500', '800'];

async function loadPapers(
  { sql, days, evidence }: Frame,
  walked: readonly Walked[],
): Promise<{ of(row: Row): Papers; isGone(row: Row): boolean }> {
  const rows = walked.map(({ row }) => row);
  const orderKeys = [rows.map((row) => row.ebp_code), rows.map((row) => row.order_no)];
  const waybillsOf = (some: readonly Row[]) => [
    some.map((row) => row.logistics_code),
    some.map((row) => row.logistics_no),
  ];
  const mastered = [...new Map(rows.map((row) => [masterKey(row), row])).values()];
  const waiting = rows.filter(({ state }) => state === '400');
  const [lists, orders, collections, waybills, masters, arrived] = [
    await sql.query<Ref>(LISTS, [...orderKeys, rows.map((row) => row.attempt)]),
    await sql.query<Ref>(ORDERS, orderKeys),
    await sql.query<Ref>(COLLECTIONS, orderKeys),
    await sql.query<Ref>(WAYBILLS, waybillsOf(rows)),
    await sql.query<Ref>(MASTERS, [
      mastered.map((row) => row.master_code ?? ''),
      mastered.map((row) => row.master_name ?? ''),
    ]),
    waiting.length === 0 ? [] : await sql.query<Ref>(ARRIVED, waybillsOf(waiting)),
  ];
  const names = new Map(walked.map(({ row, steps }) => [row, namesIn(steps)]));
  const named = await loadNamed(sql, [...names.values()]);
  const refs = [lists, orders, collections, waybills, masters, arrived].flat();
  const present = [...refs, ...named.values()].filter((ref) => !days.isExpired(ref.received_at));
  const read = await evidence.read(present);
  const by = (found: readonly Ref[]) => Map.groupBy(found, (ref) => keyOf(ref.first, ref.second));
  const [listBy, orderBy, collectionBy] = [by(lists), by(orders), by(collections)];
  const [waybillBy, masterBy, arrivedBy] = [by(waybills), by(masters), by(arrived)];
  const refsFor = (row: Row): Record<keyof Papers, readonly Ref[]> => {
    const { arrivals, by: ended } = names.get(row) ?? { arrivals: [], by: [] };
    const at = (some: readonly string[]) => some.flatMap((name) => named.get(name) ?? []);
    return {
      list: listBy.get(orderKey(row)) ?? [],
      order: orderBy.get(orderKey(row)) ?? [],
      collection: collectionBy.get(orderKey(row)) ?? [],
      waybill: waybillBy.get(waybillKey(row)) ?? [],
      master: masterBy.get(masterKey(row)) ?? [],
      arrivals: row.state === '400' ? (arrivedBy.get(waybillKey(row)) ?? []) : at(arrivals),
      departure: at(ended),
    };
  };
  return {
    isGone: (row) =>
      days.expired.length > 0 &&
      Object.values(refsFor(row))
        .flat()
        .some((ref) => days.isExpired(ref.received_at)),
    of: (row) => {
      const { list, order, collection, waybill, master, arrivals, departure } = refsFor(row);
      const one = ([ref]: readonly Ref[]) => (ref === undefined ? null : read(ref));
      return {
        ...{ list: one(list), order: one(order), collection: one(collection) },
        ...{ waybill: one(waybill), master: one(master), departure: one(departure) },
        arrivals: arrivals.map(read),
      };
    },
  };
}

type Names = { readonly arrivals: readonly string[]; readonly by: readonly string[] };

/** Records that the decisions of a list name besides its own documents. */
function namesIn(steps: readonly ExportStep[]): Names {
  const passed = steps.find(({ state }) => PASSED.includes(state));
  // Closed before, it was taken back: what closed it then stands with that.
  const by = steps.findLast(({ state }) => state === '899')?.kept?.by ?? null;
  return { arrivals: passed?.kept?.rested?.arrivals ?? [], by: by === null ? [] : [by] };
}

/** The places of named records, by `id/record`. */
async function loadNamed(sql: Sql, named: readonly Names[]): Promise<Map<string, Ref>> {
  const names = [...new Set(named.flatMap(({ arrivals, by }) => [...arrivals, ...by]))];
  if (names.length === 0) return new Map();
  const parts = names.map((name) => [name, ...name.split('/')] as [string, string, string]);
  const messages = await sql.query<Ref>(NAMED, [[...new Set(parts.map(([, id]) => id))]]);
  const byId = new Map(messages.map((message) => [message.message_id, message]));
  return new Map(
    parts.flatMap(([name, id, record]) => {
      const message = byId.get(id);
      return message === undefined ? [] : [[name, { ...message, record: Number(record) }] as const];
    }),
  );
}
