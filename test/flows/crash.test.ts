import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { businessDate } from '../../src/base/dates.ts';
import { newChain } from '../../src/documents/evidence.ts';
import { authenticate } from '../../src/flows/authenticate.ts';
import { intake } from '../../src/flows/intake.ts';
import { sweep } from '../../src/flows/sweep.ts';
import { Fault } from '../../src/io/faults.ts';
import { connect } from '../../src/io/postgres.ts';
import { brokenLaws, caseOf, countOf, type Desk, type Kind, openDesk, senderOf } from './desk.ts';
import { as, type Papers, paperMill, signed } from './papers.ts';
import { troubled } from './trouble.ts';
import {
  AGENT,
  guaranteeOf,
  lodge,
  openZone,
  PAYFIRM,
  PLATFORM,
  POOR_AGENT,
  type Zone,
} from './zone.ts';

// A process dies, an answer is lost, the database is away: nothing accepted is lost or done twice.
let zone: Zone;
let mill: ReturnType<typeof paperMill>;
let desk: Desk;

beforeAll(async () => {
  zone = await openZone();
  mill = paperMill(zone.profile);
});
beforeEach(async () => {
  desk = await openDesk(zone);
});
afterAll(() => zone?.database.drop());

/** Files a document as a process does that dies before it looks at what the document completes. */
async function fileAndDie(papers: Papers, kind: Kind): Promise<Uint8Array> {
  const { house } = await openDesk(zone);
  const sender = senderOf(papers, kind);
  const bytes = signed([papers[kind]], { sender, card: zone.cardOf(sender) });
  const at = house.clock.now();
  const registry = house.registry.current();
  const checked = authenticate(bytes, sender.code, registry, businessDate(at), at);
  if (!checked.ok) throw new Error('refused');
  await intake(house, newChain(house.entropy.uuid()), [checked.value]);
  return bytes;
}

describe('a process that dies between filing and clearing', () => {
  it('leaves a list that the first sweep of the next one decides', async () => {
    const papers = mill.parcel();
    await desk.sendAll(papers, 'order', 'payment', 'waybill');
    await fileAndDie(papers, 'list');
    expect(await caseOf(zone.db, papers)).toBeNull();
    const next = await openDesk(zone);
    expect(await next.sweep(0)).toBe(1);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
    expect(await next.sweep(0)).toBe(0);
  });

  it('leaves a young list to whoever may still be at work on it', async () => {
    const papers = mill.parcel();
    await desk.sendAll(papers, 'order', 'payment', 'waybill');
    await fileAndDie(papers, 'list');
    expect(await desk.sweep(10_000)).toBe(0);
    desk.clock.advance(10_000);
    expect(await desk.sweep(10_000)).toBe(1);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
  });

  it('leaves it to a sweep that goes on where the last one ended', async () => {
    const { house } = desk;
    const papers = mill.parcel();
    await desk.sendAll(papers, 'order', 'payment', 'waybill');
    const first = await sweep(house, { settling: 0 });
    desk.clock.advance(1);
    await fileAndDie(papers, 'list');
    const second = await sweep(house, { settling: 0, since: first.through });
    expect(second.looks).toHaveLength(1);
    desk.clock.advance(1);
    // What was handed over is not looked for again by such a sweep, but by a whole one.
    const since = second.through + 1;
    expect((await sweep(house, { settling: 0, since })).looks).toEqual([]);
    expect(await desk.sweep(0)).toBe(1);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
  });

  it.each(['order', 'payment', 'waybill'] as const)('after the %s came last', async (kind) => {
    const papers = mill.parcel();
    const others = (['order', 'payment', 'waybill', 'list'] as const).filter((one) => one !== kind);
    await desk.sendAll(papers, ...others);
    expect(await countOf(zone.db, 'clearance.waiting')).toBe(1);
    await fileAndDie(papers, kind);
    const next = await openDesk(zone);
    expect(await next.sweep(0)).toBe(1);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
    expect(await countOf(zone.db, 'clearance.waiting')).toBe(0);
  });

  it('is made good by the sender who sends the same bytes again', async () => {
    const papers = mill.parcel();
    await desk.sendAll(papers, 'order', 'waybill', 'list');
    const bytes = await fileAndDie(papers, 'payment');
    expect(await desk.post(bytes, PAYFIRM)).toMatchObject({ accepted: true, duplicate: true });
    await desk.works.idle();
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
  });

  it('moves the mark up to which nothing is left, but for the skew of clocks', async () => {
    desk.clock.advance(3_600_000);
    await desk.sweep(0);
    const [row] = await zone.db.query<{ through: number }>(
      "select through from clearance.progress where name = 'lists'",
    );
    expect(row?.through).toBe(desk.clock.now() - 600_000);
  });
});

