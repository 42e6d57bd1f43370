import { present } from '../../../base/assert.ts';
import {
  changing,
  changingLine,
  ending,
  freshSale,
  LIST,
  ORDER,
  PAYMENT,
  type Parcel,
  parcelOf,
  type Short,
  treating,
  WAYBILL,
  type Workshop,
} from '../parcel.ts';
import { BAD } from '../parties.ts';
import { spoilIdNumber } from '../people.ts';
import { taxTotal } from '../predict.ts';
import { articleNamed, type Bought, buys, type Sale, saleTax } from '../sale.ts';
import { ofOneBook, servedOf } from './stock.ts';

function returned(shop: Workshop, kind: string, code: string, chosen: Partial<Sale>): Parcel {
  return ending(parcelOf(shop, kind, freshSale(shop, chosen)), '100', code);
}

function of(part: string, quantity = 1n): { bought: Bought[] } {
  return { bought: [buys(articleNamed(part), quantity)] };
}

/** A seller who is not registered (ENT-1). */
export function unknownSeller(shop: Workshop): Parcel {
  return returned(shop, 'seller-unknown', '-10102', { seller: BAD.unknownSeller });
}

/** A seller who is suspended. */
export function suspendedSeller(shop: Workshop): Parcel {
  return returned(shop, 'seller-suspended', 'ENT-STATUS', { seller: BAD.suspendedSeller });
}

/** A seller whose registration has ended. */
export function expiredSeller(shop: Workshop): Parcel {
  return returned(shop, 'seller-expired', 'ENT-EXPIRED', { seller: BAD.expiredSeller });
}

/** Goods that were taken off the positive list in March 2022 (CLS-5). */
export function offList(shop: Workshop): Parcel {
  return returned(shop, 'off-positive-list', 'POS-OFF-LIST', of('装饰刀剑'));
}

/** Goods that the tariff of retail import does not know at all. */
export function noTariff(shop: Workshop): Parcel {
  const known = freshSale(shop, of('T恤'));
  const sale = { ...known, ...of('小轿车') };
  return ending(parcelWithTax(shop, 'tariff-unknown', sale, 10_000n), '100', 'TAX-RATE');
}

/** A handbag trimmed with crocodile skin, which the remark of its line excludes (CLS-6). */
export function excluded(shop: Workshop): Parcel {
  return returned(shop, 'exclude-remark', 'POS-EXCLUDE', of('鳄鱼皮'));
}

// Writes documents of goods the profile has no rates for.
function parcelWithTax(shop: Workshop, kind: string, sale: Sale, tax: bigint): Parcel {
  const rates = () => ({
    vat: [13n, 100n] as const,
    duty: [0n, 1n] as const,
    share: [0n, 1n] as const,
    perMeasure: [0n, 1n] as const,
    highEndFrom: null,
  });
  return parcelOf({ ...shop, law: { ...shop.law, ratesOf: rates } }, kind, sale, tax);
}

/** Goods open for bonded import only, declared as direct purchase (CLS-6). */
export function bondedOnly(shop: Workshop): Parcel {
  return returned(shop, 'mode-remark', 'POS-MODE', { ...of('虾仁', 2n), mode: '9610' });
}

/** Goods of an open line that are not the goods named there (CLS-6). */
export function notNamed(shop: Workshop): Parcel {
  return returned(shop, 'name-remark', 'POS-NAME', of('工业印刷油墨'));
}

/** More sugar than a person may buy in a year, in one parcel (ID-6). */
export function tooMuchSugar(shop: Workshop): Parcel {
  return returned(shop, 'weight-sugar', 'POS-WEIGHT', of('白砂糖', 5n));
}

/** More rice than a person may buy in a year, in one parcel. */
export function tooMuchRice(shop: Workshop): Parcel {
  return returned(shop, 'weight-rice', 'POS-WEIGHT', of('长粒米', 5n));
}

/** Several articles above the single limit together (TAX-10). */
export function aboveLimitSeveral(shop: Workshop): Parcel {
  const bought = [buys(articleNamed('跑鞋'), 4n)];
  return returned(shop, 'above-limit-several', '-621005', { bought, mode: '1210' });
}

