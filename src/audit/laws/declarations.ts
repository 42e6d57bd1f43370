import { createHash } from 'node:crypto';
import { fractionOf, nearest, times, whole } from '../decimals.ts';
import {
  declarations,
  dutyAgain,
  fobsAgain,
  type ReadDeclaration,
  SAID,
} from '../declared-again.ts';
import { type DeclaredPapers, declaredPapers, paperProblems } from '../declared-papers.ts';
import { evidenceCache } from '../evidence-cache.ts';
import type { Law } from '../law.ts';
import { checkBySql } from '../sql-check.ts';

/**
 * A customs declaration of 9710 or 9810 says what its bytes say: value and export duty follow line
 * by line from them, the rates of the day and the law. One that stands says what the bytes of its
 * order and its waybill say: lines, quantities, sums, gross weight and freight. It has its order
 * alone, and its numbers are unique. It went the way of the law, was closed by a departure that was
 * granted then, and has a payment notice of its duty, which was paid before its release. What was
 * in hand was concluded by an officer who was on the staff.
 */
export const DECLARATIONS: Law = {
  id: 'declarations',
  title: 'Customs declarations say what their bytes say, and went the way of the law',
  watch: (tally, { sql, days }) => ({
    finish: async () => {
      const evidence = evidenceCache({ sql, days });
      for await (const some of declarations(sql, 'audit_declarations')) {
        const papersOf = await declaredPapers(
          { sql, days },
          evidence,
          some.map(({ row }) => row),
        );
        for (const one of some) {
          const problems = [...problemsOf(one), ...papersApart(one, papersOf(one.row))];
          tally.check(problems.length === 0, () => {
            return `declaration ${one.row.decl_seq_no} ${problems.join(', ')}`;
          });
        }
      }
      await checkBySql(sql, tally, ALL, ORDERS);
      await checkBySql(sql, tally, ALL, NUMBERS);
      await checkBySql(sql, tally, ALL, UNTAKEN);
      await checkBySql(sql, tally, ALL, ATTEMPTS);
      await checkBySql(sql, tally, ALL, STRAYED);
      await checkBySql(sql, tally, ALL, MISTIMED);
      await checkBySql(sql, tally, ALL, NOT_GRANTED);
      await checkBySql(sql, tally, ALL, NOTICES);
      await checkBySql(sql, tally, ALL, CONCLUDED);
    },
  }),
};

const ALL = 'select count(*) as n from b2b.declarations';

const FIRMS = ['9710', '9810'];
const FIVE = whole(100_000n);

/** What was returned or withdrawn holds its papers no more: they may have changed. */
function papersApart({ row, body }: ReadDeclaration, papers: DeclaredPapers | null): string[] {
  if (body === null || papers === null || ['100', '430'].includes(row.state)) return [];
  return paperProblems(row, body, papers);
}

function problemsOf({ row, body, law, rateOf }: ReadDeclaration): string[] {
  const digest = createHash('sha256').update(row.body).digest();
  if (Buffer.compare(digest, row.digest) !== 0) return ['has other bytes than were taken'];
  if (body === null) return ['cannot be read'];
  const { head, lines } = body;
  const problems = SAID.filter(([column, name]) => row[column] !== head[name]).map(
    ([column]) => `has another ${column} than its bytes`,
  );
  const gross = fractionOf(head.grossWt);
  if (gross === null || nearest(times(gross, FIVE)) !== row.gross) {
    problems.push('has another weight than its bytes');
  }
  if ((head.agentCode ?? row.agent_code) !== row.agent_code)
    problems.push('is of another declarant');
  // What was returned at once has no value.
  if (row.entry_id === null) return problems;
  if (law === null) return [...problems, 'was accepted by a law that knows no exports'];
  const mode = head.tradeMode ?? '';
  if (!FIRMS.includes(mode) || !law.modes.includes(mode)) problems.push(`has the mode ${mode}`);
  const fobs = fobsAgain(body, rateOf);
  if (fobs === null) return [...problems, 'was accepted without a value'];
  const duties = lines.map((line, at) => {
    const rate = law.dutyOf(line.codeTs ?? '');
    if (rate === null) problems.push(`has the code ${line.codeTs}, which is none`);
    return rate === null ? 0n : dutyAgain(line, fobs[at]!, rate);
  });
  const told = (what: string, is: readonly bigint[], sum: bigint | null, due: bigint[]) => {
    const all = due.reduce((total, one) => total + one, 0n);
    if (is.join() === due.join() && sum === all) return;
    problems.push(`has ${what} ${is.join(' ')} fen, should be ${due.join(' ')}`);
  };
  told('the value', row.line_fobs, row.fob, fobs);
  told('the duty', row.line_duties, row.duty, duties);
  return problems;
}

