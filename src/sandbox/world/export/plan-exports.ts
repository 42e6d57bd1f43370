import { hash } from 'node:crypto';
import { assert, present } from '../../../base/assert.ts';
import type { BusinessDate } from '../../../base/dates.ts';
import { type SeededRandom, seededRandom } from '../../../base/random.ts';
import { bookNoOf } from '../books.ts';
import type { ExportType } from '../document.ts';
import type { Party } from '../parties.ts';
import { AREAS } from '../parties.ts';
import type { WorldLaw } from '../rates.ts';
import { type Effect, openYard, type Traffic, together } from '../traffic/traffic.ts';
import { uuid, type WorldFrame } from '../write-sale.ts';
import { areaEffects, periodicExit } from './area-books.ts';
import { BAD_AREA, GOOD_AREA } from './kinds-area.ts';
import { GOOD_DECLARED } from './kinds-declared.ts';
import {
  arrivedLate,
  consignment,
  declaredAgain,
  simplified,
  simplifiedAtLimit,
  soldToFirm,
  toWarehouse,
  withdrawnDeclaredAgain,
} from './kinds-good.ts';
import { BAD_LISTS } from './kinds-lists.ts';
import { BAD_RETURNS, GOOD_RETURNS } from './kinds-returns.ts';
import { BAD_DECLARED } from './kinds-undeclared.ts';
import { BAD_WAYS } from './kinds-ways.ts';
import type { ExportWorldLaw } from './law.ts';
import type {
  Desks,
  ExportArea,
  ExportDeclaration,
  ExportSent,
  ExportShop,
  ExportStory,
  Stall,
} from './story.ts';

/** One message of export. */
export type ExportMessage = {
  readonly guid: string;
  readonly type: ExportType;
  readonly sender: Party;
  readonly records: readonly ExportPlaced[];
};

/** A record, and the story that it is told in. */
export type ExportPlaced = { readonly story: ExportStory; readonly sent: ExportSent };

/** A customs declaration, and the story that it is told in. */
export type ExportDeclared = {
  readonly story: ExportStory;
  readonly declaration: ExportDeclaration;
};

/** Parcels that leave a world: what is sent of them, in the order of sending. */
export type ExportPlan = {
  readonly stories: readonly ExportStory[];
  readonly messages: readonly ExportMessage[];
  /** Customs declarations, in the order of sending. */
  readonly declarations: readonly ExportDeclared[];
  /** Lines of books beside those of imports. */
  readonly stalls: readonly Stall[];
  /** What happens in the special area, and what all of it does to the books. */
  readonly traffic: Traffic;
  readonly effects: readonly Effect[];
};

/** Makes the parcels of one case; null where the law knows no such case. */
export type ExportKind = (shop: ExportShop) => ExportStory | null;

/** What goes well with something special about it. */
export const GOOD_EXPORTS: readonly ExportKind[] = [
  ...[simplified, soldToFirm, toWarehouse, arrivedLate, withdrawnDeclaredAgain],
  ...[simplifiedAtLimit, declaredAgain],
  ...alternating(GOOD_DECLARED, alternating(GOOD_AREA, GOOD_RETURNS)),
];

/** What goes wrong, with lists and on their way in turns. */
export const BAD_EXPORTS: readonly ExportKind[] = [
  ...alternating(alternating(BAD_LISTS, BAD_WAYS), BAD_DECLARED),
  ...alternating(BAD_RETURNS, BAD_AREA),
];

// One of each in turns, then what is left of the longer one.
function alternating(one: readonly ExportKind[], other: readonly ExportKind[]): ExportKind[] {
  const turns = Math.max(one.length, other.length);
  return Array.from({ length: turns }, (_, i) => [one[i] ?? [], other[i] ?? []].flat()).flat();
}

/** The special cases that take turns. */
export type ExportKinds = {
  readonly good: readonly ExportKind[];
  readonly bad: readonly ExportKind[];
  /** Whether goods are sold out of the books that worlds share, where there are no own ones. */
  readonly sharedBooks: boolean;
};

export const ALL_EXPORTS: ExportKinds = {
  ...{ good: GOOD_EXPORTS, bad: BAD_EXPORTS, sharedBooks: false },
};

/** How much of what is to be planned. */
export type ExportWish = {
  /** What no other world has. */
  readonly name: string;
  readonly start: BusinessDate;
  readonly parcels: number;
  /** Parcels in a hundred that are good. */
  readonly good: number;
  /** Records in one message; null draws 1 to 20. */
  readonly recordsPerMessage: number | null;
  readonly desks: Desks;
  /** The law of the books and the first of them; absent where the world has none of its own. */
  readonly books?: {
    readonly law: WorldLaw;
    readonly firstBook: number;
    /** Whether others have them too, who count them. */
    readonly isShared: boolean;
  };
};

