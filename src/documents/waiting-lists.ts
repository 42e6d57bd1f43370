import type { Instant } from '../base/dates.ts';
import { distinctColumns, inKeyOrder, keyColumns, keyOf } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';

/** A list that cannot be decided until its partners arrive. */
export type WaitingList = {
  readonly orderKey: string;
  readonly attempt: number;
  readonly waybillKey: string;
  readonly missing: readonly string[];
  readonly since: Instant;
};

/** Where lists of one direction are filed, and the schema of what becomes of them. */
export type ListTables = {
  readonly schema: 'clearance' | 'export';
  readonly lists: 'documents.lists' | 'documents.export_lists';
  /** Where the documents are filed that a list waits for, by their name among the missing. */
  readonly partners: Readonly<Record<string, string>>;
};

/** The lists of one direction that wait. */
export type WaitingLists = {
  /** Order keys of those that wait for one of these orders or waybills. One statement. */
  find(sql: Sql, orderKeys: readonly string[], waybillKeys: readonly string[]): Promise<string[]>;
  /** Takes note of lists that wait. One statement, none when there are none. */
  store(tx: Sql, lists: readonly WaitingList[]): Promise<void>;
  /** Ends the waiting of decided attempts and of those they replace. One statement or none. */
  end(
    tx: Sql,
    decided: readonly { readonly orderKey: string; readonly attempt: number }[],
  ): Promise<void>;
  /** Ends the waiting of orders that are set aside. One statement. */
  forget(tx: Sql, orderKeys: readonly string[]): Promise<void>;
  /**
   * Order keys of lists that wait although all that they wait for is there: the process that took
   * the last document died before it looked. A statement for each `page` of waiting lists, so it is
   * asked now and then only.
   */
  stranded(sql: Sql, page: number): Promise<string[]>;
  /** Lists that wait since before an instant. */
  overdue(sql: Sql, before: Instant, limit: number): Promise<string[]>;
  /**
   * Lists filed in a period that are neither decided nor known to wait: what a process that died
   * between filing and deciding has left behind.
   */
  forgotten(sql: Sql, from: Instant, until: Instant, limit: number): Promise<string[]>;
};

type KeyRow = { ebp_code: string; order_no: string };
const keysOf = (rows: readonly KeyRow[]): string[] =>
  rows.map((row) => keyOf(row.ebp_code, row.order_no));

type PageRow = KeyRow & { complete: boolean };

/** What waits in these tables. */
export function waitingLists(tables: ListTables): WaitingLists {
  const texts = textsOf(tables);
  return {
    find: async (sql, orderKeys, waybillKeys) => {
      if (orderKeys.length === 0 && waybillKeys.length === 0) return [];
      const columns = [...distinctColumns(orderKeys), ...distinctColumns(waybillKeys)];
      return [...new Set(keysOf(await sql.query<KeyRow>(texts.byKeys, columns)))];
    },
    store: async (tx, lists) => {
      if (lists.length === 0) return;
      const waiting = inKeyOrder(lists, ({ orderKey }) => orderKey);
      await tx.execute(texts.store, [
        ...keyColumns(waiting.map((one) => one.orderKey)),
        waiting.map((one) => one.attempt),
        ...keyColumns(waiting.map((one) => one.waybillKey)),
        waiting.map((one) => one.missing.join(' ')),
        waiting.map((one) => instantText(one.since)),
      ]);
    },
    end: async (tx, decided) => {
      if (decided.length === 0) return;
      await tx.execute(texts.remove, [
        ...keyColumns(decided.map((one) => one.orderKey)),
        decided.map((one) => one.attempt),
      ]);
    },
    forget: async (tx, orderKeys) => {
      await tx.execute(texts.forget, keyColumns(orderKeys));
    },
    stranded: async (sql, page) => {
      const stranded: string[] = [];
      for (let after: KeyRow = { ebp_code: '', order_no: '' }; ; ) {
        const { ebp_code, order_no } = after;
        const rows = await sql.query<PageRow>(texts.page, [ebp_code, order_no, page]);
        stranded.push(...keysOf(rows.filter(({ complete }) => complete)));
        const last = rows.at(-1);
        if (last === undefined) return stranded;
        after = last;
      }
    },
    overdue: async (sql, before, limit) => {
      return keysOf(await sql.query<KeyRow>(texts.overdue, [instantText(before), limit]));
    },
    forgotten: async (sql, from, until, limit) => {
      const period = [instantText(from), instantText(until), limit];
      return keysOf(await sql.query<KeyRow>(texts.forgotten, period));
    },
  };
}

/** Whether a list does not wait for a partner, or it stands. */
function isThere([kind, table]: [string, string]): string {
  const keys = kind === 'waybill' ? ['logistics_code', 'logistics_no'] : ['ebp_code', 'order_no'];
  const same = keys.map((key) => `d.${key} = w.${key}`).join(' and ');
  return `(not '${kind}' = any(w.missing)
    or exists (select from ${table} d where ${same} and not d.deleted))`;
}

function textsOf({ schema, lists, partners }: ListTables) {
  const table = `${schema}.waiting`;
  return {
    byKeys: `
  select ebp_code, order_no from ${byKeys(table, ['ebp_code', 'order_no'])}
  union all
  select ebp_code, order_no
  from ${byKeys(table, ['logistics_code', 'logistics_no'], { from: 3 })}`,
    store: `
  insert into ${table} as w (ebp_code, order_no, attempt, logistics_code, logistics_no,
    missing, since)
  select u.ebp_code, u.order_no, u.attempt, u.logistics_code, u.logistics_no,
    string_to_array(u.missing, ' '), u.since
  from unnest($1::text[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::text[],
    $7::timestamptz[])
    as u (ebp_code, order_no, attempt, logistics_code, logistics_no, missing, since)
  on conflict (ebp_code, order_no, attempt) do update set missing = excluded.missing
  where w.missing <> excluded.missing`,
    remove: `
  delete from ${table} w using unnest($1::text[], $2::text[], $3::smallint[])
    as u (ebp_code, order_no, attempt)
  where w.ebp_code = u.ebp_code and w.order_no = u.order_no and w.attempt <= u.attempt`,
    forget: `
  delete from ${table}
  where (ebp_code, order_no) in (select * from unnest($1::text[], $2::text[]))`,
    page: `
  select w.ebp_code, w.order_no, ${Object.entries(partners).map(isThere).join(' and ')} as complete
  from (
    select * from ${table} where (ebp_code, order_no) > ($1, $2)
    order by ebp_code, order_no limit $3
  ) w order by w.ebp_code, w.order_no`,
    overdue: `
  select ebp_code, order_no from ${table} where since <= $1::timestamptz
  order by since limit $2`,
    forgotten: `
  select l.ebp_code, l.order_no from ${lists} l
  where l.accepted_at >= $1::timestamptz and l.accepted_at <= $2::timestamptz
    and not exists (select from ${schema}.cases c where c.ebp_code = l.ebp_code
      and c.order_no = l.order_no and c.attempt >= l.attempt)
    and not exists (select from ${table} w where w.ebp_code = l.ebp_code
      and w.order_no = l.order_no and w.attempt >= l.attempt)
    and not exists (select from ${schema}.quarantine q where q.ebp_code = l.ebp_code
      and q.order_no = l.order_no and q.attempt >= l.attempt)
  order by l.accepted_at, l.pre_no limit $3`,
  };
}
