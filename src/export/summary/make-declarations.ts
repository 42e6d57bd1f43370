import { businessDate, type Instant, yearOf } from '../../base/dates.ts';
import { entryId, preNo } from '../../base/ids.ts';
import type { Numbers } from '../../documents/numbers.ts';
import type { Sql } from '../../io/postgres.ts';
import { addDeclarations, type Declaration, totalsOf } from './declaration-store.ts';
import { declarationsOf } from './declare.ts';
import { linesOfGroups } from './group-store.ts';

/** For whom declarations are made. */
export type Maker = {
  readonly sumNo: string;
  readonly customsCode: string;
  readonly byName: boolean;
  readonly at: Instant;
};

/**
 * Makes the declarations of groups that an application closed, in their order: numbers, lines and
 * sums. The statements depend on the lines of the declarations, not on the lists in them.
 * @returns them, with what they add up to
 */
export async function makeDeclarations(
  tx: Sql,
  numbers: Numbers,
  groupIds: readonly number[],
  { sumNo, customsCode, byName, at }: Maker,
): Promise<Declaration[]> {
  const lines = await linesOfGroups(tx, groupIds);
  const parts = groupIds.flatMap((groupId) =>
    declarationsOf(lines.get(groupId) ?? [], { byName }).map((own) => ({ groupId, own })),
  );
  const date = businessDate(at);
  const year = yearOf(date);
  const unified = await numbers.take('export-declaration', parts.length);
  const entries = await numbers.take(`entry-${customsCode}${year}0`, parts.length);
  const declarations = parts.map(({ groupId, own }, i) => ({
    declSeqNo: preNo(date, unified[i]!, 'D'),
    entryId: entryId(customsCode, year, '0', entries[i]!),
    ...{ version: 1, sumNo, position: i + 1, groupId, at, reason: null },
    lines: own.map((line, n) => ({ ...line, gseqno: n + 1 })),
    ...totalsOf(own),
  }));
  await addDeclarations(tx, declarations, at);
  return declarations;
}
