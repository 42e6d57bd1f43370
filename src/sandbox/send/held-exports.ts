import type { Expected } from '../world/expected.ts';
import type { Need } from '../world/traffic/traffic.ts';

/** Whether something that is needed will not happen while everything stays as it is. */
export type IsStuck = (need: Need) => boolean;

/** What of the exports of a world goes no further, because it hangs on a list that was drawn. */
export type HeldExports = {
  readonly files: readonly string[];
  /** Guids, in capitals, of lists that share a flight with a drawn one. */
  readonly lists: readonly string[];
  /** Names of customs declarations that share a flight with one. */
  readonly declared: readonly string[];
  /** Of what records are to come to. */
  readonly isStuck: IsStuck;
};

/**
 * Messages that need something of a drawn list, or of one of these, and the lists they are of.
 * @param inArea the same of what is needed of the special area and of customs declarations
 */
export function heldExports(
  drawn: ReadonlySet<string>,
  { messages, documents = [] }: Pick<Expected, 'messages'> & Partial<Pick<Expected, 'documents'>>,
  inArea: IsStuck = () => false,
): HeldExports {
  const guids = Map.groupBy(documents, ({ file }) => file);
  const stuck = new Set(drawn);
  const files = new Set<string>();
  const lists = new Set<string>();
  const declared = new Set<string>();
  const isStuck: IsStuck = (need) => {
    if (!('guid' in need)) return inArea(need);
    const guid = need.guid.toUpperCase();
    // Parcels of a flight that is held up stay released.
    return stuck.has(guid) || (lists.has(guid) && need.status.every((one) => one === '899'));
  };
  // What needs another message stands behind it, so once through is enough.
  for (const { file, needs = [] } of messages) {
    if (!needs.some(isStuck)) continue;
    files.add(file);
    for (const { guid } of guids.get(file) ?? []) stuck.add(guid.toUpperCase());
    for (const need of needs) {
      if ('guid' in need) lists.add(need.guid.toUpperCase());
      if ('declared' in need) declared.add(need.declared);
    }
  }
  return { files: [...files], lists: [...lists], declared: [...declared], isStuck };
}
