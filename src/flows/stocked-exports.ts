import { keyOf } from '../base/keys.ts';
import { type ListFacts, type PromisedGoods, promisedGoods } from '../bonded/exit.ts';
import { goodsLeft, outgoingOf } from '../bonded/outgoing-store.ts';
import { exitsOf } from '../bonded/paper-store.ts';
import { type FiledExportList, loadLatestExportLists } from '../documents/export-list-store.ts';
import { standingExports } from '../export/case-lookup.ts';
import { listOfRef, stockRefs, timesTakenBack } from '../export/take-back-store.ts';
import type { Sql } from '../io/postgres.ts';
import { openReserves, type Purpose } from '../ledger/store.ts';
import { type StockList, stockAccountsOf } from '../matching/stock.ts';
import type { House } from './house.ts';

/** A list of exports as it stands with what it has promised from stock, or took out of it. */
export type StockedExport = ListFacts & { readonly list: FiledExportList | null };

/** What is known of lists of exports by customs number; a fixed number of statements. */
export async function loadStockedExports(
  sql: Sql,
  { terms }: Pick<House, 'terms'>,
  listNos: readonly string[],
): Promise<Map<string, StockedExport>> {
  const rows = [...(await standingExports(sql, listNos)).values()];
  if (rows.length === 0) return new Map();
  const orders = rows.map(({ ebpCode, orderNo }) => keyOf(ebpCode, orderNo));
  const filed = await loadLatestExportLists(sql, terms, orders);
  const lists = rows.map((row, i) => ({ row, list: filed.get(orders[i]!) ?? null }));
  const named = lists.flatMap(({ row, list }) =>
    list === null ? [] : [{ listNo: row.listNo, terms: list.terms }],
  );
  const promised = await promisedTo(sql, named);
  const outgoing = await outgoingOf(sql, listNos);
  const left = await goodsLeft(sql, [...outgoing.keys()]);
  const exits = await exitsOf(sql, listNos);
  return new Map(
    lists.map(({ row: { listNo, state }, list }): [string, StockedExport] => {
      const { slipNo = null, leftAt = null } = outgoing.get(listNo) ?? {};
      const goods = left.get(listNo) ?? [];
      const facts = { state, bookNo: list?.terms.emsNo ?? null, backAt: null };
      const placed = { promised: promised.get(listNo) ?? [], exitNo: exits.get(listNo) ?? null };
      return [listNo, { ...facts, ...placed, exported: { slipNo, leftAt, goods }, list }];
    }),
  );
}

/** A list by its customs number. */
export type NumberedExport = { readonly listNo: string; readonly terms: StockList };

/** What is promised to these lists and was neither taken nor given back; two statements or none. */
export async function promisedTo(
  sql: Sql,
  lists: readonly NumberedExport[],
): Promise<Map<string, PromisedGoods[]>> {
  const accounts = lists.map(({ listNo, terms }) => [listNo, stockAccountsOf(terms)] as const);
  const taking = accounts.filter(([, own]) => own.length > 0);
  const backs = await timesTakenBack(
    sql,
    taking.map(([listNo]) => listNo),
  );
  const purposes = taking.flatMap(([listNo, own]): Purpose[] =>
    stockRefs(listNo, backs.get(listNo) ?? 0).flatMap((ref) =>
      own.map((account) => ({ ...account, ref })),
    ),
  );
  const open = await openReserves(sql, purposes);
  return Map.groupBy(open.map(promisedGoods), ({ ref }) => listOfRef(ref));
}
