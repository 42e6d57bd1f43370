import { present } from '../base/assert.ts';
import type { Finding } from '../base/finding.ts';
import { linePath } from '../matching/rule.ts';
import { finding } from './codes.ts';
import type { ClearanceContext } from './context.ts';

/** What the tax computation missed, of one kind, in the words of the table of codes. */
export function taxFindings(
  code: 'TAX-RATE' | 'TAX-UNIT' | 'TAX-CONTENT',
  { lines, taxFindings: missed }: ClearanceContext,
): Finding[] {
  const findings: Finding[] = [];
  for (const found of missed) {
    if (found.code !== code) continue;
    const view = lines.find((_, i) => found.path?.startsWith(linePath(i, '')));
    const hs = present(view, 'the line of a tax finding').line.gcode;
    findings.push(finding(code, found.path, { hs }));
  }
  return findings;
}
