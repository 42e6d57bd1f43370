import { fractionOf, nearest, over, whole } from '../decimals.ts';
import type { Law } from '../law.ts';
import type { Parcel } from '../parcel-walk.ts';
import { checkBySql } from '../sql-check.ts';
import { type LineAgain, taxOf } from '../tax-again.ts';
import { elementOf, filledOf } from '../xml-text.ts';

/**
 * Each accepted request has its refund; what is corrected in the ledgers is what closed refunds
 * gave back, which is their share of the tax and the dutiable price of a released list, worked out
 * again from the bytes; no line comes back more than whole; a closed refund came in time.
 */
export const REFUNDS: Law = {
  id: 'refunds',
  title: 'Every refund gives back exactly its share, in time and once',
  watch: (tally, { sql }) => ({
    onParcel: (parcel) => {
      if (parcel.refunds.length === 0) return;
      const problem = problemOf(parcel);
      tally.check(problem === null, () => `list ${parcel.list_no} (${parcel.key}) ${problem}`);
    },
    finish: async () => {
      await checkBySql(sql, tally, ALL, UNASKED);
      await checkBySql(sql, tally, ALL, UNTIMELY);
      await checkBySql(sql, tally, ALL, UNLIKE);
    },
  }),
};

const ALL = 'select count(*) as n from clearance.refunds';

const UNASKED = `
  select 'refund ' || coalesce(f.pre_no, r.name) || ' of ' || coalesce(f.code, r.code)
    || case when r.name is null then ' was never accepted' else ' was accepted and is lost' end
  from clearance.refunds f full join (
    select code, name, list_no from clearance.requests
    where state = '120' and split_part(name, ' ', 1) = 'CEB625'
  ) r using (code, name, list_no)
  where f.pre_no is null or r.name is null`;

/** Days are those of Shanghai; the latest that any law allows from release are 30 and 45. */
const UNTIMELY = `
  select 'refund ' || f.pre_no || ' of list ' || f.list_no || case
    when c.state is distinct from '800' then ' is of a list that was not released'
    when f.state = 'closed' then ' was closed after its last day'
    else ' was asked for, or may end, too late' end
  from (
    select f.*, (f.accepted_at at time zone 'Asia/Shanghai')::date as asked,
      (f.ended_at at time zone 'Asia/Shanghai')::date as ended from clearance.refunds f
  ) f left join (
    select list_no, state, (decided_at at time zone 'Asia/Shanghai')::date as released
    from clearance.cases
  ) c using (list_no)
  where c.state is distinct from '800' or (f.state = 'closed' and f.ended > f.due_day)
    or f.asked > f.due_day or f.due_day > c.released + 45`;

/** Corrections by refund, against what the refund says; a waived guarantee has none. */
const UNLIKE = `
  select 'refund ' || coalesce(f.pre_no, p.ref) || ' gave back ' || coalesce(p.quota, 0)
    || ' fen of quota and ' || coalesce(p.guarantee, 0) || ' of guarantee, should be '
    || coalesce(f.dutiable, 0) || ' and ' || coalesce(f.tax, 0)
  from (
    select pre_no, dutiable,
      case when exists (select from ledger.postings g where g.ledger = 'guarantee'
        and g.ref = r.list_no) then duty + consumption_tax + vat else 0 end as tax
    from clearance.refunds r where state = 'closed'
  ) f full join (
    select ref, sum(amount) filter (where ledger = 'quota') as quota,
      sum(amount) filter (where ledger = 'guarantee') as guarantee
    from ledger.postings where kind = 'correct'
      and ref not in (select duty_no from clearance.duty_notices) group by ref
  ) p on p.ref = f.pre_no
  where f.pre_no is null or f.dutiable <> coalesce(p.quota, 0)
    or f.tax <> coalesce(p.guarantee, 0)`;

/** Of each line what it was declared with, what it is taxed with, and what came back so far. */
type Line = LineAgain & { readonly declared: bigint; returned: bigint };

function problemOf({ list, statutes, day, first, refunds }: Parcel): string | null {
  if (list?.raw == null || statutes === null) return 'has refunds and no evidence';
  const tax = taxOf(list.raw, statutes, day, first?.goods ?? []);
  if (typeof tax === 'string') return tax;
  const lines = new Map<string, Line>();
  for (const line of tax.lines) {
    const raw = list.raw.lines.find((one) => filledOf(one, 'gnum') === line.gnum);
    const quantity = fractionOf(raw === undefined ? '' : (elementOf(raw, 'qty') ?? ''));
    if (quantity === null) return `line ${line.gnum} has no quantity`;
    // In 0.00001 units, as the refunds have it.
    const declared = (quantity.n * 100_000n) / quantity.d;
    lines.set(line.gnum, { ...line, declared, returned: 0n });
  }
  for (const refund of refunds) {
    const due = shareOf(refund.gnums, refund.quantities, lines);
    if (typeof due === 'string') return `refund ${refund.pre_no} ${due}`;
    const given = [refund.dutiable, refund.duty, refund.consumption_tax, refund.vat];
    if (due.some((sum, i) => sum !== given[i])) {
      const sums = `${given.join(', ')} fen, should be ${due.join(', ')}`;
      return `refund ${refund.pre_no} gave back ${sums}`;
    }
  }
  return null;
}

const PARTS = ['dutiable', 'duty', 'consumption', 'vat'] as const;

/** The four sums of one refund; marks what came back. */
function shareOf(
  gnums: readonly number[],
  quantities: readonly string[],
  lines: ReadonlyMap<string, Line>,
): bigint[] | string {
  const sums = [0n, 0n, 0n, 0n];
  for (const [at, gnum] of gnums.entries()) {
    const line = lines.get(String(gnum));
    if (line === undefined) return `is of line ${gnum}, which there is not`;
    const after = line.returned + BigInt(quantities[at]!);
    if (after > line.declared) return `brings back more of line ${gnum} than was declared`;
    for (const [i, part] of PARTS.entries()) {
      const upTo = (quantity: bigint) =>
        nearest(over(whole(line[part] * quantity), whole(line.declared)));
      sums[i]! += upTo(after) - upTo(line.returned);
    }
    line.returned = after;
  }
  return sums;
}
