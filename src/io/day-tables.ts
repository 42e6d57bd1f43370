/**
 * The tables that are partitioned by business date, and with that what the file of an archived day
 * holds. Each has a text and a number as its key, by which its rows are ordered.
 */
export const DAY_TABLES = {
  evidence: { table: 'documents.segments', key: ['stream', 'sequence'] },
  facts: { table: 'clearance.segments', key: ['stream', 'sequence'] },
  receipts: { table: 'receipts.blocks', key: ['enterprise_code', 'first_cursor'] },
} as const;

/** What is kept by days. */
export type DayPart = keyof typeof DAY_TABLES;

/** The three of them, in the order in which every transaction comes to their tables. */
export const DAY_PARTS = Object.keys(DAY_TABLES) as readonly DayPart[];

/** The partition of one day. */
export function partitionOf(part: DayPart, day: string): string {
  return `${DAY_TABLES[part].table}_${day.replaceAll('-', '')}`;
}

/** The partition of the days that have none of their own. */
export function defaultPartition(part: DayPart): string {
  return `${DAY_TABLES[part].table}_default`;
}
