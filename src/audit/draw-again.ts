import { createHash } from 'node:crypto';
import { type Instant, isoShanghai } from '../base/dates.ts';

/*
 * A draw worked out again as docs/verify-draw/README.md says, written apart from the engine's so
 * that one mistake cannot hide in both. Everything that is read is what stands in the tables.
 */

/** One parcel, or one inspection that officers are drawn for. */
export type DrawTarget = {
  readonly id: string;
  readonly layer: string;
  readonly enterprise: string;
  readonly weight: number;
  readonly needs: readonly string[];
};

export type DrawOfficer = {
  readonly id: string;
  readonly tags: readonly string[];
  readonly weight: number;
  readonly capacity: number;
  readonly declared: readonly { readonly enterprise: string | null; readonly weight: number }[];
};

export type DrawTerms = {
  readonly plan: readonly {
    readonly layer: string;
    readonly method: string;
    readonly number: number;
    readonly officers: number;
  }[];
  readonly parties: readonly string[];
  readonly commitBy: string;
  readonly revealFrom: string | null;
  readonly revealBy: string | null;
  readonly revealWithin: number | null;
  readonly fallback: string;
  readonly beacon: unknown;
};

/** What a party committed to and showed; nulls for what did not come. */
export type DrawShare = {
  readonly party: string;
  readonly commitment: string;
  readonly secret: string | null;
  readonly shownAt: Instant | null;
};

/** All that a draw is made from. Registries are the canonical texts that were published. */
export type DrawSource = {
  readonly zone: string;
  readonly day: string;
  readonly sequence: number;
  readonly committedAt: Instant;
  readonly openedAt: Instant;
  readonly termsText: string;
  readonly terms: DrawTerms;
  readonly targetsText: string;
  readonly targets: readonly DrawTarget[];
  readonly officersText: string;
  readonly officers: readonly DrawOfficer[];
  readonly shares: readonly DrawShare[];
  /** Targets whose officers stood back, in the order in which they did. */
  readonly recusals: readonly string[];
};

export type ShareWorth = 'counted' | 'absent' | 'missing' | 'early' | 'late' | 'false';

export type DrawAgain = {
  readonly targetsHash: string;
  readonly officersHash: string;
  /** What each share is worth, in the order of the parties. */
  readonly worth: readonly ShareWorth[];
  readonly outcome: 'complete' | 'rest' | 'void';
  /** The drawn targets in their order, and the two officers of each or none. */
  readonly drawn: readonly { readonly target: string; readonly pair: readonly string[] }[];
  /** Who stands in for each that stood back; null where nobody is left. */
  readonly replacements: readonly (string | null)[];
};

/** SHA-256 in hexadecimal of words between blanks, behind the name of the algorithm. */
export function hashOf(...words: readonly (string | number)[]): string {
  return createHash('sha256')
    .update(`onestep-draw-1 ${words.join(' ')}`)
    .digest('hex');
}

/** The one text of a value: members by name, no white space. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, own]) => `${JSON.stringify(name)}:${canonicalText(own)}`)}}`;
}

/** Works a draw out from what was published and shown. */
export function drawAgain(source: DrawSource): DrawAgain {
  const { zone, day, sequence, terms, shares } = source;
  const published = (what: string, at: Instant, text: string): string =>
    hashOf(what, zone, day, sequence, isoShanghai(at), text);
  const termsHash = published('terms', source.committedAt, source.termsText);
  const targetsHash = published('targets', source.openedAt, source.targetsText);
  const officersHash = published('officers', source.openedAt, source.officersText);
  const worth = shares.map((share) => worthOf(share, source));
  const counted = worth.filter((one) => one === 'counted').length;
  const rest = terms.fallback === 'rest' && counted >= 2 ? 'rest' : 'void';
  const outcome = counted === shares.length ? 'complete' : rest;
  const common = { targetsHash, officersHash, worth, outcome } as const;
  if (outcome === 'void') return { ...common, drawn: [], replacements: [] };
  const secrets = shares.map(({ party, secret }, i) => {
    return `${party}=${worth[i] === 'counted' ? secret : '-'}`;
  });
  const seed = hashOf('seed', termsHash, targetsHash, officersHash, ...secrets, '-');
  const chosen = chooseTargets(seed, source);
  const places = source.officers.map(({ capacity }) => capacity);
  const drawn = choosePairs(seed, source, chosen, places);
  return { ...common, drawn, replacements: replace(seed, source, chosen, drawn, places) };
}

