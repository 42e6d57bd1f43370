import { present } from '../../../base/assert.ts';
import { parseFen } from '../../../base/fen.ts';
import { withHead } from '../document.ts';
import {
  adding,
  changing,
  changingLine,
  ending,
  freshSale,
  headOf,
  LIST,
  leavingOut,
  ORDER,
  PAYMENT,
  type Parcel,
  parcelOf,
  WAYBILL,
  type Workshop,
} from '../parcel.ts';
import { PAYMENTS, SELLERS } from '../parties.ts';
import { articleNamed, buys } from '../sale.ts';
import { decimal, uuid } from '../write-sale.ts';

/** A parcel in which `change` makes one document disagree; customs returns the list. */
function disagreeing(
  shop: Workshop,
  kind: string,
  code: string,
  change: (parcel: Parcel) => Parcel,
): Parcel {
  return ending(change(parcelOf(shop, kind, freshSale(shop))), '100', code);
}

/** Somebody else paid (DOC-5). */
export function payerDiffers(shop: Workshop): Parcel {
  const { name, idNumber } = shop.freshBuyer();
  return disagreeing(shop, 'payer-differs', '1327', (parcel) =>
    changing(parcel, PAYMENT, { payerName: name, payerIdNumber: idNumber }),
  );
}

/** The order's amounts do not add up by one fen (DOC-3). */
export function sumOff(shop: Workshop): Parcel {
  return disagreeing(shop, 'order-sum-off', 'DOC-PAID-SUM', (parcel) => {
    const paid = decimal(amount(parcel, ORDER, 'acturalPaid') + 1n);
    return changing(changing(parcel, ORDER, { acturalPaid: paid }), PAYMENT, { amountPaid: paid });
  });
}

/** The head of the order claims less than its lines, and so does what was paid. */
export function goodsValueLow(shop: Workshop): Parcel {
  return disagreeing(shop, 'goods-value-low', 'DOC-GOODS-SUM', (parcel) => {
    const value = decimal(amount(parcel, ORDER, 'goodsValue') - 500n);
    const paid = decimal(amount(parcel, ORDER, 'acturalPaid') - 500n);
    const order = changing(parcel, ORDER, { goodsValue: value, acturalPaid: paid });
    return changing(order, PAYMENT, { amountPaid: paid });
  });
}

/** One fen less was paid than the order says (DOC-4). */
export function paidDiffers(shop: Workshop): Parcel {
  return disagreeing(shop, 'paid-differs', 'DOC-AMOUNT-PAID', (parcel) =>
    changing(parcel, PAYMENT, { amountPaid: decimal(amount(parcel, PAYMENT, 'amountPaid') - 1n) }),
  );
}

/** The list declares another article than was ordered (DOC-7, code 1322). */
export function itemDiffers(shop: Workshop): Parcel {
  return disagreeing(shop, 'item-differs', '1322', (parcel) =>
    changingLine(parcel, LIST, 0, { itemNo: 'ZZ9999990001' }),
  );
}

/** The list declares a lower unit price than was ordered. */
export function priceDiffers(shop: Workshop): Parcel {
  const bought = [buys(articleNamed('鱼油'), 2n)];
  const parcel = parcelOf(shop, 'price-differs', freshSale(shop, { bought }));
  const cheap = { price: decimal(1_000n), totalPrice: decimal(2_000n) };
  return ending(changingLine(parcel, LIST, 0, cheap), '100', '1322');
}

/** The list names another phone of the orderer; that alone is a return (DOC-5). */
export function phoneDiffers(shop: Workshop): Parcel {
  return disagreeing(shop, 'phone-differs', '130126', (parcel) =>
    changing(parcel, LIST, { buyerTelephone: '13300000001' }),
  );
}

/** The list is declared for another person than ordered (13127). */
export function buyerDiffers(shop: Workshop): Parcel {
  const { name, idNumber } = shop.freshBuyer();
  return disagreeing(shop, 'buyer-differs', '13127', (parcel) =>
    changing(parcel, LIST, { buyerName: name, buyerIdNumber: idNumber }),
  );
}

/** The parcel travels to another consignee than the order names. */
export function consigneeDiffers(shop: Workshop): Parcel {
  const { name, phone } = shop.freshBuyer();
  return disagreeing(shop, 'consignee-differs', 'DOC-CONSIGNEE', (parcel) =>
    changing(parcel, WAYBILL, { consignee: name, consigneeTelephone: phone }),
  );
}

/** The list is addressed elsewhere. */
export function addressDiffers(shop: Workshop): Parcel {
  const { address } = shop.freshBuyer();
  return disagreeing(shop, 'address-differs', 'DOC-ADDRESS', (parcel) =>
    changing(parcel, LIST, { consigneeAddress: address }),
  );
}

