import type { BusinessDate, Instant } from '../base/dates.ts';
import { startOfDay } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';

/** A number shows its ends alone: enough to see that the same person comes again, not who it is. */
const MASKED = `case when length(number) > 4 then left(number, 1) || '****' || right(number, 2)
  else '****' end`;

// The pair that went is the last one that was sent.
const PUBLISH = `
  with due as (
    select * from inspection.inspections
    where concluded_at is not null and published_at is null
    order by concluded_at limit $2
  ), marked as (
    update inspection.inspections i set published_at = $1::timestamptz from due
    where i.list_no = due.list_no and i.serial = due.serial and i.published_at is null
    returning i.list_no, i.serial
  )
  insert into inspection.publications (list_no, serial, concluded_at, published_at, drawn_day,
    drawn_sequence, officers_day, officers_sequence, label, goods_class, outcome, enterprise_code,
    enterprise_name, officers)
  select due.list_no, due.serial, due.concluded_at, $1::timestamptz, due.drawn_day,
    due.drawn_sequence, due.officers_day, due.officers_sequence, due.label, due.goods_class,
    due.outcome, due.enterprise_code, coalesce(e.name, due.enterprise_code), array(
      select ${MASKED} from (
        select first, second from inspection.pairs p
        where p.list_no = due.list_no and p.serial = due.serial order by position desc limit 1
      ) pair cross join lateral (values (first), (second)) as sent (number))
  from marked join due using (list_no, serial)
  left join registry.enterprises e on e.code = due.enterprise_code`;

/**
 * Publishes inspections that are concluded, the oldest first. One statement.
 * @returns how many there were
 */
export function publishConcluded(sql: Sql, at: Instant, limit: number): Promise<number> {
  return sql.execute(PUBLISH, [instantText(at), limit]);
}

// What is published is never changed, so an end is a row of its own. Its officers are the two who
// decided; it rests on no draw.
const PUBLISH_END = `
  insert into inspection.publications (list_no, serial, ends, concluded_at, published_at, label,
    goods_class, outcome, enterprise_code, enterprise_name, officers)
  select i.list_no, i.serial + 1, i.serial, d.at, d.at, i.label, i.goods_class, d.outcome,
    i.enterprise_code, coalesce(e.name, i.enterprise_code), array(
      select ${MASKED} from (
        select position, officer as number from inspection.detained w
        where w.list_no = d.list_no and w.position >= d.position - 1) decided order by position)
  from inspection.detained d
  join inspection.inspections i using (list_no)
  left join registry.enterprises e on e.code = i.enterprise_code
  where d.list_no = $1 and d.action = 'approved'
  order by i.serial desc limit 1`;

/** Publishes how a detained list ends, as two persons have decided in this transaction. */
export async function publishEnd(tx: Sql, listNo: string): Promise<void> {
  await tx.execute(PUBLISH_END, [listNo]);
}

/** What everybody may know of an inspection. */
export type Published = {
  readonly listNo: string;
  readonly serial: number;
  /** The serial of the result of the same list that this one ends; null of an inspection. */
  readonly ends: number | null;
  readonly concludedAt: Instant;
  readonly publishedAt: Instant;
  readonly drawnDay: BusinessDate | null;
  readonly drawnSequence: number | null;
  readonly officersDay: BusinessDate | null;
  readonly officersSequence: number | null;
  readonly label: 'random' | 'targeted' | 'ordered' | 'forced';
  readonly goodsClass: string;
  readonly outcome: string;
  readonly enterpriseName: string;
  /** Numbers, masked. */
  readonly officers: readonly string[];
};

export type PublishedQuery = {
  /** Days of conclusion, both inclusive. */
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  /** The last one of the page before. */
  readonly after: { readonly listNo: string; readonly serial: number } | null;
  readonly limit: number;
};

const DAY = 86_400_000;

const PUBLISHED = `
  select list_no as "listNo", serial, ends, concluded_at as "concludedAt",
    published_at as "publishedAt", drawn_day as "drawnDay", drawn_sequence as "drawnSequence",
    officers_day as "officersDay", officers_sequence as "officersSequence", label,
    goods_class as "goodsClass", outcome, enterprise_name as "enterpriseName", officers
  from inspection.publications`;

const READ = `${PUBLISHED}
  where concluded_at >= $1::timestamptz and concluded_at < $2::timestamptz
    and ($3::text is null or (concluded_at, list_no, serial) < (
      select concluded_at, list_no, serial from inspection.publications
      where list_no = $3::text and serial = $4::smallint))
  order by concluded_at desc, list_no desc, serial desc limit $5`;

/** Published inspections, the newest first; none after one that is not published. */
export function publishedInspections(
  sql: Sql,
  { from, to, after, limit }: PublishedQuery,
): Promise<Published[]> {
  return sql.query<Published>(READ, [
    instantText(startOfDay(from)),
    instantText(startOfDay(to) + DAY),
    after?.listNo ?? null,
    after?.serial ?? null,
    limit,
  ]);
}

/** What was published of one list, the newest first. */
export function publishedOf(sql: Sql, listNo: string): Promise<Published[]> {
  return sql.query<Published>(`${PUBLISHED} where list_no = $1 order by serial desc`, [listNo]);
}
