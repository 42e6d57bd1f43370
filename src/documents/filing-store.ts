import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { distinctColumns, inKeyOrder, keyColumns, keyOf } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import {
  type DocumentKind,
  type Existing,
  type Filing,
  filingKey,
  type Incoming,
} from './filing.ts';
import type { PaymentTerms, WaybillTerms } from './terms.ts';

/** Another process wrote the same key first; the batch is undone and decided again. */
export class FilingRace extends Error {
  override name = 'FilingRace';
}

/** Kinds of which one row stands under a key; lists have one for each attempt. */
export type StoredKind = Exclude<DocumentKind, 'list' | 'exportList'>;

type Table = {
  readonly name: string;
  readonly keys: readonly [string, string];
  /** Columns of the key whose claim says whether the row is used. */
  readonly usage: readonly [string, string];
  readonly extra: readonly string[];
  /** Whether a number may be used anew after a time, so that its uses are counted (DOC-2). */
  readonly counted: boolean;
  /** Whether the single window numbers it. */
  readonly numbered: boolean;
};

const TABLES: Readonly<Record<StoredKind, Table>> = {
  order: {
    name: 'documents.orders',
    keys: ['ebp_code', 'order_no'],
    usage: ['ebp_code', 'order_no'],
    extra: [],
    counted: false,
    numbered: false,
  },
  payment: {
    name: 'documents.payments',
    keys: ['pay_code', 'pay_transaction_id'],
    usage: ['ebp_code', 'order_no'],
    extra: ['ebp_code', 'order_no'],
    counted: false,
    numbered: false,
  },
  waybill: {
    name: 'documents.waybills',
    keys: ['logistics_code', 'logistics_no'],
    usage: ['logistics_code', 'logistics_no'],
    extra: ['order_no'],
    counted: true,
    numbered: false,
  },
  exportOrder: {
    name: 'documents.export_orders',
    keys: ['ebp_code', 'order_no'],
    usage: ['ebp_code', 'order_no'],
    extra: [],
    counted: false,
    numbered: false,
  },
  collection: {
    name: 'documents.collections',
    keys: ['ebp_code', 'order_no'],
    usage: ['ebp_code', 'order_no'],
    extra: [],
    counted: false,
    numbered: false,
  },
  exportWaybill: {
    name: 'documents.export_waybills',
    keys: ['logistics_code', 'logistics_no'],
    usage: ['logistics_code', 'logistics_no'],
    extra: [],
    counted: true,
    numbered: false,
  },
  other: {
    name: 'documents.others',
    keys: ['code', 'name'],
    usage: ['code', 'name'],
    extra: ['pre_no', 'readers'],
    counted: false,
    numbered: true,
  },
};

type ExistingRow = {
  first: string;
  second: string;
  usage_first: string;
  usage_second: string;
  use_no: number;
  version: number;
  message_id: string;
  record: number;
  deleted: boolean;
  accepted_at: Instant;
  pre_no: string | null;
};

const LOAD = mapTables(
  ({ name, keys, usage, counted, numbered }) => `
  select ${keys[0]} as first, ${keys[1]} as second, ${usage[0]} as usage_first,
    ${usage[1]} as usage_second, version, message_id, record, deleted,
    accepted_at, ${counted ? 'use_no' : '1 as use_no'},
    ${numbered ? 'pre_no' : 'null as pre_no'}
  from ${byKeys(name, keys)}`,
);

/** What is stored under each key of `keyOf(first, second)`, without digests. One statement. */
export async function loadExisting(
  sql: Sql,
  kind: StoredKind,
  keys: readonly string[],
): Promise<Map<string, Existing>> {
  const rows = await sql.query<ExistingRow>(LOAD[kind], distinctColumns(keys));
  return new Map(rows.map((row) => [keyOf(row.first, row.second), existingOf(row)]));
}

function existingOf(row: ExistingRow): Existing {
  return {
    ref: { messageId: row.message_id, record: row.record },
    usageKey: keyOf(row.usage_first, row.usage_second),
    digest: null,
    version: row.version,
    use: row.use_no,
    deleted: row.deleted,
    acceptedAt: row.accepted_at,
    preNo: row.pre_no,
  };
}

const TYPES: Readonly<Record<string, string>> = {
  version: 'smallint',
  message_id: 'uuid',
  record: 'smallint',
  deleted: 'boolean',
  use_no: 'smallint',
  old_message: 'uuid',
  old_record: 'smallint',
};

function columnsOf({ keys, extra, counted }: Table): string[] {
  const common = ['version', 'message_id', 'record', 'deleted'];
  return [...keys, ...extra, ...common, ...(counted ? ['use_no'] : [])];
}

