import { b2bFinding } from '../b2b/codes.ts';
import type { Declared } from '../b2b/lookup.ts';
import { type DeclarationTerms, termsOf } from '../b2b/terms.ts';
import { assert } from '../base/assert.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { CUSTOMS_FIELDS } from '../documents/declaration/customs-fields.ts';
import { completed, type Said, saidIn } from '../documents/declaration/said.ts';
import { readJson } from '../documents/json/json-text.ts';

/**
 * What the body of a customs declaration says, or all that is wrong with its form.
 * @param sender who sends it; it is the declarant
 */
export function declarationIn(
  body: Uint8Array,
  sender: string,
): Result<{ readonly terms: DeclarationTerms; readonly said: Said }, Finding[]> {
  const json = readJson(body);
  if (!json.ok) return json;
  const findings: Finding[] = [];
  const read = saidIn(json.value, findings, CUSTOMS_FIELDS);
  const said = completed(read, sender, () => true, findings, CUSTOMS_FIELDS);
  const agent = said.head.get('agentCode') ?? sender;
  if (agent !== sender) findings.push(b2bFinding('DEC-SENDER', '/agentCode', { agent, sender }));
  return findings.length > 0 ? fail(findings) : ok({ terms: termsOf(said), said });
}

/** What a declaration that was taken says. */
export function saidBy({
  body,
  agentCode,
  declSeqNo,
}: Pick<Declared, 'body' | 'agentCode' | 'declSeqNo'>) {
  const read = declarationIn(body, agentCode);
  assert(read.ok, `the body of declaration ${declSeqNo} can be read`);
  return read.value;
}
