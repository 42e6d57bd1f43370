import { keyOf } from '../base/keys.ts';
import type { Goods, ListFacts } from '../bonded/exit.ts';
import { goodsLeft, outgoingOf } from '../bonded/outgoing-store.ts';
import { exitsOf } from '../bonded/paper-store.ts';
import { type FiledExportList, loadLatestExportLists } from '../documents/export-list-store.ts';
import { standingExports } from '../export/case-lookup.ts';
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

/** What is promised to these lists and was neither taken nor given back; one statement or none. */
export async function promisedTo(
  sql: Sql,
  lists: readonly NumberedExport[],
): Promise<Map<string, Goods[]>> {
  const purposes = lists.flatMap(({ listNo, terms }): Purpose[] =>
    stockAccountsOf(terms).map((account) => ({ ...account, ref: listNo })),
  );
  const open = Map.groupBy(await openReserves(sql, purposes), ({ ref }) => ref);
  return new Map(
    [...open].map(([listNo, reserves]) => {
      const goods = reserves.map(({ key, amount }) => {
        return { recordNo: key.slice(key.indexOf(':') + 1), quantity: amount };
      });
      return [listNo, goods];
    }),
  );
}
