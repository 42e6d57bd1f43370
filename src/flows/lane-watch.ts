import { businessDate, type Instant } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { type ProgressName, readProgress, writeProgress } from '../clearance/progress-store.ts';
import {
  type Alarm,
  type AlarmKind,
  countAlarms,
  raiseAlarms,
  settleRescanned,
} from '../inspection/alarm-store.ts';
import { instruct } from '../inspection/instruct.ts';
import { LANE_CODES } from '../inspection/lane-codes.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import { decodeReceipts } from '../receipts/codec.ts';
import type { House } from './house.ts';
import { laneWaybills } from './lane-facts.ts';
import { carriersOf, keysOf, knownOf, laneLaw } from './lane-scans.ts';

/** What a look at the lanes found. */
export type LanesWatched = {
  /** Alarms that are new, and how many of each kind nobody has settled. */
  readonly raised: number;
  readonly open: ReadonlyMap<AlarmKind, number>;
};

type Window = { readonly from: Instant; readonly until: Instant };

/** Scans this young may still be on their way to the disk. */
const SETTLING = 10_000;
const HOUR = 3_600_000;
/** Ages at which a diverted parcel is looked for: it may be released long after it was diverted. */
const STRANDED: readonly (readonly [name: ProgressName, hours: number])[] = [
  ['stranded', LIMITS.laneRescanHours],
  ['stranded-late', 6 * LIMITS.laneRescanHours],
];

/**
 * Looks whether lanes and lists agree (LINE-4), with other statements than those that answered: a
 * release of what was none, receipts that say something else than the case, released parcels that
 * were diverted and never scanned again. Each scan is looked at once; a person settles alarms, but
 * for a parcel that was scanned again after all. A fixed number of statements.
 */
export async function watchLanes(house: House): Promise<LanesWatched> {
  const view = await house.registry.fresh(house.db);
  const now = house.clock.now();
  return house.db.transaction(async (tx) => {
    const scanned = await windowOf(tx, 'lanes', now - SETTLING);
    const alarms = [...(await early(tx, scanned)), ...(await disagreeing(tx, scanned))];
    const progress: [ProgressName, Instant][] = [['lanes', scanned.until]];
    for (const [name, hours] of STRANDED) {
      const diverted = await windowOf(tx, name, now - hours * HOUR);
      const carriers = carriersOf(view.snapshot);
      const law = laneLaw(view.index, businessDate(now));
      alarms.push(...(await stranded(tx, diverted, { carriers, law, now })));
      progress.push([name, diverted.until]);
    }
    const raised = await raiseAlarms(tx, alarms, now);
    await settleRescanned(tx, now);
    for (const [name, until] of progress) await writeProgress(tx, until, name);
    return { raised, open: await countAlarms(tx) };
  });
}

async function windowOf(tx: Sql, name: ProgressName, until: Instant): Promise<Window> {
  return { from: await readProgress(tx, name), until };
}

const span = ({ from, until }: Window): string[] => [instantText(from), instantText(until)];

// A parcel that leaves may have left by now: its list is closed, and was released before.
const EARLY = `
  select 'early' as kind, s.site, s.scan_id as "scanId", s.list_no as "listNo",
    s.logistics_no as "logisticsNo", coalesce(c.state, 'no list') as detail
  from inspection.scans s
  left join lateral (
    (select state, case state when '800' then decided_at end as released_at
      from clearance.cases where list_no = s.list_no offset 0)
    union all
    (select state, case when state = '800' or state = '899' and closed_at >= s.at
        then released_at end
      from export.cases where list_no = s.list_no offset 0)
    union all
    (select state, case when state = '800' or closed_at >= s.at then released_at end
      from b2b.declarations where entry_id = s.list_no offset 0)
  ) c on true
  where s.recorded_at > $1::timestamptz and s.recorded_at <= $2::timestamptz
    and s.instruction = '01' and s.mode = 'online'
    and (c.released_at is null or c.released_at > s.at)`;

function early(tx: Sql, window: Window): Promise<Alarm[]> {
  return tx.query<Alarm>(EARLY, span(window));
}

