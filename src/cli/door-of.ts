import { type Door, openDoor } from '../flows/door.ts';
import type { Submitted } from '../flows/submit.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import { stopwatch } from './stopwatch.ts';
import type { Wired } from './wire.ts';

export type HouseDoor = Door<Enterprise, Submitted>;

/** The door of a house: before the check of a message and the filing of it. */
export function doorOf({ works, reception }: Pick<Wired, 'works' | 'reception'>): HouseDoor {
  return openDoor({
    work: reception.submit,
    codeOf: ({ code }) => code,
    now: stopwatch,
    room: reception.room,
    whenRoom: reception.whenRoom,
    hungry: works.hungry,
    lag: () => works.stages().clearance.age,
  });
}
