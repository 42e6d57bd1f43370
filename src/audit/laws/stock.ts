import type { Instant } from '../../base/dates.ts';
import type { Law } from '../law.ts';
import { checkBySql } from '../sql-check.ts';
import { ENDED, HELD } from '../states.ts';

/** What customs says of a paper when it has decided. */
const DECISIONS = ['INV201', 'SAS221', 'SAS224'];

/**
 * The shelves, the movements and the books say the same of every line and status (STK-2, STK-15):
 * what came in less what went out is what lies there, never below zero; each movement has its
 * document; what is promised is promised to a list that has it coming; each paper that came as a
 * message and was approved is there, and each was answered to all its readers. A stock-take moved
 * what it says, and where goods are missing without tax customs agreed.
 */
export const STOCK: Law = {
  id: 'stock',
  title: 'Books, movements and lots of bonded goods are equal',
  watch: (tally, { sql, days }) => {
    let answers = 0;
    return {
      onReceipts: ({ receipts }) => {
        for (const { type, at } of receipts ?? []) {
          if (DECISIONS.includes(type) && !days.isExpired(at)) answers += 1;
        }
      },
      finish: async () => {
        await checkBySql(sql, tally, ACCOUNTS, DIFFERENT);
        await checkBySql(sql, tally, LOTS, LOTLESS);
        await checkBySql(sql, tally, RAISED, UNRAISED);
        await checkBySql(sql, tally, PROMISES, UNPROMISED);
        await checkBySql(sql, tally, PLEDGES, UNPLEDGED);
        await checkBySql(sql, tally, PAPERS, UNFOUNDED);
        await checkBySql(sql, tally, COUNTS, UNSETTLED);
        await checkBySql(sql, tally, COUNTS, UNAGREED);
        const told = await sql.query<{ at: Instant; readers: string }>(DECIDED);
        const due = told
          .filter(({ at }) => !days.isExpired(at))
          .reduce((sum, { readers }) => sum + readers.split(' ').length, 0);
        tally.check(answers === due, () => {
          return `${answers} answers were given to papers, ${due} are due`;
        });
      },
    };
  },
};

const ACCOUNTS = `
  select count(*) as n from ledger.accounts where ledger = 'stock' or ledger like 'stock:%'`;

const OF_STATUS = `case status when 'bonded' then 'stock' else 'stock:' || status end`;

const DIFFERENT = `
  select 'account ' || ledger || ' ' || key || ' has ' || coalesce(a.remain, 0)
    || ' left, its lots sum to ' || coalesce(l.there, 0)
  from (
    select key, ledger, limit_amount - posted as remain from ledger.accounts
    where ledger = 'stock' or ledger like 'stock:%'
  ) a full join (
    select book_no || ':' || record_no as key, ${OF_STATUS} as ledger, sum(quantity) as there
    from bonded.lots group by 1, 2
  ) l using (key, ledger)
  where coalesce(a.remain, 0) <> coalesce(l.there, 0) or coalesce(a.remain, 0) < 0`;

const LOTS = 'select count(*) as n from bonded.lots';

const LOTLESS = `
  select 'lot ' || lot_no || ' of line ' || record_no || ' of book ' || book_no || ' has '
    || coalesce(quantity::text, 'no row') || ', its movements sum to ' || coalesce(moved, 0)
  from bonded.lots full join (
    select book_no, record_no, lot_no, sum(quantity) as moved,
      bool_and(document like '% %') as named
    from bonded.movements group by 1, 2, 3
  ) m using (book_no, record_no, lot_no)
  where coalesce(quantity, -1) <> coalesce(moved, 0) or named is false`;

const RAISED = `
  select count(*) as n from ledger.postings where kind = 'raise'`;

const UNRAISED = `
  select 'account ' || ledger || ' ' || key || ' was raised by ' || coalesce(raised, 0)
    || ', its limit is ' || coalesce(limit_amount, 0)
  from (
    select key, ledger, limit_amount from ledger.accounts
    where ledger = 'stock' or ledger like 'stock:%'
  ) a full join (
    select key, ledger, sum(amount) as raised from ledger.postings
    where kind = 'raise' group by 1, 2
  ) p using (key, ledger)
  where coalesce(raised, 0) <> coalesce(limit_amount, 0)`;

const PROMISES = `
  select count(*) as n from ledger.postings
  where ledger = 'stock' and kind = 'reserve' and ref not like '% %'`;

/**
 * To a list that is with customs or released; taken when it is closed, else given back. When its
 * closing was taken back they are promised once more, with a mark behind the number.
 */
