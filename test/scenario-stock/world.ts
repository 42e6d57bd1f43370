import { readFileSync } from 'node:fs';
import type { Finding } from '../../src/base/finding.ts';
import type { Result } from '../../src/base/result.ts';
import { CATALOG } from '../../src/sandbox/world/catalog.ts';
import type { Desk } from '../flows/desk.ts';
import type { Papers, paperMill } from '../flows/papers.ts';
import type { Zone } from '../flows/zone.ts';

/** One line of a case: its words, and the codes with which it should be refused. */
export type Line = {
  readonly word: string;
  readonly rest: readonly string[];
  readonly refused: readonly string[];
  readonly place: string;
};

export type StockCase = { readonly title: string; readonly lines: Line[] };

/** Where a case plays: a book of its own, and what was named so far. */
export type Stage = {
  readonly zone: Zone;
  readonly desk: Desk;
  readonly mill: ReturnType<typeof paperMill>;
  readonly bookNo: string;
  /** Numbers of papers by name. */
  readonly papers: Map<string, { kind: 'entry' | 'exit' | 'slip'; paperNo: string }>;
  /** Parcels by name; the customs number when there is one. */
  readonly parcels: Map<string, { papers: Papers; listNo: string | null }>;
  /** The last report of each slip. */
  readonly crossings: Map<string, string>;
  /** A number that was not used in this case. */
  fresh(mark: string): string;
};

/** What a word of the language does; the codes of the findings that stop it, none when done. */
export type Word = (stage: Stage, rest: readonly string[]) => Promise<readonly string[]>;

/**
 * Reads a file of cases: `case TITLE`, then one statement a line. A statement that ends in
 * `refused CODE...` must be refused with just these. `#` begins a comment.
 */
export function readCases(url: URL): StockCase[] {
  const cases: StockCase[] = [];
  for (const [at, raw] of readFileSync(url, 'utf8').split('\n').entries()) {
    const [word, ...words] = raw.replace(/#.*/, '').trim().split(/\s+/);
    if (word === undefined || word === '') continue;
    const place = `${url.pathname.split('/').at(-1)}:${at + 1}`;
    if (word === 'case') {
      cases.push({ title: words.join(' '), lines: [] });
      continue;
    }
    const end = words.indexOf('refused');
    const [rest, refused] = end < 0 ? [words, []] : [words.slice(0, end), words.slice(end + 1)];
    if (cases.length === 0) throw new Error(`${place}: no case has begun`);
    cases.at(-1)?.lines.push({ word, rest, refused, place });
  }
  return cases;
}

/** The codes of a refusal; `take` gets the value of what was done. */
export function codesOf<T>(
  result: Result<T, readonly Finding[]>,
  take: (value: T) => void = () => {},
): readonly string[] {
  if (!result.ok) return result.error.map(({ code }) => code);
  take(result.value);
  return [];
}

/** A declared quantity, 0.00001 units. */
export function quantityOf(text: string | undefined): bigint {
  if (text === undefined || !/^\d+$/.test(text)) throw new Error(`${text} is no whole quantity`);
  return BigInt(text) * 100_000n;
}

/** The article of a line of the book. */
export function articleOf(recordNo: string) {
  const article = CATALOG[Number(recordNo) - 101];
  if (article === undefined) throw new Error(`line ${recordNo} has no article`);
  return article;
}

/** What stands under a name. */
export function named<T>(things: ReadonlyMap<string, T>, name: string | undefined): T {
  const thing = things.get(name ?? '');
  if (thing === undefined) throw new Error(`nothing is named ${name}`);
  return thing;
}

/** The value behind a word such as `until`; undefined when the word is not there. */
export function after(rest: readonly string[], word: string): string | undefined {
  const at = rest.indexOf(word);
  return at < 0 ? undefined : rest[at + 1];
}
