import type {
  DrawId,
  Drawn,
  Officer,
  Outcome,
  Published,
  Recusal,
  Redraw,
  Share,
  ShareState,
  Target,
  Terms,
} from './draw-file.ts';
import { drawOfficers } from './draw-officers.ts';
import { drawTargets } from './draw-targets.ts';
import { type PublishedHashes, publishedHash, seedOf } from './hashes.ts';
import { outcomeOf, type RevealWindow, shareState, windowOf } from './shares.ts';

/** What goes into a draw; everything else of it follows. */
export type DrawInput = DrawId & {
  readonly terms: Omit<Published<Terms>, 'hash'>;
  readonly targets: Omit<Published<readonly Target[]>, 'hash'>;
  readonly officers: Omit<Published<readonly Officer[]>, 'hash'>;
  /** One a party of the terms, in their order. */
  readonly shares: readonly Share[];
  readonly beacon: string | null;
  /** Who stood back after the draw, in the order in which they did. */
  readonly recusals: readonly Recusal[];
};

export type Derived = {
  readonly hashes: PublishedHashes;
  readonly window: RevealWindow;
  readonly states: readonly ShareState[];
  readonly outcome: Outcome;
  /** Null exactly when the outcome is void. */
  readonly seed: string | null;
  readonly result: readonly Drawn[];
  readonly redraws: readonly Redraw[];
};

/** All that follows from the input: hashes, what the shares are worth, seed, targets, officers. */
export function deriveDraw(input: DrawInput): Derived {
  const { terms, targets, officers, shares, beacon } = input;
  const hashes: PublishedHashes = [
    publishedHash('terms', input, terms.publishedAt, terms.body),
    publishedHash('targets', input, targets.publishedAt, targets.body),
    publishedHash('officers', input, officers.publishedAt, officers.body),
  ];
  const window = windowOf(terms.body, [targets.publishedAt, officers.publishedAt]);
  const states = shares.map((share) => shareState(input, terms.body, window, share));
  const outcome = outcomeOf(terms.body, states, beacon);
  if (outcome === 'void') {
    return { hashes, window, states, outcome, seed: null, result: [], redraws: [] };
  }
  const secrets = shares.map(({ party, secret }, index) => ({
    party,
    secret: states[index] === 'counted' ? secret : null,
  }));
  const seed = seedOf(hashes, secrets, beacon);
  const drawn = drawTargets(seed, terms.body.plan, targets.body);
  const pairs = drawOfficers(seed, terms.body.plan, drawn, officers.body, input.recusals);
  return { hashes, window, states, outcome, seed, ...pairs };
}
