import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.ts';
import { keyOf } from '../../src/base/keys.ts';
import { doorOf } from '../../src/cli/door-of.ts';
import { openIntake } from '../../src/cli/intake-hall.ts';
import { type Wiring, wireApart } from '../../src/cli/wire.ts';
import { systemClock } from '../../src/io/clock.ts';
import type { Party } from '../../src/sandbox/world/parties.ts';
import { createTestDatabase } from '../database.ts';
import { caseOf, KINDS, senderOf } from '../flows/desk.ts';
import { type Papers, paperMill, signed } from '../flows/papers.ts';
import { AGENT, openZone, type Zone } from '../flows/zone.ts';

// Intake in its thread, clearing in another behind it: the window has its door and its answers.
let zone: Zone;
let wired: Wiring;
let mill: ReturnType<typeof paperMill>;
const failures: unknown[] = [];
const stages = new Set<string>();
const NEVER = new AbortController().signal;

const giftOn = (databaseUrl: string) => ({ databaseUrl, archiveDir: '/nonexistent' });

beforeAll(async () => {
  zone = await openZone();
  mill = paperMill(zone.profile);
  const news = {
    onFailure: (_: unknown, error: unknown) => failures.push(error),
    onBatch: (stage: string) => stages.add(stage),
  };
  wired = await wireApart(zone.db, systemClock, news, {
    intake: (intakeNews) => openIntake(giftOn(zone.database.url), intakeNews),
  });
});
afterAll(async () => {
  await wired?.close();
  await zone?.database.drop();
});

function messageOf(papers: Papers, kind: (typeof KINDS)[number]) {
  const party: Party = senderOf(papers, kind);
  const { snapshot } = wired.house.registry.current();
  const sender = present(snapshot.enterprises.get(party.code), 'the sender');
  return { sender, bytes: signed([papers[kind]], { sender: party, card: zone.cardOf(party) }) };
}

describe('the thread of intake', () => {
  it('files and decides what the door lets in, and its receipts wake who waits here', async () => {
    const papers = mill.parcel();
    const door = doorOf(wired);
    const sent = KINDS.map((kind) => messageOf(papers, kind));
    const answers = await Promise.all(sent.map(({ bytes, sender }) => door.submit(bytes, sender)));
    expect(answers.map(({ accepted }) => accepted)).toEqual([true, true, true, true]);
    expect(sent.every(({ bytes }) => bytes.length > 0)).toBe(true);
    await wired.works.idle();
    expect(wired.works.stages()).toEqual({
      intake: { waiting: 0, age: 0 },
      clearance: { waiting: 0, age: 0 },
    });
    expect(wired.works.decided()).toBe(1);
    expect(await caseOf(zone.db, papers)).not.toBeNull();
    expect([...stages].sort()).toEqual(['clearance', 'intake']);
    expect(failures).toEqual([]);
    expect(await wired.house.news.wait(AGENT.code, 2n, 0, NEVER)).toBe(true);
  });

  it('goes on when more is brought than it has looked at', async () => {
    const door = doorOf(wired);
    const sent = Array.from({ length: 60 }, () => messageOf(mill.parcel(), 'order'));
    const answers = await Promise.all(sent.map(({ bytes, sender }) => door.submit(bytes, sender)));
    expect(answers.filter(({ accepted }) => !accepted)).toEqual([]);
    expect(door.state()).toMatchObject({ messages: 0, queued: 0 });
  });

  it('says what is wrong with a message; a bug is the answer of its call', async () => {
    const { sender } = messageOf(mill.parcel(), 'order');
    const refused = await wired.reception.submit(Buffer.from('<a/>'), sender);
    expect(refused).toMatchObject({ accepted: false, status: 422 });
    const nobody = { ...sender, code: null as unknown as string };
    const { bytes } = messageOf(mill.parcel(), 'order');
    expect(await wired.reception.submit(bytes, nobody)).toMatchObject({ status: 403 });
    const none = undefined as unknown as Parameters<typeof wired.reception.declare>[0];
    await expect(wired.reception.declare(none, sender)).rejects.toThrow();
  });

  it('counts what it was asked until it has looked', async () => {
    // What came before in this file.
    await wired.works.idle();
    wired.works.look([{ kind: 'order', key: keyOf('A', 'B') }]);
    expect(wired.works.load()).toBe(1);
    await wired.works.idle();
    expect(wired.works.load()).toBe(0);
  });

  it('tells why it cannot open', async () => {
    const empty = await createTestDatabase({ empty: true });
    const news = { announce: () => undefined };
    await expect(openIntake(giftOn(empty.url), news)).rejects.toThrow(/registry.settings/);
    await empty.drop();
  });
});
