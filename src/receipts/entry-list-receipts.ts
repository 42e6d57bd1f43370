import type { Instant } from '../base/dates.ts';
import type { EntryLine, EntryListTerms } from '../documents/zone-terms.ts';
import type { Receipt } from './receipt.ts';
import {
  amountOf,
  clipped,
  decided,
  filled,
  momentOf,
  NOTE_LENGTH,
  numberOf,
  reason,
  type Values,
  type ZoneDecision,
  zoneMoment,
} from './zone.ts';

/** INV201: 1 passed, 2 to an officer, 3 refused, 4 pre-deducted, 5 passed only, Y stored, Z not. */
export type EntryListResult = '1' | '2' | '3' | '4' | '5' | 'Y' | 'Z';
/** How an entry list stands with customs. */
export type EntryListState = {
  readonly seqNo: string;
  readonly bondInvtNo: string;
  readonly change: number;
  readonly declaredAt: Instant;
  /** vrfdedMarkcd: 0 not deducted, 1 pre-deducted, 2 deducted, 3 written off. */
  readonly deduction: '0' | '1' | '2' | '3';
  readonly preDeductedAt: Instant | null;
  readonly deductedAt: Instant | null;
  /** vrfdedModecd: D forward, F reverse, N none, NF balance checked only, E bonded warehouse. */
  readonly way: 'D' | 'F' | 'N' | 'NF' | 'E';
  /** invtStucd: 0 passed, 1 declared, 2 refused, 3 deleted. */
  readonly state: '0' | '1' | '2' | '3';
  /** invtIochkptStucd: 1 before the gate, 3 behind it, in real receipts. */
  readonly gate: string;
  /** passportUsedTypecd: 1 no gate slip yet, 3 all goods on slips, in real receipts. */
  readonly slips: string;
  /** Whether its declaration form is released. */
  readonly released: boolean;
};

/** INV201: what customs decided on an entry list; with the list as it has it, if it is given. */
export function entryListDecision(
  decision: ZoneDecision,
  result: EntryListResult,
  list?: { readonly terms: EntryListTerms; readonly state: EntryListState },
): Receipt {
  const told = decided('INV201', decision, result);
  if (list === undefined) return told;
  const lines = list.terms.lines.map((line) => entryLine(line, list.state));
  const parts = { BondInvtBsc: [entryListHead(list.terms, list.state)], BondInvtDt: lines };
  return { ...told, parts: { ...told.parts, ...parts } };
}

/** INV202: whether a declaration form was made of an entry list. */
export function declarationFormMade(
  { seqNo, documentNo, ownNo, at, info = '', findings = [] }: ZoneDecision,
  entrySeqNo: string | null,
): Receipt {
  const keys: Values = { invPreentNo: seqNo, businessId: documentNo };
  if (entrySeqNo !== null) keys.entrySeqNo = entrySeqNo;
  const status = entrySeqNo === null ? '2' : '1';
  const why = info === '' ? findings.map(reason).join('；') : info;
  return {
    ...{ type: 'INV202', keys, status, info: clipped(why, NOTE_LENGTH) },
    ...{ at, findings, recordGuid: ownNo },
  };
}

/**
 * INV211: what an entry list did to its book.
 * @param bookLines of the book as they stand now (BwsDt), by the names of the table
 */
export function entryListDeduction(
  terms: EntryListTerms,
  state: EntryListState,
  bookLines: readonly Values[],
  at: Instant,
): Receipt {
  const { vrfdedMarkcd: _, formalVrfdedTime: __, ...keys } = entryListHead(terms, state);
  const parts = bookLines.length === 0 ? {} : { parts: { BwsDt: bookLines } };
  const told = { type: 'INV211', keys, status: state.deduction, info: '', at };
  return { ...told, findings: [], recordGuid: terms.ownNo, ...parts };
}

function entryListHead(terms: EntryListTerms, state: EntryListState): Values {
  const { trader, receiver, declarant } = terms;
  return filled({
    bondInvtNo: state.bondInvtNo,
    chgTmsCnt: String(state.change),
    invtPreentNo: state.seqNo,
    putrecNo: terms.book,
    etpsInnerInvtNo: terms.ownNo,
    bizopEtpsSccd: trader.creditCode,
    bizopEtpsno: trader.code,
    bizopEtpsNm: trader.name,
    rvsngdEtpsSccd: receiver.creditCode,
    rcvgdEtpsno: receiver.code,
    rcvgdEtpsNm: receiver.name,
    dclEtpsSccd: declarant.creditCode,
    dclEtpsno: declarant.code,
    dclEtpsNm: declarant.name,
    invtDclTime: zoneMoment(state.declaredAt),
    rltInvtNo: terms.relatedList,
    rltPutrecNo: terms.relatedBook,
    rltEntryNo: terms.relatedForm,
    impexpPortcd: terms.portCustoms,
    dclPlcCuscd: terms.customs,
    impexpMarkcd: terms.direction,
    mtpckEndprdMarkcd: terms.goodsMark,
    supvModecd: terms.tradeMode,
    trspModecd: terms.transportMode,
    stshipTrsarvNatcd: terms.country,
    dclcusFlag: terms.declared,
    dclcusTypecd: terms.declaredKind,
    prevdTime: momentOf(state.preDeductedAt),
    formalVrfdedTime: momentOf(state.deductedAt),
    invtIochkptStucd: state.gate,
    vrfdedMarkcd: state.deduction,
    invtStucd: state.state,
    vrfdedModecd: state.way,
    bondInvtTypecd: terms.kind,
    entryStucd: state.released ? '1' : '0',
    passportUsedTypecd: state.slips,
    dclTypecd: terms.action,
  });
}

function entryLine(line: EntryLine, { bondInvtNo, change }: EntryListState): Values {
  return filled({
    bondInvtNo,
    chgTmsCnt: String(change),
    gdsSeqno: String(line.gdsSeqno),
    putrecSeqno: numberOf(line.recordNo),
    gdsMtno: line.itemNo,
    gdecd: line.hs,
    gdsNm: line.name,
    gdsSpcfModelDesc: line.model,
    dclUnitcd: line.unit,
    lawfUnitcd: line.lawfulUnit,
    secdLawfUnitcd: line.secondUnit,
    natcd: line.origin,
    dclUprcAmt: amountOf(line.price),
    dclTotalAmt: amountOf(line.total),
    dclCurrcd: line.currency,
    lawfQty: amountOf(line.lawfulQty),
    secdLawfQty: amountOf(line.secondQty),
    dclQty: amountOf(line.qty),
    grossWt: amountOf(line.grossWt),
    netWt: amountOf(line.netWt),
    modfMarkcd: line.mark,
  });
}
