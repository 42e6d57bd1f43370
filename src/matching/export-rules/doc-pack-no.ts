import type { Finding } from '../../base/finding.ts';
import type { ExportMatchContext } from '../export-case.ts';
import { exportMatchFinding, exportMatchLaw } from '../export-codes.ts';
import { FROM_2016 } from '../law.ts';
import type { Rule } from '../rule.ts';

/** One list, one waybill, one parcel: the specification fixes packNo of CEB505 and CEB603. */
export const exportPackNo: Rule<ExportMatchContext> = {
  code: 'DOC-PACK-NO',
  law: exportMatchLaw('DOC-PACK-NO'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list, waybill } }) => {
    const findings: Finding[] = [];
    const look = (packNo: number, path: string) => {
      if (packNo !== 1) findings.push(exportMatchFinding('DOC-PACK-NO', path));
    };
    look(list.terms.packNo, 'InventoryHead/packNo');
    look(waybill.terms.packNo, 'Logistics/packNo');
    return findings;
  },
};
