import { type BusinessDate, type Instant, isoShanghai } from '../base/dates.ts';
import { keyOf } from '../base/keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { Drawn, Override, Recusal, WeightReason } from './draw-file.ts';
import type { Workload } from './roster.ts';

/** An inspection by its number and opening. */
export type OpeningKey = { readonly listNo: string; readonly serial: number };

/** A parcel at the place of inspection to which nobody was sent yet. */
export type Arrived = OpeningKey & {
  readonly enterpriseCode: string;
  readonly needs: readonly string[];
  readonly priority: number;
  readonly arrivedAt: Instant;
};

const ARRIVED = `
  select list_no as "listNo", serial, enterprise_code as "enterpriseCode", needs, priority,
    arrived_at as "arrivedAt"
  from inspection.inspections i
  where concluded_at is null and state = 'arrived'`;

const TASK = `
  select from inspection.tasks t
  where t.kind = 'inspection' and t.subject = i.list_no and t.serial = i.serial`;

/**
 * The most urgent of those that no draw of officers has had in its registry, by number. What came
 * after the tasks of this round were opened waits for the next, as a draw tells its officers by
 * the task. What an order number of a sandbox asked for is left to the stand-ins.
 */
export async function undrawn(sql: Sql, limit: number): Promise<Arrived[]> {
  const rows = await sql.query<Arrived>(
    `${ARRIVED} and officers_day is null and label <> 'forced' and exists (${TASK})
     order by priority, arrived_at, list_no limit $1`,
    [limit],
  );
  // Registries of draws are in the order of their ids.
  return rows.sort((a, b) => (a.listNo < b.listNo ? -1 : 1));
}

/** Those that nobody has a task for yet. */
export function taskless(sql: Sql, limit: number): Promise<Arrived[]> {
  return sql.query<Arrived>(
    `${ARRIVED} and not exists (${TASK})
     order by priority, arrived_at, list_no limit $1`,
    [limit],
  );
}

const SENT = `
  select p.list_no, p.serial, p.at, u.officer
  from inspection.pairs p cross join lateral (values (p.first), (p.second)) u (officer)`;

/** What of the past counts when officers are drawn. */
export type Window = {
  /** The beginning of the day. */
  readonly today: Instant;
  /** From when on meetings of officer and enterprise count, and how many are too many. */
  readonly since: Instant;
  readonly times: number;
};

/**
 * The work of officers as far as it counts for these targets. Three statements: nobody gets a
 * place of the day back, whoever met an enterprise too often is left out, and a parcel that is
 * opened once more is opened by others.
 */
export async function workloadFor(
  sql: Sql,
  targets: readonly Arrived[],
  { today, since, times }: Window,
): Promise<Workload> {
  const enterprises = [...new Set(targets.map((one) => one.enterpriseCode))];
  const sent = await sql.query<{ officer: string; count: number }>(
    `select officer, count(distinct (list_no, serial))::integer as count
     from (${SENT} where p.at >= $1::timestamptz) s group by officer`,
    [instantText(today)],
  );
  const met = await sql.query<{ officer: string; enterprise: string }>(
    `select s.officer, i.enterprise_code as enterprise
     from (${SENT} where p.at >= $1::timestamptz) s
     join inspection.inspections i on i.list_no = s.list_no and i.serial = s.serial
     where i.enterprise_code = any($2::text[])
     group by s.officer, i.enterprise_code having count(distinct (s.list_no, s.serial)) >= $3`,
    [instantText(since), enterprises, times],
  );
  const again = targets.filter(({ serial }) => serial > 1);
  const opened = await sql.query<{ officer: string; listNo: string }>(
    `select distinct s.officer, s.list_no as "listNo"
     from (${SENT} where p.list_no = any($1::text[])) s`,
    [again.map(({ listNo }) => listNo)],
  );
  const owner = new Map(again.map((one) => [one.listNo, one.enterpriseCode]));
  return {
    today: new Map(sent.map(({ officer, count }) => [officer, count])),
    recent: new Set([
      ...met.map(({ officer, enterprise }) => keyOf(officer, enterprise)),
      ...opened.map(({ officer, listNo }) => keyOf(officer, owner.get(listNo) ?? '')),
    ]),
  };
}

/** Which draw of officers had an inspection in its registry. */
export type DrawRef = { readonly day: BusinessDate; readonly sequence: number };

/**
 * Writes what a draw of officers gave: who has a pair is assigned, who has none stays as it is, to
 * be seen. Leaves out those that another draw was faster with, or that are no longer there.
 * @returns those that were written
 */
