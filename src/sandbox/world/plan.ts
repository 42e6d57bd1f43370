import { hash } from 'node:crypto';
import { present } from '../../base/assert.ts';
import type { BusinessDate } from '../../base/dates.ts';
import { type SeededRandom, seededRandom } from '../../base/random.ts';
import type { Profile } from '../../registry/profile.ts';
import { allShelves, FIRST_BOOK } from './books.ts';
import { exportWorldLaw } from './export/law.ts';
import {
  ALL_EXPORTS,
  type ExportKinds,
  type ExportPlan,
  planExports,
} from './export/plan-exports.ts';
import { countsOf, type SetCounts } from './kinds/clearance.ts';
import { ordinary } from './kinds/good.ts';
import { BAD_KINDS, GOOD_KINDS, type Kind, STOCK_KINDS } from './kinds/kinds.ts';
import { planMessages, subscribed, type WorldMessage } from './messages.ts';
import { mostDrawn } from './most-drawn.ts';
import type { Parcel, Workshop } from './parcel.ts';
import { AREAS } from './parties.ts';
import { makePeople, type Person } from './people.ts';
import { type WorldLaw, worldLaw } from './rates.ts';
import { type Balance, balancesOf, listOf, opened, sold } from './traffic/balance.ts';
import { type Coming, entering } from './traffic/entries.ts';
import { leaving } from './traffic/exits.ts';
import { openYard, type Traffic, together, type Yard } from './traffic/traffic.ts';
import { arrivedParcels } from './write-arrival.ts';
import type { WorldFrame } from './write-sale.ts';

/** What a world is made from; the same arguments give the same world, whenever and wherever. */
export type WorldArguments = {
  readonly seed: bigint;
  readonly parcels: number;
  /** Business date of all documents. */
  readonly start: BusinessDate;
  /** Parcels in a hundred that are good. */
  readonly good: number;
  /** Records in one message; null draws 1 to 20. */
  readonly recordsPerMessage: number | null;
  /** Whether officers are on file: then lists are drawn for inspection. */
  readonly officers?: boolean;
  /** Parcels that leave the country, beside the others; none unless told. */
  readonly exports?: number;
};

/** A world before it is written: parcels with their outcomes, and the messages in sending order. */
export type WorldPlan = {
  readonly arguments: WorldArguments;
  readonly parcels: readonly Parcel[];
  readonly sets: ReadonlyMap<string, SetCounts>;
  readonly messages: readonly WorldMessage[];
  readonly people: readonly Person[];
  /** Goods that enter and leave; only under a law that keeps stock. */
  readonly stock?: WorldStock;
  /** Only with officers: the greatest chance of a list to be drawn, in millionths. */
  readonly mostDrawn?: number;
  /** Only where parcels are to leave. */
  readonly exports?: ExportPlan;
};

/** The books of a world, what goes in and out, and what stands there in the end. */
export type WorldStock = {
  /** Number of the first warehouse's book. */
  readonly firstBook: number;
  readonly traffic: Traffic;
  readonly balances: readonly Balance[];
};

/** The special cases that take turns in a world; each list has one of a single parcel at least. */
export type WorldKinds = {
  readonly good: readonly Kind[];
  readonly bad: readonly Kind[];
  /**
   * Whether goods enter and leave where the law keeps stock: then the world has own books. False
   * where nobody can be asked to release entry lists, or to note that a duty was paid.
   */
  readonly traffic?: boolean;
  /** Of parcels that leave; without them all, out of books of its own alone. */
  readonly exports?: ExportKinds;
};

/** The first day of the zone's interview; see RULES 0.2. */
export const DEFAULT_START: BusinessDate = '2020-09-18';

/** Arguments with what is not given filled in. */
export function worldArguments(
  given: Pick<WorldArguments, 'seed' | 'parcels'> & Partial<WorldArguments>,
): WorldArguments {
  return { start: DEFAULT_START, good: 80, recordsPerMessage: null, ...given };
}

/**
 * Plans a world: pure, no clock and no files.
 * @param profile the law it is planned under, read as data; the taxes are computed here again
 * @param kinds the special cases; all of them unless told
 */
export function planWorld(
  args: WorldArguments,
  profile: Profile,
  kinds: WorldKinds = { good: GOOD_KINDS, bad: BAD_KINDS, traffic: true },
): WorldPlan {
  const random = seededRandom(worldNumber(args));
  const people: Person[] = [];
  const shop = workshop(args, worldLaw(profile, args.start), { random, people, kinds });
  const parcels = planParcels(args, shop, kinds);
  const sets = new Map<string, SetCounts>();
  for (const set of new Set(parcels.map((parcel) => parcel.set))) {
    const members = parcels.filter((parcel) => parcel.set === set);
    if (set !== null) sets.set(set, countsOf(members, shop.law.annualLimit));
  }
  const messages = planMessages(random, parcels, args.recordsPerMessage);
  const most = args.officers === true ? { mostDrawn: mostDrawn(profile, args.start) } : {};
  const exports = exportsOf(args, profile, shop, kinds);
  const plan = { arguments: args, parcels, sets, messages, people, ...most, ...exports };
  const { firstBook } = shop.frame;
  if (firstBook === undefined) return plan;
  const stock = planStock(shop, { ...shop.frame, firstBook }, plan);
  return { ...plan, messages: subscribed(messages, parcels), stock };
}

