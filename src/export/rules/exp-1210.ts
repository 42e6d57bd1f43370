import type { Finding } from '../../base/finding.ts';
import { FROM_2016 } from '../../matching/law.ts';
import { eachLine, type Rule } from '../../matching/rule.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';
import { AREA_MODE } from '../modes.ts';

/** A parcel out of a special area names the book that its goods are in (EXP-8). */
export const areaFields: Rule<ExportContext> = {
  code: 'EXP-1210',
  law: exportCodeLaw('EXP-1210'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list } }) => {
    const { tradeMode, emsNo, iacCode, lines } = list.terms;
    const area = tradeMode === AREA_MODE;
    const findings: Finding[] = [];
    const look = (value: string | null, element: string) => {
      if ((value !== null) === area) return;
      findings.push(exportFinding('EXP-1210', `InventoryHead/${element}`));
    };
    look(emsNo, 'emsNo');
    look(iacCode, 'iacCode');
    if (!area) return findings;
    const unbooked = eachLine(lines, ({ itemRecordNo }, path) =>
      itemRecordNo === null ? exportFinding('EXP-1210', path('itemRecordNo')) : null,
    );
    return [...findings, ...unbooked];
  },
};
