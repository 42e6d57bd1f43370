import { createHash, type Hash } from 'node:crypto';
import { zstdDecompressSync } from 'node:zlib';
import type { BusinessDate } from '../base/dates.ts';
import type { DayColumns, DayRow } from '../io/day-file/format.ts';
import { DAY_TABLES, type DayPart } from '../io/day-tables.ts';
import type { Sql } from '../io/postgres.ts';

/** A row that must not go into a file as it is: one sentence. */
export class UnsoundRow extends Error {
  override name = 'UnsoundRow';
}

const COLUMNS = `
  select attname as name, atttypid = 'bytea'::regtype as bytes from pg_attribute
  where attrelid = $1::text::regclass and attnum > 0 and not attisdropped order by attnum`;

/** The columns that a table has now; a file carries those of its own time. */
export async function columnsOf(sql: Sql, part: DayPart): Promise<DayColumns> {
  const rows = await sql.query<{ name: string; bytes: boolean }>(COLUMNS, [DAY_TABLES[part].table]);
  return {
    plain: rows.filter(({ bytes }) => !bytes).map(({ name }) => name),
    bytes: rows.filter(({ bytes }) => bytes).map(({ name }) => name),
  };
}

/** Segments have up to two megabytes. */
const PAGE = 25;

/**
 * The rows of one day in the order of their keys, in small statements of their own: a transaction
 * over a whole day would keep the database from cleaning up behind everybody else.
 * @throws UnsoundRow for one whose content cannot be unpacked
 */
export async function* dayRows(
  sql: Sql,
  part: DayPart,
  day: BusinessDate,
  columns: DayColumns,
): AsyncGenerator<DayRow> {
  const { table, key } = DAY_TABLES[part];
  const [text, number] = key;
  const firsts = await sql.query<{ text: string }>(
    `select distinct ${text}::text as text from ${table} where day = $1::date`,
    [day],
  );
  const plain = columns.plain.map((name) => `"${name}"::text as "${name}"`);
  const bytes = columns.bytes.map((name) => `"${name}"`);
  // With the table's name, for the selected column of this name is a text.
  const page = `select ${[...plain, ...bytes].join(', ')} from ${table} t
    where day = $1::date and ${text} = $2 and ${number} > $3 order by t.${number} limit ${PAGE}`;
  for (const first of firsts.map((row) => row.text).sort()) {
    for (let after = '0'; ; ) {
      const rows = await sql.query<Record<string, unknown>>(page, [day, first, after]);
      for (const row of rows) yield rowOf(part, row, columns);
      if (rows.length < PAGE) break;
      after = String(rows.at(-1)?.[number]);
    }
  }
}

/** How a zstd frame begins. */
const FRAME = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

function rowOf(part: DayPart, row: Record<string, unknown>, columns: DayColumns): DayRow {
  const packed: string[] = [];
  const bytes = columns.bytes.map((name) => {
    const own = row[name] as Buffer | null;
    // Every row has a body, and it is a frame; what else is one is found by its first bytes.
    const framed = own?.subarray(0, FRAME.length).equals(FRAME) === true;
    const raw = framed ? unpacked(own) : null;
    if (raw === null) {
      if (name !== 'body') return [name, own] as const;
      const at = DAY_TABLES[part].key.map((column) => String(row[column])).join('/');
      throw new UnsoundRow(
        `Row ${at} of ${DAY_TABLES[part].table} cannot be unpacked: onestep audit says more.`,
      );
    }
    packed.push(name);
    return [name, raw] as const;
  });
  const values = columns.plain.map((name) => [name, row[name] as string | null] as const);
  return { values: Object.fromEntries(values), bytes: Object.fromEntries(bytes), packed };
}

function unpacked(frame: Buffer): Buffer | null {
  try {
    return zstdDecompressSync(frame);
  } catch {
    return null;
  }
}

/** A digest over rows, to compare what was read from the database with what the file gives back. */
export type RowsDigest = { add(row: DayRow): void; hex(): string };

/** A digest of no rows yet. */
export function rowsDigest(columns: DayColumns): RowsDigest {
  const hash: Hash = createHash('sha256');
  return {
    add: ({ values, bytes, packed }) => {
      const lengths = columns.bytes.map((name) => bytes[name]?.length ?? -1);
      hash.update(JSON.stringify([columns.plain.map((name) => values[name]), lengths, packed]));
      for (const name of columns.bytes) hash.update(bytes[name] ?? '');
    },
    hex: () => hash.digest('hex'),
  };
}
