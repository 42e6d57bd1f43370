import { LIMITS } from '../../base/limits.ts';
import { type LineKeys, lineKey, NO_SUMS, plus, type Sums } from './sums.ts';

/** One sum of a group. */
export type SumLine = { readonly lineNo: number; readonly keys: LineKeys; readonly sums: Sums };

/** One line of a declaration, with the sums of the group that it declares. */
export type DeclarationLine = {
  readonly keys: LineKeys;
  readonly sums: Sums;
  readonly lineNos: readonly number[];
};

/**
 * The lines of the declarations of one group: each sum of the group in exactly one of them, at most
 * `LIMITS.declarationLines` lines in each, in the order of the legal keys (EXP-5).
 * @param byName whether goods of different names have lines of their own (itemNameFlag)
 */
export function declarationsOf(
  lines: readonly SumLine[],
  { byName }: { readonly byName: boolean },
): DeclarationLine[][] {
  const merged = new Map<string, SumLine[]>();
  for (const line of lines) {
    if (line.sums.uses === 0) continue;
    const key = lineKey(byName ? line.keys : { ...line.keys, name: '' });
    const same = merged.get(key);
    if (same === undefined) merged.set(key, [line]);
    else same.push(line);
  }
  const ordered = [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, same]) => lineOf(same));
  const declarations: DeclarationLine[][] = [];
  for (let from = 0; from < ordered.length; from += LIMITS.declarationLines) {
    declarations.push(ordered.slice(from, from + LIMITS.declarationLines));
  }
  return declarations;
}

/** One line for sums that differ in the name alone; it has the name of the greatest value. */
function lineOf(same: readonly SumLine[]): DeclarationLine {
  const [main] = [...same].sort((a, b) =>
    a.sums.total === b.sums.total ? a.lineNo - b.lineNo : a.sums.total > b.sums.total ? -1 : 1,
  );
  return {
    keys: main!.keys,
    sums: totalOf(same),
    lineNos: same.map(({ lineNo }) => lineNo).sort((a, b) => a - b),
  };
}

/** All of them added up. */
export function totalOf(lines: readonly { readonly sums: Sums }[]): Sums {
  return lines.reduce((sum, { sums }) => plus(sum, sums), NO_SUMS);
}
