import type { DrawId, Outcome, Share, ShareState, Terms } from './draw-file.ts';
import { commitmentOf } from './hashes.ts';

/** What a party's share is worth by the terms: the first of these that holds. */
export function shareState(id: DrawId, terms: Terms, share: Share): ShareState {
  const { party, commitment, committedAt, secret, revealedAt } = share;
  if (commitment === null || committedAt === null || committedAt > terms.commitBy) return 'absent';
  if (secret === null || revealedAt === null) return 'missing';
  if (revealedAt < terms.revealFrom) return 'early';
  if (revealedAt > terms.revealBy) return 'late';
  return commitmentOf(id, party, secret) === commitment ? 'counted' : 'false';
}

/** Sources of chance without which there is no draw: one alone would choose what it likes. */
const LEAST_SOURCES = 2;

/** Whether a seed comes of the sources, and of all of them. */
export function outcomeOf(
  terms: Terms,
  states: readonly ShareState[],
  beacon: string | null,
): Outcome {
  const counted = states.filter((state) => state === 'counted').length;
  if (counted === states.length && (terms.beacon === null || beacon !== null)) return 'complete';
  const sources = counted + (beacon === null ? 0 : 1);
  return terms.fallback === 'rest' && sources >= LEAST_SOURCES ? 'rest' : 'void';
}
