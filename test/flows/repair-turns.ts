import { repairTurn } from '../../src/flows/repair-works.ts';
import type { Desk } from './desk.ts';

/** Takes turns of repairs until there is nothing to do at once, and all is decided. */
export async function carryRepairs(
  desk: Desk,
  bring: Parameters<typeof repairTurn>[0]['bring'],
): Promise<void> {
  for (let turns = 0; turns < 50; turns += 1) {
    while (await repairTurn({ house: desk.house, bring }));
    await desk.works.idle();
    desk.clock.set(desk.clock.now() + 1_000);
  }
}
