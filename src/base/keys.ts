/** Two-part business keys as one text for maps. No message text can hold the control character. */
export function keyOf(first: string, second: string): string {
  return `${first}\u0001${second}`;
}

/** The two parts of a key made by `keyOf`. */
export function partsOf(key: string): readonly [string, string] {
  const at = key.indexOf('\u0001');
  return [key.slice(0, at), key.slice(at + 1)];
}

/** The parts of many keys as two parallel columns, for `unnest`. */
export function keyColumns(keys: readonly string[]): [string[], string[]] {
  const parts = keys.map(partsOf);
  return [parts.map((part) => part[0]), parts.map((part) => part[1])];
}

/** The same with each key once, for look-ups. */
export function distinctColumns(keys: Iterable<string>): [string[], string[]] {
  return keyColumns([...new Set(keys)]);
}

/**
 * Rows in the order of their keys. Every write of many rows goes in this order, so that two
 * transactions that share some wait for each other and do not deadlock.
 */
export function inKeyOrder<T>(rows: Iterable<T>, key: (row: T) => string): T[] {
  return [...rows].sort((a, b) => {
    const [first, second] = [key(a), key(b)];
    return first < second ? -1 : first > second ? 1 : 0;
  });
}
