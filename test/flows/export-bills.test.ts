import { expect, it } from 'vitest';
import { DAY } from '../../src/base/dates.ts';
import { issueBills } from '../../src/flows/bills.ts';
import { openExportZone, openStage } from '../scenario-export/stage.ts';
import { WORDS } from '../scenario-export/words.ts';

it('bills of a day pass over the decisions on what leaves', async () => {
  const zone = await openExportZone();
  try {
    const stage = await openStage(zone);
    for (const [word, ...rest] of [
      ['parcel', 'P'],
      ['declare', 'P'],
      ['arrival', 'A', 'of', 'P'],
    ] as const) {
      expect(await WORDS[word]?.(stage, rest)).toEqual([]);
    }
    stage.desk.clock.advance(DAY);
    let seen = 0;
    for (let some = 1; some > 0; seen += some) some = await issueBills(stage.desk.house, 100);
    // Accepted, and released with its arrival.
    expect(seen).toBe(2);
    expect(await zone.db.query('select from clearance.bills')).toEqual([]);
  } finally {
    await zone.database.drop();
  }
});
