import type { Finding } from '../base/finding.ts';
import type { PaidOrder, PaymentData, PaymentHead } from '../documents/payment-data/answer.ts';
import { GOODS, HEAD, LISTS } from '../documents/payment-data/fields.ts';
import type { OrderTerms, PaymentTerms } from '../documents/terms.ts';
import { type PullCode, pullFinding } from './codes.ts';

/** What was declared for the order: what the decision on its list rests on. */
export type Declared = {
  readonly order: OrderTerms;
  /** At least one. */
  readonly payments: readonly PaymentTerms[];
  /** Names of the goods of the order, as CEB311 has them. */
  readonly itemNames: readonly string[];
};

/** No clock of two firms need agree better: a design value, the announcements say nothing. */
const TIME_MILLISECONDS = 3_600_000;

type Note = (code: PullCode, path: string) => void;

/**
 * Compares what a platform says of a payment with what was declared, P179-2. Nothing here depends
 * on anything but the two.
 */
export function compareAnswer(
  { payExchangeInfoHead: head, payExchangeInfoLists: orders }: Omit<PaymentData, 'sessionID'>,
  declared: Declared,
): Finding[] {
  const findings: Finding[] = [];
  const note: Note = (code, path) => findings.push(pullFinding(code, path));
  compareHead(head, orders.length, declared, note);
  const { order } = declared;
  const at = orders.findIndex(({ orderNo }) => orderNo === order.orderNo);
  if (at < 0) note('PULL-ORDER', `/${LISTS}`);
  else compareOrder(orders[at]!, `/${LISTS}/${at}`, declared, note);
  return findings;
}

function compareHead(
  head: PaymentHead,
  orders: number,
  { order, payments }: Declared,
  note: Note,
): void {
  // Of several payments it is the one that is named, or else the first.
  const named = payments.find((one) => one.payTransactionId === head.payTransactionId);
  const payment = named ?? payments[0]!;
  const check = (holds: boolean, code: PullCode, name: keyof PaymentHead): void => {
    if (!holds) note(code, `/${HEAD}/${name}`);
  };
  const { amountPaid } = payment;
  check(head.ebpCode === order.ebpCode, 'PULL-PLATFORM', 'ebpCode');
  check(head.payCode === payment.payCode, 'PULL-FIRM', 'payCode');
  check(named !== undefined, 'PULL-TRANSACTION', 'payTransactionId');
  const isPaid = orders > 1 ? head.totalAmount >= amountPaid : head.totalAmount === amountPaid;
  check(isPaid, 'PULL-AMOUNT', 'totalAmount');
  check(head.currency === payment.currency, 'PULL-CURRENCY', 'currency');
  const apart = Math.abs(head.tradingTime - payment.payTime);
  check(apart <= TIME_MILLISECONDS, 'PULL-TIME', 'tradingTime');
}

function compareOrder(
  { goodsInfo, recpName }: PaidOrder,
  path: string,
  { order, itemNames }: Declared,
  note: Note,
): void {
  const names = new Set(itemNames.map(normal));
  for (const [i, { gname, itemLink }] of goodsInfo.entries()) {
    if (!names.has(normal(gname))) note('PULL-GOODS', `${path}/${GOODS}/${i}/gname`);
    if (!isWebAddress(itemLink)) note('PULL-LINK', `${path}/${GOODS}/${i}/itemLink`);
  }
  const payees = [order.ebcName, order.ebpName].map(normal);
  if (!payees.includes(normal(recpName))) note('PULL-PAYEE', `${path}/recpName`);
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Names are compared without regard to white space and the width of letters and brackets. */
function normal(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toUpperCase();
}
