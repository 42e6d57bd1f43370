import { assert, present } from '../../base/assert.ts';
import { businessDate, type Instant } from '../../base/dates.ts';
import type { Fen } from '../../base/fen.ts';
import { inKeyOrder } from '../../base/keys.ts';
import type { ExportListTerms } from '../../documents/export-terms.ts';
import { CUBES, type CubeName, type KeptDimension, type Measure } from './cubes.ts';

/** A closed list as statistics count it; its lines are those of the terms, by their numbers. */
export type CountedList = {
  readonly listNo: string;
  readonly terms: ExportListTerms;
  readonly value: {
    readonly channel: 'A' | 'B' | 'L';
    /** FOB in yuan; the sum of the lines. */
    readonly fob: Fen;
    readonly lines: readonly { readonly gnum: number; readonly fob: Fen }[];
  };
};

/** `2026-10`. */
export type Month = string;

/** The month of an instant in Shanghai. */
export function monthOf(at: Instant): Month {
  return businessDate(at).slice(0, 7);
}

/** A list and the month in which it was closed. */
export type Placed = { readonly list: CountedList; readonly month: Month };

/** What is added to one row of a cube: month and keys, and sums, in the order of the cube. */
export type Delta = { readonly keys: readonly string[]; readonly sums: readonly bigint[] };

/** What some lists add to one cube, or take out of it, before rows of the same keys are one. */
type Part = {
  readonly month: Month;
  readonly keys: Readonly<Partial<Record<KeptDimension, string>>>;
  readonly sums: Readonly<Partial<Record<Measure, bigint>>>;
};

/**
 * What lists add to a cube, or with `sign` -1n take out of it, a row for each key that they touch,
 * in the order of the keys.
 */
export function deltasOf(cube: CubeName, placed: readonly Placed[], sign: 1n | -1n): Delta[] {
  const { dimensions, measures } = CUBES[cube];
  const rows = new Map<string, { readonly keys: string[]; readonly sums: bigint[] }>();
  for (const { month, keys, sums } of placed.flatMap(PARTS[cube])) {
    const own = [month, ...dimensions.map((one) => present(keys[one], one))];
    const more = measures.map((one) => sign * present(sums[one], one));
    const row = rows.get(textOf(own));
    if (row === undefined) rows.set(textOf(own), { keys: own, sums: more });
    else for (const [i, sum] of more.entries()) row.sums[i] = row.sums[i]! + sum;
  }
  return inKeyOrder(rows.values(), ({ keys }) => textOf(keys));
}

const textOf = (keys: readonly string[]): string => keys.join('\u0001');

/** @throws Bug when a list comes twice, or its lines are not worth what the list is */
export function checkCounted(lists: readonly CountedList[]): void {
  const names = new Set(lists.map(({ listNo }) => listNo));
  assert(names.size === lists.length, 'a list is counted twice');
  for (const { listNo, terms, value } of lists) {
    const sum = value.lines.reduce((all, { fob }) => all + fob, 0n);
    const numbers = new Set(value.lines.map(({ gnum }) => gnum));
    const isWhole =
      numbers.size === value.lines.length &&
      value.lines.length === terms.lines.length &&
      terms.lines.every(({ gnum }) => numbers.has(gnum));
    assert(isWhole && sum === value.fob, `the value of list ${listNo} is not that of its lines`);
  }
}

const PARTS: Readonly<Record<CubeName, (placed: Placed) => Part[]>> = {
  lists: ({ list, month }) => {
    const { country, ebcCode, packNo, grossWeight, netWeight } = list.terms;
    const counts = { lists: 1n, lines: BigInt(list.terms.lines.length), packs: BigInt(packNo) };
    return [
      {
        month,
        keys: { ...headOf(list), country, enterprise: ebcCode },
        sums: { ...counts, gross: grossWeight, net: netWeight, fob: list.value.fob },
      },
    ];
  },
  headings: ({ list, month }) => {
    const byHeading = Map.groupBy(linesOf(list), ({ gcode }) => headingOf(gcode));
    return [...byHeading].map(([heading, lines]) => ({
      month,
      keys: { ...headOf(list), heading, enterprise: list.terms.ebcCode },
      sums: {
        lists: 1n,
        lines: BigInt(lines.length),
        fob: lines.reduce((sum, { fob }) => sum + fob, 0n),
      },
    }));
  },
  goods: ({ list, month }) =>
    linesOf(list).map(({ gcode, country, unit1, qty1, fob }) => ({
      month,
      keys: { ...headOf(list), destination: country, heading: headingOf(gcode), unit: unit1 },
      sums: { lines: 1n, quantity: qty1, fob },
    })),
  currencies: ({ list, month }) =>
    linesOf(list).map(({ currency, totalPrice, fob }) => ({
      month,
      keys: { ...headOf(list), currency },
      sums: { lines: 1n, amount: totalPrice, fob },
    })),
};

const headOf = ({ terms, value }: CountedList) => ({
  office: terms.customsCode,
  mode: terms.tradeMode,
  channel: value.channel,
});

const headingOf = (gcode: string): string => gcode.slice(0, 4);

function linesOf({ terms, value }: CountedList) {
  const fobs = new Map(value.lines.map(({ gnum, fob }) => [gnum, fob]));
  return terms.lines.map((line) => ({ ...line, fob: present(fobs.get(line.gnum), 'a line') }));
}