function worthOf({ party, commitment, secret, shownAt }: DrawShare, source: DrawSource) {
  const { zone, day, sequence, terms, committedAt, openedAt } = source;
  if (isoShanghai(committedAt) > terms.commitBy) return 'absent';
  if (secret === null || shownAt === null) return 'missing';
  if (shownAt <= openedAt) return 'early';
  if (shownAt > openedAt + (terms.revealWithin ?? 0)) return 'late';
  const opens = hashOf('commitment', zone, day, sequence, party, secret) === commitment;
  return opens ? 'counted' : 'false';
}

/** Gives whole numbers below a bound, each equally likely. */
type Dice = (bound: number) => number;

function diceOf(seed: string, purpose: string): Dice {
  let block = 0;
  let words: bigint[] = [];
  const word = (): bigint => {
    if (words.length === 0) {
      const digits = hashOf('stream', seed, purpose, block);
      words = [0, 16, 32, 48].map((from) => BigInt(`0x${digits.slice(from, from + 16)}`));
      block += 1;
    }
    return words.shift()!;
  };
  return (bound) => {
    const size = BigInt(bound);
    const most = (1n << 64n) - ((1n << 64n) % size);
    for (;;) {
      const one = word();
      if (one < most) return Number(one % size);
    }
  };
}

function pick(weights: readonly number[], dice: Dice): number | null {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (sum === 0) return null;
  const at = dice(sum);
  let upTo = 0;
  for (const [index, weight] of weights.entries()) {
    upTo += weight;
    if (upTo > at) return index;
  }
  return null;
}

function chooseTargets(seed: string, { terms, targets }: DrawSource): DrawTarget[] {
  const dice = diceOf(seed, 'targets');
  const chosen: DrawTarget[] = [];
  for (const { layer, method, number } of terms.plan) {
    const pool = targets.filter((one) => one.layer === layer);
    if (method === 'rate') {
      for (const one of pool) if (dice(number) < one.weight) chosen.push(one);
      continue;
    }
    const weights = pool.map(({ weight }) => weight);
    for (let left = number; left > 0; left -= 1) {
      const index = pick(weights, dice);
      if (index === null) break;
      weights[index] = 0;
      chosen.push(pool[index]!);
    }
  }
  return chosen;
}

function choosePairs(
  seed: string,
  { terms, officers }: DrawSource,
  chosen: readonly DrawTarget[],
  places: number[],
): { target: string; pair: string[] }[] {
  const dice = diceOf(seed, 'officers');
  const sends = new Map(terms.plan.map((one) => [one.layer, one.officers > 0]));
  return chosen.map((target) => {
    const weights = officers.map((one, i) => (places[i]! > 0 ? officerWeight(one, target) : 0));
    const able = weights.filter((weight) => weight > 0).length;
    if (sends.get(target.layer) !== true || able < 2) return { target: target.id, pair: [] };
    const pair = [0, 1].map(() => {
      const index = pick(weights, dice)!;
      weights[index] = 0;
      places[index]! -= 1;
      return officers[index]!.id;
    });
    return { target: target.id, pair };
  });
}

/** Who went or stood in before does not come again for the same target. */
function replace(
  seed: string,
  { officers, recusals }: DrawSource,
  chosen: readonly DrawTarget[],
  drawn: DrawAgain['drawn'],
  places: number[],
): (string | null)[] {
  const dice = diceOf(seed, 'redraws');
  const before = new Map(drawn.map(({ target, pair }) => [target, [...pair]]));
  return recusals.map((id) => {
    const [target, out] = [chosen.find((one) => one.id === id), before.get(id)];
    if (target === undefined || out === undefined) return null;
    const weights = officers.map((one, i) => {
      return places[i]! > 0 && !out.includes(one.id) ? officerWeight(one, target) : 0;
    });
    const index = pick(weights, dice);
    if (index === null) return null;
    places[index]! -= 1;
    out.push(officers[index]!.id);
    return officers[index]!.id;
  });
}

/** What an officer weighs for a target; nothing without what it needs. */
export function officerWeight(officer: DrawOfficer, { needs, enterprise }: DrawTarget): number {
  if (needs.some((need) => !officer.tags.includes(need))) return 0;
  const own = officer.declared.filter((one) => [null, enterprise].includes(one.enterprise));
  return own.length === 0 ? officer.weight : Math.min(...own.map(({ weight }) => weight));
}
