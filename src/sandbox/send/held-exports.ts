import type { Expected } from '../world/expected.ts';

/** What of the exports of a world goes no further, because it hangs on a list that was drawn. */
export type HeldExports = {
  readonly files: readonly string[];
  /** Guids, in capitals, of lists that share a flight with a drawn one. */
  readonly lists: readonly string[];
};

/** Messages that need something of a drawn list, or of one of these, and the lists they are of. */
export function heldExports(
  drawn: ReadonlySet<string>,
  { messages, documents = [] }: Pick<Expected, 'messages'> & Partial<Pick<Expected, 'documents'>>,
): HeldExports {
  const guids = Map.groupBy(documents, ({ file }) => file);
  const stuck = new Set(drawn);
  const files = new Set<string>();
  const lists = new Set<string>();
  // Parcels of a flight that is held up stay released.
  const isStuck = (guid: string, status: readonly string[]): boolean =>
    stuck.has(guid) || (lists.has(guid) && status.every((one) => one === '899'));
  // What needs another message stands behind it, so once through is enough.
  for (const { file, needs = [] } of messages) {
    if (!needs.some(({ guid, status }) => isStuck(guid.toUpperCase(), status))) continue;
    files.add(file);
    for (const { guid } of guids.get(file) ?? []) stuck.add(guid.toUpperCase());
    for (const { guid } of needs) lists.add(guid.toUpperCase());
  }
  return { files: [...files], lists: [...lists] };
}
