import type { Law } from '../law.ts';
import { checkBySql } from '../sql-check.ts';

/**
 * Attempts of an order are numbered from 1 without a gap; pre-entry and customs numbers have their
 * form, belong to one list each, and come from the blocks of numbers that were taken.
 */
export const NUMBERS: Law = {
  id: 'numbers',
  title: 'List numbers are unique, in form and in sequence',
  watch: (tally, { sql }) => ({
    finish: async () => {
      await checkBySql(sql, tally, ORDERS_DECLARED, ATTEMPTS);
      await checkBySql(sql, tally, LISTS, PRE_NOS);
      await checkBySql(sql, tally, LISTS, PRE_NO_TWICE);
      await checkBySql(sql, tally, DECISIONS, LIST_NOS);
      await checkBySql(sql, tally, DECISIONS, LIST_NO_TWICE);
      await checkBySql(sql, tally, DECISIONS, UNTAKEN);
    },
  }),
};

/** Lists that come in and lists that leave; they are numbered by one series. */
const FILED = `
  select ebp_code, order_no, attempt, pre_no, accepted_at, 'in' as way from documents.lists
  union all
  select ebp_code, order_no, attempt, pre_no, accepted_at, 'out' from documents.export_lists`;

const ORDERS_DECLARED = `
  select count(*) as n from (select distinct ebp_code, order_no, way from (${FILED}) f) o`;
const LISTS = `select count(*) as n from (${FILED}) f`;

const ATTEMPTS = `
  select 'order ' || ebp_code || '/' || order_no || ' has attempts '
    || string_agg(attempt::text, ',' order by attempt)
  from (${FILED}) f group by ebp_code, order_no, way
  having min(attempt) <> 1 or max(attempt) <> count(*)`;

const PRE_NOS = `
  select 'pre-entry number ' || pre_no || ' of ' || ebp_code || '/' || order_no
    || ' is not B, its day and nine digits'
  from (${FILED}) f
  where pre_no !~ '^B[0-9]{17}$'
    or substr(pre_no, 2, 8) <> to_char(accepted_at at time zone 'Asia/Shanghai', 'YYYYMMDD')`;

const PRE_NO_TWICE = `
  select 'pre-entry number ' || pre_no || ' stands on ' || count(*) || ' lists'
  from (${FILED}) f group by pre_no having count(*) > 1`;

/** All decisions, the standing and the earlier ones; lists that leave have another letter. */
const decisions = (schema: string, way: string, letter: string): string => `
  select ebp_code, order_no, attempt, list_no, pre_no, decided_at, '${way}' as way,
    '${letter}' as letter
  from ${schema}.cases where list_no is not null
  union all
  select ebp_code, order_no, attempt, list_no, pre_no, decided_at, '${way}', '${letter}'
  from ${schema}.past_cases`;
const ALL = `${decisions('clearance', 'in', 'I')} union all ${decisions('export', 'out', 'E')}`;

const DECISIONS = `select count(*) as n from (${ALL}) d`;

/** The year is that of the first decision: a held list keeps its number into the next. */
const LIST_NOS = `
  select 'customs number ' || list_no || ' of ' || ebp_code || '/' || order_no
    || ' is not customs code, year, ' || letter || ' and nine digits'
  from (${ALL}) d group by ebp_code, order_no, list_no, letter
  having list_no !~ ('^[0-9]{4}20[0-9]{2}' || letter || '[0-9]{9}$')
    or substr(list_no, 5, 4) <> to_char(min(decided_at) at time zone 'Asia/Shanghai', 'YYYY')`;

const LIST_NO_TWICE = `
  select 'customs number ' || list_no || ' stands on ' || count(*) || ' lists' from (
    select distinct list_no, ebp_code, order_no, attempt, way from (${ALL}) d
  ) distinct_lists group by list_no having count(*) > 1`;

/** Every decision is about a list that was filed, under the number it was filed with. */
const UNTAKEN = `
  select 'decision ' || d.list_no || ' is about no filed list' from (${ALL}) d
  left join (${FILED}) l on l.ebp_code = d.ebp_code and l.order_no = d.order_no
    and l.attempt = d.attempt and l.pre_no = d.pre_no and l.way = d.way
  where l.pre_no is null
  union all
  select 'number ' || max(used.number) || ' of ' || n.name || ' was never taken'
  from documents.numbers n join (
    select 'list:' || substr(list_no, 1, 4) || ':' || substr(list_no, 5, 4)
        || case letter when 'E' then ':E' else '' end as name, substr(list_no, 10)::bigint as number
    from (${ALL}) d where list_no ~ '^[0-9]{8}[IE][0-9]{9}$'
    union all
    select 'pre:' || substr(pre_no, 2, 4) || '-' || substr(pre_no, 6, 2) || '-'
      || substr(pre_no, 8, 2), substr(pre_no, 10)::bigint
    from (${FILED}) f where pre_no ~ '^B[0-9]{17}$'
  ) used using (name) group by n.name, n.next having max(used.number) >= n.next`;
