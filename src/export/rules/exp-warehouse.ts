import { FROM_2020 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';

/** While the law asks for it, the seller has the overseas warehouse on file (B2B-2). */
export const warehouseFiled: Rule<ExportContext> = {
  code: 'EXP-WAREHOUSE',
  law: exportCodeLaw('EXP-WAREHOUSE'),
  from: FROM_2020,
  until: null,
  check: ({ case: { list }, warehouses }) => {
    if (warehouses === null || warehouses.length > 0) return null;
    const { ebpCode, ebcCode } = list.terms;
    return exportFinding('EXP-WAREHOUSE', 'InventoryHead/ebpCode', { code: ebpCode, ebcCode });
  },
};
