/** What a benchmark reads of an answer: rows of a list, and where it goes on. */
export type Answer = {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly next: string | null;
};

const isText = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number';

/**
 * Reads an answer.
 * @param name of the array of rows; null of an answer that is none of rows
 * @param key of the last row behind which the next page begins, where the answer has no `next`
 */
export function readAnswer(text: string, name: string | null, key?: string): Answer {
  if (name === null) return { rows: [], next: null };
  const read = JSON.parse(text) as Record<string, unknown>;
  const found = read[name];
  const rows = Array.isArray(found) ? (found as Answer['rows']) : [];
  const next = key === undefined ? read.next : rows.at(-1)?.[key];
  return { rows, next: isText(next) ? String(next) : null };
}
