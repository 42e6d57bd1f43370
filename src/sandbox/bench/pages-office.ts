import { DRAW_DAYS, fillOfficers, PAIR } from './pages-officers.ts';
import type { PagesWish } from './pages-wish.ts';

/** What the pages of officers show: see `pages-firm.ts` for how cases are parted. */

const INSPECTION = `list_no, serial, selected_at, arrived_at, assigned_at, concluded_at, weight,
  priority, label, state, outcome, published_at, pre_no, ebp_code, order_no, logistics_code,
  logistics_no, enterprise_code, agent_code, customs_code, enterprise_class, goods_class, place,
  needs, drawn_day, drawn_sequence`;

const PARCEL = `c.pre_no, c.ebp_code, c.order_no, c.logistics_code, c.logistics_no, c.agent_code,
  c.agent_code, left(c.list_no, 4), 'GENERAL', 'A', 'yard', '{}'::text[]`;

/** A draw for each hundred parcels; those of today first. */
const DRAWS = `
  insert into inspection.draws (day, sequence, opened_at, drawn_at, size, drawn, series, state,
    targets_hash, officers_hash, secrets, tallies, targets)
  select $1::date - i % ${DRAW_DAYS}, 1 + i / ${DRAW_DAYS}, at, at, 100, 4, 'line', 'drawn',
    md5('t' || i), md5('o' || i), '{}', jsonb_build_object('GENERAL.A',
      jsonb_build_object('pool', 100, 'weight', 4000000, 'drawn', 3 + i % 3)), ''
  from generate_series(0, $2::integer / 100) i
  cross join lateral (
    select ($1::date - i % ${DRAW_DAYS})::timestamptz
      + (i / ${DRAW_DAYS}) * interval '10 seconds' as at
  ) t`;

/** Parcels that two officers are to open. */
const ASSIGNED = `
  insert into inspection.inspections (${INSPECTION})
  select c.list_no, 1, c.decided_at, c.decided_at, c.decided_at, null, 40000,
    (1 + c.position % 3)::smallint, 'random', 'assigned', null, null, ${PARCEL}, $1::date,
    1 + row_number() over (order by c.list_no) % greatest(1, $2::integer / 4000)
  from clearance.cases c where state = '500'`;

/** Results that are published. */
const CONCLUDED = `
  insert into inspection.inspections (${INSPECTION})
  select c.list_no, 1, at, at, at, at, 40000, 1, 'random', 'concluded', '01', at, ${PARCEL},
    null, null
  from clearance.cases c cross join lateral (
    select c.decided_at - (c.position % 7) * interval '10 days' as at
  ) t where state = '800' and c.position % 100 in (40, 41)`;

const PUBLISHED = `
  insert into inspection.publications (list_no, serial, concluded_at, published_at, label,
    goods_class, outcome, enterprise_code, enterprise_name, officers)
  select list_no, serial, concluded_at, published_at, label, goods_class, outcome,
    enterprise_code, enterprise_code, '{4****01,4****02}'
  from inspection.inspections where concluded_at is not null`;

/** The queue, a third of it for each urgency: inspections, reviews and what is detained. */
const TASKS = `
  insert into inspection.tasks (id, opened_at, due_at, priority, serial, kind, stage, subject, pair)
  select md5('task' || c.list_no)::uuid, c.decided_at, c.decided_at + interval '30 days',
    (1 + c.position % 3)::smallint, case when state = '500' then 1 else 0 end,
    case state when '500' then 'inspection' when '300' then 'review' else 'detained' end,
    case state when '500' then 'first' else 'open' end, c.list_no,
    case state when '500' then ${PAIR} else '{}' end
  from clearance.cases c where state in ('300', '500', '501')`;

const PAIRS = `
  insert into inspection.pairs (list_no, serial, position, at, origin, first, second)
  select subject, 1, 1, opened_at, 'drawn', pair[1], pair[2]
  from inspection.tasks where kind = 'inspection'`;

const SCANS = `
  insert into inspection.scans (recorded_at, at, site, scan_id, mode, lane, logistics_no,
    logistics_code, instruction, reason, expected, state, list_no, pre_no, repeated)
  select c.decided_at, c.decided_at, 'K1', c.list_no, 'online', 'L' || c.position % 4,
    c.logistics_no, c.logistics_code, '01', 'released', '01', '800', c.list_no, c.pre_no, false
  from clearance.cases c where c.position % 100 < 10`;

const WATCH_LISTS = `
  insert into risk.watch_lists (name, made_at, revision, kind, made_by, reason)
  select 'BENCH' || i, now(), 1, 'waybill', 'bench', 'bench' from generate_series(1, 20) i`;

const WATCHED = `
  insert into risk.watch_entries (name, key, from_at, until_at, added_by, ended_by)
  select 'BENCH' || 1 + i % 20, md5(i::text), now() - interval '2 days', now() - interval '1 day',
    'bench', 'bench'
  from generate_series(1, $1::integer / 100) i`;

const RULES = `
  insert into risk.rules (number, version, made_at, state, made_by, reason, text)
  select 1000 + i, 1, now(), 'draft', 'bench', 'bench', 'inspect when goods.hs starts 2106'
  from generate_series(1, 200) i`;

/** Customs declarations of exports that officers have in hand. */
const DECLARATIONS = `
  insert into b2b.declarations (taken_at, decided_at, fob, duty, gross, attempt, steps, decl_seq_no,
    entry_id, agent_code, cop_no, state, trade_mode, customs_code, ebp_code, order_no,
    logistics_code, logistics_no, ebc_code, owner_code, country, profile_version, line_fobs,
    line_duties, digest, body)
  select at, at, 100000, 0, 100000, 1, 1, 'D' || lpad(i::text, 17, '0'),
    '46122026E' || lpad(i::text, 9, '0'), $1, 'BENCH' || i,
    (array['300', '500', '501'])[1 + i % 3], '9710', '4612', 'P', 'BENCH' || i, 'W', 'BENCH' || i,
    $2, $2, '502', '1', '{100000}', '{0}', '', ''
  from generate_series(1, greatest(60, $3::integer / 1000)) i
  cross join lateral (select now() - i * interval '1 minute' as at) t`;

/** Fills what pages of officers and of the public show. Within a transaction. */
export async function fillOfficePages({ tx, parcels, day, ...of }: PagesWish): Promise<void> {
  await tx.execute(DRAWS, [day, parcels]);
  await tx.execute(ASSIGNED, [day, parcels]);
  await tx.execute(CONCLUDED);
  await tx.execute(PUBLISHED);
  await tx.execute(TASKS);
  await tx.execute(PAIRS);
  await tx.execute(SCANS);
  await fillOfficers({ tx, parcels, day, ...of });
  await tx.execute(WATCH_LISTS);
  await tx.execute(WATCHED, [parcels]);
  await tx.execute(RULES);
  await tx.execute(DECLARATIONS, [of.agent, of.seller, parcels]);
}
