import type { Direction } from '../base/direction.ts';
import { EXPORT_FIELDS, EXPORT_WATCH_KEYS } from './export-fields.ts';
import type { ExportSubject } from './export-subject.ts';
import { type About, type Asked, FIELDS, type Field } from './rule-fields.ts';
import type { RiskSubject } from './subject.ts';
import { WATCH_KEYS, type WatchKey } from './watch-keys.ts';

/** What rules of one direction may ask for. */
export type Vocabulary<S extends Asked> = {
  readonly fields: ReadonlyMap<string, Field<S>>;
  readonly keys: ReadonlyMap<string, WatchKey<S>>;
};

export const IMPORTS: Vocabulary<RiskSubject> = { fields: FIELDS, keys: WATCH_KEYS };
export const EXPORTS: Vocabulary<ExportSubject> = {
  ...{ fields: EXPORT_FIELDS, keys: EXPORT_WATCH_KEYS },
};

/** The same as far as it is read and written, whatever it asks. */
export type Words = {
  readonly fields: ReadonlyMap<string, About>;
  readonly keys: ReadonlyMap<string, Pick<WatchKey<never>, 'zh' | 'kinds'>>;
};

/** The words of each direction. */
export const WORDS: Readonly<Record<Direction, Words>> = { import: IMPORTS, export: EXPORTS };

/** The name of an entry from its name or its Chinese name; null when there is none. */
export function named(
  entries: ReadonlyMap<string, { readonly zh: string }>,
  word: string,
): string | null {
  if (entries.has(word)) return word;
  return [...entries].find(([, { zh }]) => zh === word)?.[0] ?? null;
}
