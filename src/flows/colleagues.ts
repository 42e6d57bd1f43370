import { businessDate } from '../base/dates.ts';
import { tasksInHand } from '../inspection/task-store.ts';
import { covers } from '../registry/dated.ts';
import { isOnDuty, type Officer } from '../registry/officer.ts';
import type { House } from './house.ts';

/** Somebody who may take a task over. */
export type Colleague = Pick<Officer, 'number' | 'name' | 'roles' | 'tags'> & {
  /** Whether the roster has the person at work. */
  readonly isOnDuty: boolean;
  /** Tasks in hand; inspections are not counted, see `tasksInHand`. */
  readonly tasks: number;
};

/** Officers and supervisors who work here today, those at work with the least in hand first. */
export async function colleagues({ db, clock, registry }: House): Promise<Colleague[]> {
  const now = clock.now();
  const { staff } = registry.current().snapshot;
  const held = await tasksInHand(db);
  return [...staff.officers.values()]
    .filter((one) => covers(one, businessDate(now)))
    .filter(({ roles }) => roles.includes('officer') || roles.includes('supervisor'))
    .map(({ number, name, roles, tags }) => ({
      ...{ number, name, roles, tags },
      isOnDuty: isOnDuty(staff, number, now),
      tasks: held.get(number) ?? 0,
    }))
    .sort((a, b) => Number(b.isOnDuty) - Number(a.isOnDuty) || a.tasks - b.tasks);
}
