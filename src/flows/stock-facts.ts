import { isExportNo } from '../base/ids.ts';
import { keyOf } from '../base/keys.ts';
import type { Count } from '../bonded/count.ts';
import type { Deed } from '../bonded/deeds.ts';
import { readDeed } from '../bonded/deeds-codec.ts';
import type { Entry } from '../bonded/entry.ts';
import { type Exit, type ListFacts, promisedGoods } from '../bonded/exit.ts';
import type { PaperKind, StoredPaper } from '../bonded/paper.ts';
import { exitsOf, loadPapers } from '../bonded/paper-store.ts';
import { readCount, readEntry, readExit, readSlip } from '../bonded/papers-codec.ts';
import type { Slip } from '../bonded/slip.ts';
import { type DecisionRow, standingDecisions } from '../clearance/case-lookup.ts';
import { refundsOf } from '../clearance/refund-store.ts';
import type { FiledExportList } from '../documents/export-list-store.ts';
import { type FiledList, loadLatestLists } from '../documents/list-store.ts';
import type { Sql } from '../io/postgres.ts';
import { openReserves, type Purpose } from '../ledger/store.ts';
import { stockAccount } from '../registry/book.ts';
import type { House } from './house.ts';
import { loadStockedExports } from './stocked-exports.ts';

/** A stored paper with its body read. */
export const entryOf = (paper: StoredPaper): Entry =>
  ({ ...paper, body: readEntry(paper.body) }) as Entry;
export const exitOf = (paper: StoredPaper): Exit =>
  ({ ...paper, body: readExit(paper.body) }) as Exit;
export const slipOf = (paper: StoredPaper): Slip =>
  ({ ...paper, body: readSlip(paper.body) }) as Slip;
export const countOf = (paper: StoredPaper): Count =>
  ({ ...paper, body: readCount(paper.body) }) as Count;

/** A paper of any kind. */
export type AnyPaper = Entry | Exit | Slip | Count | Deed;

/** A stored paper of any kind with its body read. */
export function paperOf(paper: StoredPaper): AnyPaper {
  switch (paper.kind) {
    case 'entry':
      return entryOf(paper);
    case 'exit':
      return exitOf(paper);
    case 'slip':
      return slipOf(paper);
    case 'count':
      return countOf(paper);
    default:
      return readDeed(paper);
  }
}

async function papersOf<T extends { readonly paperNo: string }>(
  sql: Sql,
  kind: PaperKind,
  paperNos: readonly string[],
  read: (paper: StoredPaper) => T,
): Promise<Map<string, T>> {
  const ids = [...new Set(paperNos)].map((paperNo) => ({ kind, paperNo }));
  const papers = [...(await loadPapers(sql, ids)).values()].map(read);
  return new Map(papers.map((paper) => [paper.paperNo, paper]));
}

/** Entry lists by number; one statement or none. */
export const loadEntries = (sql: Sql, numbers: readonly string[]): Promise<Map<string, Entry>> =>
  papersOf(sql, 'entry', numbers, entryOf);
/** Exit lists by number; one statement or none. */
export const loadExits = (sql: Sql, numbers: readonly string[]): Promise<Map<string, Exit>> =>
  papersOf(sql, 'exit', numbers, exitOf);
/** Slips by number; one statement or none. */
export const loadSlips = (sql: Sql, numbers: readonly string[]): Promise<Map<string, Slip>> =>
  papersOf(sql, 'slip', numbers, slipOf);
/** Counts by number; one statement or none. */
export const loadCounts = (sql: Sql, numbers: readonly string[]): Promise<Map<string, Count>> =>
  papersOf(sql, 'count', numbers, countOf);

/** A list as it stands with what it has promised from stock. */
export type StockedList = ListFacts & {
  readonly row: DecisionRow | null;
  /** Null for a list of exports, which is the next one. */
  readonly list: FiledList | null;
  readonly exportList: FiledExportList | null;
};

/**
 * What is known of parcels' lists by customs number, of imports and of exports; a fixed number of
 * statements.
 */
export async function loadStockedLists(
  sql: Sql,
  house: Pick<House, 'terms'>,
  listNos: readonly string[],
): Promise<Map<string, StockedList>> {
  const outward = listNos.filter(isExportNo);
  const exports = outward.length === 0 ? [] : await loadStockedExports(sql, house, outward);
  const inward = listNos.filter((listNo) => !isExportNo(listNo));
  const imports = inward.length === 0 ? [] : await loadStockedImports(sql, house, inward);
  return new Map([
    ...imports,
    ...[...exports].map(([listNo, { list: exportList, ...facts }]): [string, StockedList] => {
      return [listNo, { ...facts, row: null, list: null, exportList }];
    }),
  ]);
}

async function loadStockedImports(
  sql: Sql,
  house: Pick<House, 'terms'>,
  listNos: readonly string[],
): Promise<Map<string, StockedList>> {
  const rows = await standingDecisions(sql, listNos);
  const orders = [...rows.values()].map(({ ebpCode, orderNo }) => keyOf(ebpCode, orderNo));
  const filed = orders.length === 0 ? NONE : await loadLatestLists(sql, house.terms, orders);
  const listOf = (row: DecisionRow) => filed.get(keyOf(row.ebpCode, row.orderNo)) ?? null;
  const purposes = [...rows.values()].flatMap((row) => purposesOf(row, listOf(row)));
  const open = Map.groupBy(await openReserves(sql, purposes), ({ ref }) => ref);
  const exits = await exitsOf(sql, listNos);
  const back = Map.groupBy(await refundsOf(sql, listNos), ({ listNo }) => listNo);
  return new Map(
    [...rows.values()].map((row): [string, StockedList] => {
      const list = listOf(row);
      const promised = (open.get(row.listNo) ?? []).map(promisedGoods);
      const { listNo, state } = row;
      const bookNo = list?.terms.emsNo ?? null;
      const exitNo = exits.get(listNo) ?? null;
      const closed = back.get(listNo)?.filter((refund) => refund.state === 'closed') ?? [];
      const backAt = closed.map(({ endedAt }) => endedAt ?? 0).sort((a, b) => a - b)[0] ?? null;
      const facts = { state, bookNo, promised, exitNo, backAt, exported: null };
      return [listNo, { ...facts, row, list, exportList: null }];
    }),
  );
}

const NONE: ReadonlyMap<string, FiledList> = new Map();

function purposesOf({ listNo }: DecisionRow, list: FiledList | null): Purpose[] {
  const { emsNo = null, lines = [] } = list?.terms ?? {};
  if (emsNo === null) return [];
  const records = new Set(lines.flatMap(({ itemRecordNo }) => itemRecordNo ?? []));
  return [...records].map((record) => ({ ...stockAccount(emsNo, record), ref: listNo }));
}
