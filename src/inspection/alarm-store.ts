import type { Instant } from '../base/dates.ts';
import { inKeyOrder } from '../base/keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';

/**
 * What a lane did and what the zone knows do not agree (LINE-4), until a person has settled it.
 * early: a release was given while the list was none. disagree: receipts and case of a scanned
 * list say different things. offline: a lane without its network released what was no release.
 * stranded: a released parcel was diverted and not scanned again.
 */
export type AlarmKind = 'early' | 'disagree' | 'offline' | 'stranded';

export type Alarm = {
  readonly kind: AlarmKind;
  readonly site: string;
  readonly scanId: string;
  readonly listNo: string | null;
  readonly logisticsNo: string;
  /** A code, a state; nothing personal. */
  readonly detail: string;
};

export type RaisedAlarm = Alarm & {
  readonly raisedAt: Instant;
  readonly settledAt: Instant | null;
  readonly settledBy: string | null;
  readonly note: string | null;
};

const RAISE = `
  insert into inspection.alarms (raised_at, kind, site, scan_id, list_no, logistics_no, detail)
  select $1::timestamptz, u.* from unnest($2::text[], $3::text[], $4::text[], $5::text[],
    $6::text[], $7::text[]) as u
  on conflict do nothing returning site, scan_id`;

/** Raises alarms; those that were raised before stay as they are. @returns how many are new */
export async function raiseAlarms(tx: Sql, alarms: readonly Alarm[], at: Instant): Promise<number> {
  if (alarms.length === 0) return 0;
  const rows = inKeyOrder(alarms, ({ kind, site, scanId }) => `${kind} ${site} ${scanId}`);
  const raised = await tx.query(RAISE, [
    ...[instantText(at), rows.map((row) => row.kind), rows.map((row) => row.site)],
    ...[rows.map((row) => row.scanId), rows.map((row) => row.listNo)],
    ...[rows.map((row) => row.logisticsNo), rows.map((row) => row.detail)],
  ]);
  return raised.length;
}

const COLUMNS = `
  kind, site, scan_id as "scanId", list_no as "listNo", logistics_no as "logisticsNo", detail,
  raised_at as "raisedAt", settled_at as "settledAt", settled_by as "settledBy", note`;

const OPEN = `
  select ${COLUMNS} from inspection.alarms where settled_at is null
  order by raised_at, kind, site, scan_id limit $1`;

/** Alarms that nobody has settled, the oldest first. */
export async function openAlarms(sql: Sql, limit: number): Promise<RaisedAlarm[]> {
  return sql.query<RaisedAlarm>(OPEN, [limit]);
}

/** Alarms by the name that officers have for them, which is unique. */
export const alarmName = ({ kind, site, scanId }: Pick<Alarm, 'kind' | 'site' | 'scanId'>) =>
  `${kind}/${site}/${scanId}`;

const TASKLESS = `
  select ${COLUMNS} from inspection.alarms a where settled_at is null
    and not exists (select from inspection.tasks t where t.kind = 'pending'
      and t.subject = a.kind || '/' || a.site || '/' || a.scan_id)
  order by raised_at, kind, site, scan_id limit $1`;

/** Open alarms that are no task of officers yet, the oldest first. */
export async function tasklessAlarms(sql: Sql, limit: number): Promise<RaisedAlarm[]> {
  return sql.query<RaisedAlarm>(TASKLESS, [limit]);
}

/** The alarm of that name; null when there is none. */
export async function alarmNamed(sql: Sql, name: string): Promise<RaisedAlarm | null> {
  // The number of a scan may hold a stroke, kinds and sites do not.
  const [kind = '', site = '', ...scanId] = name.split('/');
  const text = `select ${COLUMNS} from inspection.alarms
    where kind = $1 and site = $2 and scan_id = $3`;
  return (await sql.query<RaisedAlarm>(text, [kind, site, scanId.join('/')]))[0] ?? null;
}

const COUNT = `
  select kind, count(*)::int as count from inspection.alarms where settled_at is null
  group by kind`;

/** How many of each kind are open. */
export async function countAlarms(sql: Sql): Promise<Map<AlarmKind, number>> {
  const rows = await sql.query<{ kind: AlarmKind; count: number }>(COUNT);
  return new Map(rows.map(({ kind, count }) => [kind, count]));
}

const SETTLE = `
  update inspection.alarms set settled_at = $4::timestamptz, settled_by = $5, note = $6
  where kind = $1 and site = $2 and scan_id = $3 and settled_at is null`;

/** Takes note of what a person found. @returns false when there is no such open alarm */
export async function settleAlarm(
  sql: Sql,
  { kind, site, scanId }: Pick<Alarm, 'kind' | 'site' | 'scanId'>,
  by: { readonly name: string; readonly note: string },
  at: Instant,
): Promise<boolean> {
  const key = [kind, site, scanId];
  return (await sql.execute(SETTLE, [...key, instantText(at), by.name, by.note])) === 1;
}

const RESCANNED = `
  update inspection.alarms a set settled_at = $1::timestamptz, settled_by = 'rescan'
  where a.settled_at is null and a.kind = 'stranded' and exists (
    select from inspection.scans s where s.logistics_no = a.logistics_no
      and s.recorded_at > a.raised_at)`;

/** Settles alarms of stranded parcels that were scanned again since. One statement. */
export async function settleRescanned(tx: Sql, at: Instant): Promise<number> {
  return tx.execute(RESCANNED, [instantText(at)]);
}
