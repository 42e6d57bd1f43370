import { Fault } from '../../io/faults.ts';
import type { Sql } from '../../io/postgres.ts';

/**
 * Statements of one transaction that are asked for together go one after the other, as the server
 * runs them, also where what is under this takes its time with one of them; those behind one that
 * failed fail at once.
 */
export function oneByOne(sql: Sql): Sql {
  let tail: Promise<unknown> = Promise.resolve();
  let broken = false;
  const queue = <T>(send: () => Promise<T>): Promise<T> => {
    const own = tail.then(() => {
      if (broken) throw new Fault('database-conflict');
      return send();
    });
    tail = own.catch(() => {
      broken = true;
    });
    return own;
  };
  return {
    query: <Row extends object>(text: string, params?: readonly unknown[]) =>
      queue(() => sql.query<Row>(text, params)),
    execute: (text, params) => queue(() => sql.execute(text, params)),
    script: (text) => queue(() => sql.script(text)),
  };
}
