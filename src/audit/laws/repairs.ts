import type { Law } from '../law.ts';
import { checkBySql } from '../sql-check.ts';
import { REFUSED_KINDS } from './refused-documents.ts';

/**
 * Bulk repairs: a repair has as many items as it says, one that is done has none without an end,
 * each item under way has its order for itself, each that was sent is a message of its owner with a
 * list of that order, declared after the one that was returned, or with the document of that
 * number, and each end is what became of it.
 */
export const REPAIRS: Law = {
  id: 'repairs',
  title: 'Every document of a repair is sent once, by its owner, and followed to its end',
  watch: (tally, { sql }) => ({
    finish: async () => {
      await checkBySql(sql, tally, JOBS, MISCOUNTED);
      await checkBySql(sql, tally, ITEMS, ORPHANED);
      await checkBySql(sql, tally, CLAIMS, IDLE_CLAIMS);
      for (const way of WAYS) {
        await checkBySql(sql, tally, sent(way), undeclared(way));
        await checkBySql(sql, tally, sent(way), otherwise(way));
      }
      for (const type of Object.keys(REFUSED_KINDS)) {
        await checkBySql(sql, tally, brought(type), misled(type));
      }
    },
  }),
};

const JOBS = 'select count(*) as n from repair.jobs';
const MISCOUNTED = `
  select 'repair ' || j.id || case when j.lists <> i.n then ' has ' || i.n || ' lists, not '
    || j.lists else ' is done, and lists of it have no end' end
  from repair.jobs j cross join lateral (
    select count(*) as n, count(*) filter (where state <> 'ended') as open,
      count(*) filter (where (state = 'ended') <> (result is not null)) as odd
    from repair.items where job = j.id
  ) i
  where j.lists <> i.n or i.odd > 0
    or (j.state = 'done') <> (j.ended_at is not null) or j.state = 'done' and i.open > 0`;

const ITEMS = 'select count(*) as n from repair.items';
const ORPHANED = `
  select 'item ' || i.position || ' of ' || i.job || case when j.id is null
    then ' is of no repair' else ' is under way without its order' end
  from repair.items i left join repair.jobs j on j.id = i.job
    left join repair.claims c on c.job = i.job and c.position = i.position
      and c.direction = j.direction and c.document = j.document
      and c.ebp_code = i.ebp_code and c.order_no = i.order_no
  where j.id is null or i.state in ('queued', 'sent') and c.job is null`;

const CLAIMS = 'select count(*) as n from repair.claims';
const IDLE_CLAIMS = `
  select 'order ' || c.order_no || ' is kept for a repair that is not under way'
  from repair.claims c left join repair.items i on i.job = c.job and i.position = c.position
    and i.state in ('queued', 'sent')
  where i.job is null`;

/** Where lists of a direction stand, and by which message they are declared. */
type Way = {
  readonly direction: string;
  readonly message: string;
  readonly lists: string;
  readonly schema: string;
};
const WAYS: readonly Way[] = [
  { direction: 'import', message: 'CEB621', lists: 'documents.lists', schema: 'clearance' },
  { direction: 'export', message: 'CEB603', lists: 'documents.export_lists', schema: 'export' },
];

/** Items of which a document was filed. */
const declared = ({ direction }: Way): string =>
  `j.document = 'list' and j.direction = '${direction}' and (i.state = 'sent'
    or i.result in ('passed', 'refused', 'closed'))`;
const sent = (way: Way): string => `
  select count(*) as n from repair.items i join repair.jobs j on j.id = i.job
  where ${declared(way)}`;
const undeclared = (way: Way): string => `
  select 'item ' || i.position || ' of ' || i.job || ' was declared by no message of its owner'
  from repair.items i join repair.jobs j on j.id = i.job
    left join documents.messages m on m.message_id = i.message_id and m.sender = j.enterprise
      and m.type = '${way.message}' and m.records = 1 and m.certificate is null
    left join ${way.lists} l on l.message_id = i.message_id and l.ebp_code = i.ebp_code
      and l.order_no = i.order_no and l.attempt > i.attempt
  where ${declared(way)} and (m.message_id is null or (l.message_id is null and not exists (
    select from documents.unfiled u where u.message_id = i.message_id)))`;

/** States that an end stands for; a list goes on from 800 when its goods are closed. */
const otherwise = ({ direction, lists, schema }: Way): string => `
  select 'item ' || i.position || ' of ' || i.job || ' did not end as ' || i.result
  from repair.items i join repair.jobs j on j.id = i.job
    join ${lists} l on l.message_id = i.message_id and l.ebp_code = i.ebp_code
      and l.order_no = i.order_no
    cross join lateral (
      select array_agg(s.state) as states from (
        select state from ${schema}.cases c where c.ebp_code = i.ebp_code
          and c.order_no = i.order_no and c.attempt = l.attempt
        union all
        select state from ${schema}.past_cases p where p.ebp_code = i.ebp_code
          and p.order_no = i.order_no and p.attempt = l.attempt
      ) s
    ) d
  where j.document = 'list' and j.direction = '${direction}' and (
    i.result = 'passed' and not coalesce(d.states && array['800', '899'], false)
    or i.result = 'refused' and not coalesce('100' = any(d.states), false)
    or i.result = 'closed' and not coalesce(d.states && array['430', '599', '700'], false))`;

/** Items of orders, payments and waybills that were brought to the door. */
const isBrought = (type: string): string => {
  const { direction, document } = REFUSED_KINDS[type]!;
  return `j.direction = '${direction}' and j.document = '${document}'
    and i.result in ('passed', 'refused')`;
};
const brought = (type: string): string => `
  select count(*) as n from repair.items i join repair.jobs j on j.id = i.job
  where ${isBrought(type)}`;

/** What was filed stands under its number, or was changed since; what was refused is not filed. */
const misled = (type: string): string => {
  const { table, columns } = REFUSED_KINDS[type]!;
  return `
  select 'item ' || i.position || ' of ' || i.job || ' did not end as ' || i.result
  from repair.items i join repair.jobs j on j.id = i.job
    left join documents.messages m on m.message_id = i.message_id and m.sender = j.enterprise
      and m.type = '${type}' and m.records = 1 and m.certificate is null
    left join documents.${table} d on d.${columns[0]} = i.ebp_code and d.${columns[1]} = i.order_no
      and d.message_id = m.message_id
    left join documents.unfiled u on u.message_id = m.message_id and u.record = 0
  where ${isBrought(type)} and not coalesce(case i.result
    when 'passed' then d.message_id is not null or u.reason = 'changed'
    else u.reason = 'refused' end, false)`;
};
