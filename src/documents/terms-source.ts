import { type Instant, parseStamp8, parseStamp14 } from '../base/dates.ts';
import { type Fen, parseFen, parseScaled5, type Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { CONTENT_LAW } from './content.ts';
import { CONTENT_CODES, type ContentCode } from './content-codes.ts';
import type { Values } from './read-group.ts';
import type { DecodedRecord } from './read-record.ts';
import { codedFinding } from './structure-codes.ts';

/** The terms, or why a value has no meaning (only for records that `contentFindings` refuses). */
export type TermsResult<T> = Result<T, Finding[]>;

/** Where values are taken from and where their findings go. */
export type Source = {
  readonly values: Values;
  readonly path: string;
  readonly findings: Finding[];
};

/** A group of a record to take values from. */
export function source(values: Values, path: string): Source {
  return { values, path, findings: [] };
}

/** What is read of each goods line; its findings go to those of the head. */
export function lines<T>(
  record: DecodedRecord,
  head: Source,
  element: string,
  read: (line: Source) => T,
): T[] {
  const { findings } = head;
  return record.lines.map((values, at) =>
    read({ values, path: `${element}[${at + 1}]`, findings }),
  );
}

/** The terms, unless something had no meaning. */
export function resultOf<T>(terms: T, head: Source): TermsResult<T> {
  return head.findings.length === 0 ? ok(terms) : fail(head.findings);
}

/** A text, empty when it is absent. */
export function text(from: Source, element: string): string {
  return from.values[element] ?? '';
}

/** Null when the element is absent or empty: senders write both for "none". */
export function maybe(from: Source, element: string): string | null {
  const value = from.values[element];
  return value === undefined || value === '' ? null : value;
}

/** A sum of money in hundredths. */
export function fen(from: Source, element: string): Fen {
  return parseFen(text(from, element)) ?? refuse(from, 'CNT-FEN', element, 0n);
}

/** A quantity, weight or unit price. */
export function scaled(from: Source, element: string): Scaled5 {
  return parseScaled5(text(from, element)) ?? refuse(from, 'CNT-VALUE', element, 0n);
}

/** A quantity, or null when it is absent or empty. */
export function maybeScaled(from: Source, element: string): Scaled5 | null {
  return maybe(from, element) === null ? null : scaled(from, element);
}

/** A moment, or null when it is absent or empty. */
export function maybeMoment(from: Source, element: string): Instant | null {
  return maybe(from, element) === null ? null : moment(from, element);
}

/** A moment of the form `yyyyMMddHHmmss`. */
export function moment(from: Source, element: string): Instant {
  return parseStamp14(text(from, element)) ?? refuse(from, 'CNT-TIME', element, 0);
}

/** A day of the form `yyyyMMdd`. */
export function day(from: Source, element: string): string {
  return parseStamp8(text(from, element)) ?? refuse(from, 'CNT-TIME', element, '');
}

function refuse<T>(from: Source, code: ContentCode, element: string, value: T): T {
  const path = `${from.path}/${element}`;
  const fill = { element, zh: element, en: element, want: 'a value of the specified form' };
  from.findings.push(codedFinding(code, CONTENT_CODES[code], fill, { path, law: CONTENT_LAW }));
  return value;
}
