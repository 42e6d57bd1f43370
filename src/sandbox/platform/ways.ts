import { DAY } from '../../base/dates.ts';
import type { SeededRandom } from '../../base/random.ts';
import { uuidOf } from '../../base/uuid.ts';
import type {
  PaidGoods,
  PaidOrder,
  PaymentData,
  PaymentHead,
} from '../../documents/payment-data/answer.ts';

/**
 * How a made-up platform deals with one order. `call`: what it says when it is asked: code 10000,
 * code 20000, or HTTP 500. `uploads`: what it sends afterwards, if it took the call.
 */
export type Way = {
  readonly name: string;
  /** Codes that the authority has to come to until the deadline is over; none for the truth. */
  readonly expect: readonly string[];
  readonly call: 'taken' | 'refused' | 'broken';
  readonly uploads: readonly Upload[];
};

/** One upload: the data from what is true, and the text once more when it is signed. */
export type Upload = {
  readonly data: (truth: PaymentData, random: SeededRandom) => PaymentData;
  readonly text: (signed: string) => string;
};

const asItIs: Upload = { data: (truth) => truth, text: (signed) => signed };

const HONEST: Way = { name: 'honest', expect: [], call: 'taken', uploads: [asItIs] };

function head(change: (was: PaymentHead, random: SeededRandom) => Partial<PaymentHead>): Upload {
  const data: Upload['data'] = (truth, random) => {
    const was = truth.payExchangeInfoHead;
    return { ...truth, payExchangeInfoHead: { ...was, ...change(was, random) } };
  };
  return { ...asItIs, data };
}

function order(change: (was: PaidOrder) => Partial<PaidOrder>): Upload {
  const data: Upload['data'] = (truth) => {
    const [first, ...rest] = truth.payExchangeInfoLists;
    const payExchangeInfoLists = first ? [{ ...first, ...change(first) }, ...rest] : rest;
    return { ...truth, payExchangeInfoLists };
  };
  return { ...asItIs, data };
}

function goods(change: Partial<PaidGoods>): Upload {
  return order(({ goodsInfo }) => ({
    goodsInfo: goodsInfo.map((one, at) => (at === 0 ? { ...one, ...change } : one)),
  }));
}

/** Another last character, so that a code stays as long as it was. */
function other(code: string): string {
  return `${code.slice(0, -1)}${code.endsWith('X') ? 'Y' : 'X'}`;
}

/** Between 1 fen and a yuan more. */
const dearer = head(({ totalAmount }, random) => ({
  totalAmount: totalAmount + 1n + BigInt(random.below(100)),
}));

const wrongly = (name: string, code: string, ...uploads: readonly Upload[]): Way => ({
  ...{ name, expect: [code], call: 'taken', uploads },
});

/** What cannot be read or trusted is no answer: the deadline passes as well. */
const refused = (name: string, code: string, upload: Upload): Way => ({
  ...{ name, expect: [code, 'PULL-LATE'], call: 'taken', uploads: [upload] },
});

const text = (change: Upload['text']): Upload => ({ ...asItIs, text: change });

/** Every way of being wrong that the authority has a finding for. */
export const WRONG_WAYS: readonly Way[] = [
  wrongly('amount', 'PULL-AMOUNT', dearer),
  wrongly(
    'transaction',
    'PULL-TRANSACTION',
    head((was) => ({ payTransactionId: other(was.payTransactionId) })),
  ),
  wrongly(
    'order',
    'PULL-ORDER',
    order(({ orderNo }) => ({ orderNo: other(orderNo) })),
  ),
  wrongly(
    'payee',
    'PULL-PAYEE',
    order(() => ({ recpName: '另一收款方有限公司' })),
  ),
  wrongly('goods', 'PULL-GOODS', goods({ gname: '未申报的商品' })),
  wrongly('link', 'PULL-LINK', goods({ itemLink: 'see the shop' })),
  wrongly(
    'currency',
    'PULL-CURRENCY',
    head(() => ({ currency: '502' })),
  ),
  wrongly(
    'time',
    'PULL-TIME',
    head(({ tradingTime }) => ({ tradingTime: tradingTime - DAY })),
  ),
  wrongly(
    'firm',
    'PULL-FIRM',
    head(({ payCode }) => ({ payCode: other(payCode) })),
  ),
  wrongly(
    'platform',
    'PULL-PLATFORM',
    head(({ ebpCode }) => ({ ebpCode: other(ebpCode) })),
  ),
  refused(
    'shape',
    'PAYDATA-SHAPE',
    text((signed) => signed.replace(/"totalAmount":([\d.]+)/, '"totalAmount":"$1"')),
  ),
  refused(
    'signature',
    'PAYDATA-SIGNATURE-VALUE',
    text((signed) => signed.replace(/"totalAmount":/, '"totalAmount":1')),
  ),
  refused(
    'certificate',
    'REG-CERT-UNKNOWN',
    text((signed) => signed.replace(/"certNo":"/, '"certNo":"7f')),
  ),
  wrongly('session', 'PULL-LATE', {
    ...asItIs,
    data: (truth, random) => ({ ...truth, sessionID: uuidOf(random.bytes(16)).toUpperCase() }),
  }),
  wrongly('twice', 'PAYDATA-ANSWERED', asItIs, dearer),
  wrongly('silence', 'PULL-LATE'),
  { name: 'refusal', expect: ['PULL-REFUSED'], call: 'refused', uploads: [] },
  { name: 'broken', expect: ['PULL-UNREACHED'], call: 'broken', uploads: [] },
];

/** An order that is not known here: it is looked for when the call was taken, and not found. */
export const UNKNOWN: Way = wrongly('unknown', 'PULL-LATE');

/**
 * How an order is dealt with: drawn from the seeded generator of that order.
 * @param wrong share of orders that are dealt with wrongly, of `of`
 */
export function drawWay(random: SeededRandom, wrong: number, of: number): Way {
  return random.chance(wrong, of) ? random.pick(WRONG_WAYS) : HONEST;
}
