import type { Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { ListPlace, Way } from './find-parcels.ts';

/** How lists are parted for people: each is in one group, by its state. */
export const LIST_GROUPS = {
  /** Waits for its documents. */
  submitted: ['waiting'],
  /** Held, for a person or for its arrival, detained, or handed over. */
  action: ['300', '400', '501', '502', '600'],
  inspection: ['500'],
  released: ['800', '899'],
  /** Returned, withdrawn, sent back or destroyed. */
  returned: ['100', '430', '599', '700'],
} as const satisfies Record<string, readonly string[]>;
export type ListGroup = keyof typeof LIST_GROUPS;

/** A line of a page of lists; nothing in it is personal. */
export type ListLine = {
  readonly way: Way;
  readonly listNo: string | null;
  readonly preNo: string;
  readonly ebpCode: string;
  readonly orderNo: string;
  readonly logisticsCode: string;
  readonly logisticsNo: string;
  /** Null of a list that waits, and of one decided before it was kept. */
  readonly agentCode: string | null;
  /** A status, or `waiting`. */
  readonly state: string;
  /** Since when it is in that state. */
  readonly at: Instant;
  /** Why, by the codes of its findings. */
  readonly codes: readonly string[];
  /** What a waiting list waits for. */
  readonly missing: readonly string[];
};

export type PageQuery = {
  readonly group: ListGroup;
  readonly ways: readonly Way[];
  /** Of this declaring agent only; null for the whole zone. */
  readonly agent: string | null;
  readonly after: ListPlace | null;
  readonly limit: number;
};

export type ListPage = {
  /** The newest first. */
  readonly lists: readonly ListLine[];
  /** Null when nothing follows. */
  readonly next: ListPlace | null;
};

/*
 * Each state is one range of an index, `cases_page` of the zone or `cases_agent_page` of an agent,
 * read backwards from the place where the page before ended and left after `limit` rows: what a
 * page costs does not depend on how many lists there are.
 */

const SCHEMAS: Readonly<Record<Way, string>> = { import: 'clearance', export: 'export' };

const decided = (way: Way, ofAgent: boolean): string => `
  select '${way}' as way, c.list_no as "listNo", c.pre_no as "preNo", c.ebp_code as "ebpCode",
    c.order_no as "orderNo", c.logistics_code as "logisticsCode",
    c.logistics_no as "logisticsNo", c.agent_code as "agentCode", c.state, c.decided_at as at,
    c.codes, '{}'::text[] as missing, c.list_no as name
  from unnest($1::text[]) as s (state) cross join lateral (
    select * from ${SCHEMAS[way]}.cases
    where ${ofAgent ? 'agent_code = $5 and ' : ''}state = s.state
      and (decided_at, list_no) < ($2::timestamptz, $3::text)
    order by decided_at desc, list_no desc limit $4
  ) c`;

const LISTS: Readonly<Record<Way, string>> = {
  import: 'documents.lists',
  export: 'documents.export_lists',
};

/** What waits is little, so that who may read a list is looked up list by list, by its time. */
const waiting = (way: Way, ofAgent: boolean): string => `
  select '${way}' as way, null::text as "listNo", l.pre_no as "preNo", w.ebp_code as "ebpCode",
    w.order_no as "orderNo", w.logistics_code as "logisticsCode",
    w.logistics_no as "logisticsNo", null::text as "agentCode", 'waiting' as state,
    w.since as at, '{}'::text[] as codes, w.missing, l.pre_no as name
  from ${SCHEMAS[way]}.waiting w join ${LISTS[way]} l on l.ebp_code = w.ebp_code
    and l.order_no = w.order_no and l.attempt = w.attempt
  where w.since <= $2::timestamptz and (w.since, l.pre_no) < ($2::timestamptz, $3::text)
    and ($1::text[])[1] = 'waiting'
    ${ofAgent ? "and $5 = any(string_to_array(l.readers, ' '))" : ''}
  order by w.since desc, l.pre_no desc limit $4`;

function textOf(part: typeof decided, ways: readonly Way[], ofAgent: boolean): string {
  const parts = ways.map((way) => `(${part(way, ofAgent)})`).join(' union all ');
  return `select * from (${parts}) lines order by at desc, name desc limit $4`;
}

/** A page of lists in one group of states. One statement. */
export async function pageOfLists(sql: Sql, query: PageQuery): Promise<ListPage> {
  const { group, ways, agent, after, limit } = query;
  const part = group === 'submitted' ? waiting : decided;
  const rows = await sql.query<ListLine & { name: string }>(textOf(part, ways, agent !== null), [
    LIST_GROUPS[group],
    after === null ? 'infinity' : instantText(after.at),
    after?.name ?? '',
    // One more tells whether something follows.
    limit + 1,
    ...(agent === null ? [] : [agent]),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? { at: last.at, name: last.name } : null;
  return { lists: shown.map(({ name: _, ...line }) => line), next };
}
