import type { Fen } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';

/**
 * What customs says of a customs declaration of 9710 or 9810, with the numbers of lists: 100
 * returned, 400 accepted and waiting for its arrival, 300 for a person to look at its documents,
 * 500 to be inspected, 600 held until its duty is paid, 430 withdrawn, 800 released, 899 left; and
 * what an inspection made of it, as of a list: 501, 502, 599, 700.
 */
export type DeclarationState =
  | '100'
  | '300'
  | '400'
  | '430'
  | '500'
  | '501'
  | '502'
  | '599'
  | '600'
  | '700'
  | '800'
  | '899';

/** States in which its order and its waybill are free for another list or declaration. */
export const ENDED: readonly DeclarationState[] = ['100', '430'];

/**
 * States in which its declarant takes it back, as a list. Who was selected for inspection shows the
 * goods first.
 */
export const WITHDRAWABLE: readonly DeclarationState[] = ['300', '400', '600', '800'];

/** States in which officers have it in hand. */
export const IN_HAND = ['300', '500', '501', '502'] as const;
export type InHandState = (typeof IN_HAND)[number];

/** Whether officers have it in hand. */
export function isInHand<One extends { readonly state: DeclarationState }>(
  one: One,
): one is One & { readonly state: InHandState } {
  return IN_HAND.some((state) => state === one.state);
}

/** What a declaration becomes when nothing is wrong with it, and what is told of it. */
export type Passed = { readonly state: DeclarationState; readonly findings: readonly Finding[] };

/**
 * The state of what has passed: inspected, looked at, held for its duty or released.
 * @param inspections and reviews why it is looked at; empty when it is not, or was
 */
export function passed(
  inspections: readonly Finding[],
  reviews: readonly Finding[],
  duty: Fen,
  unpaid: () => readonly Finding[],
): Passed {
  // Who inspects the goods has the documents as well.
  if (inspections.length > 0) return { state: '500', findings: [...inspections, ...reviews] };
  if (reviews.length > 0) return { state: '300', findings: reviews };
  return duty > 0n ? { state: '600', findings: unpaid() } : { state: '800', findings: [] };
}
