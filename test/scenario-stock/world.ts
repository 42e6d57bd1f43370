import { readFileSync } from 'node:fs';
import { parseScaled5, type Scaled5 } from '../../src/base/fen.ts';
import type { Finding } from '../../src/base/finding.ts';
import type { Result } from '../../src/base/result.ts';
import type { Settling } from '../../src/bonded/count.ts';
import type { MovementSaid } from '../../src/bonded/movement.ts';
import type { PaperId } from '../../src/bonded/paper.ts';
import { CATALOG } from '../../src/sandbox/world/catalog.ts';
import type { ExportPapers, ExportShop } from '../../src/sandbox/world/export/story.ts';
import type { Desk } from '../flows/desk.ts';
import type { Papers, paperMill } from '../flows/papers.ts';
import type { Zone } from '../flows/zone.ts';

/** A code, and the last numbers of its text; without any the numbers are not looked at. */
export type Refused = { readonly code: string; readonly numbers: readonly string[] };

/** One line of a case: its words, and with what it should be refused. */
export type Line = {
  readonly word: string;
  readonly rest: readonly string[];
  readonly refused: readonly Refused[];
  readonly place: string;
};

export type StockCase = { readonly title: string; readonly lines: Line[] };

/** A book of a case, and who declares for it. */
export type CaseBook = {
  readonly bookNo: string;
  readonly owner: string;
  readonly customs: string;
};

/** The name of the book that a case is about. */
export const HERE = 'HERE';

/** Where a case plays: a book of its own, and what was named so far. */
export type Stage = {
  readonly zone: Zone;
  readonly desk: Desk;
  readonly mill: ReturnType<typeof paperMill>;
  readonly bookNo: string;
  /** Books by name; `HERE` is the one above. */
  readonly books: Map<string, CaseBook>;
  /** Numbers of papers by name. */
  readonly papers: Map<string, PaperId>;
  /** Parcels by name; the customs number when there is one. */
  readonly parcels: Map<string, { papers: Papers; listNo: string | null }>;
  /** What documents of exports are made with. */
  readonly shop: ExportShop;
  /** Parcels that leave the country by name, and the customs number when there is one. */
  readonly exported: Map<string, { papers: ExportPapers; listNo: string | null }>;
  /** Numbers of refunds by name. */
  readonly refunds: Map<string, string>;
  /** The last report of each slip. */
  readonly crossings: Map<string, string>;
  /** What the warehouse wrote down, by name. */
  readonly notes: Map<string, MovementSaid>;
  /** How the differences of a count are to be settled. */
  readonly settlings: Map<string, Settling[]>;
  /** Which book's side has to confirm a transfer. */
  readonly confirming: Map<string, string>;
  /** A number that was not used in this case. */
  fresh(mark: string): string;
};

/** A reason why something is refused. */
export type Told = Pick<Finding, 'code' | 'en'>;

/** What a word of the language does; the findings that stop it, none when done. */
export type Word = (stage: Stage, rest: readonly string[]) => Promise<readonly Told[]>;

/**
 * Reads a file of cases: `case TITLE`, then one statement a line. A statement that ends in
 * `refused CODE...` must be refused with just these; numbers behind a code are the last ones of
 * its text. `#` begins a comment.
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
    // What is expected is a fact, such as a refund that is refused; nobody refuses the fact.
    const [rest = [], refused] = word === 'expect' ? [words] : splitAt(words, 'refused');
    if (cases.length === 0) throw new Error(`${place}: no case has begun`);
    if (refused?.length === 0) throw new Error(`${place}: refused with what?`);
    cases.at(-1)?.lines.push({ word, rest, refused: refusedOf(refused ?? []), place });
  }
  return cases;
}

const NUMBER = /^\d+(\.\d+)?$/;

function refusedOf(words: readonly string[]): Refused[] {
  const all: { code: string; numbers: string[] }[] = [];
  for (const word of words) {
    if (!NUMBER.test(word)) all.push({ code: word, numbers: [] });
    else if (all.length === 0) throw new Error(`${word} stands behind no code`);
    else all.at(-1)?.numbers.push(word);
  }
  return all;
}

/** What was told as a case writes it: each with as many numbers as the case expects of it. */
export function shownAs(told: readonly Told[], refused: readonly Refused[]): Refused[] {
  return told.map(({ code, en }, i) => {
    const all = en.match(/(?<![\w.:-])\d+(\.\d+)?(?![\w-])/g) ?? [];
    const wanted = refused[i]?.numbers.length ?? 0;
    return { code, numbers: wanted === 0 ? [] : all.slice(-wanted) };
  });
}

