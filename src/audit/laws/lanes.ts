import type { Instant } from '../../base/dates.ts';
import { type KeyedNumbers, keyedNumbers } from '../hash-table.ts';
import type { Law, Scope, Tally } from '../law.ts';
import { pages } from '../snapshot.ts';
import { checkBySql } from '../sql-check.ts';

/**
 * A lane released nothing but what was released at that moment, and its instruction, the state that
 * it saw and the receipts of the list say the same (LINE-3, LINE-4). What a lane released without
 * its network and should not have has its alarm, and nothing else has one.
 */
export const LANES: Law = {
  id: 'lanes',
  title: 'Sorting lines released what was released, and receipts agree',
  watch: (tally, scope) => {
    const told = keyedNumbers();
    return {
      onReceipts: ({ receipts }) => {
        for (const { type, status, invtNo, at } of receipts ?? []) {
          if (!LISTS.includes(type) || (status !== '800' && status !== '500')) continue;
          const place = told.place(`${invtNo} ${status}`);
          const known = told.numbers()[place]!;
          told.numbers()[place] = known === 0 ? at : Math.min(known, at);
        }
      },
      finish: async () => {
        await checkBySql(scope.sql, tally, SCANS, WRONG);
        await checkBySql(scope.sql, tally, OFFLINE, UNTOLD);
        await checkBySql(scope.sql, tally, INSPECTED, WAITING);
        await checkBySql(scope.sql, tally, DECLARED, STRAY);
        await compareReceipts(tally, told, scope);
      },
    };
  },
};

const SCANS = 'select count(*) as n from inspection.scans';

/** Receipts that tell of lists. */
const LISTS = ['CEB622', 'CEB604'];

/**
 * Lists of either direction and customs declarations, when they were released, and until when: what
 * has left, also by a gate before its departure, or was withdrawn, was released before. Of exports
 * that were withdrawn and declared again also the earlier number.
 */
const CASES = `(
    select list_no, logistics_code, logistics_no, state,
      case state when '800' then decided_at end as released_at, null::timestamptz as left_at
    from clearance.cases
    union all
    select list_no, logistics_code, logistics_no, state,
      case when state in ('800', '899', '430') then released_at end,
      case state when '430' then decided_at else least(closed_at, o.left_at) end
    from export.cases left join bonded.outgoing o using (list_no)
    union all
    select entry_id, logistics_code, logistics_no, state, released_at, closed_at
    from b2b.declarations where entry_id is not null
    union all
    select p.list_no, l.logistics_code, l.logistics_no, p.state, r.released_at, p.decided_at
    from export.past_cases p
    join documents.export_lists l using (ebp_code, order_no, attempt)
    cross join lateral (
      select min(decided_at) as released_at from export.past_cases
      where list_no = p.list_no and state = '800'
    ) r
    where p.state = '430'
  )`;

/** What each status of a list is answered; a stop comes before all of them. */
const WRONG = `
  select 'scan ' || s.site || ' ' || s.scan_id || ' ' || case
      when c.list_no is null then 'is of list ' || s.list_no || ', which is not there'
      when c.logistics_no <> s.logistics_no or c.logistics_code <> s.logistics_code
        then 'is of list ' || s.list_no || ', whose waybill is another'
      when s.mode = 'online' and s.instruction = '01'
        and (c.released_at is null or c.released_at > s.at or c.left_at < s.at)
        then 'released list ' || s.list_no || ', which is ' || c.state
      else 'was told ' || s.instruction || ' in state ' || coalesce(s.state, 'none') end
  from inspection.scans s
  left join ${CASES} c on c.list_no = s.list_no
  left join (values ('800', '01'), ('800', '03'), ('500', '02'), ('500', '05'), ('501', '04'),
      ('502', '04'), ('599', '04'), ('700', '04'), ('100', '03'), ('300', '03'), ('400', '03'),
      ('430', '03'), ('600', '03'), ('899', '03')) as may (state, instruction)
    on may.state = s.state and may.instruction = s.instruction
  where (s.list_no is not null and (c.list_no is null or c.logistics_no <> s.logistics_no
      or c.logistics_code <> s.logistics_code))
    or (s.mode = 'online' and s.instruction = '01'
      and (c.released_at is null or c.released_at > s.at or c.left_at < s.at))
    or (s.mode = 'online' and may.state is null and not (s.list_no is null
        and s.instruction = '03')
      and not (s.instruction = '03' and s.reason = 'LANE-OTHER-ZONE')
      and not (s.instruction = '04' and exists (select from inspection.stops o
        where o.logistics_no = s.logistics_no and o.ordered_at <= s.at)))`;

