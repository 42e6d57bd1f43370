import { type Instant, stamp17 } from '../base/dates.ts';
import { formatScaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import type { SummaryTerms } from '../documents/export-terms.ts';
import type { FiledOther } from '../documents/other-store.ts';
import type { Application } from '../export/summary/application-store.ts';
import { reminderFinding } from '../export/summary/codes.ts';
import type { Declaration, DeclarationTotals } from '../export/summary/declaration-store.ts';
import type { Due } from '../export/summary/due.ts';
import type { Group } from '../export/summary/group-store.ts';
import type { ResultPage } from '../export/summary/results.ts';
import type { AddressedReceipt, Receipt } from '../receipts/receipt.ts';
import { customs, refusal } from '../receipts/texts.ts';

/**
 * CEB702 to one message of an application: granted with its number (399: the specification
 * documents no 120 for it), or refused with the reasons.
 */
export function applicationReceipts(
  document: Pick<FiledOther, 'preNo' | 'readers'>,
  terms: SummaryTerms,
  { sumNo, findings }: { readonly sumNo: string | null; readonly findings: readonly Finding[] },
  at: Instant,
): AddressedReceipt[] {
  const answer = findings.length === 0 ? customs('2300') : refusal('CEB702', findings);
  const { agentCode, ebcCode, copNo, msgSeqNo } = terms;
  const receipt: Receipt = {
    type: 'CEB702',
    keys: {
      ...{ agentCode, ebcCode, copNo, preNo: document.preNo ?? '' },
      ...(sumNo === null ? {} : { sumNo }),
      msgSeqNo: String(msgSeqNo),
    },
    ...answer,
    ...{ at, findings: findings.slice(0, LIMITS.findingsShown), recordGuid: null },
  };
  return document.readers.map((to) => ({ to, receipt }));
}

/** What a reminder says in the place of a status: no answer of the specification fits it. */
export const REMINDER = 'R';

/**
 * CEB702 to a declarant before the last day of a summary. No message of the specification reminds;
 * this one tells of summaries by seller and declarant, and a reminder names no application.
 */
export function reminderReceipt(
  { month: day, customsCode: customs, ebcCode, agentCode, lists, deadline }: Due,
  at: Instant,
): AddressedReceipt {
  const month = day.slice(0, 7);
  const values = { month, customs, seller: ebcCode, lists: String(lists), deadline };
  const finding = reminderFinding(values);
  const keys = { agentCode, ebcCode };
  const told = { type: 'CEB702', keys, status: REMINDER, info: finding.zh, at };
  return { to: agentCode, receipt: { ...told, findings: [finding], recordGuid: null } };
}

/** By decState: declared (as in the official sample), corrected, struck out with no list left. */
const INFO = { A: '汇总申报', M: '报关单修改', D: '报关单撤销' } as const;

/** CEB792: one message of the result of an application. */
export function resultReceipts(
  application: Application,
  { declaration, group, messages, message, lines }: ResultPage,
  at: Instant,
): AddressedReceipt[] {
  const told = { messages, message, state: 'A', note: null } as const;
  const rows = lines.map(({ listNo, logisticsNo, gseqno, gnum, gcode }) => ({
    ...{ invtNo: listNo, logisticsNo, gseqno: String(gseqno), gnum: String(gnum), gcode },
  }));
  return toReaders(application, resultOf(application, declaration, group, told, at), rows);
}

/** CEB792 of a declaration that was corrected: its weights now, and why. */
export function correctionReceipts(
  application: Application,
  declaration: Declaration & DeclarationTotals,
  group: Group,
  at: Instant,
): AddressedReceipt[] {
  const state = declaration.uses === 0 ? 'D' : 'M';
  const told = { messages: 1, message: 1, state, note: declaration.reason } as const;
  return toReaders(application, resultOf(application, declaration, group, told, at), []);
}

type Message = {
  readonly messages: number;
  readonly message: number;
  readonly state: keyof typeof INFO;
  readonly note: string | null;
};

/** Longest note of the schema, in characters. */
const NOTE_LENGTH = 1000;

function resultOf(
  application: Application,
  declaration: Declaration & DeclarationTotals,
  group: Group,
  { messages, message, state, note }: Message,
  at: Instant,
): Receipt {
  const { declAgentCode, declAgentName } = application;
  const keys = {
    ...{ customsCode: group.customsCode, sumNo: application.sumNo, opDate: stamp17(at) },
    ...{ declSeqNo: declaration.declSeqNo, entryId: declaration.entryId, decState: state },
    ...{ agentCode: group.agentCode, agentName: group.agentName },
    ...{ ebcCode: group.ebcCode, ebcName: group.ebcName, declAgentCode, declAgentName },
    grossWeight: formatScaled5(declaration.gross),
    netWeight: formatScaled5(declaration.net),
    ...{ msgCount: String(messages), msgSeqNo: String(message) },
    ...(note === null ? {} : { note: [...note].slice(0, NOTE_LENGTH).join('') }),
  };
  const findings: readonly Finding[] = [];
  const info = INFO[state];
  return { type: 'CEB792', keys, status: state, info, at, findings, recordGuid: null };
}

function toReaders(
  { readers }: Application,
  receipt: Receipt,
  lines: NonNullable<Receipt['lines']>,
): AddressedReceipt[] {
  return readers.map((to) => ({ to, receipt: { ...receipt, lines } }));
}
