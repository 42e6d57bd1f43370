import { zstdDecompressSync } from 'node:zlib';
import { type Fraction, fractionOf, times, whole } from './decimals.ts';

/** What an upload of payment data says, as far as it is compared with what was declared. */
export type PaidText = {
  readonly ebpCode: string;
  readonly payCode: string;
  readonly payTransactionId: string;
  readonly currency: string;
  /** `yyyyMMddHHmmss`. */
  readonly tradingTime: string;
  /** Yuan, exactly as written. */
  readonly totalAmount: Fraction | null;
  readonly orders: readonly PaidOrderText[];
};

export type PaidOrderText = {
  readonly orderNo: string;
  readonly recpName: string;
  readonly goodsInfo: readonly { readonly gname: string; readonly itemLink: string }[];
};

/** The text of a packed upload; null when it cannot be unpacked. */
export function unpackText(body: Uint8Array): string | null {
  try {
    return zstdDecompressSync(body).toString('utf8');
  } catch {
    // What is packed badly is a break of the law, not of the audit.
    return null;
  }
}

/** Reads an upload that was accepted; null when it is none. */
export function readPaid(text: string): PaidText | null {
  try {
    const raw = JSON.parse(text, exactAmount) as Record<string, unknown>;
    const head = raw.payExchangeInfoHead as Record<string, string> & { totalAmount: string };
    const orders = (raw.payExchangeInfoLists ?? raw.payExchangeInfoList) as PaidOrderText[];
    const { ebpCode = '', payCode = '', payTransactionId = '', currency = '' } = head;
    const { tradingTime = '' } = head;
    const totalAmount = amountOf(head.totalAmount);
    return { ebpCode, payCode, payTransactionId, currency, tradingTime, totalAmount, orders };
  } catch {
    return null;
  }
}

/** Numbers as they are written: a float cannot hold every amount. */
function exactAmount(_: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' ? (context?.source ?? String(value)) : value;
}

function amountOf(text: string): Fraction | null {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const number = fractionOf(mantissa);
  const power = 10n ** BigInt(exponent.replace(/^[+-]/, ''));
  if (number === null) return null;
  return exponent.startsWith('-')
    ? { n: number.n, d: number.d * power }
    : times(number, whole(power));
}
