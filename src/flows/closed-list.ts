import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { keyOf } from '../base/keys.ts';
import type { FoundSurplus } from '../bonded/outgoing-store.ts';
import { exitsOf } from '../bonded/paper-store.ts';
import { loadLatestExportLists } from '../documents/export-list-store.ts';
import { type ExportClosing, holdClosing } from '../export/case-lookup.ts';
import { returnsOf } from '../export/return-store.ts';
import { takeBackFindings, takenBackFinding } from '../export/take-back.ts';
import { type TakeBackWord, takeBackRef } from '../export/take-back-store.ts';
import type { Sql } from '../io/postgres.ts';
import { encodeKeptExport } from './export-codec.ts';
import { uncountDeparted } from './export-counted.ts';
import { type MovingExport, storeMovedExports } from './export-move.ts';
import type { House } from './house.ts';
import { stayedGoods } from './stayed-goods.ts';
import { correctSummaries } from './summary-correction.ts';

/** What a departure closed, a list or a customs declaration, held until the transaction ends. */
export type Closed = {
  /** Its customs number. */
  readonly listNo: string;
  readonly state: string;
  readonly closedAt: Instant | null;
  /** Key of the departure (CEB509) that closed it. */
  readonly departureCode: string | null;
  readonly departureName: string | null;
  /** What is against taking its closing back. */
  readonly findings: readonly Finding[];
  /**
   * Undoes in the transaction all that its closing did.
   * @returns the last receipt of each stream that grew
   */
  readonly undo: (word: TakeBackWord) => Promise<ReadonlyMap<string, bigint>>;
};

/** The list under a customs number; null when there is none. */
export async function closedList(tx: Sql, house: House, listNo: string): Promise<Closed | null> {
  const row = await holdClosing(tx, listNo);
  if (row === null) return null;
  const goods = (await stayedGoods(tx, [listNo])).get(listNo);
  const exits = goods === undefined ? new Map() : await exitsOf(tx, [listNo]);
  const findings = takeBackFindings({
    ...{ listNo, state: row.state, returns: await returnsOf(tx, [listNo]) },
    ...{ exitNo: exits.get(listNo) ?? null, goneSurplus: goods?.gone.map(surplusOf) ?? [] },
  });
  return { ...row, findings, undo: (word) => undo(tx, house, row, word) };
}

/** Which stock-take found goods too much, and of which line of the book. */
function surplusOf({ lot: { document, recordNo } }: FoundSurplus) {
  return { countNo: document.slice('count '.length), recordNo };
}

/** Whoever holds sums files receipts behind them. */
async function undo(
  tx: Sql,
  house: House,
  row: ExportClosing,
  { at, reason, closedAt, serial }: TakeBackWord,
): Promise<ReadonlyMap<string, bigint>> {
  const orderKey = keyOf(row.ebpCode, row.orderNo);
  const list = present(
    (await loadLatestExportLists(tx, house.terms, [orderKey])).get(orderKey),
    'the document of a closed list',
  );
  const registry = await house.registry.fresh(tx);
  const { listNo } = row;
  const takenBack = present(serial, 'the number of an approved word');
  const reference = `take-back ${takeBackRef(listNo, takenBack)}`;
  const { terms } = list;
  const also = await correctSummaries(tx, [{ listNo, terms, reference, reason, goods: null }], at);
  const findings = [takenBackFinding(reason, 'list')];
  const verdict = { status: '800', findings, value: null } as const;
  const moving: MovingExport = {
    ...{ orderKey, list, row, verdict, chosen: null, takenBack, also },
    waybillKey: keyOf(row.logisticsCode, row.logisticsNo),
    record: encodeKeptExport({ refs: { list: list.ref }, record: null, verdict }),
  };
  const receipts = await storeMovedExports(tx, house, [moving], registry, at);
  await uncountDeparted(tx, house, { listNo, terms, closedAt }, at);
  return receipts;
}
