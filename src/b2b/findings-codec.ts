import type { Finding } from '../base/finding.ts';

/** Findings of a step as the database keeps them. */
export function encodeFindings(findings: readonly Finding[]): string {
  return JSON.stringify(findings);
}

/** Reads what `encodeFindings` wrote. */
export function decodeFindings(text: string): Finding[] {
  return JSON.parse(text) as Finding[];
}
