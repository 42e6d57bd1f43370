import { formatScaled5 } from '../../base/fen.ts';
import type { ExportMatchContext } from '../export-case.ts';
import { exportMatchFinding, exportMatchLaw } from '../export-codes.ts';
import { FROM_2016 } from '../law.ts';
import type { Rule } from '../rule.ts';

/** The carrier weighed the parcel that is declared. */
export const grossWeight: Rule<ExportMatchContext> = {
  code: 'EXP-GROSS-WEIGHT',
  law: exportMatchLaw('EXP-GROSS-WEIGHT'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list, waybill } }) => {
    const [declared, weighed] = [list.terms.grossWeight, waybill.terms.grossWeight];
    if (declared === weighed) return null;
    return exportMatchFinding('EXP-GROSS-WEIGHT', 'InventoryHead/grossWeight', {
      list: formatScaled5(declared),
      waybill: formatScaled5(weighed),
    });
  },
};
