import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { keyOf } from '../base/keys.ts';
import { readFacts, storeFacts } from '../clearance/facts-store.ts';
import { storeCounts } from '../cockpit/count-store.ts';
import type { CaseFrame } from '../documents/case-guards.ts';
import { loadLatestExportLists } from '../documents/export-list-store.ts';
import type { ExportDecision } from '../export/case-lookup.ts';
import { archiveExportCases, freeExportWaybills, moveExportCases } from '../export/case-store.ts';
import { EXPORT_REFUSALS } from '../export/refusals.ts';
import type { ExportVerdict } from '../export/verdict.ts';
import type { Sql } from '../io/postgres.ts';
import type { ExportMatched } from '../matching/export-case.ts';
import type { AddressedReceipt } from '../receipts/receipt.ts';
import { fileReceipts } from '../receipts/store.ts';
import { countLists } from './count-lists.ts';
import { matchLaw } from './export-clear.ts';
import { decodeKeptExport } from './export-codec.ts';
import { countedExport, type DecidedExport, exportReceipts } from './export-decided.ts';
import { type MatchedExport, matchExports } from './export-match.ts';
import { type MovedStock, settleExportStock } from './export-stock.ts';
import type { House } from './house.ts';
import type { RegistryView } from './registry-watch.ts';
import { type Selected, settleSelection } from './select.ts';

/** An export list that an earlier verdict keeps with customs, with its documents. */
export type HeldExport = Pick<MatchedExport, 'orderKey' | 'waybillKey' | 'list' | 'arrivals'> & {
  readonly row: ExportDecision;
  readonly matched: ExportMatched;
  readonly earlier: ExportVerdict;
};

/** These lists as they stand; one whose documents were changed meanwhile is left out. */
export async function loadHeldExports(
  tx: Sql,
  { terms: shelf, archive }: Pick<House, 'terms' | 'archive'>,
  rows: readonly ExportDecision[],
  registry: RegistryView,
  at: Instant,
): Promise<HeldExport[]> {
  const keys = rows.map((row) => keyOf(row.ebpCode, row.orderNo));
  const lists = await loadLatestExportLists(tx, shelf, keys);
  const own = new Map(rows.map((row, i) => [keys[i]!, row.listNo]));
  const matched = await matchExports(tx, shelf, lists, at, matchLaw(registry, at), own);
  const matches = new Map(matched.map((one) => [one.orderKey, one]));
  const texts = await readFacts(tx, rows, archive);
  return rows.flatMap((row, i): HeldExport[] => {
    const one = present(matches.get(keys[i]!), 'the list of a held export');
    if (one.list.attempt !== row.attempt || one.match.state !== 'complete') return [];
    const { verdict: earlier } = decodeKeptExport(texts[i]!);
    return [{ ...one, row, matched: one.match.case, earlier }];
  });
}

/** A list that moves on: what it moves on from, its new verdict, and what is kept of that. */
export type MovingExport = Pick<DecidedExport, 'orderKey' | 'waybillKey' | 'list' | 'verdict'> &
  Pick<DecidedExport, 'chosen' | 'record'> &
  Pick<MovedStock, 'departureNo' | 'takenBack'> & {
    readonly row: ExportDecision;
    /** What is told with it of something else. */
    readonly also?: readonly AddressedReceipt[];
  };

/**
 * Writes new verdicts of lists that customs has, with their receipts.
 * @param looked the draw that some of them were in; null when nobody looked
 * @returns the last cursor of each enterprise that has receipts
 * @throws CaseRace when another process was faster
 */
export async function storeMovedExports(
  tx: Sql,
  house: House,
  moving: readonly MovingExport[],
  registry: RegistryView,
  at: Instant,
  looked: Selected | null = null,
): Promise<ReadonlyMap<string, bigint>> {
  if (moving.length === 0) return new Map();
  const place = { stream: house.entropy.uuid(), sequence: 1 };
  const frame: CaseFrame = { ...place, profileVersion: registry.index.profile.version, at };
  await archiveExportCases(
    tx,
    moving.map(({ orderKey }) => orderKey),
  );
  await moveExportCases(
    tx,
    moving.map(({ orderKey, row, verdict }) => {
      const codes = verdict.findings.map(({ code }) => code);
      return { orderKey, seen: row, state: verdict.status, codes };
    }),
    frame,
  );
  const listed = moving.map((one) => ({ ...one, listNo: one.row.listNo }));
  await EXPORT_REFUSALS.store(
    tx,
    listed.map((one) => ({ ...one, before: one.row.state })),
    at,
  );
  const freed = moving.filter(({ verdict }) => FREEING.includes(verdict.status));
  await freeExportWaybills(
    tx,
    freed.map(({ waybillKey, row }) => ({ waybillKey, listNo: row.listNo })),
  );
  await storeFacts(
    tx,
    place,
    moving.map(({ record }) => record),
    at,
  );
  const counted = listed.map((one) => countedExport(one, one.row.state, 'again'));
  await storeCounts(tx, countLists('export', counted, at), at);
  const events = await settleExportStock(tx, listed, registry, at);
  if (looked !== null) await settleSelection(tx, looked, listed, place, at);
  return fileReceipts(
    tx,
    [
      ...events,
      ...listed.flatMap((one) => [...exportReceipts(one, at, 'again'), ...(one.also ?? [])]),
    ],
    at,
  );
}

/** Verdicts after which the waybill may be declared again. */
const FREEING: readonly string[] = ['100', '430'];
