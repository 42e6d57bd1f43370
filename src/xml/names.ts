/**
 * Names as integers. Names that the program knows are registered once, while its modules load, and
 * have the same id in every document, so a decoder compares integers or indexes an array. Names
 * that only a document knows get ids from EXTRA up, valid in that document alone; they never enter
 * the shared table, so no sender can make it grow. Lookup of a known name hashes its bytes and
 * compares them in place: nothing is allocated. Unknown names go through a Map, whose hashing is
 * seeded by the engine, so colliding names cannot slow a scan down.
 */
import { sameBytes, viewOf } from './bytes.ts';

const EXTRA = 1 << 20;
const PRIME = 0x01000193;

const ids = new Map<string, number>([['', 0]]);
const texts: string[] = [''];
let lengths = new Int32Array(1024);
let hashes = new Int32Array(1024);
let starts = new Int32Array(1024);
let pool = new Uint8Array(1 << 15);
let poolView = viewOf(pool);
let slots = new Int32Array(4096);
/** The name that followed each name last time; a guess, always checked against the bytes. */
let followers = new Int32Array(1024);

/** Names of one document that are not in the shared table. */
export type DocumentNames = { ids: Map<string, number> | null; texts: string[] };

/** Mixes one byte into the hash of a name; a name's hash begins with 0. */
export function hashByte(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, PRIME);
}

/**
 * Id of a name or namespace URI the program knows, the same for every document. Register while
 * modules load and only literals or field tables: the table never shrinks.
 */
export function nameId(text: string): number {
  const known = ids.get(text);
  if (known !== undefined) return known;
  const id = texts.length;
  const bytes = Buffer.from(text, 'utf8');
  const start = id === 1 ? 0 : starts[id - 1]! + lengths[id - 1]!;
  reserve(id, start + bytes.length);
  pool.set(bytes, start);
  starts[id] = start;
  lengths[id] = bytes.length;
  hashes[id] = bytes.reduce(hashByte, 0);
  texts.push(text);
  ids.set(text, id);
  place(id);
  return id;
}

function reserve(id: number, poolEnd: number): void {
  if (id >= lengths.length) {
    lengths = grown(lengths);
    hashes = grown(hashes);
    starts = grown(starts);
    followers = grown(followers);
    slots = new Int32Array(slots.length * 2);
    for (let other = 1; other < id; other++) place(other);
  }
  while (poolEnd > pool.length) {
    const larger = new Uint8Array(pool.length * 2);
    larger.set(pool);
    pool = larger;
    poolView = viewOf(pool);
  }
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

function place(id: number): void {
  const mask = slots.length - 1;
  let slot = hashes[id]! & mask;
  while (slots[slot] !== 0) slot = (slot + 1) & mask;
  slots[slot] = id;
}

/** Id of the name in `bytes[from, to)` with that `hash`; unknown names are added to `extra`. */
export function findName(
  extra: DocumentNames,
  bytes: Buffer,
  from: number,
  to: number,
  hash: number,
): number {
  const mask = slots.length - 1;
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const id = slots[slot]!;
    if (id === 0) return findText(extra, bytes.toString('utf8', from, to));
    if (hashes[id] === hash && matches(id, bytes, from, to)) return id;
  }
}

function matches(id: number, bytes: Buffer, from: number, to: number): boolean {
  if (lengths[id] !== to - from) return false;
  let k = starts[id]!;
  for (let i = from; i < to; i++) {
    if (bytes[i] !== pool[k++]) return false;
  }
  return true;
}

/** Which known name followed `id` last time, 0 when there is no guess. */
export function followerOf(id: number): number {
  return id < EXTRA ? followers[id]! : 0;
}

/** Remembers that the name `next` followed `id`. */
export function learnFollower(id: number, next: number): void {
  if (id < EXTRA && next < EXTRA) followers[id] = next;
}

/** Offset behind the known name `id` when `view` has it at `from`, else -1. */
export function matchAt(id: number, view: DataView, from: number): number {
  const length = lengths[id]!;
  if (from + length > view.byteLength) return -1;
  return sameBytes(poolView, starts[id]!, view, from, length) ? from + length : -1;
}

/** Id of a name given as text, known or added to `extra`. */
export function findText(extra: DocumentNames, text: string): number {
  const known = ids.get(text) ?? extra.ids?.get(text);
  if (known !== undefined) return known;
  extra.ids ??= new Map();
  const id = EXTRA + extra.texts.length;
  extra.texts.push(text);
  extra.ids.set(text, id);
  return id;
}

/** Text of an id of the shared table or of the document's own names. */
export function nameText(extra: DocumentNames, id: number): string {
  return id < EXTRA ? texts[id]! : extra.texts[id - EXTRA]!;
}
