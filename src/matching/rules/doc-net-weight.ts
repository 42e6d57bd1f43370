import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import type { EitherContext, Rule } from '../rule.ts';

/** The goods weigh no more than the parcel. */
export const netWeight: Rule<EitherContext> = {
  code: 'DOC-NET-WEIGHT',
  law: matchLaw('DOC-NET-WEIGHT'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list } }) =>
    list.terms.netWeight <= list.terms.grossWeight
      ? null
      : matchFinding('DOC-NET-WEIGHT', 'InventoryHead/netWeight'),
};
