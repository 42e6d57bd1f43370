import { DIRECTIONS, type Direction } from '../base/direction.ts';
import { LIMITS } from '../base/limits.ts';
import { IMPORT_REFUSALS } from '../clearance/refusals.ts';
import type { CountedRefusal } from '../documents/refusal-store.ts';
import { EXPORT_REFUSALS } from '../export/refusals.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import type { House } from './house.ts';

/** What officers find of enterprises on file. */
export type Firms = {
  /** By a part of the name or the beginning of the code, in the order of their codes. */
  search(text: string, after: string, limit: number): Promise<readonly Enterprise[]>;
  /** Null where there is none with this code. */
  named(code: string): Promise<Enterprise | null>;
  /** Why lists that it declared stand returned, imports before exports, the commonest first. */
  refusals(code: string): Promise<readonly FirmRefusal[]>;
};
export type FirmRefusal = CountedRefusal & { readonly direction: Direction };

const REFUSALS = { import: IMPORT_REFUSALS, export: EXPORT_REFUSALS } as const;

/** Enterprises of a house. They lie in memory, so no table is searched. */
export function firmsOn({ db, registry }: Pick<House, 'db' | 'registry'>): Firms {
  const all = async () => (await registry.fresh(db)).snapshot.enterprises;
  return {
    search: async (text, after, limit) => {
      const asked = text.trim().toUpperCase();
      const fits = ({ code, name }: Enterprise): boolean =>
        code > after && (code.startsWith(asked) || name.toUpperCase().includes(asked));
      const found = [...(await all()).values()].filter(fits);
      return found.sort((a, b) => (a.code < b.code ? -1 : 1)).slice(0, limit);
    },
    named: async (code) => (await all()).get(code) ?? null,
    refusals: async (code) => {
      const both = DIRECTIONS.map(async (direction) => {
        const counted = await REFUSALS[direction].byCode(db, code, LIMITS.repairCauses);
        return counted.map((one) => ({ ...one, direction }));
      });
      return (await Promise.all(both)).flat();
    },
  };
}
