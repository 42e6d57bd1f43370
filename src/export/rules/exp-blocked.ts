import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { exportCodeLaw, exportFinding } from '../codes.ts';
import type { ExportContext } from '../context.ts';
import { blockKey } from '../facts.ts';

/** Who is late with a summary sends no more lists for one (EXP-7). */
export const summaryDone: Rule<ExportContext> = {
  code: 'EXP-BLOCKED',
  law: exportCodeLaw('EXP-BLOCKED'),
  from: FROM_2016,
  until: null,
  check: ({ channel, case: { list }, facts: { blocked } }) =>
    channel === 'B' && blocked.has(blockKey(list.terms))
      ? exportFinding('EXP-BLOCKED', 'InventoryHead/ebcCode')
      : null,
};
