import { matchFinding, matchLaw } from '../codes.ts';
import { FROM_2016 } from '../law.ts';
import type { EitherContext, Rule } from '../rule.ts';

/** A waybill carries one parcel: no other list that was not returned holds it (DOC-2). */
export const waybillUsed: Rule<EitherContext> = {
  code: 'DOC-WAYBILL-USED',
  law: matchLaw('DOC-WAYBILL-USED'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list, waybillHolder } }) =>
    waybillHolder === null
      ? null
      : matchFinding('DOC-WAYBILL-USED', 'InventoryHead/logisticsNo', {
          logisticsNo: list.terms.logisticsNo,
        }),
};