// From a chance of their own: what else there is in a world is the same with and without them.
function exportsOf(
  args: WorldArguments,
  profile: Profile,
  shop: Workshop,
  { exports: kinds = ALL_EXPORTS, traffic }: WorldKinds,
): { exports?: ExportPlan } {
  const { exports: parcels = 0, start, good, recordsPerMessage, officers = false } = args;
  const law = exportWorldLaw(profile, start);
  if (parcels === 0) return {};
  if (law === null) throw new NoExports(`the law of ${profile.name} knows no exports on ${start}`);
  const name = `exports ${parcels} ${worldNumber(args)}`;
  const isShared = kinds.sharedBooks && shop.law.stockRequired;
  const { firstBook = isShared ? FIRST_BOOK : undefined } = shop.frame;
  const books = firstBook === undefined ? {} : { books: { law: shop.law, firstBook, isShared } };
  const desks = { payments: traffic !== false, officers };
  const wish = { name, start, parcels, good, recordsPerMessage, desks, ...books };
  return { exports: planExports(wish, law, kinds) };
}

/** A world with exports was asked for under a law without. */
export class NoExports extends Error {
  override name = 'NoExports';
}

function planStock(
  { law, random }: Workshop,
  frame: Yard['frame'],
  { parcels, sets, exports }: Pick<WorldPlan, 'parcels' | 'sets' | 'exports'>,
): WorldStock {
  const yard = openYard(random, law, frame);
  const shelves = allShelves(
    [...parcels.map(({ shelf }) => shelf), ...(exports?.stalls ?? [])],
    frame.firstBook,
  );
  const traffic = together([entering(yard, comingOf(parcels)), leaving(yard, parcels)]);
  const parts = [opened(shelves), traffic.effects, sold(parcels, sets, new Set(traffic.gone))];
  const all = exports === undefined ? [traffic] : [traffic, exports.traffic];
  const balances = balancesOf([...parts.flat(), ...(exports?.effects ?? [])]);
  return { firstBook: frame.firstBook, traffic: together(all), balances };
}

/** The lines that are empty at first, each with the list that is declared too early. */
function comingOf(parcels: readonly Parcel[]): Coming[] {
  return parcels.flatMap((parcel) => {
    const { shelf, set } = parcel;
    if (shelf?.comes === undefined || set !== null) return [];
    const early = present(listOf(parcel)?.head.guid, 'the guid of a list');
    return [{ shelf: { ...shelf, comes: shelf.comes }, early }];
  });
}

function planParcels(args: WorldArguments, shop: Workshop, kinds: WorldKinds): Parcel[] {
  const bad = args.parcels - Math.round((args.parcels * args.good) / 100);
  const special = Math.floor((args.parcels - bad) / 6);
  const { stockRequired } = shop.law;
  const told = kinds.bad.filter((kind) => stockRequired || !STOCK_KINDS.includes(kind));
  const parcels = dealt(told, bad, shop);
  parcels.push(...dealt(kinds.good, special, shop));
  while (parcels.length < args.parcels) parcels.push(ordinary(shop));
  return arrivedParcels(shop, parcels);
}

// Kinds take turns; one that makes more parcels than there is room for is passed over.
function dealt(kinds: readonly Kind[], room: number, shop: Workshop): Parcel[] {
  const parcels: Parcel[] = [];
  for (let turn = 0; parcels.length < room; turn += 1) {
    const kind = present(kinds[turn % kinds.length], 'a kind');
    const made = kind(shop, `set-${turn}`);
    const list = Array.isArray(made) ? made : [made];
    if (parcels.length + list.length <= room) parcels.push(...list);
  }
  return parcels;
}

type Means = {
  readonly random: SeededRandom;
  readonly people: Person[];
  readonly kinds: WorldKinds;
};

function workshop(args: WorldArguments, law: WorldLaw, { random, people, kinds }: Means): Workshop {
  const taken = new Set<string>();
  const regulars: { person: Person; left: bigint }[] = [];
  let index = 0;
  const freshBuyer = (): Person => {
    for (;;) {
      const person = present(makePeople(random, 1)[0], 'a person');
      if (taken.has(person.idNumber)) continue;
      taken.add(person.idNumber);
      people.push(person);
      return person;
    }
  };
  const regularBuyer = (amount: bigint): Person => {
    const known = regulars[random.below(regulars.length + 3)];
    if (known !== undefined && known.left >= amount) {
      known.left -= amount;
      return known.person;
    }
    const person = freshBuyer();
    regulars.push({ person, left: law.annualLimit - amount });
    return person;
  };
  const nextIndex = () => {
    index += 1;
    return index - 1;
  };
  const ownBooks = law.stockRequired && kinds.traffic === true;
  const frame = frameOf(args, random, ownBooks);
  return { random, law, frame, start: args.start, freshBuyer, regularBuyer, nextIndex };
}

function frameOf(args: WorldArguments, random: SeededRandom, ownBooks: boolean): WorldFrame {
  const number = worldNumber(args);
  const mark = number.toString(36).toUpperCase().padStart(6, '0').slice(-6);
  const digits = String(random.below(1_000_000)).padStart(6, '0');
  const frame = { start: args.start, mark, digits };
  if (!ownBooks) return frame;
  const books = (1_000_000n - OWN_BOOKS) / BigInt(AREAS.length);
  return { ...frame, firstBook: Number(OWN_BOOKS + (number % books) * BigInt(AREAS.length)) };
}

/** From here on worlds have books of their own. */
const OWN_BOOKS = 100_000n;

// All arguments count, so that two worlds of one seed share no buyer and no number and can be sent
// to one platform. Only keys and cards come from the seed alone.
function worldNumber({ seed, parcels, start, good, recordsPerMessage }: WorldArguments): bigint {
  const text = [seed, parcels, start, good, recordsPerMessage].join(' ');
  return hash('sha256', text, 'buffer').readBigUInt64BE();
}