function casts(columns: readonly string[]): string {
  return columns.map((column, i) => `$${i + 2}::${TYPES[column] ?? 'text'}[]`).join(', ');
}

const INSERT = mapTables((table) => {
  const columns = columnsOf(table);
  return `
  insert into ${table.name} (${columns.join(', ')}, accepted_at)
  select u.*, $1::timestamptz from unnest(${casts(columns)}) u
  on conflict (${table.keys.join(', ')}) do nothing`;
});

// The guard is the record that the decision saw: whoever replaced it first has won.
const REPLACE = mapTables((table) => {
  const columns = columnsOf(table);
  const set = columns.slice(2).map((column) => `${column} = u.${column}`);
  const given = [...columns, 'old_message', 'old_record'];
  return `
  update ${table.name} t set ${set.join(', ')}, accepted_at = $1::timestamptz
  from unnest(${casts(given)}) as u (${given.join(', ')})
  where t.${table.keys[0]} = u.${table.keys[0]} and t.${table.keys[1]} = u.${table.keys[1]}
    and t.message_id = u.old_message and t.record = u.old_record`;
});

/** What the row of a numbered document has besides. */
export type Numbered = { readonly preNo: string | null; readonly readers: readonly string[] };

/**
 * Writes the filed documents of one kind: at most two statements, in one turn.
 * @param numberedOf for `other` only
 * @throws FilingRace when another process was faster on one of the keys
 */
export async function storeFilings(
  tx: Sql,
  kind: StoredKind,
  filings: readonly Filing[],
  at: Instant,
  numberedOf: NumberedOf = none,
): Promise<void> {
  const finals = inKeyOrder(finalStates(filings), ({ incoming }) => filingKey(incoming));
  const fresh = finals.filter((final) => final.before === null);
  const changed = finals.filter((final) => final.before !== null);
  const [filed, replaced] = await Promise.all([
    fresh.length === 0
      ? 0
      : tx.execute(INSERT[kind], [instantText(at), ...rowsOf(kind, fresh, numberedOf)]),
    changed.length === 0 ? 0 : tx.execute(REPLACE[kind], replacing(kind, changed, at, numberedOf)),
  ]);
  if (filed !== fresh.length) throw new FilingRace(`${kind} filed by another process`);
  if (replaced !== changed.length) throw new FilingRace(`${kind} changed by another process`);
}

type NumberedOf = (incoming: Incoming) => Numbered;

function none(): Numbered {
  return { preNo: null, readers: [] };
}

function replacing(
  kind: StoredKind,
  changed: readonly Final[],
  at: Instant,
  numberedOf: NumberedOf,
): unknown[] {
  const old = changed.map(({ before }) => present(before, 'what is replaced').ref);
  return [
    instantText(at),
    ...rowsOf(kind, changed, numberedOf),
    old.map(({ messageId }) => messageId),
    old.map(({ record }) => record),
  ];
}

type Final = {
  readonly incoming: Incoming;
  readonly stored: Existing;
  readonly before: Existing | null;
};

// One key may be filed and changed within a batch; only its last state is written.
function finalStates(filings: readonly Filing[]): Final[] {
  const finals = new Map<string, Final>();
  for (const { incoming, outcome } of filings) {
    if (outcome.kind !== 'filed') continue;
    const { stored, replaces } = outcome;
    const key = filingKey(incoming);
    const earlier = finals.get(key);
    finals.set(key, {
      incoming,
      stored,
      before: earlier === undefined ? replaces : earlier.before,
    });
  }
  return [...finals.values()];
}

function rowsOf(kind: StoredKind, finals: readonly Final[], numberedOf: NumberedOf): unknown[][] {
  const incoming = finals.map((final) => final.incoming);
  const columns: unknown[][] = [
    ...keyColumns(incoming.map(filingKey)),
    ...extrasOf(kind, incoming, numberedOf),
    finals.map((final) => final.stored.version),
    incoming.map((one) => one.ref.messageId),
    incoming.map((one) => one.ref.record),
    finals.map((final) => final.stored.deleted),
  ];
  if (TABLES[kind].counted) columns.push(finals.map((final) => final.stored.use));
  return columns;
}

function extrasOf(
  kind: StoredKind,
  incoming: readonly Incoming[],
  numberedOf: NumberedOf,
): unknown[][] {
  if (TABLES[kind].extra.length === 0) return [];
  if (kind === 'other') {
    const numbered = incoming.map(numberedOf);
    return [numbered.map((one) => one.preNo), numbered.map((one) => one.readers.join(' '))];
  }
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
    exportOrder: text(TABLES.exportOrder),
    collection: text(TABLES.collection),
    exportWaybill: text(TABLES.exportWaybill),
    other: text(TABLES.other),
  };
}
