import type { Finding } from '../base/finding.ts';
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
    const gnum = /\[(\d+)\]/.exec(found.path ?? '')?.[1];
    const view = lines.find(({ line }) => String(line.gnum) === gnum);
    findings.push(finding(code, found.path, { hs: view?.line.gcode ?? '' }));
  }
  return findings;
}
