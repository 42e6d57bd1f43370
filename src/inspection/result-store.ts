import type { Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { Combined } from './combine.ts';
import type { ImageBytes } from './image.ts';
import { readImage } from './image-store.ts';
import type { ChosenParcel } from './inspection-store.ts';
import type { OpeningKey } from './pair-store.ts';
import type { SaidResult } from './result.ts';

/** An opening of a parcel, as its officers see it. */
export type Opening = OpeningKey &
  Omit<ChosenParcel, 'listNo' | 'weight' | 'priority' | 'draw'> & {
    readonly state: string;
    readonly selectedAt: Instant;
    readonly arrivedAt: Instant | null;
    readonly assignedAt: Instant | null;
    readonly concludedAt: Instant | null;
    readonly drawnDay: string | null;
    readonly drawnSequence: number | null;
    readonly officersDay: string | null;
    readonly officersSequence: number | null;
    readonly outcome: string | null;
  };

const OPENING = `
  list_no as "listNo", serial, pre_no as "preNo", state, label, rules, needs, place,
  ebp_code as "ebpCode", order_no as "orderNo", logistics_code as "logisticsCode",
  logistics_no as "logisticsNo", enterprise_code as "enterpriseCode", agent_code as "agentCode",
  customs_code as "customsCode", enterprise_class as "enterpriseClass",
  goods_class as "goodsClass", selected_at as "selectedAt", arrived_at as "arrivedAt",
  assigned_at as "assignedAt", concluded_at as "concludedAt", drawn_day as "drawnDay",
  drawn_sequence as "drawnSequence", officers_day as "officersDay",
  officers_sequence as "officersSequence", outcome`;

/** One opening; null when there is none. */
export async function findOpening(sql: Sql, key: OpeningKey): Promise<Opening | null> {
  const text = `select ${OPENING} from inspection.inspections where list_no = $1 and serial = $2`;
  return (await sql.query<Opening>(text, [key.listNo, key.serial]))[0] ?? null;
}

/** Openings of a list, or the latest ones in a state, the newest first. */
export async function listOpenings(
  sql: Sql,
  { listNo, state }: { readonly listNo: string | null; readonly state: string | null },
  limit: number,
): Promise<Opening[]> {
  return sql.query<Opening>(
    `select ${OPENING} from inspection.inspections
     where ($1::text is null or list_no = $1) and ($2::text is null or state = $2)
     order by selected_at desc, list_no, serial desc limit $3`,
    [listNo, state, limit],
  );
}

/** What was said of an opening, in order. */
export function resultsOf(sql: Sql, { listNo, serial }: OpeningKey): Promise<SaidResult[]> {
  return sql.query<SaidResult>(
    `select part, officer, customs, quarantine, findings, at from inspection.results
     where list_no = $1 and serial = $2 order by position`,
    [listNo, serial],
  );
}

/** Adds what an officer says behind what was said before. */
export async function addResult(
  tx: Sql,
  { listNo, serial }: OpeningKey,
  position: number,
  { part, officer, customs, quarantine, findings, at }: SaidResult,
): Promise<void> {
  await tx.execute(
    `insert into inspection.results
       (list_no, serial, position, at, part, officer, customs, quarantine, findings)
     values ($1, $2, $3, $4::timestamptz, $5, $6, $7, $8, $9)`,
    [listNo, serial, position, instantText(at), part, officer, customs, quarantine, findings],
  );
}

/** The first officer has said a whole result. */
export async function setExamined(tx: Sql, { listNo, serial }: OpeningKey): Promise<void> {
  await tx.execute(
    `update inspection.inspections set state = 'examined'
     where list_no = $1 and serial = $2 and state = 'assigned'`,
    [listNo, serial],
  );
}

/** Ends an opening and begins the next one, at the place where the parcel lies (LINE-2). */
export async function openAgain(
  tx: Sql,
  { listNo, serial }: OpeningKey,
  at: Instant,
): Promise<void> {
  const key = [listNo, serial, instantText(at)];
  await tx.execute(
    `update inspection.inspections set state = 'concluded', outcome = 'again',
       concluded_at = $3::timestamptz
     where list_no = $1 and serial = $2 and concluded_at is null`,
    key,
  );
  await tx.execute(
    `insert into inspection.inspections (list_no, serial, selected_at, arrived_at, drawn_day,
       drawn_sequence, weight, priority, label, state, pre_no, ebp_code, order_no, logistics_code,
       logistics_no, enterprise_code, agent_code, customs_code, enterprise_class, goods_class,
       place, needs, rules)
     select list_no, serial + 1, $3::timestamptz, $3::timestamptz, drawn_day, drawn_sequence,
       weight, priority, label, 'arrived', pre_no, ebp_code, order_no, logistics_code,
       logistics_no, enterprise_code, agent_code, customs_code, enterprise_class, goods_class,
       place, needs, rules
     from inspection.inspections where list_no = $1 and serial = $2`,
    key,
  );
}

/** What is left to do for a list whose task is closed. */
export type Unconcluded = OpeningKey & {
  readonly customs: Exclude<Combined, 'hold'> | null;
  readonly quarantine: Exclude<Combined, 'hold'> | null;
  readonly findings: string;
};

/** Openings of which the last word was said, and whose list was not moved by it yet. */
export function unconcluded(sql: Sql, limit: number): Promise<Unconcluded[]> {
  return sql.query<Unconcluded>(
    `select i.list_no as "listNo", i.serial, r.customs, r.quarantine, r.findings
     from inspection.inspections i
     join inspection.tasks t on t.kind = 'inspection' and t.subject = i.list_no
       and t.serial = i.serial and t.closed_at is not null
     cross join lateral (
       select customs, quarantine, findings from inspection.results
       where list_no = i.list_no and serial = i.serial order by position desc limit 1
     ) r
     where i.concluded_at is null and i.state = 'examined' order by i.selected_at limit $1`,
    [limit],
  );
}

/** What became of a list that a person had to look at. */
export type Review = {
  readonly listNo: string;
  readonly at: Instant;
  readonly officer: string;
  readonly decision: 'accept' | 'return';
  readonly reason: string;
};

const REVIEW = `list_no as "listNo", at, officer, decision, reason`;

/** The review of a list; null before it is there. */
export async function findReview(sql: Sql, listNo: string): Promise<Review | null> {
  const text = `select ${REVIEW} from inspection.reviews where list_no = $1`;
  return (await sql.query<Review>(text, [listNo]))[0] ?? null;
}

/** Reviews of these lists. */
export function reviewsOf(sql: Sql, listNos: readonly string[]): Promise<Review[]> {
  const text = `select ${REVIEW} from inspection.reviews where list_no = any($1::text[])`;
  return sql.query<Review>(text, [listNos]);
}

/** Keeps a review. */
export async function addReview(tx: Sql, review: Review): Promise<void> {
  const { listNo, at, officer, decision, reason } = review;
  await tx.execute(
    `insert into inspection.reviews (list_no, at, officer, decision, reason)
     values ($1, $2::timestamptz, $3, $4, $5)`,
    [listNo, instantText(at), officer, decision, reason],
  );
}

const SPEAKERS = `
  select distinct on (list_no) list_no as "listNo", officer from (
    select list_no, 1 as turn, 1 as serial, 1 as position, officer from inspection.reviews
    where list_no = any($1::text[])
    union all
    select list_no, 2, serial, position, officer from inspection.results
    where list_no = any($1::text[])
    union all
    select list_no, 3, 1, position, officer from inspection.detained
    where list_no = any($1::text[])
  ) said order by list_no, turn desc, serial desc, position desc`;

/** Who had the last word on each of these lists; those of which nobody spoke are absent. */
export async function lastSpeakers(
  sql: Sql,
  listNos: readonly string[],
): Promise<Map<string, string>> {
  const rows = await sql.query<{ listNo: string; officer: string }>(SPEAKERS, [listNos]);
  return new Map(rows.map(({ listNo, officer }) => [listNo, officer]));
}

/** A photograph without its bytes. */
export type Photo = {
  readonly name: string;
  readonly at: Instant;
  readonly officer: string;
  readonly mediaType: string;
  readonly sha256: string;
  readonly size: number;
};

/** Photographs of an opening, the oldest first. */
export function photosOf(sql: Sql, { listNo, serial }: OpeningKey): Promise<Photo[]> {
  return sql.query<Photo>(
    `select name, at, officer, media_type as "mediaType", sha256, length(bytes) as size
     from inspection.photos where list_no = $1 and serial = $2 order by at, name`,
    [listNo, serial],
  );
}

/** One with its bytes; null when there is none of the name. */
export function findPhoto(
  sql: Sql,
  { listNo, serial }: OpeningKey,
  name: string,
): Promise<ImageBytes | null> {
  return readImage(
    sql,
    `select media_type, bytes from inspection.photos
     where list_no = $1 and serial = $2 and name = $3`,
    [listNo, serial, name],
  );
}

/** Keeps a photograph. */
export async function addPhoto(
  tx: Sql,
  { listNo, serial }: OpeningKey,
  photo: Omit<Photo, 'size'> & { readonly bytes: Uint8Array },
): Promise<void> {
  const { name, at, officer, mediaType, sha256, bytes } = photo;
  await tx.execute(
    `insert into inspection.photos
       (list_no, serial, name, at, officer, media_type, sha256, bytes)
     values ($1, $2, $3, $4::timestamptz, $5, $6, $7, $8)`,
    [listNo, serial, name, instantText(at), officer, mediaType, sha256, bytes],
  );
}
