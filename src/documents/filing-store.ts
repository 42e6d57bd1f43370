import type { Instant } from '../base/dates.ts';
import { inKeyOrder, keyColumns, keyOf } from '../base/keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { DocumentKind, Existing, Filing } from './filing.ts';
import { filingKey } from './filing.ts';
import type { DocumentRef, OrderTerms, PaymentTerms, WaybillTerms } from './terms.ts';
import { encodeOrder, encodePayment, encodeWaybill } from './terms-codec.ts';

/** Another process wrote the same key first; the batch is undone and decided again. */
export class FilingRace extends Error {
  override name = 'FilingRace';
}

type StoredKind = Exclude<DocumentKind, 'list'>;

type Table = {
  readonly name: string;
  readonly keys: readonly [string, string];
  /** Columns of the key whose claim says whether the row is used. */
  readonly hold: readonly [string, string];
  readonly extra: readonly string[];
};

const TABLES: Readonly<Record<StoredKind, Table>> = {
  order: {
    name: 'documents.orders',
    keys: ['ebp_code', 'order_no'],
    hold: ['ebp_code', 'order_no'],
    extra: [],
  },
  payment: {
    name: 'documents.payments',
    keys: ['pay_code', 'pay_transaction_id'],
    hold: ['ebp_code', 'order_no'],
    extra: ['ebp_code', 'order_no'],
  },
  waybill: {
    name: 'documents.waybills',
    keys: ['logistics_code', 'logistics_no'],
    hold: ['logistics_code', 'logistics_no'],
    extra: ['order_no'],
  },
};

type ExistingRow = {
  first: string;
  second: string;
  hold_first: string;
  hold_second: string;
  use_no: number;
  version: number;
  message_id: string;
  record: number;
  digest: Uint8Array;
  deleted: boolean;
  accepted_at: Instant;
};

const LOAD = mapTables(
  ({ name, keys, hold }) => `
  select ${keys[0]} as first, ${keys[1]} as second, ${hold[0]} as hold_first,
    ${hold[1]} as hold_second, version, message_id, record, digest, deleted,
    accepted_at, ${name.endsWith('waybills') ? 'use_no' : '1 as use_no'}
  from ${name} where (${keys.join(', ')}) in (select * from unnest($1::text[], $2::text[]))`,
);

/** What is stored under each key of `keyOf(first, second)`. One statement. */
export async function loadExisting(
  sql: Sql,
  kind: StoredKind,
  keys: readonly string[],
): Promise<Map<string, Existing>> {
  const rows = await sql.query<ExistingRow>(LOAD[kind], keyColumns(keys));
  return new Map(rows.map((row) => [keyOf(row.first, row.second), existingOf(row)]));
}

function existingOf(row: ExistingRow): Existing {
  return {
    ref: { messageId: row.message_id, record: row.record },
    holdKey: keyOf(row.hold_first, row.hold_second),
    digest: row.digest,
    version: row.version,
    use: row.use_no,
    deleted: row.deleted,
    acceptedAt: row.accepted_at,
  };
}

const COLUMNS = (table: Table): string[] => [
  ...table.keys,
  ...table.extra,
  'version',
  'message_id',
  'record',
  'digest',
  'terms',
  'deleted',
  ...(table.name.endsWith('waybills') ? ['use_no'] : []),
];
const TYPES: Readonly<Record<string, string>> = {
  version: 'smallint',
  message_id: 'uuid',
  record: 'smallint',
  digest: 'bytea',
  deleted: 'boolean',
  use_no: 'smallint',
};

const casts = (columns: readonly string[]): string =>
  columns.map((column, i) => `$${i + 2}::${TYPES[column] ?? 'text'}[]`).join(', ');

const INSERT = mapTables((table) => {
  const columns = COLUMNS(table);
  return `
  insert into ${table.name} (${columns.join(', ')}, accepted_at)
  select u.*, $1::timestamptz from unnest(${casts(columns)}) u
  on conflict (${table.keys.join(', ')}) do nothing`;
});

