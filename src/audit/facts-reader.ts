import type { KeptEnterprise } from './class-again.ts';
import { unpack } from './evidence-walk.ts';
import { type KeptTargeting, targetingOf } from './targeting-reader.ts';

/** What the registry said of an article when a list was decided; numbers of one unit of it. */
export type KeptGoods = {
  readonly itemNo: string;
  /** Millilitres or grams; pieces or sheets; grams. */
  readonly content: bigint | null;
  readonly pieces: bigint | null;
  readonly grams: bigint | null;
};

/** What a line of a book was when a list was decided. */
export type KeptBookLine = {
  /** Book and record number, as the ledger names its account. */
  readonly key: string;
  readonly unit: string;
  /** What one of `unit` is in legal units, in 0.00001 of them. */
  readonly units: readonly { readonly unit: string; readonly perUnit: bigint }[];
};

/** The facts a decision rested on, as far as the audit needs them. */
export type KeptFacts = {
  readonly at: number;
  /** Message and record of each document it rests on, as `id/record`. */
  readonly list: string;
  readonly order: string;
  readonly waybill: string;
  readonly payments: readonly string[];
  readonly goods: readonly KeptGoods[];
  /** The lines of books that were looked up. */
  readonly books: readonly KeptBookLine[];
  /** The arrival details that named the waybill, if any were looked for. */
  readonly arrivals: readonly { messageId: string; record: number; preNo: string }[];
  /** The guarantee's amount in fen, when the guarantor had one. */
  readonly guarantee: bigint | null;
  readonly enterprises: readonly KeptEnterprise[];
  /** The state that it moved on from, when it is a later look at a list. */
  readonly held: string | null;
  readonly state: string;
  /** How it was looked at before a release. */
  readonly selection: KeptSelection | null;
  /** How risk rules looked at it, when it was looked at before a release. */
  readonly targeting: KeptTargeting | null;
  /** What officers said of it, when it is theirs. */
  readonly outcome: string | null;
};

/** How a list was looked at before its release; `draw` as `day/sequence`. */
export type KeptSelection = {
  readonly enterpriseClass: string;
  readonly goodsClass: string;
  readonly weight: number;
  readonly action: string | null;
  readonly label: string | null;
  readonly rules: readonly string[];
  readonly draw: string | null;
};

/** The entries of one facts segment, or null when it cannot be unpacked. */
export function entriesOf(body: Uint8Array): string[] | null {
  return entriesIn(unpack(body));
}

/** The same of one that is unpacked. */
export function entriesIn(raw: Buffer | null): string[] | null {
  return raw?.toString('utf8').split('\n') ?? null;
}

const [AT, ENTERPRISES, GOODS, GUARANTEE, BOOKS] = [1, 3, 4, 6, 10];
const [SELECTION, CONCLUSION] = [11, 12];

/** Reads an entry; null for one without facts: a document never came, or it was withdrawn. */
export function readFacts(entry: string): KeptFacts | null | 'unreadable' {
  const tab = entry.indexOf('\t');
  try {
    const refs = JSON.parse(entry.slice(1, tab)) as Record<string, unknown>;
    const rest: unknown = JSON.parse(entry.slice(tab + 1));
    if (!Array.isArray(rest) || tab < 0) return 'unreadable';
    if (entry.startsWith('x') || entry.startsWith('w')) return null;
    const guarantee = rest[GUARANTEE] as readonly [string, string] | null;
    return {
      at: Number(rest[AT]),
      list: refOf(refs.list),
      order: refOf(refs.order),
      waybill: refOf(refs.waybill),
      payments: (refs.payments as readonly unknown[]).map(refOf),
      arrivals: (refs.arrivals ?? []) as KeptFacts['arrivals'],
      goods: (rest[GOODS] as readonly (string | null)[][]).map(goodsOf),
      books: ((rest[BOOKS] ?? []) as readonly (string | null)[][]).map(bookLineOf),
      guarantee: guarantee === null ? null : BigInt(guarantee[1]),
      enterprises: (rest[ENTERPRISES] as readonly unknown[][]).map(enterpriseOf),
      held: (rest[HELD] as readonly string[] | null)?.[0] ?? null,
      state: String((rest[VERDICT] as readonly unknown[])[0]),
      selection: selectionOf((rest[SELECTION] ?? null) as readonly unknown[] | null),
      outcome: (rest[CONCLUSION] as { outcome?: string } | undefined)?.outcome ?? null,
      targeting: targetingOf(rest),
    };
  } catch {
    return 'unreadable';
  }
}

