import { Fault } from '../../io/faults.ts';
import { connect, type Database, type Sql } from '../../io/postgres.ts';
import { oneByOne } from './one-by-one.ts';
import type { Turn, Turns } from './turns.ts';

/** What may be done to a statement before it is sent, to show that the checks can fail. */
export type Meddle = (sql: Sql) => Sql;

/** The database as one simulated process sees it. */
export type TurnedDatabase = Database & {
  /** The pool behind it, for whatever is not part of the simulation. */
  readonly raw: Database;
};

/**
 * Transactions of a process that are open at the same time. The next begins when one has ended:
 * the driver's own queue would give up by the clock of the machine, and not of the simulation.
 */
const MOST_OPEN = 5;

/** Never comes back: what a dead process waits for. */
const NEVER = new Promise<never>(() => undefined);

/**
 * A connection of its own on which every statement waits for its turn. A turn may bring a fault in
 * place of its effect, a commit may be kept and its answer lost, and the process may die of it.
 */
export function turnedDatabase(
  url: string,
  process: string,
  turns: Turns,
  meddle: Meddle = (sql) => sql,
): TurnedDatabase {
  const raw = connect(url, { name: process, byKey: true, max: MOST_OPEN });
  const open = seats(MOST_OPEN);
  const plain = meddle(raw);
  const sql = turnedSql(plain, process, turns, (turn) => turn.end());
  return {
    raw,
    ...sql,
    transaction: (work) => open(() => inTurns(raw, process, turns, meddle, work)),
    close: () => raw.close(),
  };
}

/** Lets so many do their work at once, the others in the order in which they came. */
function seats(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = most;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((seated) => waiting.push(seated));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

async function inTurns<T>(
  raw: Database,
  process: string,
  turns: Turns,
  meddle: Meddle,
  work: (tx: Sql) => Promise<T>,
): Promise<T> {
  const begin = await turns.ask(process, 'begin');
  // The turn that ends the transaction, well or ill, lasts until the database has done so.
  let last: Turn = begin;
  try {
    if (begin.fate === 'fault') throw new Fault('database-unreachable');
    const result = await raw.transaction(async (tx) => {
      await begin.end();
      const failed = (turn: Turn): void => {
        last = turn;
      };
      let over = false;
      const turned = turnedSql(meddle(tx), process, turns, failed, () => over);
      const done = await work(oneByOne(turned)).catch(async (error: unknown) => {
        over = true;
        // A failed statement's turn is still open; what the engine throws itself needs one.
        if (last === begin) last = await turns.ask(process, 'rollback');
        throw error;
      });
      last = await turns.ask(process, 'commit');
      if (last.fate === 'fault') throw new Fault('database-conflict');
      return done;
    });
    return await afterCommit(last, result);
  } finally {
    await last.end();
  }
}

// The promise of a process that died of its commit is held back for ever, its turn is over.
async function afterCommit<T>(turn: Turn, result: T): Promise<T> {
  await turn.end();
  if (turn.fate === 'lost') throw new Fault('commit-unknown');
  return turn.fate === 'killed' ? NEVER : result;
}

/** @param over whether the transaction has failed for good: what still comes does nothing */
function turnedSql(
  sql: Sql,
  process: string,
  turns: Turns,
  failed: (turn: Turn) => void,
  over: () => boolean = () => false,
): Sql {
  const inTurn = async <T>(text: string, send: () => Promise<T>): Promise<T> => {
    if (over()) throw new Fault('database-conflict');
    const turn = await turns.ask(process, 'statement', wordsOf(text));
    if (over()) {
      await turn.end();
      throw new Fault('database-conflict');
    }
    try {
      if (turn.fate === 'fault') throw new Fault('database-unreachable');
      const result = await send();
      await turn.end();
      return result;
    } catch (error) {
      await failed(turn);
      throw error;
    }
  };
  return {
    query: (text, params) => inTurn(text, () => sql.query(text, params)),
    execute: (text, params) => inTurn(text, () => sql.execute(text, params)),
    script: (text) => inTurn(text, () => sql.script(text)),
  };
}

function wordsOf(text: string): string {
  return text.trim().replace(/\s+/g, ' ').slice(0, 60);
}
