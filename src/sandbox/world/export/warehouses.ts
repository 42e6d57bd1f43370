import type { Party } from '../parties.ts';
import { EXPORTERS, type ExportSale, PLACES } from './sale.ts';

/** Code and name of a warehouse abroad, as the documents of 9810 have them for a platform's. */
export type WorldWarehouse = Pick<Party, 'code' | 'name'>;

/** The warehouse that a seller has on file in a country; each has one wherever parcels go. */
export function warehouseOf({
  seller,
  country,
}: Pick<ExportSale, 'seller' | 'country'>): WorldWarehouse {
  // Papers of the special area have ten characters for whoever receives goods.
  const code = `HW01${seller.code.slice(-3)}${country}`;
  return { code, name: `海外仓${code}` };
}

/** Rows of `overseas-warehouses.csv`; the same in every world, for all share a registry. */
export function warehouseRows(): string[][] {
  const rows = EXPORTERS.flatMap((seller) =>
    PLACES.map(([country], i) => {
      const { code, name } = warehouseOf({ seller, country });
      const proof = i % 2 === 0 ? 'own' : 'lease';
      return [seller.code, code, name, country, proof, '2016-04-08', ''];
    }),
  );
  return [['enterprise', 'number', 'name', 'country', 'proof', 'from', 'until'], ...rows];
}
