import type { Finding } from '../../base/finding.ts';
import type { ExportMatchContext } from '../export-case.ts';
import { exportMatchFinding, exportMatchLaw } from '../export-codes.ts';
import { FROM_2016 } from '../law.ts';
import type { Rule } from '../rule.ts';

/** Platform, seller and logistics firm have one code on all documents that name them (DOC-6). */
export const exportParties: Rule<ExportMatchContext> = {
  code: 'DOC-PARTY',
  law: exportMatchLaw('DOC-PARTY'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list, order, collection, waybill } }) => {
    const { ebpCode, ebcCode, logisticsCode } = list.terms;
    const findings: Finding[] = [];
    const look = (element: string, own: string, others: readonly (string | null | undefined)[]) => {
      // A waybill need not name the seller, and there may be no collection.
      if (others.every((other) => other === own || (other ?? null) === null)) return;
      findings.push(exportMatchFinding('DOC-PARTY', `InventoryHead/${element}`));
    };
    look('ebpCode', ebpCode, [order.terms.ebpCode, collection?.terms.ebpCode]);
    const sellers = [order.terms.ebcCode, collection?.terms.ebcCode, waybill.terms.ebcCode];
    look('ebcCode', ebcCode, sellers);
    look('logisticsCode', logisticsCode, [waybill.terms.logisticsCode]);
    return findings;
  },
};
