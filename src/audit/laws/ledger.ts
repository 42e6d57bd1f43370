import type { Law, Scope, Tally } from '../law.ts';
import type { Parcel } from '../parcel-walk.ts';
import { readStatutes, type Statutes } from '../profile-reader.ts';
import { checkBySql } from '../sql-check.ts';

/**
 * Accounts are the sums of their postings and stay within their limits: their own, and for quota
 * and weight counters also the highest that the law had in that year. A guarantee may be lowered
 * below what is frozen already; what counts is what was lodged when the tax was frozen.
 */
export const LEDGER: Law = {
  id: 'ledger',
  title: 'Accounts are the sums of their postings, within their limits',
  watch: (tally, scope) => {
    const lodged = new Map<string, bigint>();
    return {
      onParcel: ({ assure_code, facts }: Parcel) => {
        const amount = facts?.guarantee ?? 0n;
        if (amount > (lodged.get(assure_code) ?? 0n)) lodged.set(assure_code, amount);
      },
      finish: async () => {
        const { sql } = scope;
        await checkBySql(sql, tally, ACCOUNTS, UNLIKE);
        await checkBySql(sql, tally, ACCOUNTS, OUTSIDE);
        await checkBySql(sql, tally, POSTINGS, UNSETTLED);
        await checkLawful(tally, scope);
        await checkGuarantees(tally, scope, lodged);
      },
    };
  },
};

const ACCOUNTS = 'select count(*) as n from ledger.accounts';
const POSTINGS = 'select count(*) as n from ledger.postings';

const UNLIKE = `
  select 'account ' || ledger || ' ' || key || ' has ' || coalesce(a.pending, 0) || ' pending and '
    || coalesce(a.posted, 0) || ' posted, its postings sum to ' || coalesce(p.pending, 0) || ' and '
    || coalesce(p.posted, 0)
  from ledger.accounts a full join (
    select key, ledger,
      sum(case kind when 'reserve' then amount when 'post' then -amount when 'void' then -amount
        else 0 end) as pending,
      sum(case kind when 'post' then amount when 'direct' then amount when 'correct' then -amount
        else 0 end) as posted
    from ledger.postings group by key, ledger
  ) p using (key, ledger)
  where coalesce(a.pending, 0) <> coalesce(p.pending, 0)
    or coalesce(a.posted, 0) <> coalesce(p.posted, 0)`;

const OUTSIDE = `
  select 'account ' || ledger || ' ' || key || ' is outside its limit' from ledger.accounts
  where pending < 0 or posted < 0
    or (ledger <> 'guarantee' and pending + posted > coalesce(limit_amount, pending + posted))`;

/** What was reserved is posted or voided once, whole, and nothing else is. */
const UNSETTLED = `
  select 'account ' || ledger || ' ' || key || ' settles ' || ref || ' as '
    || string_agg(kind || ' ' || amount, ', ' order by kind)
  from ledger.postings group by key, ledger, ref
  having (bool_or(kind in ('post', 'void')) and not bool_or(kind = 'reserve'))
    or count(*) filter (where kind in ('post', 'void')) > 1
    or (bool_or(kind in ('post', 'void')) and min(amount) <> max(amount))
    or (bool_or(kind = 'direct') and bool_or(kind = 'reserve'))`;

const YEARS = `
  select distinct ledger, right(key, 4) as year from ledger.accounts
  where ledger = 'quota' or ledger like 'weight:%'`;

const ABOVE_LAW = `
  select 'account ' || ledger || ' ' || key || ' is above the ' || most || ' of the law'
  from ledger.accounts join unnest($1::text[], $2::text[], $3::bigint[]) as law (ledger, year, most)
    using (ledger)
  where right(key, 4) = year and pending + posted > most`;

async function checkLawful(tally: Tally, { sql }: Scope): Promise<void> {
  const stored = await sql.query<{ content: string }>(
    'select content from registry.profile_versions',
  );
  const laws = stored.flatMap(({ content }) => readStatutes(content) ?? []);
  const years = await sql.query<{ ledger: string; year: string }>(YEARS);
  const most = years.map(({ ledger, year }) => mostOf(laws, ledger, year));
  await checkBySql(sql, tally, ACCOUNTS, ABOVE_LAW, [
    years.map(({ ledger }) => ledger),
    years.map(({ year }) => year),
    most,
  ]);
}

/** The most that any stored law allowed in a year; nothing where none knows the account. */
function mostOf(laws: readonly Statutes[], ledger: string, year: string): bigint {
  const amounts = laws.map((law) => {
    if (ledger === 'quota') return law.highestLimit(year) ?? 0n;
    return law.highestCounters(year).get(ledger.replace(/^weight:/, '')) ?? 0n;
  });
  return amounts.sort((a, b) => (a < b ? 1 : -1))[0] ?? 0n;
}

const GUARANTEES = `
  select a.key, a.pending + a.posted as used,
    greatest(coalesce(a.limit_amount, 0), coalesce(max(g.amount), 0)) as lodged
  from ledger.accounts a left join registry.guarantees g on g.enterprise_code = a.key
  where a.ledger = 'guarantee' group by a.key, a.ledger`;

async function checkGuarantees(
  tally: Tally,
  { sql, sampleOf }: Scope,
  kept: ReadonlyMap<string, bigint>,
): Promise<void> {
  const rows = await sql.query<{ key: string; used: bigint; lodged: bigint }>(GUARANTEES);
  for (const { key, used, lodged } of rows) {
    const known = kept.get(key) ?? 0n;
    const most = known > lodged ? known : lodged;
    const text = `guarantee ${key} has ${used} fen frozen and ${most} lodged`;
    // In a sample the decisions that knew of a larger guarantee may be missing.
    if (sampleOf > 1 && used > most) tally.note(text);
    else tally.check(used <= most, () => text);
  }
}
