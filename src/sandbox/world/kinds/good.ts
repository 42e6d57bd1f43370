import { present } from '../../../base/assert.ts';
import { withHead } from '../document.ts';
import {
  adding,
  changing,
  freshSale,
  headOf,
  LIST,
  ORDER,
  PAYMENT,
  type Parcel,
  parcelOf,
  treating,
  type Workshop,
} from '../parcel.ts';
import { CARRIERS, SELLERS } from '../parties.ts';
import { taxTotal } from '../predict.ts';
import { articleNamed, buys, dutiable, goodsValue, ordinarySale, saleTax } from '../sale.ts';
import { uuid } from '../write-sale.ts';

/** A parcel as most are. */
export function ordinary(shop: Workshop): Parcel {
  const placeholder = shop.freshBuyer();
  const index = shop.nextIndex();
  const sale = ordinarySale(shop.random, shop.law, index, placeholder, shop.freshBuyer());
  const buyer = shop.regularBuyer(dutiable(sale));
  const consignee = sale.consignee === placeholder ? buyer : sale.consignee;
  return parcelOf(shop, 'ordinary', { ...sale, buyer, consignee });
}

/** A coupon pays a part; the dutiable price stays (RULES TAX-3). */
export function coupon(shop: Workshop): Parcel {
  const sale = freshSale(shop);
  return parcelOf(shop, 'coupon', { ...sale, discount: goodsValue(sale) / 10n });
}

/** The tax on the order is a little off, within the tolerance (DOC-9). */
export function taxNear(shop: Workshop): Parcel {
  const sale = freshSale(shop);
  const tax = taxTotal(saleTax(sale, shop.law));
  return parcelOf(shop, 'tax-near', sale, tax + (tax * 3n) / 100n);
}

/** Goods and freight add up to exactly the single limit, which is within (TAX-10). */
export function atLimit(shop: Workshop): Parcel {
  const shoes = articleNamed('跑鞋');
  const bought = [buys(shoes, 3n), buys(articleNamed('塑料玩具'), 1n, 114_800n)];
  const sale = freshSale(shop, { mode: '1210', bought, freight: 1_200n, insurance: 0n });
  return parcelOf(shop, 'at-limit', sale);
}

/** One handbag above the single limit: released, taxed in full (TAX-10, E6 of the rules). */
export function aboveLimitSingle(shop: Workshop): Parcel {
  const bought = [buys(articleNamed('手提包'), 1n, 680_000n)];
  const chosen = { mode: '9610', bought, freight: 0n, insurance: 0n } as const;
  return parcelOf(shop, 'above-limit-single', freshSale(shop, chosen));
}

/** An overseas seller declares through its domestic agent (ENT-2). */
export function overseas(shop: Workshop): Parcel {
  const seller = present(
    SELLERS.find((one) => one.overseas),
    'an overseas seller',
  );
  return parcelOf(shop, 'overseas-seller', freshSale(shop, { seller }));
}

/** The carrier transmits the order under a written undertaking (ENT-5). */
export function onBehalf(shop: Workshop): Parcel {
  const carrier = CARRIERS[0]!;
  const parcel = parcelOf(shop, 'on-behalf', freshSale(shop, { carrier }));
  return treating(parcel, ORDER, { sender: carrier });
}

/** The same bytes are sent again after a lost answer; nothing happens twice. */
export function sentTwice(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'same-bytes-twice', freshSale(shop));
  const at = shop.random.pick([ORDER, PAYMENT, LIST]);
  return treating(parcel, at, { twice: true });
}

/** A wrong order is put right by a change (appType 2) before the list is declared. */
export function amended(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'order-amended', freshSale(shop));
  const right = parcel.sent[ORDER]!.document;
  const wrong = changing(parcel, ORDER, { buyerTelephone: '13300000000' });
  const changes = { guid: uuid(shop.random), appType: '2', appTime: laterTime(parcel) };
  const first = treating(wrong, LIST, { after: 4 });
  return adding(first, withHead(right, changes), parcel.sent[ORDER]!.sender, { after: ORDER });
}

/** The quantity of sugar and rice that one person may buy in a year, to the gram (ID-6). */
export function weightInFull(shop: Workshop): Parcel {
  const bought = [buys(articleNamed('白砂糖'), 4n), buys(articleNamed('长粒米'), 4n)];
  return parcelOf(shop, 'weight-in-full', freshSale(shop, { mode: '1210', bought }));
}

/** Named goods of a line that is open for them only (CLS-6). */
export function namedGoods(shop: Workshop): Parcel {
  const bought = [buys(articleNamed('打印机墨水'), 2n)];
  return parcelOf(shop, 'named-goods', freshSale(shop, { bought }));
}

// The time of the payment: after the first filing, so that the change is the newer one.
function laterTime(parcel: Parcel): string {
  return headOf(parcel, PAYMENT, 'appTime');
}
