import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StockRefusal } from '../../src/bonded/freeze.ts';
import { brokenLaws } from '../flows/desk.ts';
import { paperMill } from '../flows/papers.ts';
import { openZone, type Zone } from '../flows/zone.ts';
import { openStage } from './stage.ts';
import { WORDS } from './words.ts';
import { type Line, readCases, type Stage, shownAs, type Told } from './world.ts';

// Case files of bonded goods, from entry to sale to gate and all that is done to them in between,
// played through the real flows. After each the auditor finds nothing.
const FOLDER = new URL('../scenarios-stock/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.case'));

let zone: Zone;
let mill: ReturnType<typeof paperMill>;

beforeAll(async () => {
  const always = { from: '2016-04-08', until: null, law: 'test' };
  zone = await openZone({
    stockRequired: [{ ...always, value: true }],
    gateTolerance: [{ ...always, value: { n: 3n, d: 100n } }],
  });
  mill = paperMill(zone.profile);
});
afterAll(() => zone?.database.drop());

async function play(stage: Stage, { word, rest, refused, place }: Line): Promise<void> {
  const does = WORDS[word];
  if (does === undefined) throw new Error(`${place}: there is no word ${word}`);
  try {
    const told = await toldBy(does(stage, rest));
    expect(shownAs(told, refused), told.map(({ en }) => en).join('\n')).toEqual(refused);
  } catch (error) {
    throw new Error(`${place}: ${word} ${rest.join(' ')}`, { cause: error });
  }
}

/** Goods that are counted meanwhile stop what did not ask before. */
async function toldBy(work: Promise<readonly Told[]>): Promise<readonly Told[]> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof StockRefusal) return error.findings;
    throw error;
  }
}

for (const file of FILES) {
  describe(file, () => {
    for (const { title, lines } of readCases(new URL(file, FOLDER))) {
      it(title, async () => {
        const stage = await openStage(zone, mill);
        for (const line of lines) await play(stage, line);
        expect(stage.desk.failures).toEqual([]);
        expect(await brokenLaws(zone.db, stage.desk.clock.now())).toEqual([]);
      });
    }
  });
}
