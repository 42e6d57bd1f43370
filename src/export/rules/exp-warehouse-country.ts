import { FROM_2020 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { covers } from '../../registry/dated.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';

/** The goods arrive in the country of the overseas warehouse (B2B-2). */
export const warehouseCountry: Rule<ExportContext> = {
  code: 'EXP-WAREHOUSE-COUNTRY',
  law: exportCodeLaw('EXP-WAREHOUSE-COUNTRY'),
  from: FROM_2020,
  until: null,
  check: ({ case: { list }, warehouses, date }) => {
    const { ebpCode: code, country } = list.terms;
    const inForce = (warehouses ?? []).filter((one) => covers(one, date));
    if (inForce.length === 0 || inForce.some((one) => one.country === country)) return null;
    const filed = [...new Set(inForce.map((one) => one.country))].join(', ');
    const values = { code, filed, country };
    return exportFinding('EXP-WAREHOUSE-COUNTRY', 'InventoryHead/country', values);
  },
};