/** The order of each living declaration is kept from lists, and no other is. */
const ORDERS = `
  select 'order ' || coalesce(d.ebp_code, c.ebp_code) || '/' || coalesce(d.order_no, c.order_no)
    || ' is in ' || count(d.order_no) || ' declarations and kept for ' || count(c.order_no)
  from (
    select ebp_code, order_no from b2b.declarations where state not in ('100', '430')
  ) d full join (
    select ebp_code, order_no from export.cases where state = 'declared'
  ) c using (ebp_code, order_no)
  group by coalesce(d.ebp_code, c.ebp_code), coalesce(d.order_no, c.order_no)
  having count(d.order_no) <> 1 or count(c.order_no) <> 1`;

/** Pre-entry numbers and customs numbers of declarations of either kind. */
const NUMBERS = `
  select 'number ' || decl_seq_no || ' or ' || coalesce(entry_id, '-') || ' has another form'
  from b2b.declarations
  where decl_seq_no !~ '^D[0-9]{17}$'
    or substr(decl_seq_no, 2, 8) <> to_char(taken_at at time zone 'Asia/Shanghai', 'YYYYMMDD')
    or entry_id <> customs_code || to_char(taken_at at time zone 'Asia/Shanghai', 'YYYY') || '0'
      || right(entry_id, 9)
    or entry_id !~ '^[0-9]{18}$'
  union all
  select 'number ' || number || ' stands on ' || count(*) || ' declarations' from (
    select decl_seq_no as number from b2b.declarations
    union all select entry_id from b2b.declarations where entry_id is not null
    union all select decl_seq_no from export.declarations where version = 1
    union all select entry_id from export.declarations where version = 1
  ) n group by number having count(*) > 1`;

const UNTAKEN = `
  select 'number ' || max(used.number) || ' of ' || n.name || ' was never taken'
  from documents.numbers n join (
    select 'export-declaration' as name, substr(decl_seq_no, 10)::bigint as number
    from b2b.declarations where decl_seq_no ~ '^D[0-9]{17}$'
    union all
    select 'entry-' || left(entry_id, 9), substr(entry_id, 10)::bigint from b2b.declarations
    where entry_id ~ '^[0-9]{18}$'
  ) used using (name) group by n.name, n.next having max(used.number) >= n.next`;

/** Only the last declaration under a number may be alive. */
const ATTEMPTS = `
  select 'number ' || cop_no || ' of ' || agent_code || ' has attempts '
    || string_agg(attempt || ':' || state, ',' order by attempt)
  from b2b.declarations group by agent_code, cop_no
  having min(attempt) <> 1 or max(attempt) <> count(*)
    or count(*) filter (where state not in ('100', '430')) > 1`;

/**
 * Accepted, it waits for its arrival, for officers, for its duty; and ends. Who has read its
 * documents may have drawn it for inspection. Officers may take back that it left; `export-way`
 * looks at their words.
 */
const OPENED = ',500(,50[12])?';
const END = '(,800(,899,800)*(,899|,430)?|,430|,100)?';
const WAY = `100|120(,400)?(,300)?(${OPENED},(599|700)|(${OPENED})?(,600)?${END})`;

