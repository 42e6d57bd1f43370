/*
 * The record of one double-random draw, as it is published and verified. docs/verify-draw/README.md
 * says what each member means and how everything in it is computed; this file is its types.
 * Times are texts such as 2026-11-28T09:00:00.000+08:00, so that they compare as texts; hashes and
 * secrets are 64 lower-case hexadecimal digits; ids hold no blank.
 */

/** Name and version of the algorithm; every hash begins with it. */
export const ALGORITHM = 'onestep-draw-1';

/** Which draw of which day: what no secret and no registry can be taken from another draw past. */
export type DrawId = {
  readonly zone: string;
  readonly day: string;
  /** Number of the draw in its day: of an epoch of a lane, or of a plan. */
  readonly sequence: number;
};

/**
 * How targets of a layer are drawn: `count` takes that many by weight, each at most once; `rate`
 * takes each one by itself, with the probability weight / number.
 */
export type LayerPlan = {
  readonly layer: string;
  readonly method: 'count' | 'rate';
  readonly number: number;
  /** Officers for each target; with 0 a later draw, whose registry has the target, sends them. */
  readonly officers: 0 | 2;
};

/** What becomes of a draw whose sources are not complete. */
export type Fallback = 'void' | 'rest';

/** What is fixed before anybody can know the seed. */
export type Terms = {
  readonly plan: readonly LayerPlan[];
  /** Everyone who gives a share of the seed, in the order of the ids. */
  readonly parties: readonly string[];
  readonly commitBy: string;
  /** Between which times a secret is shown; both null where `revealWithin` says it. */
  readonly revealFrom: string | null;
  readonly revealBy: string | null;
  /** Milliseconds from the later of the two registries, for draws whose time nobody knows yet. */
  readonly revealWithin: number | null;
  readonly fallback: Fallback;
  /** The round of a public source of chance that joins the seed, and when it comes out. */
  readonly beacon: { readonly source: string; readonly round: number; readonly at: string } | null;
};

export type Target = {
  readonly id: string;
  readonly layer: string;
  /** Whose it is; exclusions of officers name it. */
  readonly enterprise: string;
  readonly weight: number;
  /** What an officer has to be licensed for, each one of the pair. */
  readonly needs: readonly string[];
};

export type WeightReason = 'conflict' | 'recent' | 'offDuty' | 'atCapacity';

/** A declared weight takes the place of the officer's own; null stands for every enterprise. */
export type DeclaredWeight = {
  readonly enterprise: string | null;
  readonly reason: WeightReason;
  readonly weight: number;
};

export type Officer = {
  readonly id: string;
  readonly tags: readonly string[];
  readonly weight: number;
  /** How many targets of this draw the officer can take. */
  readonly capacity: number;
  readonly declared: readonly DeclaredWeight[];
};

/** Something that was published on its own: when, its hash, and what it is. */
export type Published<T> = {
  readonly publishedAt: string;
  readonly hash: string;
  readonly body: T;
};

/**
 * What a party's share is worth: `counted`; `absent` without a commitment in time; `missing`
 * without a reveal; `early`, `late` by its time; `false` when it does not open the commitment.
 */
export type ShareState = 'counted' | 'absent' | 'missing' | 'early' | 'late' | 'false';

export type Share = {
  readonly party: string;
  readonly commitment: string | null;
  readonly committedAt: string | null;
  readonly secret: string | null;
  readonly revealedAt: string | null;
};

/** How the seed came about: from all sources, from the rest of them, or not at all. */
export type Outcome = 'complete' | 'rest' | 'void';

/** A target that was drawn, and its officers; none where too few may go, or a later draw sends. */
export type Drawn = { readonly target: string; readonly pair: readonly string[] };

/** An officer stands back after the draw; null where nobody is left to stand in. */
export type Recusal = {
  readonly target: string;
  readonly officer: string;
  readonly reason: WeightReason;
  readonly at: string;
};
export type Redraw = Recusal & { readonly replacement: string | null };

/** Two persons decide beside the draw; what was drawn stays as it is. */
export type Override = {
  readonly action: 'add' | 'drop' | 'assign';
  readonly target: string;
  /** The two that are sent in place of the drawn ones; none with `drop`. */
  readonly pair: readonly string[];
  readonly by: readonly string[];
  readonly grounds: string;
  readonly at: string;
};

export type DrawFile = DrawId & {
  readonly algorithm: typeof ALGORITHM;
  readonly terms: Published<Terms>;
  readonly targets: Published<readonly Target[]>;
  readonly officers: Published<readonly Officer[]>;
  readonly shares: readonly (Share & { readonly state: ShareState })[];
  /** What the public source said; null without one, or when it said nothing. */
  readonly beacon: string | null;
  readonly outcome: Outcome;
  readonly seed: string | null;
  readonly drawnAt: string;
  readonly result: readonly Drawn[];
  readonly redraws: readonly Redraw[];
  readonly overrides: readonly Override[];
  /** Of everything else in the file. */
  readonly hash: string;
};
