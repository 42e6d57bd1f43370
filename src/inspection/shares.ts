import { isoShanghai } from '../base/dates.ts';
import type { DrawId, Outcome, Share, ShareState, Terms } from './draw-file.ts';
import { commitmentOf } from './hashes.ts';

/** The first and the last time at which a secret may be shown. */
export type RevealWindow = { readonly from: string; readonly by: string };

/**
 * When secrets are shown: as the terms say, or counted from when the registries were published.
 * Terms that say it neither way give a window that is none.
 */
export function windowOf(terms: Terms, published: readonly [string, string]): RevealWindow {
  const { revealFrom, revealBy, revealWithin } = terms;
  if (revealFrom === null && revealWithin !== null) return revealWindow(revealWithin, published);
  return { from: revealFrom ?? '', by: revealBy ?? '' };
}

/** From a millisecond after the later of two registries to `revealWithin` milliseconds after it. */
export function revealWindow(
  revealWithin: number,
  published: readonly [string, string],
): RevealWindow {
  const last = Math.max(...published.map((at) => Date.parse(at)));
  return { from: isoShanghai(last + 1), by: isoShanghai(last + revealWithin) };
}

/** What a party's share is worth by the terms: the first of these that holds. */
export function shareState(
  id: DrawId,
  { commitBy }: Terms,
  { from, by }: RevealWindow,
  share: Share,
): ShareState {
  const { party, commitment, committedAt, secret, revealedAt } = share;
  if (commitment === null || committedAt === null || committedAt > commitBy) return 'absent';
  if (secret === null || revealedAt === null) return 'missing';
  if (revealedAt < from) return 'early';
  if (revealedAt > by) return 'late';
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