/** One fen above the single limit with two lines. */
export function oneFenAbove(shop: Workshop): Parcel {
  const bought = [buys(articleNamed('跑鞋'), 3n), buys(articleNamed('塑料玩具'), 1n, 114_801n)];
  const chosen = { bought, freight: 1_200n, insurance: 0n };
  return returned(shop, 'one-fen-above-limit', '-621005', chosen);
}

/** One single article that is above what is left of the year (TAX-10, ID-4). */
export function aboveYearSingle(shop: Workshop): Parcel {
  const bought = [buys(articleNamed('按摩椅'), 1n, 2_600_001n)];
  const chosen = { bought, freight: 0n, insurance: 0n };
  return returned(shop, 'above-annual-single', '1313', chosen);
}

/** An identity number whose check character is wrong, on all documents (ID-1). */
export function wrongChecksum(shop: Workshop): Parcel {
  const person = shop.freshBuyer();
  const buyer = { ...person, idNumber: spoilIdNumber(person.idNumber) };
  return returned(shop, 'id-checksum', 'ID-CHECKSUM', { buyer });
}

/** The tax stated on the order is a tenth too low (DOC-9). */
export function taxFar(shop: Workshop): Parcel {
  const sale = freshSale(shop);
  const tax = taxTotal(saleTax(sale, shop.law));
  const parcel = parcelOf(shop, 'tax-stated-low', sale, tax - tax / 10n - 1n);
  return ending(parcel, '100', 'TAX-TOLERANCE');
}

/** No tax is stated at all, as if the goods were free of it. */
export function taxNone(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'tax-stated-none', freshSale(shop), 0n);
  return ending(parcel, '100', 'TAX-TOLERANCE');
}

/** The declarant has lodged no guarantee (TAX-11). */
export function noGuarantee(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'guarantee-none', freshSale(shop, { agent: BAD.nakedAgent }));
  return ending(parcel, '600', 'GUARANTEE-NONE');
}

/** The guarantee is one fen. */
export function poorGuarantee(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'guarantee-poor', freshSale(shop, { agent: BAD.poorAgent }));
  return ending(parcel, '600', 'GUARANTEE-SHORT');
}

/** The guarantor is none of the parties to the list (NOTES section 4). */
export function foreignGuarantor(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'guarantor-foreign', freshSale(shop));
  const changed = changing(parcel, LIST, { assureCode: BAD.revokedCard.code });
  return ending(changed, '100', 'ENT-ASSURE');
}

/** One of the people the authority has blocked. */
export function blockedBuyer(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'buyer-blocked', freshSale(shop));
  return ending(parcel, '100', 'ID-BLOCKED');
}

/** The authority knows the identity number under another name. */
export function otherName(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'buyer-other-name', freshSale(shop));
  return ending(parcel, '100', 'ID-MISMATCH');
}

/** The trader named as payment firm is no payment firm (ENT-3). */
export function noPaymentFirm(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'pay-firm-is-none', freshSale(shop, { payment: BAD.poorAgent }));
  return ending(parcel, '100', '-10101');
}

/** A carrier whose registration was revoked: the door is closed to it, so the list waits. */
export function revokedCarrier(shop: Workshop): Parcel {
  const parcel = parcelOf(
    shop,
    'carrier-revoked',
    freshSale(shop, { carrier: BAD.revokedCarrier }),
  );
  return ending(treating(parcel, WAYBILL, { status: null }), 'waiting');
}

/** Declared at a customs office of another district. */
export function otherCustoms(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'customs-elsewhere', freshSale(shop));
  return ending(
    changing(parcel, LIST, { customsCode: '9013', portCode: '9013' }),
    '100',
    'TRADE-CUSTOMS',
  );
}

/** Bonded goods without the account book they come from. */
export function noBook(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'book-missing', freshSale(shop, { mode: '1210' }));
  return ending(changing(parcel, LIST, { emsNo: '' }), '100', 'TRADE-1210');
}

/** A direct purchase without transport papers. */
export function noBill(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'bill-missing', freshSale(shop, { mode: '9610' }));
  return ending(
    changing(parcel, LIST, { trafNo: '', voyageNo: '', billNo: '' }),
    '100',
    'TRADE-9610',
  );
}

/** A passport instead of a resident's card (ID-1: the type must be 1). */
export function otherIdType(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'id-type-other', freshSale(shop));
  const order = changing(parcel, ORDER, { buyerIdType: '2' });
  const paid = changing(order, PAYMENT, { payerIdType: '2' });
  return ending(changing(paid, LIST, { buyerIdType: '2' }), '100', 'ID-TYPE');
}

