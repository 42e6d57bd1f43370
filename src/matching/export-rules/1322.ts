import type { ExportListLine, ExportOrderLine } from '../../documents/export-terms.ts';
import type { ExportMatchContext } from '../export-case.ts';
import { exportMatchFinding, exportMatchLaw } from '../export-codes.ts';
import { FROM_2016 } from '../law.ts';
import { eachLine, type Rule } from '../rule.ts';

/** Line n of the list is line n of the order, by gnum and whatever the order of the elements. */
export const exportItems: Rule<ExportMatchContext> = {
  code: '1322',
  law: exportMatchLaw('1322'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list, order } }) => {
    const declared = list.terms.lines;
    const ordered = order.terms.lines;
    if (declared.length !== ordered.length) return exportMatchFinding('1322', 'InventoryList');
    return eachLine(declared, (line, path, at) => {
      const same = ordered[at]!;
      const partner =
        same.gnum === line.gnum ? same : ordered.find(({ gnum }) => gnum === line.gnum);
      const field = partner === undefined ? 'gnum' : differingField(line, partner);
      return field === null ? null : exportMatchFinding('1322', path(field));
    });
  },
};

/** The currency of every line is that of the order, which EXP-CURRENCY asks for. */
const COMPARED = ['itemNo', 'unit', 'qty', 'price', 'totalPrice'] as const;

function differingField(line: ExportListLine, partner: ExportOrderLine): string | null {
  return COMPARED.find((field) => line[field] !== partner[field]) ?? null;
}
