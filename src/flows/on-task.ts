import type { Finding } from '../base/finding.ts';
import { ok, type Result } from '../base/result.ts';
import { maySee, type Task } from '../inspection/task.ts';
import { lockTask } from '../inspection/task-store.ts';
import { isFault } from '../io/faults.ts';
import type { Database, Sql } from '../io/postgres.ts';
import type { Officer } from '../registry/officer.ts';

const MOST_TRIES = 8;

/**
 * Adds a row behind those that stand, in one transaction: done again when somebody else took its
 * place meanwhile.
 */
export async function inTurn<T>(db: Database, work: (tx: Sql) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction(work);
    } catch (error) {
      if (tries >= MOST_TRIES || !isFault(error, 'duplicate-key')) throw error;
    }
  }
}

/**
 * Works on a task that nobody else changes meanwhile, in one transaction. Null when there is none
 * that the officer may see. Done again when another task of the same draw came in between.
 */
export async function onTask<T>(
  db: Database,
  id: string,
  officer: Officer,
  work: (tx: Sql, task: Task) => Promise<Result<T, Finding[]>>,
): Promise<Result<T | null, Finding[]>> {
  return inTurn(db, async (tx) => {
    const task = await lockTask(tx, id);
    return task === null || !maySee(task, officer) ? ok(null) : work(tx, task);
  });
}

/** What an inspection is found by. */
export function openingOf({ subject, serial }: Task) {
  return { listNo: subject, serial };
}
