import { CaseRace } from '../../base/case-race.ts';
import type { Sql } from '../../io/postgres.ts';
import { LINE_COLUMNS, lineTypes, lineValues } from './columns.ts';
import type { SumLine } from './declare.ts';
import { plus, SUMS } from './sums.ts';

/** What is taken out of one sum of a group. */
export type SumPart = SumLine & { readonly groupId: number };

// The keys travel along because sums are columns behind them.
const SUBTRACT = `
  update export.summary_lines l set
    ${[...SUMS, 'uses'].map((name) => `${name} = l.${name} - u.${name}`).join(', ')}
  from unnest($1::integer[], $2::integer[], ${lineTypes(3)})
    as u (group_id, line_no, ${LINE_COLUMNS})
  where l.group_id = u.group_id and l.line_no = u.line_no`;

/**
 * Takes parts out of the sums of groups that the caller holds. One statement.
 * @throws CaseRace when a sum is not there any more
 */
export async function subtractParts(tx: Sql, parts: readonly SumPart[]): Promise<void> {
  const lines = [...bySum(parts).values()].sort(
    (a, b) => a.groupId - b.groupId || a.lineNo - b.lineNo,
  );
  const written = await tx.execute(SUBTRACT, [
    lines.map(({ groupId }) => groupId),
    lines.map(({ lineNo }) => lineNo),
    ...lineValues(lines),
  ]);
  if (written !== lines.length) throw new CaseRace('a sum has gone meanwhile');
}

function bySum(parts: readonly SumPart[]): Map<string, SumPart> {
  const sums = new Map<string, SumPart>();
  for (const part of parts) {
    const key = `${part.groupId} ${part.lineNo}`;
    const before = sums.get(key);
    const all = before === undefined ? part.sums : plus(before.sums, part.sums);
    sums.set(key, { ...part, sums: all });
  }
  return sums;
}
