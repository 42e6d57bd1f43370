import { present } from '../../base/assert.ts';
import type { SeededRandom } from '../../base/random.ts';
import { type Article, CATALOG } from './catalog.ts';
import { AGENTS, AREAS, CARRIERS, PAYMENTS, type Party, PLATFORMS, SELLERS } from './parties.ts';
import type { Person } from './people.ts';
import { predictTax, sumTax, type Tax, type TaxedLine } from './predict.ts';
import type { WorldLaw } from './rates.ts';

/** What was bought on one line; prices in fen. */
export type Bought = {
  readonly article: Article;
  readonly quantity: bigint;
  readonly price: bigint;
};

/** One sale before it becomes documents. All money in fen. */
export type Sale = {
  /** Position in the world from 0; numbers of all documents come from it. */
  readonly index: number;
  readonly mode: '1210' | '9610';
  readonly platform: Party;
  readonly seller: Party;
  readonly payment: Party;
  readonly carrier: Party;
  readonly agent: Party;
  readonly area: Party;
  readonly buyer: Person;
  /** Who receives the parcel; often the buyer. */
  readonly consignee: Person;
  readonly bought: readonly Bought[];
  readonly freight: bigint;
  readonly insurance: bigint;
  readonly discount: bigint;
  /** Seconds from the world's start to the order. */
  readonly second: number;
};

/** The total of the lines, fen. */
export function goodsValue(sale: Sale): bigint {
  return sale.bought.reduce((all, line) => all + line.price * line.quantity, 0n);
}

/** What counts against the limits: goods, freight and insurance (RULES TAX-2). */
export function dutiable(sale: Sale): bigint {
  return goodsValue(sale) + sale.freight + sale.insurance;
}

/** Whether the sale is the single article that may pass above the limit (RULES TAX-10). */
export function aboveLimitSingle(sale: Sale, law: WorldLaw): boolean {
  const single = sale.bought.length === 1 && sale.bought[0]!.quantity === 1n;
  return single && dutiable(sale) > law.singleLimit;
}

/** The tax of a sale, by line; null when an article has no rates. */
export function taxOfSale(sale: Sale, law: WorldLaw): Tax[] {
  const lines = sale.bought.map((line) => taxedLine(line, law));
  const full = aboveLimitSingle(sale, law);
  return predictTax(lines, sale.freight + sale.insurance, law.levy, full);
}

/** The tax of a sale as one sum. */
export function saleTax(sale: Sale, law: WorldLaw): Tax {
  return sumTax(taxOfSale(sale, law));
}

function taxedLine({ article, quantity, price }: Bought, law: WorldLaw): TaxedLine {
  return {
    total: price * quantity,
    rates: law.ratesOf(article),
    measure: [article.perUnit1 * quantity, 100_000n],
    content: (article.content ?? 0n) * quantity,
  };
}

/** An ordinary sale: long-tailed in price and quantity, always within the single limit. */
export function ordinarySale(
  random: SeededRandom,
  law: WorldLaw,
  index: number,
  buyer: Person,
  other: Person,
): Sale {
  const mode = random.chance(7, 10) ? '1210' : '9610';
  const platform = random.pick(PLATFORMS);
  const bought = shrink(pickGoods(random, law, mode), law.singleLimit - 10_000n);
  return {
    index,
    mode,
    platform,
    seller: random.chance(1, 3) ? platform : random.pick(SELLERS),
    payment: random.pick(PAYMENTS),
    carrier: random.pick(CARRIERS),
    agent: random.pick(AGENTS),
    area: random.pick(AREAS),
    buyer,
    consignee: random.chance(1, 6) ? other : buyer,
    bought,
    freight: random.chance(1, 3) ? 0n : BigInt(random.pick([600, 800, 1_000, 1_200, 1_550])),
    insurance: random.chance(1, 8) ? BigInt(100 + random.below(400)) : 0n,
    discount: 0n,
    second: random.below(86_400 - 7_200),
  };
}

function pickGoods(random: SeededRandom, law: WorldLaw, mode: Sale['mode']): Bought[] {
  const usable = law.articles.filter(
    (article) => article.use === 'any' || (article.use === 'bonded' && mode === '1210'),
  );
  const count = random.pick([1, 1, 1, 1, 2, 2, 3, 4]);
  const articles = random.shuffle(usable).slice(0, count);
  return articles.map((article) => ({
    article,
    quantity: BigInt(random.pick([1, 1, 1, 2, 2, 3, 4, 6])),
    price: priceFor(random, article),
  }));
}

// Most sell near the list price, some in a sale, a few at odd prices with every fen used.
function priceFor(random: SeededRandom, article: Article): bigint {
  const percent = BigInt(random.pick([100, 100, 100, 95, 90, 85, 110]));
  const price = (article.price * percent) / 100n;
  return random.chance(1, 5) ? price + BigInt(random.below(100)) : price;
}

function shrink(bought: Bought[], limit: bigint): Bought[] {
  const total = (lines: readonly Bought[]) =>
    lines.reduce((all, line) => all + line.price * line.quantity, 0n);
  let lines = bought;
  while (total(lines) > limit) {
    const last = present(lines[lines.length - 1], 'a line');
    if (last.quantity > 1n) lines = [...lines.slice(0, -1), { ...last, quantity: 1n }];
    else lines = lines.slice(0, -1);
  }
  return lines;
}

/** An article of the catalog by a part of its name. */
export function articleNamed(part: string): Article {
  return present(
    CATALOG.find((article) => article.name.includes(part)),
    `an article named ${part}`,
  );
}

/** One line of one article at its list price. */
export function buys(article: Article, quantity: bigint, price = article.price): Bought {
  return { article, quantity, price };
}
