import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenLaws, openDesk } from '../flows/desk.ts';
import { paperMill } from '../flows/papers.ts';
import { writeBook } from '../flows/shelves.ts';
import { openZone, type Zone } from '../flows/zone.ts';
import { WORDS } from './words.ts';
import { type Line, readCases, type Stage } from './world.ts';

// Case files of bonded goods, from entry to sale to gate, played through the real flows.
const FOLDER = new URL('../scenarios-stock/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.case'));

let zone: Zone;
let mill: ReturnType<typeof paperMill>;
const stages: Stage[] = [];

beforeAll(async () => {
  const stockRequired = [{ from: '2016-04-08', until: null, value: true, law: 'test' }];
  zone = await openZone({ stockRequired });
  mill = paperMill(zone.profile);
});
afterAll(() => zone?.database.drop());

async function openStage(): Promise<Stage> {
  const place = stages.length + 1;
  const bookNo = `T4612W${String(900_000 + place)}`;
  await zone.register((tx) => writeBook(tx, undefined, bookNo));
  let count = 0;
  const fresh = (mark: string): string => {
    count += 1;
    return `${mark}${place}-${count}`;
  };
  const named = { papers: new Map(), parcels: new Map(), crossings: new Map() };
  const stage = { zone, desk: await openDesk(zone), mill, bookNo, ...named, fresh };
  stages.push(stage);
  return stage;
}

async function play(stage: Stage, { word, rest, refused, place }: Line): Promise<void> {
  const does = WORDS[word];
  if (does === undefined) throw new Error(`${place}: there is no word ${word}`);
  try {
    expect(await does(stage, rest)).toEqual(refused);
  } catch (error) {
    throw new Error(`${place}: ${word} ${rest.join(' ')}`, { cause: error });
  }
}

for (const file of FILES) {
  describe(file, () => {
    for (const { title, lines } of readCases(new URL(file, FOLDER))) {
      it(title, async () => {
        const stage = await openStage();
        for (const line of lines) await play(stage, line);
        expect(stage.desk.failures).toEqual([]);
      });
    }
  });
}

it('leaves every book in balance', async () => {
  const last = stages.at(-1)!;
  expect(await brokenLaws(zone.db, last.desk.clock.now())).toEqual([]);
});