/** The payment comes from another payment firm than the order names (13035). */
export function payFirmDiffers(shop: Workshop): Parcel {
  const sale = freshSale(shop, { payment: PAYMENTS[0]! });
  const parcel = parcelOf(shop, 'pay-firm-differs', sale);
  const named = {
    payCode: PAYMENTS[1]!.code,
    payName: PAYMENTS[1]!.name,
    payTransactionId: headOf(parcel, PAYMENT, 'payTransactionId'),
  };
  return ending(changing(parcel, ORDER, named), '100', '13035');
}

/** The payment carries another transaction number than the order names. */
export function payNumberDiffers(shop: Workshop): Parcel {
  return disagreeing(shop, 'pay-number-differs', 'DOC-PAYMENT-NO', (parcel) =>
    changing(parcel, ORDER, {
      payCode: headOf(parcel, PAYMENT, 'payCode'),
      payName: headOf(parcel, PAYMENT, 'payName'),
      payTransactionId: `${headOf(parcel, PAYMENT, 'payTransactionId')}9`,
    }),
  );
}

/** The list names another seller than the order; its agent may declare for both. */
export function sellerDiffers(shop: Workshop): Parcel {
  const sale = freshSale(shop, { seller: SELLERS[0]! });
  const other = SELLERS[1]!;
  const parcel = parcelOf(shop, 'seller-differs', sale);
  const changed = changing(parcel, LIST, { ebcCode: other.code, ebcName: other.name });
  return ending(changed, '100', 'DOC-PARTY');
}

/** Two payments stand for one order; nobody can tell which is meant. */
export function twoPayments(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'two-payments', freshSale(shop));
  const paid = parcel.sent[PAYMENT]!;
  const changes = {
    guid: uuid(shop.random),
    payTransactionId: `${headOf(parcel, PAYMENT, 'payTransactionId')}1`,
  };
  const second = adding(parcel, withHead(paid.document, changes), paid.sender);
  // The list comes last, or it would be decided with the first payment alone.
  const sent = second.sent.map((one, i) => (i === LIST ? { ...one, after: 4 } : one));
  return ending({ ...second, sent: chained(sent, 4, PAYMENT) }, '100', '-401003');
}

function chained(sent: Parcel['sent'], at: number, after: number): Parcel['sent'] {
  return sent.map((one, i) => (i === at ? { ...one, after } : one));
}

/** The list declares more freight than order and waybill (DOC-8). */
export function freightDiffers(shop: Workshop): Parcel {
  return disagreeing(shop, 'freight-differs', 'DOC-FREIGHT', (parcel) =>
    changing(parcel, LIST, { freight: decimal(amount(parcel, LIST, 'freight') + 700n) }),
  );
}

/** Paid three days before the order was filed (DOC-10). */
export function paidTooEarly(shop: Workshop): Parcel {
  return disagreeing(shop, 'paid-too-early', 'DOC-TIME', (parcel) => {
    const time = headOf(parcel, PAYMENT, 'payTime').slice(8);
    return changing(parcel, PAYMENT, { payTime: `20190101${time}` });
  });
}

/** The waybill was made for another order. */
export function waybillOfOther(shop: Workshop): Parcel {
  return disagreeing(shop, 'waybill-of-other-order', 'DOC-WAYBILL-ORDER', (parcel) =>
    changing(parcel, WAYBILL, { orderNo: `${headOf(parcel, WAYBILL, 'orderNo')}X` }),
  );
}

/** The payment never comes; the list waits (DOC-11). */
export function noPayment(shop: Workshop): Parcel {
  return waiting(shop, 'payment-missing', PAYMENT);
}

/** The order never comes. */
export function noOrder(shop: Workshop): Parcel {
  return waiting(shop, 'order-missing', ORDER);
}

/** The waybill never comes. */
export function noWaybill(shop: Workshop): Parcel {
  return waiting(shop, 'waybill-missing', WAYBILL);
}

function waiting(shop: Workshop, kind: string, missing: number): Parcel {
  return ending(leavingOut(parcelOf(shop, kind, freshSale(shop)), missing), 'waiting');
}

function amount(parcel: Parcel, at: number, element: string): bigint {
  return present(parseFen(headOf(parcel, at, element)), element);
}

/** Two parcels on one list, which is one too many. */
export function twoParcels(shop: Workshop): Parcel {
  return disagreeing(shop, 'pack-two', 'DOC-PACK-NO', (parcel) =>
    changing(parcel, LIST, { packNo: '2' }),
  );
}

/** The goods weigh more than the parcel. */
export function netAboveGross(shop: Workshop): Parcel {
  return disagreeing(shop, 'net-above-gross', 'DOC-NET-WEIGHT', (parcel) =>
    changing(parcel, LIST, { grossWeight: '0.01' }),
  );
}

/** The payment firm sends another order number than the platform; the list waits (NOTES 12). */
export function paymentTypo(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'payment-order-typo', freshSale(shop));
  const orderNo = `${headOf(parcel, PAYMENT, 'orderNo')}0`;
  return ending(changing(parcel, PAYMENT, { orderNo }), 'waiting');
}
