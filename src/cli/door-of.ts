import { LIMITS } from '../base/limits.ts';
import { type Door, openDoor } from '../flows/door.ts';
import { type Submitted, submit } from '../flows/submit.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import { stopwatch } from './stopwatch.ts';
import type { Wired } from './wire.ts';

export type HouseDoor = Door<Enterprise, Submitted>;

/** Decoded messages take many times their bytes: no more are made ready than two batches. */
const READY = 2 * LIMITS.batchRecords;

/** The door of a house: before the check of a message and the filing of it. */
export function doorOf({ house, works }: Wired): HouseDoor {
  return openDoor({
    work: (bytes, sender) => submit(house, works, bytes, sender),
    codeOf: ({ code }) => code,
    now: stopwatch,
    room: () => works.stages().intake.waiting < READY,
    hungry: works.hungry,
    lag: () => works.stages().clearance.age,
  });
}
