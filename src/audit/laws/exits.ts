import type { Law } from '../law.ts';
import { checkBySql } from '../sql-check.ts';

/**
 * Parcels of exports out of a special area (EXP-8): each is on one slip at most, which says so too;
 * its goods left with a slip that crossed or with the departure that closed its list, and no closed
 * list has goods in the book. Exit lists sum up what left by line of the book, each list once.
 * Goods for an overseas warehouse are promised to their exit list as it says, and left with the
 * slip on which it is when that crossed, over the first line; their warehouse was on file as it
 * says.
 */
export const EXITS: Law = {
  id: 'exits',
  title: 'Exports left as slips and departures say, and exit lists sum them up',
  watch: (tally, { sql }) => ({
    finish: async () => {
      await checkBySql(sql, tally, LEFT, GROUNDLESS);
      await checkBySql(sql, tally, LOADED, UNLIKE);
      await checkBySql(sql, tally, SUMMED, UNPLACED);
      await checkBySql(sql, tally, SUMMED, UNEQUAL);
      await checkBySql(sql, tally, ABROAD, UNPROMISED);
      await checkBySql(sql, tally, ABROAD, UNCARRIED);
      await checkBySql(sql, tally, ABROAD, UNFILED);
    },
  }),
};

const LEFT = 'select count(*) as n from bonded.outgoing where left_at is not null';

/**
 * By a slip that crossed, or by the departure of a list that is closed; out of its own book. Whose
 * closing was taken back after a gate let it out is out all the same.
 */
const GROUNDLESS = `
  select 'list ' || o.list_no || ' (' || coalesce(c.state, 'unknown') || ') left book '
    || o.book_no || ' by ' || o.document || ' (' || coalesce(s.state, '-') || ')'
  from bonded.outgoing o
  left join bonded.papers s on s.kind = 'slip' and o.document = 'slip ' || s.paper_no
  left join bonded.papers passed on passed.kind = 'slip' and passed.paper_no = o.slip_no
  left join export.cases c on c.list_no = o.list_no
  where o.left_at is not null and not coalesce(case split_part(o.document, ' ', 1)
    when 'slip' then s.state = 'crossed' and s.paper_no = o.slip_no and c.state in ('800', '899')
    when 'departure' then c.state = '899'
      or c.state = '800' and passed.state = 'crossed' and exists (
        select from export.take_backs b where b.list_no = o.list_no and b.action = 'approved')
    else false end and exists (select from bonded.movements m where m.document = o.document
      and m.line = o.line and m.book_no = o.book_no), false)`;

/** Lists of exports on slips, as the slips say. */
const ON_SLIPS = `
  select paper_no as slip_no, list_no from bonded.papers
  cross join lateral jsonb_array_elements_text(body::jsonb -> 'lists') as list_no
  where kind = 'slip' and state <> 'cancelled' and substr(list_no, 9, 1) = 'E'`;

const LOADED = `select count(*) as n from (${ON_SLIPS}) loaded`;

const UNLIKE = `
  select 'list ' || list_no || ' is on slip ' || slip_no || ' by '
    || case when o.own is null then 'that alone' else 'its own row alone' end
  from (${ON_SLIPS}) s full join (
    select slip_no, list_no, list_no as own from bonded.outgoing where slip_no is not null
  ) o using (slip_no, list_no)
  where o.own is null or s.slip_no is null`;

/** Exit lists of exports, and the lists on them. */
const ON_EXITS = `
  select p.paper_no, p.book_no, one ->> 'listNo' as list_no
  from bonded.papers p cross join lateral jsonb_array_elements(p.body::jsonb -> 'lists') as one
  where p.kind = 'exit' and p.state <> 'void' and substr(one ->> 'listNo', 9, 1) = 'E'`;

const SUMMED = `select count(*) as n from (${ON_EXITS}) summed`;

/** Each list on one exit list, of its book and after it left; both tables say so. */
const UNPLACED = `
  select 'list ' || list_no || ' is on exit list ' || coalesce(paper_no, claimed)
    || case when paper_no is null then ' by its claim alone'
      when claimed is distinct from paper_no then ', which did not claim it'
      else ', and did not leave book ' || s.book_no end
  from (${ON_EXITS}) s full join (
    select list_no, paper_no as claimed from bonded.exits where substr(list_no, 9, 1) = 'E'
  ) e using (list_no)
  left join bonded.outgoing o using (list_no)
  where e.claimed is distinct from s.paper_no or o.left_at is null or o.book_no <> s.book_no`;

