import type { KeyObject } from 'node:crypto';
import { stamp14 } from '../../base/dates.ts';
import { fenToScaled5, formatScaled5 } from '../../base/fen.ts';
import { type Json, writeJson } from '../json/json-text.ts';
import type { PaidOrder, PaymentData, PaymentHead } from './answer.ts';
import { HEAD, LISTS } from './fields.ts';
import { type PaymentDataAlgorithm, signPaymentText } from './signature.ts';
import { signedTexts } from './signed-text.ts';

/** What a platform signs payment data with. */
export type PaymentDataSigner = {
  readonly key: KeyObject;
  /** Serial number of the certificate, hexadecimal. */
  readonly certNo: string;
  /** Fits the key. */
  readonly algorithm: PaymentDataAlgorithm;
};

/**
 * The text of `payExInfoStr`: compact JSON with its signature. The amount has no trailing zeros,
 * for a receiver that serialises it anew before it verifies would drop them.
 */
export function writePaymentAnswer(data: PaymentData, signer: PaymentDataSigner): string {
  const root = new Map<string, Json>([
    ['sessionID', data.sessionID],
    [HEAD, headJson(data.payExchangeInfoHead)],
    [LISTS, data.payExchangeInfoLists.map(orderJson)],
    ['serviceTime', String(data.serviceTime)],
  ]);
  const written = new Map([...root].map(([name, value]) => [name, writeJson(value)]));
  const [text = ''] = signedTexts({ value: root, written }, root, LISTS);
  root.set('certNo', signer.certNo);
  root.set('signValue', signPaymentText(text, signer.key, signer.algorithm));
  return writeJson(root);
}

function headJson({ totalAmount, tradingTime, ...texts }: PaymentHead): Json {
  const { currency, verDept, payType, note, ...first } = texts;
  return members({
    ...first,
    totalAmount: { number: formatScaled5(fenToScaled5(totalAmount)) },
    currency,
    verDept,
    payType,
    tradingTime: stamp14(tradingTime),
    note,
  });
}

function orderJson({ orderNo, goodsInfo, ...payee }: PaidOrder): Json {
  return members({ orderNo, goodsInfo: goodsInfo.map(members), ...payee });
}

/** An object of those values that there are. */
function members(values: Readonly<Record<string, Json>>): Json {
  return new Map(Object.entries(values).filter(([, value]) => value !== null));
}
