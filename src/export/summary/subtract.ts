import { present } from '../../base/assert.ts';
import { CaseRace } from '../../base/case-race.ts';
import type { Sql } from '../../io/postgres.ts';
import { LINE_COLUMNS, lineTypes, lineValues } from './columns.ts';
import type { SumLine } from './declare.ts';
import type { SummedList } from './list-store.ts';
import { type ClosedList, linesOf, plus, SUMS } from './sums.ts';

/** A list with what is in it and the sums that it is in. */
export type MergedList = ClosedList & Pick<SummedList, 'groupId' | 'lineNos'>;

// The keys travel along because sums are columns behind them.
const SUBTRACT = `
  update export.summary_lines l set
    ${[...SUMS, 'uses'].map((name) => `${name} = l.${name} - u.${name}`).join(', ')}
  from unnest($1::integer[], $2::integer[], ${lineTypes(3)})
    as u (group_id, line_no, ${LINE_COLUMNS})
  where l.group_id = u.group_id and l.line_no = u.line_no`;

/**
 * Takes lists out of the sums of their groups; the caller holds these groups. One statement.
 * @throws CaseRace when a sum is not there any more
 */
export async function subtractLists(tx: Sql, lists: readonly MergedList[]): Promise<void> {
  const lines = partsOf(lists);
  const written = await tx.execute(SUBTRACT, [
    lines.map(({ groupId }) => groupId),
    lines.map(({ lineNo }) => lineNo),
    ...lineValues(lines),
  ]);
  if (written !== lines.length) throw new CaseRace('a sum has gone meanwhile');
}

type Part = SumLine & { readonly groupId: number };

/** What these lists are of each sum, by group and number. */
function partsOf(lists: readonly MergedList[]): Part[] {
  const parts = new Map<string, Part>();
  for (const { groupId, lineNos, terms } of lists) {
    for (const [i, { keys, sums }] of linesOf(terms).entries()) {
      const lineNo = present(lineNos[i], 'the sum of a line');
      const key = `${groupId} ${lineNo}`;
      const before = parts.get(key);
      const all = before === undefined ? sums : plus(before.sums, sums);
      parts.set(key, { groupId, lineNo, keys, sums: all });
    }
  }
  return [...parts.values()].sort((a, b) => a.groupId - b.groupId || a.lineNo - b.lineNo);
}
