import type { Database, Sql } from '../io/postgres.ts';

/**
 * Runs `work` on one unchanging picture of the database, while others go on writing. Nothing can
 * be written through it. Cursors are read to their end, so plans are made for all rows.
 */
export function inSnapshot<T>(db: Database, work: (sql: Sql) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.script('set transaction isolation level repeatable read read only');
    await tx.script('set local cursor_tuple_fraction = 1');
    return work(tx);
  });
}

/**
 * The rows of a statement without parameters, page by page, so that millions fit.
 * @param name of the cursor; each statement has its own, for its pages are prepared by name.
 */
export async function* pages<Row extends object>(
  sql: Sql,
  name: string,
  text: string,
  size: number,
): AsyncGenerator<Row[]> {
  await sql.script(`declare ${name} no scroll cursor for ${text}`);
  for (;;) {
    const rows = await sql.query<Row>(`fetch ${size} from ${name}`);
    if (rows.length > 0) yield rows;
    if (rows.length < size) break;
  }
  await sql.script(`close ${name}`);
}

/** The same, row by row, as a reader that can be asked for what comes next. */
export type Peek<Row> = {
  /** The row that comes next, without taking it; undefined at the end. */
  peek(): Promise<Row | undefined>;
  take(): Promise<Row | undefined>;
};

/** Reads a statement row by row. */
export function rowsOf<Row extends object>(
  sql: Sql,
  name: string,
  text: string,
  size: number,
): Peek<Row> {
  const source = pages<Row>(sql, name, text, size);
  let page: Row[] = [];
  let at = 0;
  let ended = false;
  const peek = async (): Promise<Row | undefined> => {
    while (at === page.length && !ended) {
      const next = await source.next();
      ended = next.done === true;
      page = next.done === true ? [] : next.value;
      at = 0;
    }
    return page[at];
  };
  return {
    peek,
    take: async () => {
      const row = await peek();
      at += row === undefined ? 0 : 1;
      return row;
    },
  };
}

/** Counts the rows of a statement, which has one column `n`. */
export async function countOf(sql: Sql, text: string): Promise<number> {
  const [row] = await sql.query<{ n: bigint }>(text);
  return Number(row?.n ?? 0n);
}
