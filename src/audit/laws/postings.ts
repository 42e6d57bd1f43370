import { classOf } from '../class-again.ts';
import type { Law } from '../law.ts';
import type { Parcel } from '../parcel-walk.ts';
import { checkBySql } from '../sql-check.ts';
import { HELD, RESERVED } from '../states.ts';
import { gramsOf } from '../tax-again.ts';
import { elementOf, filledOf } from '../xml-text.ts';

/**
 * Each decided list has exactly the postings of its state: released at once `direct`, released
 * after a hold `reserve` and `post`, held `reserve`, returned after a hold `reserve` and `void`,
 * else none; the amount is its dutiable price, in the year of its first decision, on the account
 * of its buyer. Weight counters likewise in grams; the guarantee freezes the tax at release, or has
 * reserved it since the list waits for its arrival or is in the hands of officers.
 */
export const POSTINGS: Law = {
  id: 'postings',
  title: 'Every decided list has exactly the postings of its state',
  watch: (tally, { sql, sampleOf }) => {
    if (sampleOf > 1) {
      tally.note(`weights and missing guarantees: one batch of decisions in ${sampleOf}`);
    }
    return {
      onParcel: (parcel) => {
        const problems = [...weightProblems(parcel), ...guaranteeProblems(parcel)];
        tally.check(problems.length === 0, () => {
          return `list ${parcel.list_no} (${parcel.key}) ${problems.join(', ')}`;
        });
      },
      finish: async () => {
        await checkBySql(sql, tally, LISTS, QUOTA);
        await checkBySql(sql, tally, LISTS, WEIGHTS);
        await checkBySql(sql, tally, FROZEN, GUARANTEES);
      },
    };
  },
};

/** States in which the tax of a list is frozen or reserved. */
const BOUND = ['300', '400', '500', '501', '502', '800'];

/** Every customs number with its last state, whether it was ever held, and its quota year. */
const EXPECTED = `
  select list_no, buyer_key, dutiable, buyer_key || ':' || year as key,
    case when state = '800' then case when held then 'post,reserve' else 'direct' end
      when state in ${HELD} then 'reserve'
      when held then 'reserve,void' else '' end as kinds,
    case when state = '800' then case when waited then 'post,reserve' else 'direct' end
      when state in ${RESERVED} then 'reserve'
      when waited then 'reserve,void' else '' end as frozen, state, assure_code, tax
  from (
    select list_no, max(buyer_key) as buyer_key, max(dutiable) as dutiable,
      (array_agg(state order by standing desc, decided_at desc, state in ${HELD}))[1] as state,
      bool_or(state in ${HELD}) as held, bool_or(state in ${RESERVED}) as waited,
      max(assure_code) as assure_code, max(tax) as tax,
      to_char(min(decided_at) at time zone 'Asia/Shanghai', 'YYYY') as year
    from (
      select list_no, state, decided_at, buyer_key, dutiable, true as standing,
        assure_code, duty + consumption_tax + vat as tax
      from clearance.cases where list_no is not null
      union all
      select list_no, state, decided_at, null, null, false, null, null from clearance.past_cases
    ) decisions group by list_no
  ) lists`;

const LISTS = `select count(*) as n from (${EXPECTED}) e`;

const posted = (ledger: string): string => `
  select ref, key, string_agg(kind, ',' order by kind) as kinds, min(amount) as least,
    max(amount) as most
  from ledger.postings where ${ledger} and kind <> 'correct' group by ledger, ref, key`;

// Decisions in the history have no sums of their own: there the postings only have to agree with
// each other.
const QUOTA = `
  select 'list ' || coalesce(e.list_no, p.ref) || ' has quota postings '
    || coalesce(p.kinds || ' of ' || p.most, 'of no kind') || ', should have '
    || coalesce(nullif(e.kinds, '') || ' of ' || coalesce(e.dutiable::text, 'any amount'), 'none')
  from (${EXPECTED}) e full join (${posted("ledger = 'quota'")}) p on p.ref = e.list_no
  where e.list_no is null or p.least <> p.most
    or (e.dutiable is null and coalesce(p.kinds, '') not in (e.kinds, ''))
    or (e.dutiable = 0 and p.ref is not null)
    or (e.dutiable > 0 and (coalesce(p.kinds, '') <> e.kinds or p.most <> e.dutiable
      or p.key <> e.key))`;

