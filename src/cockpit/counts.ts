/** What was counted, by name of the counter; a name that was not counted is absent. */
export type Counts = ReadonlyMap<string, bigint>;

/** Which way a parcel goes. */
export const WAYS = ['import', 'export'] as const;
export type Way = (typeof WAYS)[number];

/** Counts as they grow. */
export type Counting = {
  /** Adds to a counter; zero leaves no trace. */
  add(name: string, by?: bigint | number): void;
  readonly counts: Counts;
};

/** Counts that begin with nothing. */
export function counting(): Counting {
  const counts = new Map<string, bigint>();
  return {
    counts,
    add: (name, by = 1n) => {
      const sum = (counts.get(name) ?? 0n) + BigInt(by);
      if (sum === 0n) counts.delete(name);
      else counts.set(name, sum);
    },
  };
}

/** The counters under a prefix, by what follows it. */
export function under(counts: Counts, prefix: string): Map<string, bigint> {
  const found = [...counts].filter(([name]) => name.startsWith(prefix));
  return new Map(found.map(([name, count]) => [name.slice(prefix.length), count]));
}

/** A counter as a number, 0 when nothing was counted. */
export function countOf(counts: Counts, name: string): number {
  return Number(counts.get(name) ?? 0n);
}
