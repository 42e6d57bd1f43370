import type { BusinessDate } from '../base/dates.ts';
import type { DayColumns, DayRow } from '../io/day-file/format.ts';
import { allRows, hashDayFile, readDirectory } from '../io/day-file/read.ts';
import { DAY_PARTS, DAY_TABLES } from '../io/day-tables.ts';
import { pack } from '../io/pack.ts';
import type { Database, Sql } from '../io/postgres.ts';
import { attachPartition, changePartitions, createPartition } from './days.ts';

/** The file cannot be taken back: one sentence. */
export class NotRestored extends Error {
  override name = 'NotRestored';
}

/**
 * Brings an archived day back into the database: its rows become partitions again, in one
 * transaction, and its entry among the archived days goes. The file stays where it is.
 * @returns the day and its rows by table
 * @throws NotRestored when this is not the file that the database knows; DamagedDayFile
 */
export async function restoreDay(
  db: Database,
  path: string,
): Promise<{ readonly day: BusinessDate; readonly rows: number }> {
  const directory = await readDirectory(path);
  const { day } = directory;
  const { sha256 } = await hashDayFile(path);
  return db.transaction(async (tx) => {
    await changePartitions(tx);
    const gone = await tx.execute('delete from documents.archives where day = $1 and sha256 = $2', [
      day,
      sha256,
    ]);
    if (gone === 0) throw new NotRestored(await whyNot(tx, day, path));
    let count = 0;
    for (const part of DAY_PARTS) {
      const insert = inserting(DAY_TABLES[part].table, directory.parts[part], day);
      await tx.script(createPartition(part, day));
      for await (const rows of allRows(path, directory, part)) {
        for (const row of rows) await tx.execute(insert, valuesOf(row, directory.parts[part]));
        count += rows.length;
      }
      // Attached last: until here nobody else waits for anything.
      await tx.script(attachPartition(part, day));
    }
    return { day, rows: count };
  });
}

async function whyNot(tx: Sql, day: BusinessDate, path: string): Promise<string> {
  const known = await tx.query('select day from documents.archives where day = $1', [day]);
  if (known.length === 0) return `Day ${day} is not archived in this database.`;
  return `${path} is not the file that day ${day} was archived to: its SHA-256 is another.`;
}

function inserting(table: string, columns: DayColumns, day: BusinessDate): string {
  const names = [...columns.plain, ...columns.bytes].map((name) => `"${name}"`);
  const places = names.map((_, i) => `$${i + 1}`);
  return `insert into ${table}_${day.replaceAll('-', '')} (${names.join(', ')})
    values (${places.join(', ')})`;
}

function valuesOf({ values, bytes, packed }: DayRow, columns: DayColumns): unknown[] {
  return [
    ...columns.plain.map((name) => values[name] ?? null),
    ...columns.bytes.map((name) => {
      const own = bytes[name] ?? null;
      return own !== null && packed.includes(name) ? pack(own) : own;
    }),
  ];
}
