import type { Answer } from '../api/call.ts';
import { type Say, wordOr } from '../app/language.tsx';
import { daysUntil } from './stock-parts.tsx';

export type Place = Answer<'listBookPlaces'>['places'][number];
export const COLOURS = ['status', 'owner', 'age', 'expiry', 'frozen'] as const;
export type Colour = (typeof COLOURS)[number];

/** What a place is drawn as: its word, and a mark that says it without the colour. */
export type Kind = { readonly word: string; readonly mark: string; readonly tone: number };

/** Tones that the style has; what comes after them shares the last one and has its own mark. */
const TONES = 6;
const EMPTY = -1;

/** Statuses in the order in which they matter where several lie at a place. */
const STATUSES = [
  ...['detained', 'expired', 'surplus', 'returned', 'undeclared', 'refund-pending', 'display'],
  ...['domestic', 'bonded'],
];
const STATUS_TONES = [4, 4, 3, 3, 5, 5, 2, 1, 0];

/** How places are parted by what one asks of them, and the legend of it. */
export function kindsOf(places: readonly Place[], by: Colour, say: Say) {
  const owners = [...new Set(places.flatMap((place) => [...place.owners]))].sort();
  const named = (place: Place): { word: string; tone: number } => {
    if (by === 'status') return statusOf(place, say);
    if (by === 'owner') return ownerOf(place, owners, say);
    if (by === 'age') return steps(AGES, place.since === null ? 0 : -daysUntil(place.since), say);
    if (by === 'expiry') return expiryOf(place, say);
    return place.frozen
      ? { word: say('plan.frozen.yes'), tone: 4 }
      : { word: say('plan.frozen.no'), tone: 0 };
  };
  const all = new Map<string, Kind>();
  const kindOf = (place: Place): Kind => {
    if (place.lots === 0) return { word: say('plan.empty'), mark: '', tone: EMPTY };
    const { word, tone } = named(place);
    const known = all.get(word);
    if (known !== undefined) return known;
    const mark = String.fromCharCode('A'.charCodeAt(0) + (all.size % 26));
    const kind = { word, mark, tone: Math.min(tone, TONES - 1) };
    all.set(word, kind);
    return kind;
  };
  const kinds = new Map(places.map((place) => [place.location, kindOf(place)]));
  return { kinds, legend: [...all.values()] };
}

function statusOf({ statuses }: Place, say: Say) {
  const i = STATUSES.findIndex((status) => statuses.includes(status));
  return { word: wordOr(say, 'stockStatus', STATUSES[i] ?? ''), tone: STATUS_TONES[i] ?? 0 };
}

function ownerOf({ owners }: Place, all: readonly string[], say: Say) {
  const [only = '', other] = owners;
  if (other !== undefined) return { word: say('plan.mixed'), tone: TONES - 1 };
  return { word: only, tone: Math.min(all.indexOf(only), TONES - 2) };
}

const AGES = [
  [30, 'plan.age.new', 0],
  [90, 'plan.age.mid', 1],
  [180, 'plan.age.old', 3],
  [Number.POSITIVE_INFINITY, 'plan.age.older', 4],
] as const;
const EXPIRIES = [
  [-1, 'plan.expiry.past', 4],
  [30, 'plan.expiry.soon', 3],
  [90, 'plan.expiry.near', 2],
  [Number.POSITIVE_INFINITY, 'plan.expiry.far', 0],
] as const;

function steps(of: typeof AGES | typeof EXPIRIES, days: number, say: Say) {
  const [, word, tone] = of.find(([most]) => days <= most) ?? of[of.length - 1]!;
  return { word: say(word), tone };
}

function expiryOf({ expiresOn }: Place, say: Say) {
  if (expiresOn === null) return { word: say('plan.expiry.none'), tone: 1 };
  return steps(EXPIRIES, daysUntil(expiresOn), say);
}
