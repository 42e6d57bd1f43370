import { type Declared, declarationNumbered, stepsOf, viewersOf } from '../b2b/lookup.ts';
import type { Step } from '../b2b/store.ts';
import type { Instant } from '../base/dates.ts';
import { type Notice, noticeFor } from '../clearance/notice-store.ts';
import type { Said } from '../documents/declaration/said.ts';
import type { Sql } from '../io/postgres.ts';
import { saidBy } from './b2b-body.ts';
import { dutyDocument } from './b2b-duty.ts';

/** A customs declaration as those who take part in it may see it. */
export type DeclarationShown = {
  readonly declared: Declared;
  readonly steps: readonly (Step & { readonly at: Instant })[];
  /** The payment notice of its duty, or null. */
  readonly notice: Notice | null;
  /** Every value as it was accepted, those that stood in for others too. */
  readonly said: Said;
};

/**
 * A customs declaration by pre-entry number or customs number.
 * @param viewer null for the authority
 * @returns null when there is none, or the viewer takes no part in it
 */
export async function viewCustomsDeclaration(
  sql: Sql,
  number: string,
  viewer: string | null,
): Promise<DeclarationShown | null> {
  const declared = await declarationNumbered(sql, number);
  if (declared === null) return null;
  if (viewer !== null && !viewersOf(declared).includes(viewer)) return null;
  const { said } = saidBy(declared);
  const steps = await stepsOf(sql, declared.declSeqNo);
  const notice = await noticeFor(sql, dutyDocument(declared.declSeqNo));
  return { declared, steps, notice, said };
}
