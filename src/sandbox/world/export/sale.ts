import type { SeededRandom } from '../../../base/random.ts';
import { AGENTS, CARRIERS, PAYMENTS, type Party, PLATFORMS, SELLERS, SITES } from '../parties.ts';
import type { ExportArticle } from './articles.ts';
import type { ExportWorldLaw } from './law.ts';
import { CURRENCIES, type Money } from './money.ts';

/** What was sold on one line; the price in hundredths of the currency of the sale. */
export type Sold = {
  readonly article: ExportArticle;
  readonly quantity: bigint;
  readonly price: bigint;
};

/** Who has a parcel leave, and how: what the parcels of one master waybill have in common. */
export type Route = {
  readonly carrier: Party;
  readonly agent: Party;
  readonly site: Party;
  /** Country that the aeroplane flies to, and its airport. */
  readonly country: string;
  readonly pod: string;
  readonly trafName: string;
  readonly voyageNo: string;
  readonly billNo: string;
};

/** Goods of a special area that are sold abroad: their book, its keeper, and the line of each. */
export type OutOfBook = {
  readonly bookNo: string;
  readonly keeper: Party;
  readonly records: readonly string[];
};

/** One sale to abroad before it becomes documents. */
export type ExportSale = Route & {
  /** Position in the world; numbers of all documents come from it. */
  readonly index: number;
  /** 9610 retail, 1210 out of a special area, 9710 to a firm, 9810 to an overseas warehouse. */
  readonly mode: '9610' | '1210' | '9710' | '9810';
  /** A simplified with summary statistics, B summary declaration (EXP-2). */
  readonly channel: 'A' | 'B';
  /** How many digits of the code are declared. */
  readonly digits: 4 | 6 | 10;
  readonly platform: Party;
  readonly seller: Party;
  readonly payment: Party;
  readonly money: Money;
  readonly sold: readonly Sold[];
  /** Of 1210 only. */
  readonly out?: OutOfBook;
  /** Hundredths of the currency. */
  readonly freight: bigint;
  readonly insurance: bigint;
  /** Seconds from the world's start to the order. */
  readonly second: number;
};

/** The total of the lines, hundredths of the currency. */
export function soldValue({ sold }: Pick<ExportSale, 'sold'>): bigint {
  return sold.reduce((all, { price, quantity }) => all + price * quantity, 0n);
}

/** Who sends the order of a sale: a platform, or who books its own warehouse (9810). */
export function orderSenderOf({ mode, platform, seller }: ExportSale): Party {
  return mode === '9810' ? seller : platform;
}

/** Sellers of this country. */
export const EXPORTERS: readonly Party[] = SELLERS.filter(({ overseas }) => !overseas);

/** Countries that parcels go to, with an airport of each. */
export const PLACES = [
  ['502', 'USA1'],
  ['303', 'GBR1'],
  ['304', 'DEU1'],
  ['305', 'FRA1'],
  ['312', 'ESP1'],
  ['601', 'AUS1'],
] as const;

/**
 * A way out on one flight.
 * @param number sets its flight and master waybill apart from others
 */
export function drawRoute(
  random: SeededRandom,
  number: string,
  carriers: readonly Party[] = CARRIERS,
): Route {
  const [country, pod] = random.pick(PLACES);
  return {
    carrier: random.pick(carriers),
    agent: random.pick(AGENTS),
    site: random.pick(SITES),
    ...{ country, pod, trafName: 'CZ3098' },
    voyageNo: `CZ${100 + random.below(900)}`,
    billNo: `784-${number}`,
  };
}

/** An ordinary retail sale: a line or two at a price far below any limit. */
export function ordinaryExport(
  random: SeededRandom,
  law: ExportWorldLaw,
  route: Route,
  index: number,
): ExportSale {
  const money = random.pick(CURRENCIES);
  const channel = law.simplifiedLimit !== null && random.chance(1, 4) ? 'A' : 'B';
  return {
    ...route,
    index,
    mode: '9610',
    channel,
    digits: channel === 'A' ? 4 : 10,
    platform: random.pick(PLATFORMS),
    seller: random.pick(EXPORTERS),
    payment: random.pick(PAYMENTS),
    money,
    sold: pickSold(random, law.articles.plain, money),
    freight: random.chance(1, 3) ? 0n : BigInt(random.pick([800, 1_200, 1_550])),
    insurance: random.chance(1, 8) ? BigInt(100 + random.below(400)) : 0n,
    second: random.below(86_400 - 7_200),
  };
}

function pickSold(random: SeededRandom, articles: readonly ExportArticle[], money: Money): Sold[] {
  const count = random.pick([1, 1, 1, 2, 2, 3, 3]);
  return random
    .shuffle(articles)
    .slice(0, count)
    .map((article) => sells(article, BigInt(random.pick([1, 1, 1, 2, 3])), money));
}

/** One line of one article at its price in the currency of the sale. */
export function sells(article: ExportArticle, quantity: bigint, money: Money): Sold {
  return { article, quantity, price: money.from(article.price) };
}
