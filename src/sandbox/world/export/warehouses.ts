import { AREAS, type Party } from '../parties.ts';
import { EXPORTERS, PLACES } from './sale.ts';

/** Code and name of a warehouse abroad, as the documents of 9810 have them for a platform's. */
export type WorldWarehouse = Pick<Party, 'code' | 'name'>;

/**
 * The warehouse that a firm has on file in a country: a seller, or the firm of a book in the
 * special area. Each has one wherever parcels go.
 */
export function warehouseOf({
  seller,
  country,
}: {
  readonly seller: Pick<Party, 'code'>;
  readonly country: string;
}): WorldWarehouse {
  // Papers of the special area have ten characters for whoever receives goods.
  const code = `HW01${seller.code.slice(-3)}${country}`;
  return { code, name: `海外仓${code}` };
}

/** Rows of `overseas-warehouses.csv`; the same in every world, for all share a registry. */
export function warehouseRows(): string[][] {
  const rows = [...EXPORTERS, ...AREAS].flatMap((seller) =>
    PLACES.map(([country], i) => {
      const { code, name } = warehouseOf({ seller, country });
      const proof = i % 2 === 0 ? 'own' : 'lease';
      return [seller.code, code, name, country, proof, '2016-04-08', ''];
    }),
  );
  return [['enterprise', 'number', 'name', 'country', 'proof', 'from', 'until'], ...rows];
}
