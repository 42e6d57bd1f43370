import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { readAsked } from '../clearance/forced.ts';
import type { Selection } from '../clearance/selection.ts';
import type { WaybillClaim } from '../documents/case-guards.ts';
import type { FiledExportList } from '../documents/export-list-store.ts';
import type { ExportCaseRow, DecidedExport as StoredExport } from '../export/case-store.ts';
import { EXPORT_CODES } from '../export/codes.ts';
import { exportOfficerFinding, forcedExportLook } from '../export/officer-codes.ts';
import { exportAnswersAgain, exportAnswersOf } from '../export/receipt-of.ts';
import type { ExportVerdict } from '../export/verdict.ts';
import { receiptKeys } from '../receipts/codec.ts';
import type { AddressedReceipt, ReceiptType } from '../receipts/receipt.ts';
import type { CountedList } from './count-lists.ts';
import type { Chosen } from './select.ts';

/** An export list with its verdict, ready to be written. */
export type DecidedExport = {
  readonly orderKey: string;
  readonly waybillKey: string;
  readonly list: FiledExportList;
  readonly row: ExportCaseRow | undefined;
  readonly claim: WaybillClaim | undefined;
  readonly listNo: string;
  readonly verdict: ExportVerdict;
  /** How it was looked at before its release, if it was. */
  readonly chosen: Chosen | null;
  /** Places, facts and verdict as text, kept for `explain`. */
  readonly record: string;
};

/**
 * The verdict that comes of a release when a person is to see the parcel or its documents.
 * @param orderNo of the list; the one of a forced look says what was asked for
 */
export function selectedExport(
  verdict: ExportVerdict,
  { action, label }: Selection,
  orderNo: string,
): ExportVerdict {
  if (verdict.status !== '800' || action === null) return verdict;
  const look = action === 'inspect' ? 'INSPECT' : 'REVIEW';
  const findings = label === 'forced' ? forcedLook(look, orderNo) : [exportOfficerFinding(look)];
  return { ...verdict, status: action === 'inspect' ? '500' : '300', findings };
}

function forcedLook(look: 'INSPECT' | 'REVIEW', orderNo: string): Finding[] {
  const asked = readAsked(orderNo, EXPORT_CODES);
  return forcedExportLook(look, asked.kind === 'unclear' ? '?' : asked.code);
}

/** The case row of a decision. */
export function exportRow(
  { orderKey, list, row, listNo, verdict }: Omit<DecidedExport, 'record' | 'chosen'>,
  at: Instant,
): StoredExport {
  const { terms, preNo, attempt } = list;
  const { logisticsCode, logisticsNo, ebcCode, agentCode, ownerCode } = terms;
  const { customsCode, tradeMode, country, grossWeight } = terms;
  return {
    ...{ orderKey, attempt, preNo, listNo, logisticsCode, logisticsNo },
    ...{ ebcCode, agentCode, ownerCode, customsCode, tradeMode, country },
    seenEpoch: row?.epoch ?? 0,
    state: verdict.status,
    channel: verdict.value?.channel ?? null,
    fob: verdict.value?.fob ?? null,
    gross: grossWeight,
    codes: verdict.findings.map(({ code }) => code),
    acceptedAt: verdict.status === '100' ? null : at,
    releasedAt: verdict.status === '800' ? at : null,
  };
}

/** How the cockpit counts a first or a later verdict. @param from the state before, if any */
export function countedExport(
  { list, listNo, verdict }: Pick<DecidedExport, 'list' | 'listNo' | 'verdict'>,
  from: string | null,
  time: 'first' | 'again' = 'first',
): CountedList {
  return {
    ...{ listNo, from, to: verdict.status },
    codes: verdict.findings.map(({ code }) => code),
    ...{ acceptedAt: time === 'first' ? list.acceptedAt : null, tax: null },
  };
}

/** The receipts of a first or a later verdict on an export list, for everybody who reads them. */
export function exportReceipts(
  { list, listNo, verdict }: Pick<DecidedExport, 'list' | 'listNo' | 'verdict'>,
  at: Instant,
  time: 'first' | 'again' = 'first',
): AddressedReceipt[] {
  const answers = time === 'first' ? exportAnswersOf(verdict) : exportAnswersAgain(verdict);
  const { agentCode, copNo } = list.terms;
  const keys = receiptElements('CEB604', { agentCode, copNo, preNo: list.preNo, invtNo: listNo });
  return list.readers.flatMap((to) =>
    answers.map(({ status, info }): AddressedReceipt => {
      const findings = status === '120' ? [] : verdict.findings;
      const told = { type: 'CEB604', keys, status, info, at };
      return { to, receipt: { ...told, findings, recordGuid: null } };
    }),
  );
}

/** Of these elements those that a type of receipt has, and that say something. */
export function receiptElements(
  type: ReceiptType,
  elements: Readonly<Record<string, string | null>>,
): Record<string, string> {
  return Object.fromEntries(
    receiptKeys(type).flatMap((name) => {
      const value = elements[name] ?? null;
      return value === null ? [] : [[name, value] as const];
    }),
  );
}
