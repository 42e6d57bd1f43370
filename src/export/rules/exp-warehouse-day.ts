import { FROM_2020 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { covers } from '../../registry/dated.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';

/** The overseas warehouse is on file on the day (B2B-2). */
export const warehouseInForce: Rule<ExportContext> = {
  code: 'EXP-WAREHOUSE-DAY',
  law: exportCodeLaw('EXP-WAREHOUSE-DAY'),
  from: FROM_2020,
  until: null,
  check: ({ case: { list }, warehouses, date }) => {
    const filed = warehouses ?? [];
    if (filed.length === 0 || filed.some((one) => covers(one, date))) return null;
    const days = filed.map(({ from, until }) => `${from}/${until ?? ''}`).join(', ');
    const { ebpCode: code } = list.terms;
    return exportFinding('EXP-WAREHOUSE-DAY', 'InventoryHead/ebpCode', { code, date, days });
  },
};