/**
 * One buyer orders over several platforms until the year's limit is passed. All orders have the
 * same value, so the number released does not depend on which comes first (ID-4).
 */
export function annualRace(shop: Workshop, set: string): Parcel[] {
  const buyer = shop.freshBuyer();
  const bought = [buys(articleNamed('跑鞋'), 2n), buys(articleNamed('塑料玩具'), 6n, 24_000n)];
  const each = {
    buyer,
    consignee: buyer,
    bought,
    freight: 0n,
    insurance: 0n,
    mode: '1210',
    ...ofOneBook(shop),
  } as const;
  return Array.from({ length: 8 }, () => ({
    ...parcelOf(shop, 'annual-limit', freshSale(shop, each)),
    set,
  }));
}

/** Thirteen orders of 2,000 yuan fill the year exactly; the fourteenth is too many. */
export function annualExact(shop: Workshop, set: string): Parcel[] {
  const buyer = shop.freshBuyer();
  const bought = [buys(articleNamed('鱼油'), 10n, 20_000n)];
  const each = {
    buyer,
    consignee: buyer,
    bought,
    freight: 0n,
    insurance: 0n,
    mode: '9610',
  } as const;
  return Array.from({ length: 14 }, () => ({
    ...parcelOf(shop, 'annual-limit-exact', freshSale(shop, each)),
    set,
  }));
}

/** Three orders of one kilogram of sugar each: two fit into the year (ID-6). */
export function sugarRace(shop: Workshop, set: string): Parcel[] {
  const buyer = shop.freshBuyer();
  const bought = [buys(articleNamed('白砂糖'), 2n)];
  const own = { buyer, consignee: buyer, bought, freight: 0n, insurance: 0n } as const;
  const each = { ...own, ...ofOneBook(shop) };
  return Array.from({ length: 3 }, () => ({
    ...parcelOf(shop, 'weight-over-orders', freshSale(shop, each)),
    set,
  }));
}

/** What a set should come to: how many of its lists end in each way. */
export function countsOf(parcels: readonly Parcel[], annualLimit: bigint): SetCounts {
  const first = present(parcels[0], 'a parcel of the set');
  if (first.kind === 'weight-over-orders') {
    return { released: 2, returned: parcels.length - 2, code: 'POS-WEIGHT' };
  }
  if (first.shelf !== null) {
    const { released, short } = servedOf(parcels);
    return { released, returned: parcels.length - released, code: 'STK-SHORT', short };
  }
  const each = present(first.outcome.tax, 'the tax of a parcel').dutiable;
  const released = Number(annualLimit / each);
  return { released, returned: parcels.length - released, code: '1313' };
}

/** Numbers of lists of one set by outcome; `code` is the finding of those returned. */
export type SetCounts = {
  readonly released: number;
  readonly returned: number;
  readonly code: string;
  /** Of STK-SHORT: what those returned are told. */
  readonly short?: Short;
};

/** Order and list write the seller's name as nobody registered it (DOC-6). */
export function otherSellerName(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'seller-name-other', freshSale(shop));
  const order = changing(parcel, ORDER, { ebcName: '某某商贸' });
  return ending(changing(order, LIST, { ebcName: '某某商贸' }), '100', 'ENT-NAME');
}

/** A country that the code table does not have, on order and list. */
export function unknownCountry(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'country-unknown', freshSale(shop));
  const order = changingLine(parcel, ORDER, 0, { country: '998' });
  return ending(changingLine(order, LIST, 0, { country: '998' }), '100', 'CODE-COUNTRY');
}

/** A unit that the code table does not have. */
export function unknownUnit(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'unit-unknown', freshSale(shop));
  return ending(changingLine(parcel, LIST, 0, { unit: '998' }), '100', 'CODE-UNIT');
}

/** An article on file is declared under another code. */
export function otherCode(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'goods-code-other', freshSale(shop, of('T恤', 2n)));
  return ending(changingLine(parcel, LIST, 0, { gcode: '9503008900' }), '100', 'GOODS-HS');
}

/** An article on file is declared under another name. */
export function otherGoodsName(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'goods-name-other', freshSale(shop, of('T恤', 2n)));
  return ending(changingLine(parcel, LIST, 0, { gname: '布料样品' }), '100', 'GOODS-NAME');
}
