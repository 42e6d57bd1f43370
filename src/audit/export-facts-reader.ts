import type { KeptEnterprise } from './class-again.ts';
import { type Fraction, fraction } from './decimals.ts';
import {
  bookLineOf,
  enterpriseOf,
  type KeptBookLine,
  type KeptSelection,
  refOf,
} from './facts-reader.ts';

/** A decision on an export list as it was kept, as far as the audit needs it. */
export type KeptExport = {
  /** Message and record of the list, as `id/record`. */
  readonly list: string;
  /** Of the withdrawal or the departure that ended it. */
  readonly by: string | null;
  readonly state: string;
  /** What it rests on; null for one that a document ended, or whose documents never came. */
  readonly rested: ExportRested | null;
};

/** What was looked up for a decision, and what came of it. */
export type ExportRested = {
  readonly at: number;
  /** Message and record of each document, as `id/record`. */
  readonly list: string;
  readonly order: string;
  readonly waybill: string;
  readonly collection: string | null;
  readonly arrivals: readonly string[];
  readonly enterprises: readonly KeptEnterprise[];
  /** Yuan for one unit of a currency. */
  readonly rates: ReadonlyMap<string, Fraction | null>;
  /** The state that it moved on from, when it is a later look at a list. */
  readonly held: string | null;
  readonly state: string;
  readonly value: ExportValue | null;
  /** How it was looked at before a release. */
  readonly selection: ExportSelection | null;
  /** The lines of books that were looked up. */
  readonly books: readonly KeptBookLine[];
};

/** With what was noted of its firms, where rules chose it. */
export type ExportSelection = KeptSelection & { readonly noted: readonly number[] | null };

/** What a list is worth, free on board, in fen. */
export type ExportValue = {
  readonly channel: string;
  readonly fob: bigint;
  /** By the number of the line. */
  readonly lines: ReadonlyMap<number, bigint>;
};

/** Whether an entry is of an export list; those of imports begin with other letters. */
export function isExportEntry(entry: string): boolean {
  return entry.startsWith('e');
}

const [AT, ENTERPRISES, RATES, EARLIER, VERDICT, SELECTION, STOCK] = [1, 2, 3, 5, 6, 7, 9];
const [STATUS, VALUE] = [0, 2];
/** Lines of books and balances of their accounts. */
type PackedStock = readonly [books: readonly (string | null)[][], balances: unknown[][]];

/** Reads an entry of an export list. */
export function readExport(entry: string): KeptExport | 'unreadable' {
  const tab = entry.indexOf('\t');
  try {
    const refs = JSON.parse(entry.slice(2, tab)) as Record<string, unknown>;
    const rest: unknown = JSON.parse(entry.slice(tab + 1));
    if (!Array.isArray(rest) || tab < 0) return 'unreadable';
    const list = refOf(refs.list);
    const by = refs.by === undefined ? null : refOf(refs.by);
    if (entry.startsWith('ex')) return { list, by, state: String(rest[STATUS]), rested: null };
    if (!entry.startsWith('ed')) return 'unreadable';
    const rested = restedOf(refs, rest);
    return { list, by, state: rested.state, rested };
  } catch {
    return 'unreadable';
  }
}

function restedOf(refs: Record<string, unknown>, rest: readonly unknown[]): ExportRested {
  const verdict = rest[VERDICT] as readonly unknown[];
  return {
    at: Number(rest[AT]),
    list: refOf(refs.list),
    order: refOf(refs.order),
    waybill: refOf(refs.waybill),
    collection: refs.collection === undefined ? null : refOf(refs.collection),
    arrivals: ((refs.arrivals ?? []) as readonly unknown[]).map(refOf),
    enterprises: (rest[ENTERPRISES] as readonly unknown[][]).map(enterpriseOf),
    rates: new Map(
      (rest[RATES] as readonly (readonly [string, string, string])[]).map(([currency, n, d]) => [
        currency,
        fraction(BigInt(n), BigInt(d)),
      ]),
    ),
    held: (rest[EARLIER] as readonly string[] | null)?.[STATUS] ?? null,
    state: String(verdict[STATUS]),
    value: exportValueOf(verdict[VALUE]),
    selection: selectionOf(rest[SELECTION]),
    books: ((rest[STOCK] as PackedStock | undefined)?.[0] ?? []).map(bookLineOf),
  };
}

function exportValueOf(packed: unknown): ExportValue | null {
  if (packed === null) return null;
  const [channel, fob, lines] = packed as [string, string, readonly [number, string][]];
  return {
    channel,
    fob: BigInt(fob),
    lines: new Map(lines.map(([gnum, own]) => [gnum, BigInt(own)])),
  };
}

function selectionOf(kept: unknown): ExportSelection | null {
  if (kept === null || kept === undefined) return null;
  const { draw, ...selection } = kept as Omit<ExportSelection, 'draw'> & {
    readonly draw: { readonly day: string; readonly sequence: number } | null;
  };
  return { ...selection, draw: draw === null ? null : `${draw.day}/${draw.sequence}` };
}

/** What an entry says in words and numbers, without sums and rates: see `withoutSums`. */
export function withoutExportSums(entry: string): string {
  const tab = entry.indexOf('\t');
  if (!entry.startsWith('ed') || tab < 0) return entry;
  try {
    const rest = JSON.parse(entry.slice(tab + 1)) as unknown[];
    const valueless = (verdict: unknown) =>
      (verdict as unknown[] | null)?.with(VALUE, null) ?? null;
    const kept = rest
      .with(RATES, null)
      .with(EARLIER, valueless(rest[EARLIER]))
      .with(VERDICT, valueless(rest[VERDICT]));
    const stock = rest[STOCK] as PackedStock | undefined;
    if (stock !== undefined) kept[STOCK] = [stock[0], stock[1].map(([key]) => key)];
    return `${entry.slice(0, tab)}\t${JSON.stringify(kept)}`;
  } catch {
    return entry;
  }
}