/** Plans parcels that leave: pure, from a chance of its own. */
export function planExports(wish: ExportWish, law: ExportWorldLaw, kinds: ExportKinds): ExportPlan {
  const number = hash('sha256', wish.name, 'buffer').readBigUInt64BE();
  const random = seededRandom(number);
  const shop = shopOf(wish, law, { random, number });
  const stories = planStories(wish, shop, kinds);
  const { areas = [] } = shop;
  const traffic = together([
    ...stories.flatMap(({ area }) => area?.traffic ?? []),
    ...areas.map((area) => periodicExit(area, stories)),
  ]);
  return {
    ...{ stories, messages: planMessages(random, stories, wish.recordsPerMessage), traffic },
    declarations: stories.flatMap((story) =>
      story.declarations.map((declaration) => ({ story, declaration })),
    ),
    stalls: stories.flatMap(({ area }) => area?.stalls ?? []),
    effects: [...stories.flatMap(areaEffects), ...traffic.effects],
  };
}

type Means = { readonly random: SeededRandom; readonly number: bigint };

function shopOf(
  { start, books, desks }: ExportWish,
  law: ExportWorldLaw,
  { random, number }: Means,
): ExportShop {
  const mark = number.toString(36).toUpperCase().padStart(6, '0').slice(-6);
  const digits = String(random.below(1_000_000)).padStart(6, '0');
  const frame = { start, mark, digits };
  let [index, numbers] = [0, 0];
  return {
    ...{ random, law, frame, desks },
    ...(books === undefined ? {} : { areas: areasOf(random, frame, books) }),
    nextIndex: () => {
      index += 1;
      return index - 1;
    },
    fresh: (letter) => {
      numbers += 1;
      return `${letter}${mark}${String(numbers).padStart(5, '0')}X`;
    },
  };
}

/** Record numbers of export goods; those of imports are below. */
const FIRST_RECORD = 5_000_001;

function areasOf(
  random: SeededRandom,
  frame: WorldFrame,
  { law, firstBook, isShared }: NonNullable<ExportWish['books']>,
): ExportArea[] {
  const yard = openYard(random, law, { ...frame, firstBook });
  let record = FIRST_RECORD;
  return AREAS.map((keeper) => {
    let counts = 0;
    return {
      ...{ keeper, bookNo: bookNoOf(keeper, firstBook), yard },
      nextRecord: () => {
        record += 1;
        return String(record - 1);
      },
      mayCount: () => {
        counts += 1;
        return counts === 1 && !isShared;
      },
    };
  });
}

/** Most parcels that fly together. */
const TOGETHER = 8;

function planStories(
  { parcels, good }: ExportWish,
  shop: ExportShop,
  kinds: ExportKinds,
): ExportStory[] {
  const bad = parcels - Math.round((parcels * good) / 100);
  const special = Math.floor((parcels - bad) / 6);
  const stories = [...dealt(kinds.bad, bad, shop), ...dealt(kinds.good, special, shop)];
  let left = parcels - countOf(stories);
  while (left > 0) {
    const size = Math.min(left, 1 + shop.random.below(TOGETHER));
    stories.push(consignment(shop, size));
    left -= size;
  }
  return stories;
}

function countOf(stories: readonly ExportStory[]): number {
  return stories.reduce((sum, { parcels }) => sum + parcels, 0);
}

// Kinds take turns; one that makes more parcels than there is room for is passed over.
function dealt(kinds: readonly ExportKind[], room: number, shop: ExportShop): ExportStory[] {
  const stories: ExportStory[] = [];
  let count = 0;
  for (let turn = 0; count < room; turn += 1) {
    assert(turn < kinds.length || count > 0, 'the law knows some kind');
    const made = present(kinds[turn % kinds.length], 'a kind')(shop);
    if (made === null || count + made.parcels > room) continue;
    stories.push(made);
    count += made.parcels;
  }
  return stories;
}

// Documents of any parcels share messages by type and sender, in an order that keeps nothing of
// the order of trade; what comes after something else, or names parcels, travels alone behind.
function planMessages(
  random: SeededRandom,
  stories: readonly ExportStory[],
  recordsPerMessage: number | null,
): ExportMessage[] {
  const placed = stories.flatMap((story) => story.sent.map((sent) => ({ story, sent })));
  const [alone, free] = [placed.filter(isAlone), placed.filter((one) => !isAlone(one))];
  const groups = Map.groupBy(random.shuffle(free), ({ sent }) =>
    [sent.document.type, sent.sender.code].join(' '),
  );
  const messages: ExportMessage[] = [];
  for (const group of groups.values()) {
    for (let from = 0; from < group.length; ) {
      const size = recordsPerMessage ?? 1 + random.below(20);
      messages.push(messageOf(random, group.slice(from, from + size)));
      from += size;
    }
  }
  return [...random.shuffle(messages), ...alone.map((one) => messageOf(random, [one]))];
}

function isAlone({ sent }: ExportPlaced): boolean {
  return sent.needs.length > 0 || sent.names.length > 0 || sent.document.type === 'CEB507';
}

function messageOf(random: SeededRandom, records: readonly ExportPlaced[]): ExportMessage {
  const { document, sender } = present(records[0], 'a record').sent;
  return { guid: uuid(random), type: document.type, sender, records };
}
