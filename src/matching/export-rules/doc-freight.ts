import { formatFen } from '../../base/fen.ts';
import type { ExportMatchContext } from '../export-case.ts';
import { exportMatchFinding, exportMatchLaw } from '../export-codes.ts';
import { FROM_2016 } from '../law.ts';
import type { Rule } from '../rule.ts';

/** Freight and insurance of the list are those of the waybill (DOC-8). */
export const exportFreight: Rule<ExportMatchContext> = {
  code: 'DOC-FREIGHT',
  law: exportMatchLaw('DOC-FREIGHT'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list, waybill } }) => {
    const declared = list.terms.freight + list.terms.insuredFee;
    const carried = waybill.terms.freight + waybill.terms.insuredFee;
    if (declared === carried) return null;
    const values = { document: 'CEB505', list: formatFen(declared), other: formatFen(carried) };
    return exportMatchFinding('DOC-FREIGHT', 'InventoryHead/freight', values);
  },
};
