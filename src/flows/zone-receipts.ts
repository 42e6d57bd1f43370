import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { keyOf } from '../base/keys.ts';
import type { Crossing } from '../bonded/crossing-store.ts';
import type { Entry } from '../bonded/entry.ts';
import type { Exit, ExitParcel } from '../bonded/exit.ts';
import type { Slip } from '../bonded/slip.ts';
import { type FiledOther, loadOthers } from '../documents/other-store.ts';
import type { Sql } from '../io/postgres.ts';
import {
  type EntryListState,
  entryListDecision,
  entryListDeduction,
} from '../receipts/entry-list-receipts.ts';
import {
  type GateSlipState,
  gateSlipCrossed,
  gateSlipDecision,
  gateSlipVoided,
} from '../receipts/gate-slip-receipts.ts';
import type { AddressedReceipt, Receipt } from '../receipts/receipt.ts';
import type { ZoneDecision } from '../receipts/zone.ts';
import type { House } from './house.ts';
import type { AnyPaper } from './stock-facts.ts';

/** What became of a paper that came as a message; `paper` null when it was refused. */
export type PaperDecision = {
  readonly document: FiledOther;
  readonly paper: AnyPaper | null;
  readonly findings: readonly Finding[];
};

/** INV201 or SAS221 (SAS224 for a slip that is void), to everybody who reads the document. */
export function paperReceipts(decided: PaperDecision, at: Instant): AddressedReceipt[] {
  return decided.document.readers.map((to) => ({ to, receipt: decisionReceipt(decided, at) }));
}

function decisionReceipt({ document, paper, findings }: PaperDecision, at: Instant): Receipt {
  const { entryList, gateSlip } = document.terms;
  const decision = decisionOf(document, paper?.paperNo ?? '', at, findings);
  const result = findings.length > 0 ? '3' : '1';
  if (gateSlip !== null) {
    if (paper?.kind !== 'slip') return gateSlipDecision(decision, result);
    const slip = { terms: gateSlip, state: slipState(document, paper, null) };
    return paper.state === 'cancelled'
      ? gateSlipVoided(decision, slip)
      : gateSlipDecision(decision, result, slip);
  }
  if (entryList === null || (paper?.kind !== 'entry' && paper?.kind !== 'exit')) {
    return entryListDecision(decision, result);
  }
  // An exit list holds its goods in the book from now on: pre-deducted.
  const passed = paper.kind === 'exit' && paper.state === 'approved' ? '4' : result;
  return entryListDecision(decision, passed, {
    ...{ terms: entryList, state: listState(document, paper, at) },
  });
}

function decisionOf(
  { terms, preNo }: FiledOther,
  documentNo: string,
  at: Instant,
  findings: readonly Finding[],
): ZoneDecision {
  const { entryList, gateSlip } = terms;
  const { ownNo = '', action = '1' } = entryList ?? gateSlip ?? {};
  const done = action === '3' ? '3' : action === '2' ? '2' : '1';
  return { seqNo: preNo ?? '', documentNo, change: 0, action: done, ownNo, at, findings };
}

function listState(document: FiledOther, paper: Entry | Exit, at: Instant): EntryListState {
  const isOut = paper.kind === 'exit';
  const isClosed = paper.state === 'closed';
  // Parcels were released one by one; other goods under one export declaration are now.
  const waits = isOut && paper.body.overseas !== undefined;
  const onSlips = isOut
    ? carried(paper).every(({ slipNo }) => slipNo !== null)
    : paper.body.lines.every((line) => line.bound + line.crossed === line.quantity);
  return {
    ...{ seqNo: document.preNo ?? '', bondInvtNo: paper.paperNo, change: 0, way: 'D' },
    declaredAt: document.acceptedAt,
    deduction: isClosed ? '2' : isOut ? '1' : '0',
    preDeductedAt: isOut ? paper.madeAt : null,
    deductedAt: isClosed ? at : null,
    state: paper.state === 'void' ? '3' : '0',
    gate: isClosed ? '3' : '1',
    slips: onSlips ? '3' : '1',
    released: (isOut && !waits) || paper.state === 'released' || isClosed,
  };
}

/** What of an exit list is on a slip or waits for one. */
function carried({ body: { lists, overseas } }: Exit): readonly Pick<ExitParcel, 'slipNo'>[] {
  return overseas === undefined ? lists : [overseas];
}

function slipState(document: FiledOther, slip: Slip, crossing: Crossing | null): GateSlipState {
  const { paperNo: passportNo, state } = slip;
  return {
    ...{ seqNo: document.preNo ?? '', passportNo, change: 0, declaredAt: document.acceptedAt },
    state: state === 'crossed' ? '2' : state === 'cancelled' ? '6' : '1',
    approval: '1',
    weighed: null,
    gate: crossing?.gate ?? null,
    crossedAt: crossing?.crossedAt ?? null,
  };
}

/** The messages by which these papers came; those declared otherwise have none. */
async function documentsOf(
  tx: Sql,
  house: Pick<House, 'terms'>,
  papers: readonly AnyPaper[],
): Promise<Map<AnyPaper, FiledOther>> {
  const keyed = papers.map((paper) => [paper, keyOfPaper(paper)] as const);
  const documents = await loadOthers(tx, house.terms, [...keyed.map(([, key]) => key)]);
  const byKey = new Map(documents.map((document) => [document.key, document]));
  return new Map(
    keyed.flatMap(([paper, key]) => {
      const document = byKey.get(key);
      return document === undefined ? [] : [[paper, document] as const];
    }),
  );
}

function keyOfPaper({ enterprise, kind, ownNo }: AnyPaper): string {
  return keyOf(enterprise, `${kind === 'slip' ? 'SAS121' : 'INV101'} ${ownNo}`);
}

/** SAS223 of a slip that crossed, and INV211 of lists that are closed now. Two statements. */
export async function crossedReceipts(
  tx: Sql,
  house: Pick<House, 'terms'>,
  papers: readonly AnyPaper[],
  crossing: Crossing | null,
  at: Instant,
): Promise<AddressedReceipt[]> {
  const told = papers.filter(({ state }) => state === 'closed' || state === 'crossed');
  if (told.length === 0) return [];
  const documents = await documentsOf(tx, house, told);
  return [...documents].flatMap(([paper, document]) => {
    const receipt = closedReceipt(paper, document, crossing, at);
    return receipt === null ? [] : document.readers.map((to) => ({ to, receipt }));
  });
}

function closedReceipt(
  paper: AnyPaper,
  document: FiledOther,
  crossing: Crossing | null,
  at: Instant,
): Receipt | null {
  const { entryList, gateSlip } = document.terms;
  if (paper.kind === 'slip') {
    if (gateSlip === null) return null;
    const slip = { terms: gateSlip, state: slipState(document, paper, crossing) };
    return gateSlipCrossed(decisionOf(document, paper.paperNo, at, []), slip);
  }
  if (entryList === null || (paper.kind !== 'entry' && paper.kind !== 'exit')) return null;
  return entryListDeduction(entryList, listState(document, paper, at), [], at);
}
