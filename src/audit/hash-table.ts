/**
 * Numbers by key for many millions of keys: keys stand as 64-bit hashes in typed arrays, about 30
 * bytes a key with its room, where a `Map` of texts would need ten times that. Two of eight
 * million keys share a hash once in half a million audits.
 */
export type KeyedNumbers = {
  /** The place of a key, made when it is new. Good until the next call of `place`. */
  place(key: string): number;
  /** The place of a key, or -1. */
  find(key: string): number;
  /** Numbers by place; replaced when the table grows, so read it anew each time. */
  numbers(): Float64Array;
  /** How many keys have a number that is not zero. */
  nonZero(): number;
};

const SMALLEST = 1 << 12;

/** An empty table. */
export function keyedNumbers(): KeyedNumbers {
  let low = new Uint32Array(SMALLEST);
  let high = new Uint32Array(SMALLEST);
  let numbers = new Float64Array(SMALLEST);
  let size = 0;
  const seek = (a: number, b: number): number => {
    const mask = low.length - 1;
    let at = (a ^ (b >>> 7)) & mask;
    while ((low[at] !== a || high[at] !== b) && (low[at] !== 0 || high[at] !== 0)) {
      at = (at + 1) & mask;
    }
    return at;
  };
  const grow = (): void => {
    const [lows, highs, old] = [low, high, numbers];
    low = new Uint32Array(lows.length * 2);
    high = new Uint32Array(lows.length * 2);
    numbers = new Float64Array(lows.length * 2);
    for (let i = 0; i < lows.length; i += 1) {
      if (lows[i] === 0 && highs[i] === 0) continue;
      const at = seek(lows[i]!, highs[i]!);
      low[at] = lows[i]!;
      high[at] = highs[i]!;
      numbers[at] = old[i]!;
    }
  };
  const find = (key: string): number => {
    const [a, b] = hashOf(key);
    const at = seek(a, b);
    return low[at] === 0 && high[at] === 0 ? -1 : at;
  };
  return {
    find,
    place: (key) => {
      if (size * 3 > low.length * 2) grow();
      const [a, b] = hashOf(key);
      const at = seek(a, b);
      if (low[at] === 0 && high[at] === 0) {
        low[at] = a;
        high[at] = b;
        size += 1;
      }
      return at;
    },
    numbers: () => numbers,
    nonZero: () => numbers.reduce((sum, number) => sum + (number === 0 ? 0 : 1), 0),
  };
}

/** Two independent multiply-and-rotate hashes of the UTF-16 units; never both zero. */
function hashOf(key: string): [number, number] {
  let a = 0x2c1b3c6d;
  let b = 0x297a2d39;
  for (let i = 0; i < key.length; i += 1) {
    const unit = key.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x9e3779b1);
    a = (a << 13) | (a >>> 19);
    b = Math.imul(b ^ unit, 0x5f356495);
    b = (b << 11) | (b >>> 21);
  }
  a = Math.imul(a ^ (b >>> 15), 0x85ebca77);
  b = Math.imul(b ^ (a >>> 13), 0xc2b2ae3d);
  return [(a ^ (a >>> 16)) >>> 0, ((b ^ (b >>> 16)) | 1) >>> 0];
}