// The guard is the record that the decision saw: whoever replaced it first has won.
const REPLACE = mapTables((table) => {
  const columns = COLUMNS(table);
  const set = columns.slice(2).map((column) => `${column} = u.${column}`);
  const all = [...columns, 'old_message', 'old_record'];
  const types = [...columns.map((c) => TYPES[c] ?? 'text'), 'uuid', 'smallint'];
  return `
  update ${table.name} t set ${set.join(', ')}, accepted_at = $1::timestamptz
  from unnest(${types.map((type, i) => `$${i + 2}::${type}[]`).join(', ')})
    as u (${all.join(', ')})
  where t.${table.keys[0]} = u.${table.keys[0]} and t.${table.keys[1]} = u.${table.keys[1]}
    and t.message_id = u.old_message and t.record = u.old_record`;
});

/**
 * Writes the filed documents of one kind: at most two statements.
 * @returns the records that the writes replaced
 * @throws FilingRace when another process was faster on one of the keys
 */
export async function storeFilings(
  tx: Sql,
  kind: StoredKind,
  filings: readonly Filing[],
  at: Instant,
): Promise<DocumentRef[]> {
  const finals = inKeyOrder(finalStates(filings), ({ filing }) => filingKey(filing.incoming));
  const fresh = finals.filter((final) => final.before === null);
  const changed = finals.filter((final) => final.before !== null);
  if (fresh.length > 0) {
    const stored = await tx.execute(INSERT[kind], [instantText(at), ...rowsOf(kind, fresh)]);
    if (stored !== fresh.length) throw new FilingRace(`${kind} filed by another process`);
  }
  if (changed.length > 0) {
    const old = changed.map((final) => final.before!.ref);
    const params = [
      ...rowsOf(kind, changed),
      old.map((r) => r.messageId),
      old.map((r) => r.record),
    ];
    const stored = await tx.execute(REPLACE[kind], [instantText(at), ...params]);
    if (stored !== changed.length) throw new FilingRace(`${kind} changed by another process`);
  }
  return finals.flatMap((final) => final.superseded);
}

type Final = {
  filing: Filing;
  stored: Existing;
  before: Existing | null;
  superseded: DocumentRef[];
};

// One key may be filed and changed within a batch; only its last state is written.
function finalStates(filings: readonly Filing[]): Final[] {
  const finals = new Map<string, Final>();
  for (const filing of filings) {
    if (filing.outcome.kind !== 'filed') continue;
    const { stored, replaces } = filing.outcome;
    const key = filingKey(filing.incoming);
    const earlier = finals.get(key);
    const superseded = earlier?.superseded ?? [];
    if (replaces !== null) superseded.push(replaces.ref);
    const before = earlier === undefined ? replaces : earlier.before;
    finals.set(key, { filing, stored, before, superseded });
  }
  return [...finals.values()];
}

function rowsOf(kind: StoredKind, finals: readonly Final[]): unknown[][] {
  const incoming = finals.map((final) => final.filing.incoming);
  const columns: unknown[][] = [
    ...keyColumns(incoming.map(filingKey)),
    ...extrasOf(kind, incoming),
    finals.map((final) => final.stored.version),
    incoming.map((one) => one.ref.messageId),
    incoming.map((one) => one.ref.record),
    incoming.map((one) => one.digest),
    incoming.map(termsText),
    finals.map((final) => final.stored.deleted),
  ];
  if (kind === 'waybill') columns.push(finals.map((final) => final.stored.use));
  return columns;
}

function termsText({ kind, terms }: Filing['incoming']): string {
  if (kind === 'order') return encodeOrder(terms as OrderTerms);
  if (kind === 'payment') return encodePayment(terms as PaymentTerms);
  return encodeWaybill(terms as WaybillTerms);
}

function extrasOf(kind: StoredKind, incoming: readonly Filing['incoming'][]): unknown[][] {
  if (kind === 'order') return [];
  const terms = incoming.map((one) => one.terms as PaymentTerms | WaybillTerms);
  const orderNos = terms.map((one) => one.orderNo);
  if (kind === 'waybill') return [orderNos];
  return [terms.map((one) => (one as PaymentTerms).ebpCode), orderNos];
}

function mapTables(text: (table: Table) => string): Record<StoredKind, string> {
  return {
    order: text(TABLES.order),
    payment: text(TABLES.payment),
    waybill: text(TABLES.waybill),
  };
}
