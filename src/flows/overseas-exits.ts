import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { pledge } from '../bonded/deed.ts';
import type { Exit, ExitSaid } from '../bonded/exit.ts';
import { judgeOverseas, type OverseasSaid } from '../bonded/overseas.ts';
import { NO_CHANGE } from '../bonded/stock.ts';
import { applyStock } from '../bonded/store.ts';
import type { Sql } from '../io/postgres.ts';
import { warehouseKey } from '../registry/overseas-warehouse.ts';
import type { House } from './house.ts';
import { loadShelf } from './stock-deed-facts.ts';
import { exitOf } from './stock-facts.ts';
import { declareExit, listNumbers, type Taken, takeIn } from './stock-papers.ts';

/** What an exit list may be of: parcels, or goods for an overseas warehouse. */
export type AnyExitSaid = ExitSaid | OverseasSaid;

/** Takes an exit list of either kind in an open transaction. */
export function takeExit(
  tx: Sql,
  house: House,
  said: AnyExitSaid,
  declarant: string,
): Promise<Result<Taken<Exit>, Finding[]>> {
  return 'overseas' in said
    ? declareOverseas(tx, house, said, declarant)
    : declareExit(tx, house, said, declarant);
}

/**
 * Takes an exit list of goods for an overseas warehouse (EXP-8): they are promised to it until its
 * vehicle is through the gate.
 */
function declareOverseas(
  tx: Sql,
  house: House,
  said: OverseasSaid,
  declarant: string,
): Promise<Result<Taken<Exit>, Finding[]>> {
  return takeIn(tx, house, declarant, said, {
    kind: 'exit',
    read: exitOf,
    judge: async (_, { bookNo, parts, overseas }, book, date) => {
      const { index, snapshot } = await house.registry.fresh(tx);
      const key = { enterpriseCode: book?.enterpriseCode ?? '', number: overseas.warehouse };
      const filed = snapshot.overseasWarehouses.get(warehouseKey(key)) ?? [];
      const warehouses = index.at(date).overseasWarehouseFiling ? filed : null;
      const shelf = await loadShelf(tx, { bookNo, status: 'bonded', parts }, date);
      const judged = judgeOverseas(said, { ...shelf, declarant, book, warehouses });
      if (!judged.ok) return fail(judged.error);
      const { body, taken } = judged.value;
      const store = async (sql: Sql, paperNo: string) => {
        const goods = { bookNo, status: 'bonded', goods: taken } as const;
        const transfers = pledge({ kind: 'exit', paperNo }, 'reserve', goods);
        await applyStock(sql, { ...NO_CHANGE, transfers }, house.clock.now());
      };
      return ok({ ...listNumbers('E'), body, holds: null, store });
    },
  });
}
