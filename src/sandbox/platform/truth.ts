import { type Instant, parseStamp14 } from '../../base/dates.ts';
import { parseFen } from '../../base/fen.ts';
import type { Values } from '../../documents/codec.ts';
import type { PaidGoods, PaymentData } from '../../documents/payment-data/answer.ts';
import type { PaymentDataRequest } from '../../documents/payment-data/request.ts';
import type { Sale } from './sales.ts';

/** Nobody of a made-up trade has an interface of UnionPay or NetsUnion. */
const OTHER_VERIFIER = '3';
const OTHER_PAY_TYPE = '4';

/**
 * What an honest platform answers: all as it was declared. The request and response of the
 * payment firm are made up, without anything personal.
 * @param guid 36 characters, letters in upper case
 */
export function honestData(
  { order, items, payment }: Sale,
  { sessionID }: Pick<PaymentDataRequest, 'sessionID'>,
  guid: string,
  at: Instant,
): PaymentData {
  const { ebpCode = '', orderNo = '', ebcCode = '', ebcName = '' } = order;
  const { payCode = '', payTransactionId = '', amountPaid = '', payTime = '' } = payment;
  const said = { out_trade_no: orderNo, total_fee: amountPaid };
  return {
    sessionID,
    payExchangeInfoHead: {
      guid,
      initalRequest: JSON.stringify({ ...said, mch_id: ebpCode }),
      initalResponse: JSON.stringify({ ...said, transaction_id: payTransactionId, payTime }),
      ...{ ebpCode, payCode, payTransactionId },
      totalAmount: parseFen(amountPaid) ?? 0n,
      currency: payment.currency ?? '',
      verDept: OTHER_VERIFIER,
      payType: OTHER_PAY_TYPE,
      tradingTime: parseStamp14(payTime) ?? 0,
      note: null,
    },
    payExchangeInfoLists: [
      {
        orderNo,
        goodsInfo: items.map((item) => goodsOf(item, ebpCode)),
        recpAccount: `SANDBOX-${ebcCode}`,
        recpCode: ebcCode,
        recpName: ebcName,
      },
    ],
    serviceTime: at,
  };
}

function goodsOf({ itemName = '', itemNo, gnum }: Values, ebpCode: string): PaidGoods {
  const article = encodeURIComponent(itemNo ?? `line-${gnum}`);
  return { gname: itemName, itemLink: `https://${ebpCode.toLowerCase()}.example/items/${article}` };
}
