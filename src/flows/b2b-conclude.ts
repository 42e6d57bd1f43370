import { b2bFinding } from '../b2b/codes.ts';
import { type Declared, declarationNumbered, stepsOf } from '../b2b/lookup.ts';
import { isInHand } from '../b2b/states.ts';
import type { OfficerWord } from '../b2b/store.ts';
import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { waitingLists } from '../inspection/inspection-store.ts';
import { officeFinding } from '../inspection/office-codes.ts';
import { addReview, findReview } from '../inspection/result-store.ts';
import { roleFindings } from '../inspection/task.ts';
import { tasksOf } from '../inspection/task-store.ts';
import type { Sql } from '../io/postgres.ts';
import type { Officer } from '../registry/officer.ts';
import { NO_RISKS, onward, returnedBy } from './b2b-decide.ts';
import { moveOn } from './b2b-move.ts';
import type { House } from './house.ts';
import { concludeDecided } from './office-round.ts';
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
 * An officer or supervisor ends what is in hand without a task: documents at 300 are accepted or
 * returned; goods at 500 only where no inspection was set, for else two officers inspect them. The
 * same said again by the same person changes nothing.
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
  const done = await inTurn(house, async (tx): Promise<Result<string | null, Finding[]>> => {
    const seen = await declarationNumbered(tx, number);
    if (seen === null) return ok(null);
    const { declSeqNo, state } = seen;
    if (await isSaid(tx, declSeqNo, word, decision)) return ok(declSeqNo);
    if (!isInHand(seen)) return fail([b2bFinding('DEC-HAND', null, { state })]);
    const at = house.clock.now();
    const against = await (state === '300'
      ? review(tx, seen, word, decision, at)
      : endUnset(tx, seen, word, decision, at));
    return against === null ? ok(declSeqNo) : fail([against]);
  });
  if (done.ok && done.value !== null) await concludeDecided(house);
  return done;
}

/** Says it as a review, of which the declaration is moved; or why not. */
async function review(
  tx: Sql,
  { entryId, state }: Declared,
  { officer, reason }: OfficerWord,
  decision: OfficerSaid['decision'],
  at: Instant,
): Promise<Finding | null> {
  const listNo = present(entryId, 'the number of an accepted declaration');
  const [task] = await tasksOf(tx, 'review', [listNo]);
  const holder = task?.holder ?? officer;
  if (holder !== officer) return officeFinding('OFF-TAKEN', null, { holder });
  const said = decision === 'release' ? 'accept' : 'return';
  const before = await findReview(tx, listNo);
  if (before === null) {
    await addReview(tx, { listNo, at, officer, decision: said, reason: reason ?? '' });
    return null;
  }
  const isSame = before.officer === officer && before.decision === said;
  return isSame ? null : b2bFinding('DEC-HAND', null, { state });
}

/** Ends what no inspection was set for; or why not. */
async function endUnset(
  tx: Sql,
  seen: Declared,
  word: OfficerWord,
  decision: OfficerSaid['decision'],
  at: Instant,
): Promise<Finding | null> {
  const { entryId, state } = seen;
  const set = await waitingLists(tx, entryId === null ? [] : [entryId]);
  if (state !== '500' || set.size > 0) return b2bFinding('DEC-TASK', null, { state });
  const end =
    decision === 'release'
      ? onward(seen, NO_RISKS, null)
      : { state: '100' as const, findings: [returnedBy(word.reason ?? '')] };
  await moveOn(tx, [{ seen, ...end, reference: 'officer', word }], at);
  return null;
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
