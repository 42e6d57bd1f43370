import type { Scaled5 } from '../../base/fen.ts';
import type { ExportListTerms } from '../../documents/export-terms.ts';

/** How much of the lines of a list was taken back, by their numbers (gnum). */
export type Back = ReadonlyMap<number, Scaled5>;

/** A list that customs closed. */
export type ClosedList = {
  readonly listNo: string;
  readonly terms: ExportListTerms;
  /** What was taken back of it since; nothing unless told. */
  readonly back?: Back;
};

/** The keys that lists of one declaration have in common (EXP-5), beside the month. */
export const HEAD_KEYS = [
  ...(['customsCode', 'ebcCode', 'agentCode', 'ownerCode', 'trafMode', 'country'] as const),
  ...(['portCode', 'tradeMode', 'loctNo'] as const),
] as const;

export type GroupKeys = Readonly<Record<(typeof HEAD_KEYS)[number], string>>;

/** The keys, and the names that the head of a declaration has. */
export type GroupHead = GroupKeys & {
  readonly ebcName: string;
  readonly agentName: string;
  readonly ownerName: string;
};

/** The keys of a line of a declaration (EXP-5), and the name of the goods. */
export const LINE_KEYS = [
  ...(['gcode', 'country', 'currency', 'unit', 'unit1', 'unit2', 'name'] as const),
] as const;

export type LineKeys = Readonly<Record<(typeof LINE_KEYS)[number], string>>;

/** What is added up; money in hundredths of the currency, all else in 0.00001 units or kg. */
export const SUMS = ['qty', 'qty1', 'qty2', 'total', 'gross', 'net'] as const;

export type Sums = Readonly<Record<(typeof SUMS)[number], bigint>> & {
  /** List lines that were added up. */
  readonly uses: number;
};

/** One line of a list as it is added to a sum. */
export type SummedLine = { readonly keys: LineKeys; readonly sums: Sums };

export const NO_SUMS: Sums = {
  qty: 0n,
  qty1: 0n,
  qty2: 0n,
  total: 0n,
  gross: 0n,
  net: 0n,
  uses: 0,
};

/** The sum of two. */
export function plus(a: Sums, b: Sums): Sums {
  return {
    qty: a.qty + b.qty,
    qty1: a.qty1 + b.qty1,
    qty2: a.qty2 + b.qty2,
    total: a.total + b.total,
    gross: a.gross + b.gross,
    net: a.net + b.net,
    uses: a.uses + b.uses,
  };
}

/** One text for keys; no message text can hold the control character. */
export function headKey(keys: GroupKeys): string {
  return HEAD_KEYS.map((name) => keys[name]).join('\u0001');
}

/** The same for the keys of a line. */
export function lineKey(keys: LineKeys): string {
  return LINE_KEYS.map((name) => keys[name]).join('\u0001');
}

/** Into which declarations a list may go. */
export function headOf(terms: ExportListTerms): GroupHead {
  const { customsCode, ebcCode, agentCode, ownerCode, trafMode, country, portCode } = terms;
  const { tradeMode, ebcName, agentName, ownerName } = terms;
  return {
    ...{ customsCode, ebcCode, agentCode, ownerCode, trafMode, country, portCode, tradeMode },
    ...{ loctNo: terms.loctNo ?? '', ebcName, agentName, ownerName },
  };
}

/**
 * The lines of a list with what they add, in the order of their numbers (gnum). A list has its
 * weights as a whole, and its lines may go into several declarations, so each line is given its
 * share by value (by number when the list has no value): cumulated and rounded down, so that the
 * shares add up to the weights of the list.
 * @param back what is taken off; a line of which nothing is left adds nothing
 */
export function linesOf(
  { lines: said, grossWeight, netWeight }: ExportListTerms,
  back: Back = NONE,
): SummedLine[] {
  const lines = said.toSorted((a, b) => a.gnum - b.gnum);
  const value = lines.reduce((sum, { totalPrice }) => sum + totalPrice, 0n);
  const [whole, part] =
    value > 0n
      ? [value, (line: (typeof lines)[number]) => line.totalPrice]
      : [BigInt(lines.length), () => 1n];
  let before = 0n;
  return lines.map((line): SummedLine => {
    const after = before + part(line);
    const share = (weight: Scaled5) => (weight * after) / whole - (weight * before) / whole;
    const [gross, net] = [share(grossWeight), share(netWeight)];
    before = after;
    const { gcode, country, currency, unit, unit1, unit2, gname } = line;
    const { qty, qty1, qty2, totalPrice } = line;
    const sums = { qty, qty1, qty2: qty2 ?? 0n, total: totalPrice, gross, net, uses: 1 };
    const gone = back.get(line.gnum);
    return {
      keys: { gcode, country, currency, unit, unit1, unit2: unit2 ?? '', name: gname },
      sums: gone === undefined ? sums : partOf(sums, gone, qty),
    };
  });
}

const NONE: Back = new Map();

/**
 * What a line has between two quantities of it, in proportion and rounded down from its beginning,
 * so that parts that follow each other add up to the line. The last part takes its use along.
 */
export function partOf(line: Sums, from: Scaled5, until: Scaled5): Sums {
  const part = (value: bigint) => (value * until) / line.qty - (value * from) / line.qty;
  return {
    qty: until - from,
    qty1: part(line.qty1),
    qty2: part(line.qty2),
    total: part(line.total),
    gross: part(line.gross),
    net: part(line.net),
    uses: until === line.qty && from < until ? 1 : 0,
  };
}
