import { FROM_2020 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';
import { STOCK_MODE } from '../modes.ts';

/** While the law asks for it, an overseas warehouse is on file (B2B-2). */
export const warehouseFiled: Rule<ExportContext> = {
  code: 'EXP-WAREHOUSE',
  law: exportCodeLaw('EXP-WAREHOUSE'),
  from: FROM_2020,
  until: null,
  check: ({ case: { list }, facts, parameters }) => {
    const { tradeMode, ebpCode } = list.terms;
    if (tradeMode !== STOCK_MODE || !parameters.overseasWarehouseFiling) return null;
    if (facts.enterprises.get(ebpCode)?.status === 'active') return null;
    return exportFinding('EXP-WAREHOUSE', 'InventoryHead/ebpCode', { code: ebpCode });
  },
};