const STRAYED = `
  select 'declaration ' || decl_seq_no || ' went through ' || s.states || ' to ' || d.state
  from b2b.declarations d left join (
    select decl_seq_no, string_agg(state, ',' order by step) as states, count(*) as n,
      min(step) as first, max(step) as last, max(at) as at
    from b2b.steps group by decl_seq_no
  ) s using (decl_seq_no)
  where s.n is null or s.states !~ '^(${WAY})$' or s.states !~ (',?' || d.state || '$')
    or s.n <> d.steps or s.first <> 1 or s.last <> d.steps or s.at <> d.decided_at
    or s.states ~ '50[012],430'`;

/** What is taken back was released when it was released first. */
const MISTIMED = `
  select 'declaration ' || decl_seq_no || ' is ' || state || ' at another time than it says'
  from b2b.declarations d
  where (state in ('800', '899')) <> (released_at is not null)
    or released_at <> (
      select min(s.at) from b2b.steps s where s.decl_seq_no = d.decl_seq_no and s.state = '800')
    or (state <> '899' and departure_name is not null)
    or (state = '899') <> (closed_at is not null)
    or (state = '899' and (closed_at <> decided_at or closed_at < released_at))
    or taken_at > decided_at`;

/** Closed at the moment at which the departure that names it was granted. */
const NOT_GRANTED = `
  select 'declaration ' || decl_seq_no || ' was closed by a departure that was not granted then'
  from b2b.declarations d
  left join clearance.requests r on r.code = d.departure_code and r.name = d.departure_name
    and r.state = '399' and r.decided_at = d.closed_at
  left join documents.shipments s on s.code = d.departure_code and s.name = d.departure_name
    and s.logistics_code = d.logistics_code and s.logistics_no = d.logistics_no
  where d.state = '899' and (r.code is null or s.code is null)`;

/**
 * What was in hand and not withdrawn moved on by the word of an officer of that day, who gave a
 * reason for a return; nothing else did.
 */
const CONCLUDED = `
  select 'declaration ' || s.decl_seq_no || ' came from ' || before.state || ' to ' || s.state
    || ' by ' || coalesce('officer ' || s.officer, 'no officer')
  from (
    select *, lag(state) over (partition by decl_seq_no order by step) as was from b2b.steps
  ) s cross join lateral (select coalesce(s.was, 'nothing') as state) before
  where (s.officer is not null) <> (before.state in ('300', '500', '501', '502')
        and s.state <> '430')
    or (s.officer is not null) <> coalesce(s.reference = 'officer', false)
    or (s.officer is not null and s.state = '100' and s.reason is null)
    or (s.officer is not null and not exists (
      select from registry.officers o where o.number = s.officer
        and (s.at at time zone 'Asia/Shanghai')::date >= o.from_day
        and (o.until_day is null or (s.at at time zone 'Asia/Shanghai')::date < o.until_day)))`;

/** What is owed has one notice to the consignor; it is paid before the release, or void. */
const NOTICES = `
  select coalesce(d.document, n.document) || ' owes ' || coalesce(d.duty, 0) || ' fen as ' ||
    coalesce(d.state, 'nothing') || ', its notice is of ' || coalesce(n.duty, 0)
  from (
    select 'declaration ' || decl_seq_no as document, ebc_code, duty, state, released_at
    from b2b.declarations d
    where exists (select from b2b.steps s where s.decl_seq_no = d.decl_seq_no and s.state = '600')
      or (duty > 0 and state in ('800', '899'))
  ) d full join (
    select * from clearance.duty_notices where document like 'declaration %'
  ) n using (document)
  where d.duty is distinct from n.duty or d.ebc_code is distinct from n.assure_code
    or n.consumption_tax <> 0 or n.vat <> 0
    or (d.state in ('800', '899')) <> (n.paid_at is not null)
    or (d.state = '430') <> (n.voided_at is not null)
    or n.paid_at <> d.released_at`;
