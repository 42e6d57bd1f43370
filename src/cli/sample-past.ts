import { businessDate, DAY, startOfDay } from '../base/dates.ts';
import { submit } from '../flows/submit.ts';
import { settableClock, systemClock } from '../io/clock.ts';
import type { Database } from '../io/postgres.ts';
import { authenticate } from '../registry/tokens.ts';
import { pastParcels } from '../sandbox/past.ts';
import { registerFiles } from './register-files.ts';
import { lawOfSample } from './sample.ts';
import { wire } from './wire.ts';

/** Long enough ago that the bills of these days are collected, and not yet to be paid. */
const DAYS_AGO = 40;
const PARCELS = 24;
const NOON = 12 * 3_600_000;

/**
 * Has a new database know parcels of a day that is past, declared and decided as on that day by a
 * clock that is behind: so the platform finds bills to write and notices to collect when it
 * starts, and a month that is over has statistics. Before anything runs, as what was decided
 * before the places that rounds have reached is never looked at by them.
 * @param seed of the sample, whose firms declare
 */
export async function declarePast(db: Database, seed: bigint): Promise<void> {
  const [known] = await db.query('select from documents.messages limit 1');
  if (known !== undefined) return;
  const day = businessDate(systemClock.now() - DAYS_AGO * DAY);
  const clock = settableClock(startOfDay(day) + NOON);
  const past = pastParcels(seed, PARCELS, await lawOfSample(), day);
  await registerFiles(db, past.registry, clock.now());
  const { house, works, close } = await wire(db, clock);
  try {
    for (const { token, bytes } of past.messages) {
      const sender = authenticate(house.registry.current().snapshot, token, clock.now());
      if (sender.ok) await submit(house, works, bytes, sender.value);
    }
    await works.idle();
  } finally {
    await close();
  }
}