const UNPROMISED = `
  select 'list ' || p.ref || ' (' || coalesce(c.state, 'unknown') || ') has stock ' || p.kinds
    || ' on ' || p.key
  from (
    select *, split_part(ref, '/', 1) as list_no, row_number() over (
      partition by key, split_part(ref, '/', 1)
      order by coalesce(nullif(split_part(ref, '/', 2), '')::integer, 0) desc) = 1 as is_last
    from (
      select ref, key, string_agg(kind, ',' order by kind) as kinds from ledger.postings
      where ledger = 'stock' and ref not like '% %' group by ref, key
      having bool_or(kind = 'reserve')
    ) every
  ) p left join (
    select list_no, (array_agg(state order by standing desc, decided_at desc))[1] as state
    from (
      select list_no, state, decided_at, true as standing from clearance.cases
      where list_no is not null
      union all
      select list_no, state, decided_at, false from clearance.past_cases
      union all
      select list_no, state, decided_at, true from export.cases where list_no is not null
      union all
      select list_no, state, decided_at, false from export.past_cases
    ) decisions group by list_no
  ) c on c.list_no = p.list_no
  where c.state is null
    or (not p.is_last and p.kinds <> 'post,reserve')
    or (p.is_last and ((c.state in ${HELD} and p.kinds <> 'reserve')
      or (c.state = '800' and p.kinds not in ('reserve', 'post,reserve'))
      or (c.state = '899' and p.kinds <> 'post,reserve')
      or (c.state in ${ENDED} and p.kinds <> 'reserve,void')))`;

const PAPERS = 'select count(*) as n from bonded.papers';

/** A paper that was approved on a message is there, under the number that was told. */
const UNFOUNDED = `
  select 'document ' || r.name || ' of ' || r.code || ' was approved as ' || r.list_no
    || ', and there is no such paper'
  from clearance.requests r left join bonded.papers p on p.paper_no = r.list_no
    and p.enterprise_code = r.code and p.own_no = substr(r.name, 8)
  where split_part(r.name, ' ', 1) in ('INV101', 'SAS121') and r.state = '120'
    and p.paper_no is null`;

const DECIDED = `
  select r.decided_at as at, o.readers from clearance.requests r
    join documents.others o using (code, name)
  where split_part(r.name, ' ', 1) in ('INV101', 'SAS121')`;

const PLEDGES = `
  select count(*) as n from ledger.postings
  where (ledger = 'stock' or ledger like 'stock:%') and kind = 'reserve' and ref like '% %'`;

/** To a paper that waits; taken when it is done, given back when it comes to nothing. */
const UNPLEDGED = `
  select 'paper ' || r.ref || ' (' || coalesce(p.state, 'unknown') || ') has stock ' || r.kinds
    || ' on ' || r.key
  from (
    select ref, key, ledger, string_agg(kind, ',' order by kind) as kinds from ledger.postings
    where ledger = 'stock' or ledger like 'stock:%'
    group by ref, key, ledger having bool_or(kind = 'reserve') and ref like '% %'
  ) r left join bonded.papers p
    on p.kind = split_part(r.ref, ' ', 1) and p.paper_no = split_part(r.ref, ' ', 2)
  where p.state is null
    or (p.state in ('declared', 'agreed', 'approved', 'released') and r.kinds <> 'reserve')
    or (p.state in ('done', 'closed') and r.kinds <> 'post,reserve')
    or (p.state in ('refused', 'void') and r.kinds <> 'reserve,void')`;

const COUNTS = "select count(*) as n from bonded.papers where kind = 'count'";

/** Differences as closed counts settled them; quantities in 0.00001. */
const SETTLED = `
  select 'count ' || paper_no as document, one ->> 'how' as how, one ->> 'recordNo' as record_no,
    one ->> 'lotNo' as lot_no, one ->> 'location' as location,
    ((one ->> 'shelf')::numeric - (one ->> 'book')::numeric) * 100000 as more,
    body::jsonb ? 'agreedAt' and body::jsonb ->> 'agreedAt' is null as alone
  from bonded.papers cross join lateral jsonb_path_query(body::jsonb, '$.settled[*]') as one
  where kind = 'count' and state = 'closed'`;

/** A WMS may name a count too. */
const UNSETTLED = `
  select coalesce(s.document, m.document) || ' moved ' || coalesce(m.moved, 0) || ' of line '
    || record_no || ' (' || line || '), should be ' || coalesce(s.more, 0)
  from (
    select document, record_no, how || ' ' || lot_no || ' ' || location as line, more
    from (${SETTLED}) settled where more <> 0
  ) s full join (
    select document, record_no, line, sum(quantity) as moved from bonded.movements
    where document like 'count %' and line not like 'wms %' group by 1, 2, 3
  ) m using (document, record_no, line)
  where s.more is distinct from m.moved`;

/** Goods keep the part of their number before the place wherever they lie. */
const UNAGREED = `
  select document || ' explains ' || sum(more) || ' of line ' || record_no
    || ', to which customs did not agree'
  from (${SETTLED}) settled where how = 'explained' and alone
  group by document, record_no, split_part(lot_no, '@', 1) having sum(more) <> 0`;
