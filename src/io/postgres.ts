import type { Writable } from 'node:stream';
import pg from 'pg';
import { Bug } from '../base/assert.ts';
import { Fault } from './faults.ts';
import { explainDriverError } from './postgres-faults.ts';
import { columnTypes, encodeParameter } from './postgres-values.ts';

/**
 * Statements by hand with `$1..` parameters, prepared once a connection.
 *
 * Statements asked for in the same turn of the event loop, `Promise.all([tx.query(..), ..])`, go
 * out in one write and run one after the other in that order, each seeing what the earlier ones
 * did: a round trip for all of them instead of one each. After the first that fails, those behind
 * it in a transaction fail too, all with the error of the first: that they came after it says
 * nothing of whether to try again.
 *
 * In: string, number, bigint, boolean, Uint8Array, null, and flat arrays of these for
 * `unnest($1::text[], ...)` or `= any($1)`. An instant goes in as ISO text (`instantText`).
 * Out: int8 as bigint, bytea as Buffer, numeric and date as text, timestamptz as epoch
 * milliseconds, json parsed.
 * Every call throws a `Fault` when the world failed and a `Bug` when the statement is wrong.
 */
export type Sql = {
  /** The rows of one statement. Its text must come from a fixed set: each is prepared. */
  query<Row extends object>(text: string, params?: readonly unknown[]): Promise<Row[]>;
  /** The number of rows that one statement touched. */
  execute(text: string, params?: readonly unknown[]): Promise<number>;
  /** Several statements without parameters or rows, unprepared: for migrations and set-up. */
  script(text: string): Promise<void>;
};

export type Database = Sql & {
  /** Runs `work` in one transaction: committed when it returns, undone when it throws. */
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  /** Waits for running statements, then closes every connection. */
  close(): Promise<void>;
};

export type ConnectOptions = {
  /** Most transactions at once, and most single statements beside them; default 5 of each. */
  readonly max?: number;
  /** Undo a statement after this many milliseconds; default none. */
  readonly statementTimeout?: number;
  /** Shown in `pg_stat_activity`; default `onestep`. */
  readonly name?: string;
  /**
   * True for those who look up a batch of keys again and again in tables that grow faster than
   * their statistics: what has an index is found through it. Default the planner's own judgement,
   * for those who read much.
   */
  readonly byKey?: boolean;
  /**
   * True for those who ask the same few statements hundreds of times a second: each is planned
   * once, for any values, where the server would plan it anew for the values of each call. Not for
   * those who read tables divided by days: the values say which of the days need not be opened.
   */
  readonly plannedOnce?: boolean;
};

const SESSION = '-c timezone=UTC -c datestyle=ISO -c intervalstyle=iso_8601';

/*
 * The plan of a prepared statement is made when its table is small or its statistics are old, and
 * then stays: reading a whole table and hashing it looks cheap that day. It took half of the
 * database's time. With these off, such a plan is made only where no index serves.
 */
const BY_KEY = '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off';
const PLANNED_ONCE = '-c plan_cache_mode=force_generic_plan';

/** What is set for each connection of these options. */
function sessionOf({ byKey = false, plannedOnce = false }: ConnectOptions): string {
  return [SESSION, ...(byKey ? [BY_KEY] : []), ...(plannedOnce ? [PLANNED_ONCE] : [])].join(' ');
}

/** More different texts than this are not a fixed set; the rest goes unprepared. */
const MOST_PREPARED = 2_000;
const names = new Map<string, string>();

function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_PREPARED) return known;
  const name = `s${names.size}`;
  names.set(text, name);
  return name;
}

type Queryable = { query(config: pg.QueryConfig): Promise<pg.QueryResult> };

async function send(to: Queryable, text: string, params: readonly unknown[]) {
  const name = statementName(text);
  const values = params.map(encodeParameter);
  try {
    return await to.query(name === undefined ? { text, values } : { name, text, values });
  } catch (error) {
    throw explainDriverError(error);
  }
}

/** The socket of a client, which the driver's types do not show. */
type Wire = { readonly connection: { readonly stream: Writable } };

/**
 * A client whose statements of one turn leave together. The driver would write each to the socket
 * by itself: a system call and a wake-up of the server for every statement.
 */
function gathering(client: pg.PoolClient): Queryable {
  const { stream } = (client as unknown as Wire).connection;
  let corked = false;
  const flush = (): void => {
    corked = false;
    stream.uncork();
  };
  return {
    query: (config) => {
      if (!corked) {
        corked = true;
        stream.cork();
        // Behind the promises that are settled already, before anything else of the event loop.
        process.nextTick(flush);
      }
      return client.query(config);
    },
  };
}

function sqlOn(to: Queryable): Sql {
  return {
    query: async <Row extends object>(text: string, params: readonly unknown[] = []) =>
      (await send(to, text, params)).rows as Row[],
    execute: async (text, params = []) => (await send(to, text, params)).rowCount ?? 0,
    script: async (text) => {
      await to.query({ text }).catch((error: unknown) => {
        throw explainDriverError(error);
      });
    },
  };
}

