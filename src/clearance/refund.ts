import { addDays, type BusinessDate, businessDate } from '../base/dates.ts';
import { type Fen, formatScaled5, type Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { divideHalfUp } from '../base/rounding.ts';
import type { ListTerms, RefundLine, RequestTerms } from '../documents/terms.ts';
import type { Transfer } from '../ledger/transfer.ts';
import { refundFinding } from './refund-codes.ts';
import type { LineTax, Verdict } from './verdict.ts';
import { isOfAnother, otherElements, type StandingList } from './withdrawal.ts';

/**
 * open: asked for in time, the goods are awaited. closed: the goods came back and were accepted,
 * tax and quota are given back. lapsed: they came too late or never. refused: not accepted.
 */
export type RefundState = 'open' | 'closed' | 'lapsed' | 'refused';

/** Goods of one line that go back. */
export type Returned = { readonly gnum: number; readonly qty: Scaled5 };

/** An earlier refund of the same list. */
export type EarlierRefund = {
  readonly preNo: string;
  readonly state: RefundState;
  readonly lines: readonly Returned[];
};

/** What a refund request is decided from, beside the request itself. */
export type RefundFacts = {
  /** Null when there is no list with this number. */
  readonly standing: StandingList | null;
  /** The refunds of the list so far. */
  readonly earlier: readonly EarlierRefund[];
  /** The number that customs gave to this request. */
  readonly preNo: string;
  /** The day customs received the request. */
  readonly day: BusinessDate;
  /** Whether the tax of the list is collected in a payment notice already. */
  readonly isCollected: boolean;
  /** Days from release in which it may be asked for, the last one included (RET-1, RET-4). */
  readonly applyDays: number;
};

/**
 * Decides a refund request (CEB625): null when the goods may come back (RET-1, RET-2), else the
 * first thing that is wrong. The day of release is day 0, and the last day counts (RET-4).
 */
export function decideRefund(request: RequestTerms, facts: RefundFacts): Finding | null {
  return headFinding(request, facts) ?? linesFinding(request, facts);
}

function headFinding(request: RequestTerms, facts: RefundFacts): Finding | null {
  const { listNo, agentCode, preNo } = request;
  const { standing, earlier } = facts;
  const path = 'InvtRefundHead/invtNo';
  if (preNo !== null && preNo !== facts.preNo) {
    return refundFinding('ownNumber', 'InvtRefundHead/preNo', {});
  }
  if (earlier.some((one) => one.preNo === facts.preNo)) {
    return refundFinding('again', 'InvtRefundHead/copNo', { preNo: facts.preNo });
  }
  if (standing === null) return refundFinding('noList', path, { listNo });
  const { list, state } = standing;
  if (isOfAnother(request, list)) {
    return refundFinding('notYours', 'InvtRefundHead/agentCode', { agent: agentCode });
  }
  const others = otherElements(request, list);
  if (others.length > 0) {
    const elements = others.join(', ');
    return refundFinding('otherList', `InvtRefundHead/${others[0]}`, { elements });
  }
  if (state !== '800') return refundFinding('notReleased', path, { listNo, state });
  const released = businessDate(standing.decidedAt);
  const until = addDays(released, facts.applyDays);
  if (facts.day > until || facts.isCollected) {
    return refundFinding('tooLate', path, { listNo, released, until });
  }
  const open = earlier.find((one) => one.state === 'open');
  return open === undefined ? null : refundFinding('another', path, { listNo, other: open.preNo });
}

function linesFinding(request: RequestTerms, { standing, earlier }: RefundFacts): Finding | null {
  const lines = standing?.list.lines ?? [];
  const seen = new Set<number>();
  for (const [at, { gnum, gcode, unit, qty }] of request.lines.entries()) {
    const path = `InvtRefundList[${at + 1}]`;
    const line = lines.find((one) => one.gnum === gnum);
    if (line?.gcode !== gcode || line.unit !== unit || seen.has(gnum)) {
      return refundFinding('noLine', `${path}/gnum`, { gnum: String(gnum), gcode });
    }
    seen.add(gnum);
    const left = line.qty - returnedOf(earlier, gnum);
    if (qty <= 0n || qty > left) {
      const amounts = { qty: formatScaled5(qty), left: formatScaled5(left) };
      return refundFinding('tooMuch', `${path}/qty`, { gnum: String(gnum), ...amounts });
    }
  }
  return null;
}

/** What came back of a line already. */
export function returnedOf(earlier: readonly EarlierRefund[], gnum: number): Scaled5 {
  const closed = earlier.filter(({ state }) => state === 'closed').flatMap(({ lines }) => lines);
  return closed.reduce((sum, line) => (line.gnum === gnum ? sum + line.qty : sum), 0n);
}

/** What is given back for one refund, fen. */
export type Relief = {
  readonly dutiablePrice: Fen;
  readonly duty: Fen;
  readonly consumptionTax: Fen;
  readonly vat: Fen;
  /** The buyer's quota and the guarantor's frozen tax, corrected under the refund's number. */
  readonly transfers: readonly Transfer[];
};

/** A released list whose goods came back. */
export type ReturnedList = {
  readonly list: ListTerms;
  /** The verdict that released it. */
  readonly verdict: Verdict;
  readonly earlier: readonly EarlierRefund[];
};

/**
 * What goods that came back in time give back: their share of the dutiable price to the buyer's
 * year, and of the tax to the guarantee (RET-1, TAX-14). The share of a line is that of all that
 * came back of it so far, rounded half up, less what was given back before; so the parts of a
 * line that came back whole add up to it, whatever their number. A weight counter is in whole
 * lists, and is given back when the whole list is.
 */
export function reliefOf(
  { list, verdict, earlier }: ReturnedList,
  lines: readonly Returned[],
  ref: string,
): Relief {
  const taxes = verdict.tax?.lines ?? [];
  const share = (part: Exclude<keyof LineTax, 'gnum'>): Fen =>
    lines.reduce((sum, { gnum, qty }) => {
      const total = taxes.find((one) => one.gnum === gnum)?.[part] ?? 0n;
      const declared = list.lines.find((one) => one.gnum === gnum)?.qty ?? 1n;
      const before = returnedOf(earlier, gnum);
      const given = divideHalfUp(total * before, declared);
      return sum + divideHalfUp(total * (before + qty), declared) - given;
    }, 0n);
  const relief = {
    ...{ dutiablePrice: share('dutiablePrice'), duty: share('duty') },
    ...{ consumptionTax: share('consumptionTax'), vat: share('vat') },
  };
  const tax = relief.duty + relief.consumptionTax + relief.vat;
  const whole = isWhole(list, earlier, lines);
  const amountOf = ({ ledger, amount }: Transfer): Fen => {
    if (ledger === 'quota') return relief.dutiablePrice;
    if (ledger === 'guarantee') return tax;
    return whole ? amount : 0n;
  };
  const transfers = verdict.transfers
    .filter(({ kind }) => kind === 'direct' || kind === 'post')
    .map((one): Transfer => ({ ...one, kind: 'correct', amount: amountOf(one), ref }))
    .filter(({ amount }) => amount > 0n);
  return { ...relief, transfers };
}

/** Whether nothing of a list is left with its buyer. */
function isWhole(
  list: ListTerms,
  earlier: readonly EarlierRefund[],
  lines: readonly Returned[],
): boolean {
  return list.lines.every(({ gnum, qty }) => {
    const now = lines.find((line) => line.gnum === gnum)?.qty ?? 0n;
    return returnedOf(earlier, gnum) + now === qty;
  });
}

/** The lines of a request as they are kept. */
export function returnedLines(lines: readonly RefundLine[]): Returned[] {
  return lines.map(({ gnum, qty }) => ({ gnum, qty }));
}
