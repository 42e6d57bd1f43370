import { CaseRace } from '../base/case-race.ts';
import { keyOf } from '../base/keys.ts';
import { outgoingOf } from '../bonded/outgoing-store.ts';
import { withdrawnFinding } from '../clearance/request-codes.ts';
import { loadLatestExportLists } from '../documents/export-list-store.ts';
import { billsOf, standingExports } from '../export/case-lookup.ts';
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
  const bills = await billsOf(tx, [...rows.keys()]);
  const slips = await slipsOf(tx, [...rows.keys()]);
  const settled: SettledExport[] = [];
  const moving: MovingExport[] = [];
  for (const { document, terms } of withdrawals) {
    const row = rows.get(terms.listNo);
    const orderKey = row === undefined ? '' : keyOf(row.ebpCode, row.orderNo);
    const list = lists.get(orderKey);
    const [billNo, slipNo] = [bills.get(terms.listNo) ?? null, slips.get(terms.listNo) ?? null];
    const standing =
      row === undefined || list === undefined
        ? null
        : { state: row.present ? row.state : ('430' as const), list: list.terms, billNo, slipNo };
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
  const receipts = await storeMovedExports(tx, house, moving, registry, at);
  const loaded = await slipsOf(
    tx,
    moving.map(({ row }) => row.listNo),
  );
  if (loaded.size > 0) throw new CaseRace('a parcel was put on a slip meanwhile');
  return { settled, receipts };
}

/** The gate slips that these lists are on; one statement or none. */
async function slipsOf(tx: Sql, listNos: readonly string[]): Promise<Map<string, string>> {
  const outgoing = [...(await outgoingOf(tx, listNos)).values()];
  return new Map(
    outgoing.flatMap(({ listNo, slipNo }) => (slipNo === null ? [] : [[listNo, slipNo] as const])),
  );
}
