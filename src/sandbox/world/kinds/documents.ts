import { withHead } from '../document.ts';
import {
  adding,
  changing,
  changingLine,
  ending,
  freshSale,
  LIST,
  ORDER,
  PAYMENT,
  type Parcel,
  parcelOf,
  type Sent,
  treating,
  WAYBILL,
  type Workshop,
} from '../parcel.ts';
import { CARRIERS } from '../parties.ts';
import { uuid } from '../write-sale.ts';

/** Statuses of records that are refused on their own (section 7 of the specification). */
export const REFUSED = {
  CEB311: '-301008',
  CEB411: '-401009',
  CEB511: '-504011',
  CEB621: '-621001',
  CEB623: '-623001',
  CEB625: '-625001',
  CEB711: '-800001',
} as const;

/** Statuses of records whose key is taken. */
export const TAKEN = {
  CEB311: '-301010',
  CEB411: '-401007',
  CEB511: '-504015',
  CEB621: '-621004',
  CEB623: '-623009',
  CEB625: '-625033',
  CEB711: '-800003',
} as const;

/** A record that breaks the schema among good neighbours; the list then waits for it. */
function broken(
  shop: Workshop,
  kind: string,
  at: number,
  change: (parcel: Parcel) => Parcel,
): Parcel {
  const parcel = change(parcelOf(shop, kind, freshSale(shop)));
  const status = REFUSED[parcel.sent[at]!.document.type];
  return ending(treating(parcel, at, { status }), at === LIST ? 'refused' : 'waiting', null);
}

/** A required element is left out. */
export function fieldMissing(shop: Workshop): Parcel {
  return broken(shop, 'field-missing', ORDER, (parcel) =>
    changing(parcel, ORDER, { buyerIdNumber: undefined }),
  );
}

/** A required element of the list is empty. */
export function fieldEmpty(shop: Workshop): Parcel {
  return broken(shop, 'field-empty', LIST, (parcel) =>
    changing(parcel, LIST, { logisticsName: '' }),
  );
}

/** A text longer than the schema allows. */
export function fieldTooLong(shop: Workshop): Parcel {
  return broken(shop, 'field-too-long', WAYBILL, (parcel) =>
    changing(parcel, WAYBILL, { logisticsNo: '9'.repeat(61) }),
  );
}

/** An amount with six decimals. */
export function tooManyDecimals(shop: Workshop): Parcel {
  return broken(shop, 'too-many-decimals', PAYMENT, (parcel) =>
    changing(parcel, PAYMENT, { amountPaid: '12.345678' }),
  );
}

/** An amount with more digits than the schema allows. */
export function tooManyDigits(shop: Workshop): Parcel {
  return broken(shop, 'too-many-digits', ORDER, (parcel) =>
    changing(parcel, ORDER, { goodsValue: `${'9'.repeat(18)}.99999` }),
  );
}

/** A text where a number belongs. */
export function notANumber(shop: Workshop): Parcel {
  return broken(shop, 'not-a-number', LIST, (parcel) => changing(parcel, LIST, { packNo: '一' }));
}

/** Another currency than CNY, which the schema fixes. */
export function otherCurrency(shop: Workshop): Parcel {
  return broken(shop, 'currency-other', LIST, (parcel) =>
    changing(parcel, LIST, { currency: '502' }),
  );
}

/** A negative sum that keeps the identities true. */
export function negativeAmount(shop: Workshop): Parcel {
  return broken(shop, 'negative-amount', LIST, (parcel) =>
    changing(parcel, LIST, { freight: '-12.00' }),
  );
}

/** A day that does not exist. */
export function impossibleDay(shop: Workshop): Parcel {
  return broken(shop, 'impossible-day', LIST, (parcel) =>
    changing(parcel, LIST, { declTime: '20200230' }),
  );
}

/** Two lines with one number. */
export function lineNumberTwice(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'line-number-twice', freshSale(shop));
  const list = parcel.sent[LIST]!.document;
  const document = { ...list, lines: [...list.lines, list.lines[0]!] };
  return ending(treating(parcel, LIST, { document, status: REFUSED.CEB621 }), 'refused');
}

/** The order is sent again, the same content in a new message (DOC-2). */
export function orderRepeated(shop: Workshop): Parcel {
  return repeated(shop, 'order-repeated', ORDER, {});
}

/** The order number comes again with another price. */
export function orderConflict(shop: Workshop): Parcel {
  return repeated(shop, 'order-conflict', ORDER, { discount: '1' });
}

/** The payment is sent again with another amount. */
export function paymentConflict(shop: Workshop): Parcel {
  return repeated(shop, 'payment-conflict', PAYMENT, { amountPaid: '1' });
}

/** A waybill number is used again for another order within six months. */
export function waybillReused(shop: Workshop): Parcel {
  return repeated(shop, 'waybill-reused', WAYBILL, { orderNo: `X${shop.frame.mark}` });
}

/** The list is declared a second time. */
export function listRepeated(shop: Workshop): Parcel {
  return repeated(shop, 'list-repeated', LIST, {});
}

/** The list comes again with another weight. */
export function listConflict(shop: Workshop): Parcel {
  return repeated(shop, 'list-conflict', LIST, { grossWeight: '29.5' });
}

function repeated(
  shop: Workshop,
  kind: string,
  at: number,
  changes: Readonly<Record<string, string>>,
): Parcel {
  const parcel = parcelOf(shop, kind, freshSale(shop));
  const { document, sender } = parcel.sent[at]!;
  const again = withHead(document, { guid: uuid(shop.random), ...changes });
  return adding(parcel, again, sender, { after: at, status: TAKEN[document.type] });
}

/** An order is changed that was never sent. */
export function changeOfNothing(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'change-of-nothing', freshSale(shop));
  const changed = changing(parcel, ORDER, { appType: '2' });
  return ending(treating(changed, ORDER, { status: '-301009' }), 'waiting');
}

/** A carrier without an undertaking transmits an order (ENT-5). */
export function notOnBehalf(shop: Workshop): Parcel {
  const carrier = CARRIERS[1]!;
  const parcel = parcelOf(shop, 'sender-without-undertaking', freshSale(shop, { carrier }));
  const status = REFUSED.CEB311;
  return ending(treating(parcel, ORDER, { sender: carrier, status }), 'waiting');
}

/** A draft (appStatus 1) is stored and nothing more; the list waits. */
export function draft(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'order-draft', freshSale(shop));
  const changed = changing(parcel, ORDER, { appStatus: '1' });
  return ending(treating(changed, ORDER, { status: '1' }), 'waiting');
}

/** A returned list is declared again, correctly, and released. */
export function declaredAgain(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'declared-again', freshSale(shop));
  const right = parcel.sent[LIST]!.document;
  const wrong = changing(parcel, LIST, { buyerTelephone: '13300000002' });
  const first = treating(wrong, LIST, { after: WAYBILL, status: '100' });
  const chain: Sent[] = first.sent.map((one, i) =>
    i === PAYMENT || i === WAYBILL ? { ...one, after: i - 1 } : one,
  );
  const again = withHead(right, { guid: uuid(shop.random) });
  return adding({ ...first, sent: chain }, again, first.sent[LIST]!.sender, { after: LIST });
}

/** A price with six decimals in a line. */
export function lineDecimals(shop: Workshop): Parcel {
  return broken(shop, 'line-decimals', LIST, (parcel) =>
    changingLine(parcel, LIST, 0, { price: '1.0000001' }),
  );
}
