import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { brokenLaws } from '../flows/desk.ts';
import { paperMill } from '../flows/papers.ts';
import { openZone, type Zone } from '../flows/zone.ts';
import { Model } from './model.ts';
import { openStage } from './stage.ts';
import { WORDS } from './words.ts';

// Entries, releases, slips, crossings, sales and exits in any order: a model with sums of its own
// says beforehand what is refused and how much there is of everything.
let zone: Zone;

beforeAll(async () => {
  const stockRequired = [{ from: '2016-04-08', until: null, value: true, law: 'test' }];
  zone = await openZone({ stockRequired });
});
afterAll(() => zone?.database.drop());

const STEP = fc.record({
  what: fc.nat(),
  which: fc.nat(),
  quantity: fc.integer({ min: 1, max: 9 }),
});

it('holds what came less what went, whatever the order', async () => {
  const mill = paperMill(zone.profile);
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { minLength: 15, maxLength: 45 }), async (steps) => {
      const stage = await openStage(zone, mill);
      const foreseen = new Model();
      for (const step of steps) {
        const { word, rest, refused, sums } = foreseen.next(step);
        const line = `${word} ${rest.join(' ')}`;
        const told = await WORDS[word]!(stage, rest);
        expect([line, told.map(({ code }) => code)]).toEqual([line, refused]);
        const { undeclared, ...bonded } = sums;
        const words = Object.entries(bonded).flatMap(([name, sum]) => [name, String(sum)]);
        await WORDS.expect!(stage, ['book', '101', ...words]);
        const ahead = ['status', 'undeclared', 'remain', String(undeclared)];
        await WORDS.expect!(stage, ['book', '101', ...ahead]);
      }
      expect(stage.desk.failures).toEqual([]);
    }),
    { numRuns: 10 },
  );
  expect(await brokenLaws(zone.db, (await openStage(zone, mill)).desk.clock.now())).toEqual([]);
}, 240_000);