/** Why something is refused; `take` gets what was done. @throws when there is no such thing */
export function refusals<T>(
  result: Result<T | null, readonly Finding[]>,
  take: (value: T) => void = () => {},
): readonly Told[] {
  if (!result.ok) return result.error;
  if (result.value === null) throw new Error('there is none of theirs');
  take(result.value);
  return [];
}

/** A quantity in 0.00001 units. */
export function quantityOf(text: string | undefined): Scaled5 {
  const quantity = text !== undefined && NUMBER.test(text) ? parseScaled5(text) : null;
  if (quantity === null) throw new Error(`${text} is no quantity`);
  return quantity;
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

/** The customs number of a parcel's list. */
export function listNoOf({ parcels, exported }: Stage, name: string | undefined): string {
  const outward = exported.get(name ?? '');
  return (outward ?? named(parcels, name)).listNo ?? '';
}

/** The value behind a word such as `until`; undefined when the word is not there. */
export function after(rest: readonly string[], word: string): string | undefined {
  const at = rest.indexOf(word);
  return at < 0 ? undefined : rest[at + 1];
}

/** The words before the first of these. */
export function before(rest: readonly string[], ends: readonly string[]): readonly string[] {
  const end = rest.findIndex((word) => ends.includes(word));
  return end < 0 ? rest : rest.slice(0, end);
}

/** The words between each two of these. */
export function splitAt(words: readonly string[], mark: string): string[][] {
  const parts: string[][] = [[]];
  for (const word of words) {
    if (word === mark) parts.push([]);
    else parts.at(-1)?.push(word);
  }
  return parts;
}

/** Words by two, as `[name, value]`. */
export function pairsOf(words: readonly string[]): [string, string][] {
  if (words.length % 2 !== 0) throw new Error(`a field without a value: ${words.join(' ')}`);
  return Array.from({ length: words.length / 2 }, (_, i) => [words[2 * i]!, words[2 * i + 1]!]);
}

/** Goods as a case says them: `101 4 lot L1 unit 035 as 102`, once or more. */
export type CasePart = {
  readonly recordNo: string;
  readonly quantity: Scaled5;
  readonly lotNo: string | null;
  readonly unit: string | null;
  readonly toRecordNo: string;
};

/** Reads such goods. */
export function partsOf(stage: Stage, words: readonly string[]): CasePart[] {
  const parts: CasePart[] = [];
  for (const [name, value] of pairsOf(words)) {
    const part = parts.at(-1);
    if (NUMBER.test(name)) {
      const more = { lotNo: null, unit: null, toRecordNo: name };
      parts.push({ recordNo: name, quantity: quantityOf(value), ...more });
    } else if (part !== undefined) {
      parts[parts.length - 1] = { ...part, ...detailOf(stage, name, value) };
    } else throw new Error(`${name} stands before all goods`);
  }
  return parts;
}

function detailOf(stage: Stage, name: string, value: string): Partial<CasePart> {
  if (name === 'lot') return { lotNo: lotNamed(stage, value) };
  if (name === 'unit') return { unit: value };
  if (name === 'as') return { toRecordNo: value };
  throw new Error(`goods have no ${name}`);
}

/** A lot as the platform numbers it: `J-1-S@B-01` of paper J, `R-1` of refund R, or a plain one. */
export function lotNamed(stage: Stage, text: string): string {
  const [root = '', place] = text.split('@');
  const end = root.indexOf('-');
  const name = end < 0 ? root : root.slice(0, end);
  const number = stage.papers.get(name)?.paperNo ?? stage.refunds.get(name);
  const lot = number === undefined || end < 0 ? root : number + root.slice(end);
  return place === undefined ? lot : `${lot}@${placeNamed(stage, place)}`;
}

/** A place; `LIST:P` is where the goods of parcel P lie ready. Numbers of lots may add a day. */
export function placeNamed(stage: Stage, text: string): string {
  if (!text.startsWith(READY)) return text;
  const [name, ...day] = text.slice(READY.length).split('/');
  return [READY + listNoOf(stage, name), ...day].join('/');
}

const READY = 'LIST:';

/** A lot or place as a case names it. */
export function nameOf({ papers, refunds, parcels, exported }: Stage, text: string): string {
  const numbers = [
    ...[...papers].map(([name, { paperNo }]) => [name, paperNo] as const),
    ...refunds,
    ...[...parcels, ...exported].map(([name, { listNo }]) => [name, listNo ?? ''] as const),
  ];
  return numbers.reduce(
    (shown, [name, number]) => (number === '' ? shown : shown.replace(number, name)),
    text,
  );
}
