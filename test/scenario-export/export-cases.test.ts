import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOfDay } from '../../src/base/dates.ts';
import { brokenLaws } from '../flows/desk.ts';
import type { Zone } from '../flows/zone.ts';
import { type Line, readCases, shownAs } from '../scenario-stock/world.ts';
import { openExportZone, openStage } from './stage.ts';
import { WORDS } from './words.ts';
import type { Stage } from './world.ts';

// Case files of parcels that leave the country, from order to departure and summary, played through
// the real flows.
const FOLDER = new URL('../scenarios-export/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.case'));

/** After everything that happens in a case. */
const LAST = startOfDay('2024-12-31');

let zone: Zone;

beforeAll(async () => {
  zone = await openExportZone();
});
afterAll(() => zone?.database.drop());

async function play(stage: Stage, { word, rest, refused, place }: Line): Promise<void> {
  const does = WORDS[word];
  if (does === undefined) throw new Error(`${place}: there is no word ${word}`);
  try {
    const told = await does(stage, rest);
    expect(shownAs(told, refused), told.map(({ en }) => en).join('\n')).toEqual(refused);
  } catch (error) {
    throw new Error(`${place}: ${word} ${rest.join(' ')}`, { cause: error });
  }
}

for (const file of FILES) {
  describe(file, () => {
    for (const { title, lines } of readCases(new URL(file, FOLDER))) {
      it(title, async () => {
        const stage = await openStage(zone);
        for (const line of lines) await play(stage, line);
        expect(stage.desk.failures).toEqual([]);
      });
    }
  });
}

it('leaves nothing that breaks a law of the auditor', async () => {
  expect(await brokenLaws(zone.db, LAST)).toEqual([]);
});