/** A commit whose answer is lost may or may not have been kept; the caller must be told so. */
async function commit(sql: Sql): Promise<void> {
  try {
    await sql.script('commit');
  } catch (error) {
    const lost = error instanceof Fault && error.code === 'database-unreachable';
    throw lost ? new Fault('commit-unknown', undefined, error.origin) : error;
  }
}

/** The statements of one transaction, until it ends. */
type Open = { readonly sql: Sql; end(): void };

/**
 * The statements of a transaction that was asked for but not answered yet: `begin` travels with
 * the first of them. Nobody gets an answer, and so nobody writes on account of one, unless the
 * transaction was begun. What is asked for after its end is refused: work that went on beside the
 * statement that failed would otherwise write outside of any transaction.
 */
function openOn(begun: Promise<void>, sql: Sql): Open {
  // Told with the answer of the first statement; alone it would be an unhandled rejection.
  begun.catch(() => {});
  let isOpen = false;
  let ended = false;
  let cause: { readonly error: unknown } | null = null;
  const failed = (error: unknown): never => {
    cause ??= { error };
    throw cause.error;
  };
  const ask = async <T>(statement: () => Promise<T>): Promise<T> => {
    if (ended) throw new Bug('A statement came after the end of its transaction');
    if (isOpen) return statement().catch(failed);
    const [, result] = await Promise.all([begun, statement()]).catch(failed);
    isOpen = true;
    return result;
  };
  return {
    sql: {
      query: <Row extends object>(text: string, params?: readonly unknown[]) =>
        ask(() => sql.query<Row>(text, params)),
      execute: (text, params) => ask(() => sql.execute(text, params)),
      script: (text) => ask(() => sql.script(text)),
    },
    end: () => {
      ended = true;
    },
  };
}

async function transactionOn<T>(pool: pg.Pool, work: (tx: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw explainDriverError(error);
  });
  const sql = sqlOn(gathering(client));
  let broken = false;
  // Without a listener a connection lost between two statements would end the process.
  const onLoss = () => {
    broken = true;
  };
  client.on('error', onLoss);
  const open = openOn(sql.script('begin'), sql);
  try {
    const result = await work(open.sql);
    open.end();
    await commit(sql);
    return result;
  } catch (error) {
    open.end();
    await sql.script('rollback').catch(onLoss);
    throw error;
  } finally {
    client.off('error', onLoss);
    client.release(broken);
  }
}

/**
 * Connections to `postgres://user:password@host:port/name`. Nothing is sent until the first
 * statement; connections lost later are replaced by themselves.
 *
 * Transactions and single statements have a pool each: work inside a transaction may need a
 * statement outside of it (a block of numbers), and with one pool as many transactions as it has
 * connections would wait for each other for ever.
 */
export function connect(url: string, options: ConnectOptions = {}): Database {
  const transactions = poolOf(url, options);
  const statements = poolOf(url, options);
  let closed: Promise<void> | undefined;
  return {
    ...sqlOn(statements),
    transaction: (work) => transactionOn(transactions, work),
    close: () => {
      closed ??= Promise.all([transactions.end(), statements.end()]).then(() => {});
      return closed;
    },
  };
}

function poolOf(url: string, options: ConnectOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 5,
    application_name: options.name ?? 'onestep',
    options: sessionOf(options),
    connectionTimeoutMillis: 15_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    pipeline: true,
    types: columnTypes as pg.CustomTypesConfig,
    ...(options.statementTimeout === undefined
      ? {}
      : { statement_timeout: options.statementTimeout }),
  });
  // An idle connection that the server closes is dropped from the pool; nothing is lost by it.
  pool.on('error', () => {});
  return pool;
}

/** An instant (epoch milliseconds) as text for `$n::timestamptz`. */
export function instantText(at: number): string {
  return new Date(at).toISOString();
}

export type Counted<S extends Sql> = S & {
  /** Texts of the statements since the last `reset`, in order; begin and commit not counted. */
  readonly statements: readonly string[];
  reset(): void;
};

/**
 * The same database, remembering every statement, so that a test can show that their number does
 * not depend on the size of a batch.
 */
export function countStatements(db: Database): Counted<Database> {
  const statements: string[] = [];
  const counted = (sql: Sql): Sql => ({
    query: (text, params) => {
      statements.push(text);
      return sql.query(text, params);
    },
    execute: (text, params) => {
      statements.push(text);
      return sql.execute(text, params);
    },
    script: (text) => {
      statements.push(text);
      return sql.script(text);
    },
  });
  return {
    ...counted(db),
    transaction: (work) => db.transaction((tx) => work(counted(tx))),
    close: () => db.close(),
    statements,
    reset: () => {
      statements.length = 0;
    },
  };
}