const OFFLINE = "select count(*) as n from inspection.scans where mode = 'offline'";

/** Alarms are raised for false releases without a network, each once. */
const UNTOLD = `
  select 'scan ' || coalesce(s.site, a.site) || ' ' || coalesce(s.scan_id, a.scan_id) || case
      when a.kind is null then ' released what was none, and no alarm was raised'
      else ' has an alarm, and released nothing false' end
  from (
    select site, scan_id from inspection.scans
    where mode = 'offline' and instruction = '01' and expected <> '01'
  ) s full join (
    select kind, site, scan_id from inspection.alarms where kind = 'offline'
  ) a on a.site = s.site and a.scan_id = s.scan_id
  where s.site is null or a.kind is null`;

const INSPECTED = `
  select count(*) as n from inspection.scans where instruction in ('02', '05')`;

/** Whoever is sent to those who inspect has arrived there. */
const WAITING = `
  select 'scan ' || s.site || ' ' || s.scan_id || ' sent list ' || s.list_no
    || ' to its inspection, which does not know'
  from inspection.scans s join inspection.inspections i on i.list_no = s.list_no
  where s.instruction in ('02', '05') and i.state = 'selected' and i.selected_at <= s.at`;

const DECLARED = `
  select count(*) as n from inspection.scans s
  join b2b.declarations d on d.entry_id = s.list_no where s.mode = 'online'`;

/**
 * No receipt tells of a declaration; what a lane saw of it is its last step at that moment, or the
 * one before where it moved while the lane asked.
 */
const STRAY = `
  select 'scan ' || s.site || ' ' || s.scan_id || ' saw ' || d.decl_seq_no || ' in '
    || coalesce(s.state, 'no state') || ', which it was not then'
  from inspection.scans s join b2b.declarations d on d.entry_id = s.list_no
  where s.mode = 'online' and not exists (
    select from b2b.steps p where p.decl_seq_no = d.decl_seq_no and p.state = s.state
      and p.at <= s.at and not exists (
        select from b2b.steps after where after.decl_seq_no = p.decl_seq_no
          and after.step > p.step and after.at < s.at - interval '10 seconds'))`;

type Scanned = { site: string; scan_id: string; list_no: string; status: string; at: Instant };

/** Of releases and of parcels to be inspected: the list was told so by then. */
const TOLD = `
  select s.site, s.scan_id, s.list_no, s.at, case s.instruction when '01' then '800' else '500' end
    as status
  from inspection.scans s
  where s.mode = 'online' and s.instruction in ('01', '02', '05') and s.list_no is not null
    and not exists (select from b2b.declarations where entry_id = s.list_no)
  order by s.site, s.scan_id`;

const PAGE = 2_000;

async function compareReceipts(
  tally: Tally,
  told: KeyedNumbers,
  { sql, days }: Scope,
): Promise<void> {
  for await (const rows of pages<Scanned>(sql, 'audit_lanes', TOLD, PAGE)) {
    for (const { site, scan_id, list_no, status, at } of rows) {
      if (days.isExpired(at)) continue;
      const place = told.find(`${list_no} ${status}`);
      const since = place < 0 ? 0 : told.numbers()[place]!;
      tally.check(since > 0 && since <= at, () => {
        const scan = `scan ${site} ${scan_id} of list ${list_no}`;
        return `${scan} rests on ${status}, of which no receipt told`;
      });
    }
  }
}
