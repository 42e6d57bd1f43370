import type { ListLine, OrderLine } from '../../documents/terms.ts';
import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import { eachLine, type MatchContext, type Rule } from '../rule.ts';

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
    return eachLine(declared, (line, path, at) => {
      const partner = partnerOf(line, ordered, at);
      const field = partner === null ? 'gnum' : differingField(line, partner);
      return field === null ? null : matchFinding('1322', path(field));
    });
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
