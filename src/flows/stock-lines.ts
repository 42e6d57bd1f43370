import { LIMITS } from '../base/limits.ts';
import type { Sql } from '../io/postgres.ts';
import type { StockLine } from '../matching/stock.ts';
import type { BookedLine } from '../registry/book.ts';
import { bookLinesFor } from '../registry/book-facts.ts';

/** Lines of books that were read under one revision of the registry, by `bookLineKey`. */
export type KeptLines = Map<string, StockLine>;

/**
 * The lines with these keys; one statement for those that nobody asked for since the registry last
 * changed, or none. A line that is not there is asked for each time.
 */
export async function stockLinesFor(
  sql: Sql,
  kept: KeptLines,
  keys: readonly string[],
): Promise<ReadonlyMap<string, StockLine>> {
  const lines = new Map<string, StockLine>();
  const missing = new Set<string>();
  for (const key of keys) {
    const line = kept.get(key);
    if (line === undefined) missing.add(key);
    else lines.set(key, line);
  }
  const read = await bookLinesFor(sql, [...missing]);
  // Begun anew when it is full: what is sold every day is back at once.
  if (kept.size + read.size > LIMITS.bookLinesKept) kept.clear();
  for (const [key, booked] of read) {
    const line = stockLineOf(booked);
    lines.set(key, line);
    kept.set(key, line);
  }
  return lines;
}

function stockLineOf({ book, line }: BookedLine): StockLine {
  const { bookNo, recordNo, itemNo, hs, unit, unit1, perUnit1, unit2, perUnit2 } = line;
  const { areaCode, customsCode, from, until } = book;
  const units = { unit, unit1, perUnit1, unit2, perUnit2 };
  return { bookNo, recordNo, itemNo, hs, ...units, areaCode, customsCode, from, until };
}
