import type { Finding } from '../../base/finding.ts';
import type { ListLine, OrderLine } from '../../documents/terms.ts';
import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import type { MatchContext, Rule } from '../rule.ts';

/** Line n of the list is line n of the order, by gnum and whatever the order of the elements. */
export const items: Rule<MatchContext> = {
  code: '1322',
  law: matchLaw('1322'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list, order } }) => {
    const declared = list.terms.lines;
    const ordered = order.terms.lines;
    if (declared.length !== ordered.length) return matchFinding('1322', 'InventoryList');
    const findings: Finding[] = [];
    for (let i = 0; i < declared.length; i += 1) {
      const line = declared[i]!;
      const partner = partnerOf(line, ordered, i);
      const field = partner === null ? 'gnum' : differingField(line, partner);
      if (field !== null) findings.push(matchFinding('1322', `InventoryList[${i + 1}]/${field}`));
    }
    return findings;
  },
};

// Documents nearly always list their lines in the same order, so the same place is tried first.
function partnerOf(line: ListLine, ordered: readonly OrderLine[], at: number): OrderLine | null {
  const same = ordered[at]!;
  return same.gnum === line.gnum
    ? same
    : (ordered.find((other) => other.gnum === line.gnum) ?? null);
}

function differingField(line: ListLine, partner: OrderLine): string | null {
  if (line.itemNo !== null && partner.itemNo !== null && line.itemNo !== partner.itemNo) {
    return 'itemNo';
  }
  if (line.qty !== partner.qty) return 'qty';
  if (line.price !== partner.price) return 'price';
  if (line.totalPrice !== partner.totalPrice) return 'totalPrice';
  if (line.currency !== partner.currency) return 'currency';
  return line.country === partner.country ? null : 'country';
}