const [BALANCES, HELD, VERDICT] = [7, 8, 9];
const TRANSFERS = 3;

/**
 * What an entry says in words and numbers of things and parties, without the balances and limits of
 * accounts: a sum of eleven digits is some buyer's phone sooner or later.
 */
export function withoutSums(entry: string): string {
  const tab = entry.indexOf('\t');
  if (!entry.startsWith('d') || tab < 0) return entry;
  try {
    const rest = JSON.parse(entry.slice(tab + 1)) as unknown[][];
    const guarantee = rest[GUARANTEE]?.with(1, null) ?? null;
    const balances = rest[BALANCES]!.map((balance) => (balance as unknown[]).slice(0, 1));
    const verdicts = [rest[HELD], rest[VERDICT]].map(withoutLimits);
    const later = rest.slice(VERDICT + 1);
    const kept = [...rest.slice(0, GUARANTEE), guarantee, balances, ...verdicts, ...later];
    return `${entry.slice(0, tab)}\t${JSON.stringify(kept)}`;
  } catch {
    // What cannot be read is looked at as it is; that it cannot is another law's finding.
    return entry;
  }
}

function withoutLimits(verdict: unknown[] | null | undefined): unknown[] | null {
  if (verdict === null || verdict === undefined) return null;
  const transfers = verdict[TRANSFERS] as unknown[][];
  const kept = transfers.map(([ledger, key, kind, , ref]) => [ledger, key, kind, ref]);
  return verdict.with(TRANSFERS, kept);
}

/** A document of an entry as `id/record`. */
export function refOf(ref: unknown): string {
  const { messageId, record } = ref as { messageId: string; record: number };
  return `${messageId}/${record}`;
}

/** An enterprise of an entry. */
export function enterpriseOf(packed: readonly unknown[]): KeptEnterprise {
  const [code, , , creditClass, , , overseas, exempt] = packed;
  const standing = { overseas: overseas === 1, exempt: exempt === 1 };
  return { code: String(code), creditClass: String(creditClass), ...standing };
}

function selectionOf(kept: readonly unknown[] | null): KeptSelection | null {
  if (kept === null) return null;
  const [enterpriseClass, goodsClass, weight, action, label, rules, day, sequence] = kept;
  return {
    ...{ enterpriseClass: String(enterpriseClass), goodsClass: String(goodsClass) },
    ...{ weight: Number(weight), rules: rules as string[] },
    ...{ action: action as string | null, label: label as string | null },
    draw: day === null ? null : `${day}/${sequence}`,
  };
}

function goodsOf([, itemNo, , , content, pieces, grams]: readonly (string | null)[]): KeptGoods {
  return {
    itemNo: itemNo ?? '',
    content: bigOf(content),
    pieces: bigOf(pieces),
    grams: bigOf(grams),
  };
}

/** A line of a book of an entry. */
export function bookLineOf(line: readonly (string | null)[]): KeptBookLine {
  const [bookNo, recordNo, , , unit, unit1, perUnit1, unit2, perUnit2] = line;
  const units = [
    [unit1, perUnit1],
    [unit2, perUnit2],
  ].flatMap(([one, per]) => (one && per ? [{ unit: one, perUnit: BigInt(per) }] : []));
  return { key: `${bookNo}:${recordNo}`, unit: unit ?? '', units };
}

function bigOf(text: string | null | undefined): bigint | null {
  return text === null || text === undefined ? null : BigInt(text);
}
