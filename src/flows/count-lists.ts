import type { Instant } from '../base/dates.ts';
import { type Counting, type Counts, counting, type Way } from '../cockpit/counts.ts';
import { bucketOf } from '../cockpit/latency.ts';
import { EXPORT_MISSING_CODES } from '../matching/export-match.ts';
import { MISSING_CODES } from '../matching/match.ts';

/** What is counted of a tax bill, fen. */
type TaxSums = {
  readonly dutiable: bigint;
  readonly duty: bigint;
  readonly consumption: bigint;
  readonly vat: bigint;
};

/** A list that a batch decided, as the cockpit counts it. */
export type CountedList = {
  /** Its number, which begins with the office that it was declared at. */
  readonly listNo: string;
  /** The state that it, or an earlier attempt of its order, was in; null when there was none. */
  readonly from: string | null;
  readonly to: string;
  readonly codes: readonly string[];
  /** When it was accepted, if this is the first verdict on it. */
  readonly acceptedAt: Instant | null;
  /** Of a list that comes in. */
  readonly tax: TaxSums | null;
};

/** What a batch that decided lists did. Pure; the names are those of the console's data. */
export function countLists(way: Way, lists: readonly CountedList[], at: Instant): Counts {
  const counted = counting();
  for (const list of lists) countList(counted, way, list, at);
  return counted.counts;
}

/** Digits of a customs office, with which the number of a list begins. */
const OFFICE_DIGITS = 4;

function countList(
  { add }: Counting,
  way: Way,
  { listNo, from, to, codes, acceptedAt, tax }: CountedList,
  at: Instant,
): void {
  if (from !== null && isStanding(from)) add(`now.${way}.${from}`, -1);
  if (isStanding(to)) add(`now.${way}.${to}`);
  add(`verdict.${way}.${to}`);
  add(`office.${listNo.slice(0, OFFICE_DIGITS)}.${way}.${to}`);
  if (acceptedAt !== null) {
    add(`first.${way}`);
    add(`latency.${way}.${bucketOf(Math.max(0, at - acceptedAt))}`);
  }
  if (to === '100') {
    for (const code of codes) add(`refusal.${way}.${code}`);
    if (isUnmatched(codes)) add(`unmatched.${way}`);
  }
  if (to !== '800' || tax === null) return;
  for (const [kind, fen] of Object.entries(tax)) add(`tax.${kind}`, fen);
}

/**
 * What has come to nothing stands nowhere: its order may be declared again, also by a customs
 * declaration, which takes the case.
 */
function isStanding(state: string): boolean {
  return !NOTHING.includes(state);
}

const NOTHING: readonly string[] = ['open', 'declared', '100', '430'];

const MISSING: readonly string[] = [
  ...Object.values(MISSING_CODES),
  ...Object.values(EXPORT_MISSING_CODES),
];

/** Whether it was returned because a document never came. */
function isUnmatched(codes: readonly string[]): boolean {
  return codes.length > 0 && codes.every((code) => MISSING.includes(code));
}

/** A customs declaration that was taken or moved on, as the cockpit counts it. */
export type CountedDeclaration = {
  /** The office that it was declared at. */
  readonly customsCode: string;
  /** Null when it was taken just now: it is decided at once. */
  readonly from: string | null;
  readonly to: string;
  readonly findings: readonly { readonly code: string }[];
};

/**
 * What decisions on customs declarations did: they are exports like lists. How long they took is
 * not counted, as nothing waits between their coming and their verdict. Pure.
 */
export function countDeclared(moves: readonly CountedDeclaration[], at: Instant): Counts {
  const counted = counting();
  for (const { customsCode, from, to, findings } of moves) {
    const codes = findings.map(({ code }) => code);
    const none = { acceptedAt: null, tax: null };
    countList(counted, 'export', { listNo: customsCode, from, to, codes, ...none }, at);
    if (from !== null) continue;
    counted.add('declared.export');
    counted.add('first.export');
  }
  return counted.counts;
}

/** What a batch that filed lists did. */
export function countFiled(imports: number, exports: number): Counts {
  const counted = counting();
  counted.add('declared.import', imports);
  counted.add('declared.export', exports);
  return counted.counts;
}
