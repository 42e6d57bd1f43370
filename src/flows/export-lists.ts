import { keyOf } from '../base/keys.ts';
import { loadLatestExportLists } from '../documents/export-list-store.ts';
import { type ExportDecision, standingExports } from '../export/case-lookup.ts';
import type { ListStanding } from '../export/summary/decide.ts';
import type { Sql } from '../io/postgres.ts';
import type { House } from './house.ts';

/** How export lists stand, by their customs numbers; those that there are not are absent. */
export type ListsByNumber = (
  tx: Sql,
  listNos: readonly string[],
) => Promise<ReadonlyMap<string, ListStanding>>;

/** The lists of a house: as they were decided, with what they say. Two statements. */
export function exportLists({ terms }: Pick<House, 'terms'>): ListsByNumber {
  return async (tx, listNos) => {
    const standing = [...(await standingExports(tx, listNos)).values()];
    const keyed = ({ ebpCode, orderNo }: ExportDecision) => keyOf(ebpCode, orderNo);
    const lists = await loadLatestExportLists(tx, terms, standing.map(keyed));
    return new Map(
      standing.flatMap((decision): [string, ListStanding][] => {
        const list = lists.get(keyed(decision));
        if (list === undefined) return [];
        return [[decision.listNo, { state: decision.state, terms: list.terms }]];
      }),
    );
  };
}
