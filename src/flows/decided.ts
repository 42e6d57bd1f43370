import type { Instant } from '../base/dates.ts';
import type { Fen } from '../base/fen.ts';
import type { CaseFacts } from '../clearance/case-facts.ts';
import type { CaseRow, DecidedCase } from '../clearance/case-store.ts';
import { answersAgain, answersOf } from '../clearance/receipt-of.ts';
import { selected } from '../clearance/selection.ts';
import type { LineTax, TaxBill, Verdict } from '../clearance/verdict.ts';
import type { StandingArrival } from '../documents/arrival-store.ts';
import type { WaybillClaim } from '../documents/case-guards.ts';
import type { FiledList } from '../documents/list-store.ts';
import type { MatchedCase } from '../matching/case.ts';
import type { AddressedReceipt } from '../receipts/receipt.ts';
import type { CountedList } from './count-lists.ts';
import { encodeKept, refsOf } from './decision-codec.ts';
import type { Chosen } from './select.ts';

/** A list with its verdict, ready to be written. */
export type DecidedList = {
  readonly orderKey: string;
  readonly waybillKey: string;
  readonly list: FiledList;
  readonly row: CaseRow | undefined;
  readonly claim: WaybillClaim | undefined;
  readonly listNo: string;
  /** Whether order, payment and waybill were there. */
  readonly complete: boolean;
  /** The arrival details that name its waybill; none where none is asked for. */
  readonly arrivals: readonly StandingArrival[];
  readonly verdict: Verdict;
  /** How it was looked at before its release, if it was. */
  readonly chosen: Chosen | null;
  /** Facts and verdict as text, kept for `explain`. */
  readonly record: string;
};

/** The verdict of a list that was looked at, and what is kept of it. */
export function chooseList(
  matched: MatchedCase,
  facts: CaseFacts,
  verdict: Verdict,
  chosen: Chosen | null,
): Pick<DecidedList, 'verdict' | 'chosen' | 'record'> {
  const refs = refsOf(matched);
  if (chosen === null) {
    return { verdict, chosen, record: encodeKept({ refs, facts, verdict }) };
  }
  const { selection } = chosen;
  const used = { ...facts, selection };
  const kept = {
    refs,
    facts: used,
    verdict: selected(verdict, selection, matched.list.terms.orderNo),
  };
  return { verdict: kept.verdict, chosen, record: encodeKept(kept) };
}

/** The case row of a decision. */
export function decidedRow({
  orderKey,
  list,
  row,
  listNo,
  verdict,
}: Omit<DecidedList, 'record' | 'arrivals' | 'chosen' | 'complete'>): DecidedCase {
  return {
    orderKey,
    seenEpoch: row?.epoch ?? 0,
    attempt: list.attempt,
    state: verdict.status,
    preNo: list.preNo,
    listNo,
    logisticsCode: list.terms.logisticsCode,
    logisticsNo: list.terms.logisticsNo,
    buyerKey: list.terms.buyer.idKey,
    buyerMask: list.terms.buyerMask,
    assureCode: list.terms.assureCode,
    agentCode: list.terms.agentCode,
    codes: verdict.findings.map((finding) => finding.code),
    dutiable: verdict.tax?.dutiablePrice ?? 0n,
    ...taxSums(verdict.tax),
    gross: list.terms.grossWeight,
  };
}

/** Duty, consumption tax and VAT of a bill; each is the sum of its lines (TAX-6). */
function taxSums(bill: TaxBill | null): { duty: Fen; consumptionTax: Fen; vat: Fen } {
  const sum = (component: (line: LineTax) => Fen): Fen =>
    (bill?.lines ?? []).reduce((all, line) => all + component(line), 0n);
  return {
    duty: sum((line) => line.duty),
    consumptionTax: sum((line) => line.consumptionTax),
    vat: sum((line) => line.vat),
  };
}

/** How the cockpit counts a first or a later verdict. @param from the state before, if any */
export function countedList(
  { list, listNo, verdict }: Pick<DecidedList, 'list' | 'listNo' | 'verdict'>,
  from: string | null,
  time: 'first' | 'again' = 'first',
): CountedList {
  const { duty, consumptionTax: consumption, vat } = taxSums(verdict.tax);
  const dutiable = verdict.tax?.dutiablePrice ?? 0n;
  return {
    ...{ listNo, from, to: verdict.status },
    codes: verdict.findings.map(({ code }) => code),
    acceptedAt: time === 'first' ? list.acceptedAt : null,
    tax: { dutiable, duty, consumption, vat },
  };
}

/** The receipts of a first or a later verdict on a list, for everybody who reads them. */
export function verdictReceipts(
  { list, listNo, verdict }: Pick<DecidedList, 'list' | 'listNo' | 'verdict'>,
  at: Instant,
  time: 'first' | 'again' = 'first',
): AddressedReceipt[] {
  const answers = time === 'first' ? answersOf(verdict) : answersAgain(verdict);
  const keys = receiptKeys(list, listNo);
  return list.readers.flatMap((to) =>
    answers.map(({ status, info }): AddressedReceipt => {
      const findings = status === '120' ? [] : verdict.findings;
      return {
        to,
        receipt: { type: 'CEB622', keys, status, info, at, findings, recordGuid: null },
      };
    }),
  );
}

function receiptKeys({ terms, preNo }: FiledList, listNo: string): Record<string, string> {
  const { customsCode, ebpCode, ebcCode, agentCode, copNo } = terms;
  const own = copNo === null ? {} : { copNo };
  return { customsCode, ebpCode, ebcCode, agentCode, ...own, preNo, invtNo: listNo };
}
