import { b2bFinding } from '../b2b/codes.ts';
import { type Declared, declarationNumbered, stepsOf } from '../b2b/lookup.ts';
import { IN_HAND } from '../b2b/states.ts';
import type { OfficerWord } from '../b2b/store.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { officeFinding } from '../inspection/office-codes.ts';
import { roleFindings } from '../inspection/task.ts';
import type { Sql } from '../io/postgres.ts';
import type { Officer } from '../registry/officer.ts';
import { onward } from './b2b-decide.ts';
import { moveOn } from './b2b-move.ts';
import type { House } from './house.ts';
import { inTurn } from './stock-papers.ts';

/** What becomes of a declaration that is in hand. */
export const DECISIONS = ['release', 'return'] as const;

/** What an officer says of a declaration. */
export type OfficerSaid = {
  readonly decision: (typeof DECISIONS)[number];
  /** Of a return it is told to the declarant and may not be empty. */
  readonly reason: string;
};

/**
 * An officer or supervisor ends what is in hand (300, 500): released, held for its duty, or
 * returned. The same said again by the same person changes nothing.
 * @param number pre-entry number or customs number
 * @returns the pre-entry number; null when there is no such declaration
 */
export async function concludeDeclaration(
  house: House,
  officer: Officer,
  number: string,
  { decision, reason }: OfficerSaid,
): Promise<Result<string | null, Finding[]>> {
  const findings = roleFindings(officer, 'officer', 'supervisor');
  const word = { officer: officer.number, reason: reason.trim() || null };
  if (findings.length === 0 && decision === 'return' && word.reason === null) {
    findings.push(officeFinding('OFF-GROUNDS', 'reason'));
  }
  if (findings.length > 0) return fail(findings);
  return inTurn(house, async (tx) => {
    const seen = await declarationNumbered(tx, number);
    if (seen === null) return ok(null);
    const { declSeqNo, state } = seen;
    if (!IN_HAND.includes(state)) {
      if (await isSaid(tx, declSeqNo, word, decision)) return ok(declSeqNo);
      return fail([b2bFinding('DEC-HAND', null, { state })]);
    }
    await moveOn(
      tx,
      [{ ...endOf(seen, word, decision), reference: 'officer', word }],
      house.clock.now(),
    );
    return ok(declSeqNo);
  });
}

function endOf(seen: Declared, { reason }: OfficerWord, decision: OfficerSaid['decision']) {
  if (decision === 'release') {
    const { declSeqNo, duty } = seen;
    return { seen, ...onward(declSeqNo, duty ?? 0n, { inspections: [], reviews: [] }) };
  }
  const findings = [b2bFinding('DEC-OFFICER', null, { reason: reason ?? '' })];
  return { seen, state: '100' as const, findings };
}

/** Whether the officer has said this already. */
async function isSaid(
  tx: Sql,
  declSeqNo: string,
  { officer, reason }: OfficerWord,
  decision: OfficerSaid['decision'],
): Promise<boolean> {
  const last = (await stepsOf(tx, declSeqNo)).findLast(({ word }) => word !== null);
  if (last?.word?.officer !== officer || last.word.reason !== reason) return false;
  return (last.state === '100') === (decision === 'return');
}
