import { assert } from '../../base/assert.ts';
import type { SeededRandom } from '../../base/random.ts';
import { type Parcel, parcelOf, type Workshop } from '../world/parcel.ts';
import { AGENTS, AREAS, CARRIERS, PAYMENTS, PLATFORMS } from '../world/parties.ts';
import type { Person } from '../world/people.ts';
import { articleNamed, buys, dutiable, ordinarySale, type Sale } from '../world/sale.ts';

/**
 * mixed: both modes, as a world has them. bonded: all from bonded stock of one book. hot: those,
 * and nine in ten are one article, so that they meet at one line of it.
 */
export type ImportFreight = 'mixed' | 'bonded' | 'hot';

/** The figures are told for RSA; `bench signature` says what SM2 costs. */
export const RSA_CARRIERS = CARRIERS.filter(({ algorithm }) => algorithm !== 'sm2-sm3');

/** Strangers who receive a gift; they have no limit to keep. */
const RECEIVERS = 50;

/**
 * Ordinary parcels only, a wagon at a time: all of one wagon have the same four senders, so that
 * its four messages hold the same parcels and every wagon is full.
 */
export function plainWagons(
  shop: Workshop,
  sizes: readonly number[],
  freight: ImportFreight,
): Parcel[][] {
  const receivers = Array.from({ length: RECEIVERS }, shop.freshBuyer);
  return sizes.map((size) => {
    const senders = drawSenders(shop.random);
    return Array.from({ length: size }, () => plainParcel(shop, senders, receivers, freight));
  });
}

type Senders = Pick<Sale, 'platform' | 'payment' | 'carrier' | 'agent'>;

function drawSenders(random: SeededRandom): Senders {
  return {
    platform: random.pick(PLATFORMS),
    payment: random.pick(PAYMENTS),
    carrier: random.pick(RSA_CARRIERS),
    agent: random.pick(AGENTS),
  };
}

function plainParcel(
  shop: Workshop,
  senders: Senders,
  receivers: readonly Person[],
  freight: ImportFreight,
): Parcel {
  const { random, law, nextIndex } = shop;
  const other = random.pick(receivers);
  const ordinary = ordinarySale(random, law, nextIndex(), other, other);
  const drawn = { ...ordinary, ...stocked(random, ordinary, freight) };
  const seller = drawn.seller === drawn.platform ? senders.platform : drawn.seller;
  const buyer = shop.regularBuyer(dutiable(drawn));
  const consignee = random.chance(1, 6) ? other : buyer;
  return parcelOf(shop, 'ordinary', { ...drawn, ...senders, seller, buyer, consignee });
}

const HOT = articleNamed('奶粉1段');

function stocked(random: SeededRandom, { bought }: Sale, freight: ImportFreight): Partial<Sale> {
  if (freight === 'mixed') return {};
  const isHot = freight === 'hot' && random.chance(9, 10);
  const goods = isHot ? [buys(HOT, BigInt(1 + random.below(3)))] : bought;
  return { mode: '1210', area: AREAS[0]!, bought: goods };
}

/**
 * Three parcels in four go to somebody who bought before and has room left; the tax authority's
 * year is long, so a buyer has about four parcels.
 * @param limit what one buyer may buy in a year, fen
 */
export function returningBuyers(
  random: SeededRandom,
  fresh: () => Person,
  limit: bigint,
): (amount: bigint) => Person {
  const known: { readonly person: Person; left: bigint }[] = [];
  return (amount) => {
    assert(amount <= limit, 'one parcel fits the annual limit');
    const one = known.length > 0 && random.chance(3, 4) ? random.pick(known) : undefined;
    if (one !== undefined && one.left >= amount) {
      one.left -= amount;
      return one.person;
    }
    const person = fresh();
    known.push({ person, left: limit - amount });
    return person;
  };
}
