import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ONE } from '../../src/base/rate.ts';
import { numbersFrom } from '../../src/documents/numbers.ts';
import { type Draws, drawsOf } from '../../src/flows/draws.ts';
import { resumeHeld } from '../../src/flows/resume.ts';
import type { Target } from '../../src/inspection/draw-file.ts';
import { commitmentOf } from '../../src/inspection/hashes.ts';
import { localParty, type SeedParty } from '../../src/inspection/party.ts';
import { layerOf, MILLION } from '../../src/inspection/standing-terms.ts';
import { Fault } from '../../src/io/faults.ts';
import type { Sql } from '../../src/io/postgres.ts';
import { everyList } from './classes.ts';
import { brokenLaws, caseOf, countOf, type Desk, openDesk } from './desk.ts';
import { paperMill } from './papers.ts';
import { EVENING, guaranteeOf, lodge, openZone, POOR_AGENT, type Zone } from './zone.ts';

// What becomes of lists when a draw cannot be made as it should.
let zone: Zone;
let desk: Desk;

beforeAll(async () => {
  zone = await openZone((law) => everyList(law, ONE));
  desk = await openDesk(zone);
});
afterAll(() => zone?.database.drop());

const entropy = {
  bytes: (size: number) => Buffer.alloc(size, randomUUID()),
  uuid: () => randomUUID(),
};

function drawsWith(parties: readonly SeedParty[], sql: Sql = zone.db): Draws {
  const { clock } = desk.house;
  return drawsOf({ sql, clock, numbers: numbersFrom(zone.db), parties });
}

/** Commits to its secrets and shows none. */
const silent: SeedParty = {
  id: 'silent',
  commit: async (draws) => draws.map((draw) => commitmentOf(draw, 'silent', 'a'.repeat(64))),
  reveal: async () => null,
};

describe('a party that keeps its secret back', () => {
  it('has nobody released: the list is drawn for again when there is a seed', async () => {
    const papers = paperMill(zone.profile).parcel({ agent: POOR_AGENT });
    await desk.sendAll(papers);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '600' });
    await zone.register((tx) => lodge(tx, [guaranteeOf(POOR_AGENT.code, 10_000_000n)]));
    const draws = drawsWith([localParty('customs', entropy), silent]);
    await expect(resumeHeld({ ...desk.house, draws })).rejects.toThrow(Fault);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '600' });
    expect(await countOf(zone.db, 'inspection.draws', "state = 'void'")).toBeGreaterThan(0);
    expect(await countOf(zone.db, 'inspection.draws', "state <> 'void'")).toBe(0);
    await resumeHeld(desk.house);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '500' });
  });
});

describe('a registry that cannot be written', () => {
  it('ends the block of its number, so that none is left out', async () => {
    let failing = true;
    const sql: Sql = {
      ...zone.db,
      execute: async (text, params) => {
        if (!failing || !text.includes('insert into inspection.draws')) {
          return zone.db.execute(text, params);
        }
        failing = false;
        throw new Fault('database-unreachable', 'tried out');
      },
    };
    const parties = [localParty('customs', entropy), localParty('zone', entropy)];
    const draws = drawsWith(parties, sql);
    const layer = layerOf('GENERAL', 'ORDINARY');
    const target: Target = { id: 'B1', layer, enterprise: 'E', weight: MILLION, needs: [] };
    const wanted = { series: 'line', zone: 'cn-zhengzhou', targets: [target] } as const;
    await expect(draws.open({ ...wanted, officers: [] })).rejects.toThrow(Fault);
    const opened = await draws.open({ ...wanted, officers: [] });
    const [block] = await zone.db.query<{ first: number }>(
      'select max(first) as first from inspection.draw_blocks where day = $1',
      [opened.ref.day],
    );
    expect(opened.ref.sequence).toBe(block?.first);
    await draws.abandon([opened], 'tried out');
  });
});

describe('the auditor', () => {
  it('finds nothing after all this', async () => {
    expect(await brokenLaws(zone.db, EVENING + 60_000)).toEqual([]);
  });
});
