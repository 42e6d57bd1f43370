/** How often each of many keys was counted; grows until it is full. */
export type KeyCounts = {
  readonly size: number;
  get(key: string): number;
  /** Counts a key once more. False when it is new and there is no room for it. */
  add(key: string): boolean;
};

/** Slots at first, and the most of them that are used: beyond it a search takes long. */
const FIRST = 1_024;
const MOST = 65_535;

/*
 * Open addressing over two hashes of 32 bits instead of a Map: 10 bytes a slot and nothing for the
 * collector to walk, where a Map of such texts takes 100 bytes a key. That two keys of a million
 * have the same 64 bits is one in 37 million; they are keyed hashes, so nobody can choose them.
 */
type Table = { readonly a: Int32Array; readonly b: Int32Array; readonly n: Uint16Array };

/** @param most keys that there is room for; one kind of keys has other places than another */
export function keyCounts(most: number, kind: number): KeyCounts {
  let table = tableOf(FIRST);
  let size = 0;
  const grow = (): void => {
    const old = table;
    table = tableOf(old.n.length * 2);
    for (let i = 0; i < old.n.length; i += 1) {
      if (old.n[i] === 0) continue;
      const slot = slotOf(table, old.a[i]!, old.b[i]!);
      put(table, slot, old.a[i]!, old.b[i]!, old.n[i]!);
    }
  };
  return {
    get size() {
      return size;
    },
    get: (key) => table.n[slotOf(table, hashOf(key, 0x811c9dc5 ^ kind), hashOf(key, kind))]!,
    add: (key) => {
      const [a, b] = [hashOf(key, 0x811c9dc5 ^ kind), hashOf(key, kind)];
      let slot = slotOf(table, a, b);
      const counted = table.n[slot]!;
      if (counted > 0) {
        table.n[slot] = Math.min(counted + 1, MOST);
        return true;
      }
      if (size >= most) return false;
      size += 1;
      if (size * 4 > table.n.length * 3) {
        grow();
        slot = slotOf(table, a, b);
      }
      put(table, slot, a, b, 1);
      return true;
    },
  };
}

function tableOf(slots: number): Table {
  return { a: new Int32Array(slots), b: new Int32Array(slots), n: new Uint16Array(slots) };
}

function put(table: Table, slot: number, a: number, b: number, n: number): void {
  table.a[slot] = a;
  table.b[slot] = b;
  table.n[slot] = n;
}

/** Where a key is, or the empty slot where it would be. */
function slotOf({ a: as, b: bs, n }: Table, a: number, b: number): number {
  const mask = n.length - 1;
  let slot = (a ^ (a >>> 15)) & mask;
  while (n[slot] !== 0 && (as[slot] !== a || bs[slot] !== b)) slot = (slot + 1) & mask;
  return slot;
}

/** Characters of a key that are hashed: 72 bits of what is a hash already. */
const HASHED = 12;

function hashOf(key: string, seed: number): number {
  let hash = seed;
  const length = Math.min(key.length, HASHED);
  for (let i = 0; i < length; i += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(i), 0x5bd1e995);
    hash ^= hash >>> 13;
  }
  return hash | 0;
}