/** A list with who reads its receipts, by its number in the table of its direction. */
const listOf = (cases: string, lists: string, told: string): string => `
    select c.state, c.decided_at, l.readers, '${told}' as told
    from (
      select ebp_code, order_no, attempt, state, decided_at from ${cases}
      where list_no = s.list_no offset 0
    ) c
    join ${lists} l on l.ebp_code = c.ebp_code and l.order_no = c.order_no
      and l.attempt = c.attempt`;

/*
 * What the first reader of a list was told at the moment of its decision. The sum with an empty
 * text keeps the planner from the key of the blocks, which would read all of a reader's day. The
 * receipts of archived days are in files, and nobody else can have changed them.
 */
const RECEIPTS = `
  select s.site, s.scan_id as "scanId", s.list_no as "listNo", s.logistics_no as "logisticsNo",
    c.state, c.told, array(
      select body from receipts.blocks
      where filed_at = c.decided_at and enterprise_code || '' = split_part(c.readers, ' ', 1)
        and day = (c.decided_at at time zone 'Asia/Shanghai')::date
    ) as bodies
  from (
    select distinct on (list_no) site, scan_id, list_no, logistics_no from inspection.scans
    where recorded_at > $1::timestamptz and recorded_at <= $2::timestamptz
      and list_no is not null
    order by list_no limit $3
  ) s
  cross join lateral (
    ${listOf('clearance.cases', 'documents.lists', 'CEB622')}
    union all ${listOf('export.cases', 'documents.export_lists', 'CEB604')}
  ) c
  where not exists (select from documents.archives a
    where a.day = (c.decided_at at time zone 'Asia/Shanghai')::date)`;

type Told = Omit<Alarm, 'kind' | 'detail' | 'listNo'> & {
  readonly listNo: string;
  readonly state: string;
  /** The type of receipt that tells of it. */
  readonly told: string;
  readonly bodies: readonly Uint8Array[];
};

async function disagreeing(tx: Sql, window: Window): Promise<Alarm[]> {
  const rows = await tx.query<Told>(RECEIPTS, [...span(window), LIMITS.laneChecks]);
  return rows.flatMap(({ bodies, state, told, ...scan }): Alarm[] => {
    const receipts = bodies.flatMap(decodeReceipts).filter(({ type, keys }) => {
      return type === told && keys.invtNo === scan.listNo;
    });
    if (receipts.some(({ status }) => status === state)) return [];
    const said = receipts.at(-1)?.status ?? 'nothing';
    return [{ ...scan, kind: 'disagree', detail: `state ${state}, told ${said}` }];
  });
}

const DIVERTED = `
  select s.site, s.scan_id as "scanId", s.logistics_no as "logisticsNo",
    s.said_code as "logisticsCode", s.weight
  from inspection.scans s
  where s.recorded_at > $1::timestamptz and s.recorded_at <= $2::timestamptz
    and s.instruction = '03' and not exists (
      select from inspection.scans later where later.logistics_no = s.logistics_no
        and later.at > s.at)`;

type Diverted = Pick<Alarm, 'site' | 'scanId' | 'logisticsNo'> & {
  readonly logisticsCode: string | null;
  readonly weight: bigint | null;
};

type Today = {
  readonly carriers: readonly string[];
  readonly law: ReturnType<typeof laneLaw>;
  readonly now: Instant;
};

/** Diverted parcels that would be released by now, if somebody scanned them again. */
async function stranded(tx: Sql, window: Window, today: Today): Promise<Alarm[]> {
  const rows = await tx.query<Diverted>(DIVERTED, span(window));
  if (rows.length === 0) return [];
  const asked = rows.map((row) => keysOf(row, today.carriers));
  const waybills = await laneWaybills(tx, asked.flat());
  return rows.flatMap(({ site, scanId, logisticsNo, weight }, i): Alarm[] => {
    const known = knownOf(asked[i]!, waybills);
    const { code, waybill } = instruct(weight, known, today.law, today.now);
    if (LANE_CODES[code].instruction !== '01') return [];
    const listNo = waybill?.list?.listNo ?? null;
    return [{ kind: 'stranded', site, scanId, logisticsNo, listNo, detail: code }];
  });
}
