import { assert } from '../../../base/assert.ts';
import type { BusinessDate } from '../../../base/dates.ts';
import type { Profile } from '../../../registry/profile.ts';
import { type ExportArticle, type ExportUse, exportArticles } from './articles.ts';

/** The law that exports of a world are planned under; limits in fen, null where it is closed. */
export type ExportWorldLaw = {
  readonly modes: readonly string[];
  readonly simplifiedLimit: bigint | null;
  readonly b2bLimit: bigint | null;
  readonly arrival: boolean;
  readonly master: boolean;
  /** Whether overseas warehouses have to be on file. */
  readonly warehouseFiling: boolean;
  /** Of each use those that there are. */
  readonly articles: Readonly<Record<ExportUse, readonly ExportArticle[]>>;
  /** A heading of four digits that the table does not have. */
  readonly noHeading: string;
};

/**
 * Reads it from the profile as data, without the index that the engine decides with; null where
 * there is no law of exports or no table of goods from that day on without an end.
 */
export function exportWorldLaw(profile: Profile, date: BusinessDate): ExportWorldLaw | null {
  const lasts = <T extends { from: string; until: string | null }>({ from, until }: T) =>
    from <= date && until === null;
  const law = profile.parameters.exports.find(lasts)?.value;
  const table = profile.exportGoods.filter(lasts);
  const all = exportArticles(table);
  const of = (use: ExportUse) => all.filter((one) => one.use === use);
  const plain = of('plain');
  if (law === undefined || plain.length === 0) return null;
  return {
    modes: law.modes,
    simplifiedLimit: law.simplified?.limit ?? null,
    b2bLimit: law.b2b?.limit ?? null,
    ...{ arrival: law.arrival, master: law.master },
    warehouseFiling: profile.parameters.overseasWarehouseFiling.find(lasts)?.value ?? false,
    articles: {
      plain,
      ...{ licensed: of('licensed'), dutiable: of('dutiable') },
      ...{ inspected: of('inspected'), prohibited: of('prohibited') },
    },
    noHeading: missing(new Set(profile.exportGoods.map(({ hs }) => hs.slice(0, 4)))),
  };
}

function missing(headings: ReadonlySet<string>): string {
  for (let heading = 9_999; heading > 0; heading -= 1) {
    if (!headings.has(String(heading))) return String(heading);
  }
  assert(false, 'no table has all headings');
}