/** What the lists of an exit list took out of the lots, and what it says. */
const UNEQUAL = `
  select 'exit list ' || paper_no || ' says ' || coalesce(said, 0) || ' of line ' || record_no
    || ', its lists took ' || coalesce(moved, 0)
  from (
    select p.paper_no, one ->> 'recordNo' as record_no,
      (one ->> 'quantity')::numeric * 100000 as said
    from bonded.papers p cross join lateral jsonb_array_elements(p.body::jsonb -> 'lines') as one
    where p.paper_no in (select paper_no from (${ON_EXITS}) e) and p.kind = 'exit'
  ) p full join (
    select x.paper_no, m.record_no, -sum(m.quantity) as moved
    from (${ON_EXITS}) x join bonded.outgoing o using (list_no)
    join bonded.movements m on m.document = o.document and m.line = o.line
    group by 1, 2
  ) m using (paper_no, record_no)
  where p.said is distinct from m.moved`;

const ABROAD = `
  select count(*) as n from bonded.papers
  where kind = 'exit' and body::jsonb -> 'overseas' is not null`;

/** What an exit list for an overseas warehouse says, has promised, and took out of the lots. */
const UNPROMISED = `
  select 'exit list ' || paper_no || ' (' || coalesce(s.state, '-') || ') says '
    || coalesce(said, 0) || ' of line ' || record_no || ', has ' || coalesce(promised, 0)
    || ' promised and took ' || coalesce(moved, 0)
  from (
    select p.paper_no, p.state, one ->> 'recordNo' as record_no,
      sum((one ->> 'quantity')::numeric * 100000) as said
    from bonded.papers p
    cross join lateral jsonb_array_elements(p.body::jsonb #> '{overseas,parts}') as one
    where p.kind = 'exit' group by 1, 2, 3
  ) s full join (
    select substr(ref, 6) as paper_no, split_part(key, ':', 2) as record_no, sum(amount) as promised
    from ledger.postings where ledger = 'stock' and kind = 'reserve' and ref like 'exit %'
    group by 1, 2
  ) r using (paper_no, record_no) full join (
    select substr(document, 6) as paper_no, record_no, -sum(quantity) as moved
    from bonded.movements where document like 'exit %' and line !~ '^[0-9]{8}I'
    group by 1, 2
  ) m using (paper_no, record_no)
  where s.said is distinct from r.promised
    or case s.state when 'closed' then s.said else 0 end <> coalesce(m.moved, 0)`;

/** The warehouse is on file as was kept: by the firm of the book, in the country, on that day. */
const UNFILED = `
  select 'exit list ' || paper_no || ' says that ' || (o ->> 'warehouse') || ' is on file in '
    || (o ->> 'country') || ' since ' || (o ->> 'filedFrom') || ', which it is not'
  from (
    select p.paper_no, p.book_no, p.body::jsonb -> 'overseas' as o from bonded.papers p
    where p.kind = 'exit'
  ) x join registry.books b using (book_no)
  where o ->> 'filedFrom' is not null and not exists (
    select from registry.overseas_warehouses w
    where w.enterprise_code = b.enterprise_code and w.number = o ->> 'warehouse'
      and w.country = o ->> 'country' and w.from_day = (o ->> 'filedFrom')::date)`;

/** Closed with a slip over the first line that names it and crossed; before with none that did. */
const UNCARRIED = `
  select 'exit list ' || x.paper_no || ' (' || x.state || ') is on slip '
    || coalesce(x.slip_no, '-') || ' (' || coalesce(s.state, '-') || ')'
  from (
    select paper_no, state, body::jsonb #>> '{overseas,slipNo}' as slip_no from bonded.papers
    where kind = 'exit' and body::jsonb -> 'overseas' is not null
  ) x left join bonded.papers s on s.kind = 'slip' and s.paper_no = x.slip_no
    and s.body::jsonb ->> 'type' = '2' and s.body::jsonb -> 'papers' ? x.paper_no
  where case x.state when 'closed' then 'crossed' when 'void' then '-'
    else case when x.slip_no is null then '-' else 'approved' end end <> coalesce(s.state, '-')`;
