import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { keyOf } from '../../src/base/keys.ts';
import { openHall } from '../../src/cli/clearing-hall.ts';
import { type WiringHere, wire } from '../../src/cli/wire.ts';
import { submit } from '../../src/flows/submit.ts';
import { systemClock } from '../../src/io/clock.ts';
import type { Party } from '../../src/sandbox/world/parties.ts';
import { createTestDatabase } from '../database.ts';
import { caseOf, KINDS, senderOf } from '../flows/desk.ts';
import { type Papers, paperMill, signed } from '../flows/papers.ts';
import { AGENT, openZone, type Zone } from '../flows/zone.ts';

// Clearing in its thread: the window's side files, the other side decides, and both know.
let zone: Zone;
let wired: WiringHere;
let papers: Papers;
const failures: unknown[] = [];
const batches: number[] = [];
const NEVER = new AbortController().signal;

const hallOn = (databaseUrl: string) => ({ databaseUrl, archiveDir: '/nonexistent' });

beforeAll(async () => {
  zone = await openZone();
  papers = paperMill(zone.profile).parcel();
  const news = {
    onFailure: (_: unknown, error: unknown) => failures.push(error),
    onBatch: (stage: string, items: number) => stage === 'clearance' && batches.push(items),
  };
  wired = await wire(zone.db, systemClock, news, {
    hall: (hallNews) => openHall(hallOn(zone.database.url), hallNews),
  });
});
afterAll(async () => {
  await wired?.close();
  await zone?.database.drop();
});

async function send(kind: (typeof KINDS)[number]): Promise<void> {
  const party: Party = senderOf(papers, kind);
  const { snapshot } = wired.house.registry.current();
  const sender = present(snapshot.enterprises.get(party.code), 'the sender');
  const bytes = signed([papers[kind]], { sender: party, card: zone.cardOf(party) });
  expect(await submit(wired.house, wired.works, bytes, sender)).toMatchObject({ accepted: true });
}

describe('the clearing hall', () => {
  it('decides what is filed on this side, and its receipts wake who waits here', async () => {
    for (const kind of KINDS) await send(kind);
    await wired.works.idle();
    expect(wired.works.stages().clearance).toEqual({ waiting: 0, age: 0 });
    expect(wired.works.decided()).toBe(1);
    expect(await caseOf(zone.db, papers)).not.toBeNull();
    expect(batches.length).toBeGreaterThan(0);
    expect(failures).toEqual([]);
    // The agent's receipts of intake and verdict: both are known here without a poll.
    expect(await wired.house.news.wait(AGENT.code, 2n, 0, NEVER)).toBe(true);
  });

  it('counts what it was asked until it has looked', async () => {
    wired.works.look([{ kind: 'order', key: keyOf('A', 'B') }]);
    expect(wired.works.load()).toBe(1);
    await wired.works.idle();
    expect(wired.works.load()).toBe(0);
  });

  it('tells why it cannot open', async () => {
    const empty = await createTestDatabase({ empty: true });
    const news = { announce: () => undefined };
    await expect(openHall(hallOn(empty.url), news)).rejects.toThrow(/registry.settings/);
    await empty.drop();
  });
});
