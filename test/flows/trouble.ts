import type { Database, Sql } from '../../src/io/postgres.ts';
import { oneByOne } from '../../src/sandbox/sim/one-by-one.ts';

/** What goes wrong between a process and its database. */
export type Trouble = {
  /** Sees every statement of a transaction before it is sent; what it throws the caller gets. */
  onStatement?(text: string, params: readonly unknown[]): void | Promise<void>;
  /** Runs before a transaction begins. */
  onBegin?(): void;
  /** Runs after a commit; what it throws is the answer that the caller gets. */
  onCommit?(): void;
};

/** The database with trouble in its transactions. */
export function troubled(db: Database, trouble: Trouble): Database {
  const watched = (tx: Sql): Sql => ({
    query: async (text, params = []) => {
      await trouble.onStatement?.(text, params);
      return tx.query(text, params);
    },
    execute: async (text, params = []) => {
      await trouble.onStatement?.(text, params);
      return tx.execute(text, params);
    },
    script: (text) => tx.script(text),
  });
  return {
    ...db,
    transaction: async (work) => {
      trouble.onBegin?.();
      const result = await db.transaction((tx) => work(oneByOne(watched(tx))));
      trouble.onCommit?.();
      return result;
    },
  };
}

/** Whether any parameter of a statement holds this text. */
export function mentions(params: readonly unknown[], text: string): boolean {
  return params.some((one) => (Array.isArray(one) ? mentions(one, text) : one === text));
}