const WEIGHTS = `
  select 'list ' || p.ref || ' has weight postings ' || p.kinds || ', should have '
    || coalesce(nullif(e.kinds, ''), 'none')
  from (${posted("ledger like 'weight:%'")}) p left join (${EXPECTED}) e on p.ref = e.list_no
  where e.list_no is null or p.kinds <> e.kinds or p.least <> p.most or p.key <> e.key`;

const FROZEN = `
  select count(*) as n from ledger.postings where ledger = 'guarantee' and kind <> 'correct'`;

const GUARANTEES = `
  select 'guarantee ' || p.key || ' has ' || p.kinds || ' of ' || p.most || ' fen for ' || p.ref
    || ', the list is ' || coalesce(e.state || coalesce(' with tax ' || e.tax, ''), 'unknown')
  from (${posted("ledger = 'guarantee'")}) p left join (${EXPECTED}) e on e.list_no = p.ref
  where e.list_no is null or p.kinds <> e.frozen or p.least <> p.most
    or (e.assure_code is not null and p.key <> e.assure_code)
    or (e.tax is not null and p.most <> e.tax)`;

function weightProblems(parcel: Parcel): string[] {
  const { list, statutes, first, day, postings } = parcel;
  if (list?.raw == null || statutes === null) return [];
  const due = new Map<string, bigint>();
  for (const line of list.raw.lines) {
    const filed = first?.goods.find(({ itemNo }) => itemNo === filledOf(line, 'itemNo'));
    for (const { name } of statutes.countersOf(elementOf(line, 'gcode') ?? '', day)) {
      const grams = gramsOf(line, list.raw.head, filed) ?? 0n;
      due.set(name, (due.get(name) ?? 0n) + grams);
    }
  }
  const taken = postings.filter(({ ledger }) => ledger.startsWith('weight:'));
  const names = new Set([...due.keys(), ...taken.map(({ ledger }) => ledger.slice(7))]);
  return [...names].flatMap((name) => {
    const amounts = taken.filter(({ ledger }) => ledger === `weight:${name}`);
    const grams = due.get(name) ?? 0n;
    const right =
      grams === 0n ? amounts.length === 0 : amounts.some(({ amount }) => amount === grams);
    return right ? [] : [`takes another weight of ${name} than ${grams} g`];
  });
}

function guaranteeProblems(parcel: Parcel): string[] {
  const { state, statutes, day, postings } = parcel;
  const tax = parcel.duty + parcel.consumption_tax + parcel.vat;
  if (!BOUND.includes(state) || tax === 0n) return [];
  if (statutes?.flag('guaranteeRequired', day) !== true || isExempt(parcel)) return [];
  const frozen = postings.some(({ ledger }) => ledger === 'guarantee');
  return frozen ? [] : ['is released or waits for its arrival without a guarantee for its tax'];
}

/**
 * The guarantor was exempted when the list was first or last decided, and its class allows it; a
 * dishonest party takes that away.
 */
function isExempt({ list, statutes, day, first, facts, assure_code: guarantor }: Parcel): boolean {
  const head = list?.raw?.head;
  const codes = ['agentCode', 'ebcCode'].map((name) => head && elementOf(head, name));
  return [first, facts].some((kept) => {
    const of = (code: string) => kept?.enterprises.find((one) => one.code === code);
    const isDishonest = (code: string) => of(code)?.creditClass === 'DISHONEST';
    if ([...codes, guarantor].some((code) => isDishonest(code ?? ''))) return false;
    const own = of(guarantor);
    const classes = statutes?.classesOn(day) ?? null;
    if (own?.exempt !== true || classes === null) return false;
    return classes.enterprises.get(classOf(classes, own))?.guarantee === 'exempt';
  });
}
