import type { Clock } from '../../io/clock.ts';
import { isFault } from '../../io/faults.ts';
import type { Database } from '../../io/postgres.ts';
import { type SimProcess, startProcess } from './process.ts';
import { type Meddle, turnedDatabase } from './turned-database.ts';
import type { Turns } from './turns.ts';

/** The processes of the platform over one database. */
export type Zone = {
  readonly living: readonly SimProcess[];
  spawn(): SimProcess;
  /** Ends a process as `kill -9` does: the database undoes what it had open. */
  kill(process: SimProcess): Promise<void>;
  /** Ends all, at the end of a run. */
  close(): Promise<void>;
};

export type ZoneOptions = {
  readonly url: string;
  readonly admin: Database;
  readonly seed: bigint;
  readonly clock: Clock;
  readonly turns: Turns;
  readonly meddle?: Meddle | undefined;
  /** Failures that neither a fault nor a lost race explains. */
  readonly onBug: (what: string) => void;
};

const RACES = new Set(['FilingRace', 'CaseRace', 'LedgerConflict']);

/** No process yet. */
export function makeZone({ url, admin, seed, clock, turns, meddle, onBug }: ZoneOptions): Zone {
  const living: SimProcess[] = [];
  const dead = new Set<string>();
  let count = 0;
  const worry = (name: string, error: unknown): void => {
    const known = isFault(error) || (error instanceof Error && RACES.has(error.name));
    if (known || dead.has(name)) return;
    onBug(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  };
  const bury = async (process: SimProcess): Promise<void> => {
    dead.add(process.name);
    turns.bury(process.name);
    await admin.query(
      `select pg_terminate_backend(pid, 10000) from pg_stat_activity
       where application_name = $1 and datname = current_database()`,
      [process.name],
    );
  };
  return {
    living,
    spawn: () => {
      count += 1;
      const name = `process ${count}`;
      const db = turnedDatabase(url, name, turns, meddle);
      const own = seed * 1_000n + BigInt(count);
      const process = startProcess(name, own, db, clock, turns, worry);
      living.push(process);
      return process;
    },
    kill: async (process) => {
      living.splice(living.indexOf(process), 1);
      await bury(process);
    },
    close: async () => {
      for (const process of living.splice(0)) {
        await bury(process);
        // A pool that still has a transaction of a dead process open never ends.
        process.db.close().catch(() => undefined);
      }
    },
  };
}
