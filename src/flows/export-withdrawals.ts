import { keyOf } from '../base/keys.ts';
import { withdrawnFinding } from '../clearance/request-codes.ts';
import { loadLatestExportLists } from '../documents/export-list-store.ts';
import { standingExports } from '../export/case-lookup.ts';
import { decideExportWithdrawal } from '../export/withdrawal.ts';
import type { Sql } from '../io/postgres.ts';
import type { AskedExport, RequestFrame, SettledExport, SettledKind } from './export-asked.ts';
import { encodeKeptExport } from './export-codec.ts';
import { exportWaybillKey } from './export-match.ts';
import { type MovingExport, storeMovedExports } from './export-move.ts';

/**
 * Decides withdrawals (CEB605) and gives back the lists of granted ones (430). Of two for one list
 * the second finds it withdrawn.
 * @throws CaseRace when another process was faster
 */
export async function settleExportWithdrawals(
  tx: Sql,
  { house, registry, at }: RequestFrame,
  asked: readonly AskedExport[],
): Promise<SettledKind> {
  const withdrawals = asked.flatMap((document) => {
    const { said } = document.terms;
    return said?.kind === 'withdrawal' && !document.deleted
      ? [{ document, terms: said.terms }]
      : [];
  });
  if (withdrawals.length === 0) return { settled: [], receipts: new Map() };
  const rows = await standingExports(
    tx,
    withdrawals.map(({ terms }) => terms.listNo),
  );
  const orders = [...rows.values()].map(({ ebpCode, orderNo }) => keyOf(ebpCode, orderNo));
  const lists = await loadLatestExportLists(tx, house.terms, orders);
  const settled: SettledExport[] = [];
  const moving: MovingExport[] = [];
  for (const { document, terms } of withdrawals) {
    const row = rows.get(terms.listNo);
    const orderKey = row === undefined ? '' : keyOf(row.ebpCode, row.orderNo);
    const list = lists.get(orderKey);
    const standing =
      row === undefined || list === undefined
        ? null
        : { state: row.present ? row.state : ('430' as const), list: list.terms };
    const finding = decideExportWithdrawal(terms, standing);
    const findings = finding === null ? [] : [finding];
    settled.push({ document, findings, listNo: terms.listNo, granted: '399' });
    if (finding !== null || row === undefined || list === undefined) continue;
    rows.set(terms.listNo, { ...row, state: '430' });
    const said = [withdrawnFinding(document.preNo ?? '')];
    const verdict = { status: '430', findings: said, value: null } as const;
    const refs = { list: list.ref, by: document.ref };
    moving.push({
      ...{ orderKey, list, row, verdict, chosen: null },
      waybillKey: exportWaybillKey(list),
      record: encodeKeptExport({ refs, record: null, verdict }),
    });
  }
  return { settled, receipts: await storeMovedExports(tx, house, moving, registry, at) };
}
