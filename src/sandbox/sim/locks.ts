import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../io/postgres.ts';

/** What the database says of the statements of one simulation that wait for each other's locks. */
export type Locks = {
  /** How many wait at this moment. */
  waiting(): Promise<number>;
  /** Cancels the one that began to wait last; resolves when it waits no more. */
  cancelLast(): Promise<void>;
};

// A wait for anything but another client's lock, such as the growing of a file or autovacuum, ends
// by itself. Who was given the lock has nobody in its way, also before it wakes up.
const WAITERS = `select pid, application_name, query_start from pg_stat_activity a
  where datname = current_database() and wait_event_type = 'Lock' and exists (
    select from unnest(pg_blocking_pids(a.pid)) as u (pid) join pg_stat_activity b using (pid)
    where b.backend_type = 'client backend')`;

/**
 * The locks of one database.
 * @param spared name of the process whose statements are not cancelled while others can be
 */
export function locksOf(admin: Database, spared: string): Locks {
  return {
    waiting: async () => (await admin.query(WAITERS)).length,
    cancelLast: async () => {
      const [victim] = await admin.query<{ pid: number }>(
        `select pid, pg_cancel_backend(pid) from (select * from (${WAITERS}) as w
           order by application_name = $1, query_start desc limit 1) as victim`,
        [spared],
      );
      const waits = `select from (${WAITERS}) as w where pid = $1`;
      // A second cancel, or one that comes late, could hit what its connection does next.
      while (victim !== undefined && (await admin.query(waits, [victim.pid])).length > 0) {
        await sleep(1);
      }
    },
  };
}