describe('a commit whose answer is lost', () => {
  it.each([1, 2, 3])('at commit %i: everything is done once', async (which) => {
    const papers = mill.parcel();
    await desk.sendAll(papers, 'order', 'payment', 'waybill');
    await desk.statuses(AGENT);
    let commits = 0;
    const db = troubled(zone.db, {
      onCommit: () => {
        commits += 1;
        if (commits === which) throw new Fault('commit-unknown');
      },
    });
    const shaky = await openDesk(zone, { db });
    const answer = await shaky.send(AGENT, papers.list);
    expect(answer).toMatchObject({ accepted: true });
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800', attempt: 1 });
    expect(await desk.statuses(AGENT)).toEqual(['2', '120', '800']);
    // What comes behind it goes on: new chain of evidence, new segments of facts.
    const more = mill.parcel();
    await shaky.sendAll(more);
    expect(await caseOf(zone.db, more)).toMatchObject({ state: '800' });
    expect(shaky.failures).toEqual([]);
    const [broken] = await zone.db.query<{ n: bigint }>(
      `select count(*) as n from documents.segments s where sequence > 1 and not exists (
         select from documents.segments p where p.stream = s.stream
           and p.sequence = s.sequence - 1 and p.digest = s.previous_digest)`,
    );
    expect(broken?.n).toBe(0n);
  });
});

describe('a database that is away', () => {
  const shakyDesk = (code: ConstructorParameters<typeof Fault>[0], times: number) => {
    let left = times;
    const db = troubled(zone.db, {
      onBegin: () => {
        left -= 1;
        if (left >= 0) throw new Fault(code);
      },
    });
    return openDesk(zone, { db });
  };

  it('for a moment is tried again, in filing and in clearing', async () => {
    const papers = mill.parcel();
    await desk.sendAll(papers, 'order', 'payment', 'waybill');
    const shaky = await shakyDesk('database-conflict', 2);
    expect(await shaky.send(AGENT, papers.list)).toMatchObject({ accepted: true });
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
  });

  it('for good is said so, and nothing is kept', async () => {
    const { order } = mill.parcel();
    const before = await countOf(zone.db, 'documents.messages');
    const shaky = await shakyDesk('schema-mismatch', 1_000);
    await expect(shaky.send(PLATFORM, order)).rejects.toThrow('another schema');
    expect(await countOf(zone.db, 'documents.messages')).toBe(before);
  });

  it('comes back as 503 with the time to wait', async () => {
    const { order } = mill.parcel();
    const shaky = await shakyDesk('database-unreachable', 3);
    Object.assign(shaky.works, { file: () => Promise.reject(new Fault('database-unreachable')) });
    expect(await shaky.send(PLATFORM, order)).toMatchObject({
      ...{ accepted: false, status: 503, retryAfterSeconds: 2 },
    });
  });
});

describe('connections', () => {
  it('that are few do not stand still: numbers are taken beside the transactions', async () => {
    const narrow = connect(zone.database.url, { max: 1 });
    const [one, other] = [
      await openDesk(zone, { db: narrow }),
      await openDesk(zone, { db: narrow }),
    ];
    const parcels = [mill.parcel(), mill.parcel()];
    try {
      await Promise.all([one.sendAll(parcels[0]!), other.sendAll(parcels[1]!)]);
      for (const papers of parcels) {
        expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
      }
    } finally {
      await narrow.close();
    }
  });
});

describe('two processes that look at what is held', () => {
  it('move each list on once', async () => {
    const parcels = Array.from({ length: 6 }, () => mill.parcel({ agent: POOR_AGENT }));
    for (const papers of parcels) await desk.sendAll(papers);
    await zone.register((tx) => lodge(tx, [guaranteeOf(POOR_AGENT.code, 10_000_000n)]));
    const others = await Promise.all([openDesk(zone), openDesk(zone), openDesk(zone)]);
    await Promise.all(others.map((other) => other.sweep()));
    const statuses = await desk.statuses(POOR_AGENT);
    expect(statuses.filter((status) => status === '800')).toHaveLength(6);
    for (const papers of parcels) {
      expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
      expect(await desk.send(POOR_AGENT, as('1', papers.list))).toMatchObject({ accepted: true });
    }
  });
});

describe('afterwards', () => {
  it('the books are in order', async () => {
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  });
});