export async function writeDrawn(
  tx: Sql,
  drawn: readonly Drawn[],
  draw: DrawRef,
  at: Instant,
): Promise<(OpeningKey & Pick<Drawn, 'pair'>)[]> {
  const rows = await tx.query<OpeningKey>(
    `update inspection.inspections i set officers_day = $1::date, officers_sequence = $2,
       state = case when d.manned then 'assigned' else i.state end,
       assigned_at = case when d.manned then $3::timestamptz end
     from unnest($4::text[], $5::boolean[]) as d (list_no, manned)
     where i.list_no = d.list_no and i.state = 'arrived' and i.officers_day is null
     returning i.list_no as "listNo", i.serial`,
    [
      ...[draw.day, draw.sequence, instantText(at)],
      drawn.map(({ target }) => target),
      drawn.map(({ pair }) => pair.length === 2),
    ],
  );
  const pairs = new Map(drawn.map(({ target, pair }) => [target, pair]));
  return rows.map((row) => ({ ...row, pair: pairs.get(row.listNo) ?? [] }));
}

export type PairOrigin = 'drawn' | 'redrawn' | 'override' | 'stand-in';

/** Adds a pair behind those that were sent before. */
export async function addPairs(
  tx: Sql,
  pairs: readonly (OpeningKey & { readonly pair: readonly string[] })[],
  origin: PairOrigin,
  at: Instant,
): Promise<void> {
  if (pairs.length === 0) return;
  await tx.execute(
    `insert into inspection.pairs (list_no, serial, position, at, origin, first, second)
     select d.list_no, d.serial, coalesce((select max(p.position) from inspection.pairs p
         where p.list_no = d.list_no and p.serial = d.serial), 0) + 1,
       $1::timestamptz, $2, d.first, d.second
     from unnest($3::text[], $4::smallint[], $5::text[], $6::text[])
       as d (list_no, serial, first, second)`,
    [
      ...[instantText(at), origin],
      pairs.map(({ listNo }) => listNo),
      pairs.map(({ serial }) => serial),
      pairs.map(({ pair }) => pair[0]),
      pairs.map(({ pair }) => pair[1]),
    ],
  );
}

/** How the pair that goes came about; null before there is one. */
export async function originOf(
  sql: Sql,
  { listNo, serial }: OpeningKey,
): Promise<PairOrigin | null> {
  const [row] = await sql.query<{ origin: PairOrigin }>(
    `select origin from inspection.pairs where list_no = $1 and serial = $2
     order by position desc limit 1`,
    [listNo, serial],
  );
  return row?.origin ?? null;
}

/** The pair of an inspection came about, or fell away, after its draw. */
export async function setManned(
  tx: Sql,
  { listNo, serial }: OpeningKey,
  isManned: boolean,
  at: Instant,
): Promise<void> {
  await tx.execute(
    `update inspection.inspections set
       state = case when $3 then 'assigned' else 'arrived' end,
       assigned_at = case when $3 then $4::timestamptz end
     where list_no = $1 and serial = $2 and state in ('arrived', 'assigned')`,
    [listNo, serial, isManned, instantText(at)],
  );
}

/** Who stood back after a draw, in the order of its file. */
export async function recusalsOf(sql: Sql, { day, sequence }: DrawRef): Promise<StoredRecusal[]> {
  return sql.query<StoredRecusal>(
    `select target, officer, reason, at, replacement from inspection.recusals
     where day = $1::date and sequence = $2 order by position`,
    [day, sequence],
  );
}

export type StoredRecusal = Omit<Recusal, 'at'> & {
  readonly at: Instant;
  readonly replacement: string | null;
};

/** What was decided beside a draw, as its file has it. */
export function inFile<T extends { readonly at: Instant }>(one: T) {
  return { ...one, at: isoShanghai(one.at) };
}

/**
 * Adds one behind the others of its draw.
 * @throws Fault duplicate-key when another one of the same draw came in between
 */
export async function addRecusal(
  tx: Sql,
  { day, sequence }: DrawRef,
  position: number,
  recusal: StoredRecusal & { readonly reason: WeightReason },
): Promise<void> {
  const { target, officer, reason, at, replacement } = recusal;
  await tx.execute(
    `insert into inspection.recusals
       (day, sequence, position, at, target, officer, reason, replacement)
     values ($1::date, $2, $3, $4::timestamptz, $5, $6, $7, $8)`,
    [day, sequence, position, instantText(at), target, officer, reason, replacement],
  );
}

export type StoredOverride = Omit<Override, 'at'> & { readonly at: Instant };

/** What two persons decided beside a draw, in the order of its file. */
export async function overridesOf(sql: Sql, draw: DrawRef): Promise<StoredOverride[]> {
  return sql.query<StoredOverride>(
    `select action, target, pair, decided_by as by, grounds, at from inspection.overrides
     where day = $1::date and sequence = $2 order by position`,
    [draw.day, draw.sequence],
  );
}

/**
 * Adds one behind the others of its draw.
 * @throws Fault duplicate-key when another one of the same draw came in between
 */
export async function addOverride(
  tx: Sql,
  { day, sequence }: DrawRef,
  position: number,
  { action, target, pair, by, grounds, at }: StoredOverride,
): Promise<void> {
  await tx.execute(
    `insert into inspection.overrides
       (day, sequence, position, at, action, target, pair, decided_by, grounds)
     values ($1::date, $2, $3, $4::timestamptz, $5, $6, $7::text[], $8::text[], $9)`,
    [day, sequence, position, instantText(at), action, target, pair, by, grounds],
  );
}
