import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyOf } from '../../src/base/keys.ts';
import { explain } from '../../src/flows/explain.ts';
import { connect, type Database } from '../../src/io/postgres.ts';
import { readReceipts } from '../../src/receipts/store.ts';
import type { Party } from '../../src/sandbox/world/parties.ts';
import { articleNamed } from '../../src/sandbox/world/sale.ts';
import { brokenLaws, caseOf, countOf, type Desk, openDesk, senderOf } from './desk.ts';
import { as, type Papers, paperMill, signed } from './papers.ts';
import {
  AGENT,
  CARRIER,
  openZone,
  PAYFIRM,
  PLATFORM,
  PLATFORM_2,
  PLATFORM_3,
  type Zone,
} from './zone.ts';

// Four processes on one database do the same thing at the same moment.
const LISTS = process.env.ONESTEP_FULL_RACES === undefined ? 1_500 : 10_000;
const LIMIT = 2_600_000n;

let zone: Zone;
let mill: ReturnType<typeof paperMill>;
let doors: Database[];
let desks: Desk[];

beforeAll(async () => {
  zone = await openZone();
  mill = paperMill(zone.profile);
  doors = Array.from({ length: 4 }, () => connect(zone.database.url));
  desks = await Promise.all(doors.map((db) => openDesk(zone, { db })));
});
afterAll(async () => {
  await Promise.all((doors ?? []).map((db) => db.close()));
  await zone?.database.drop();
});

const idle = () => Promise.all(desks.map(({ works }) => works.idle()));
const failures = () => desks.flatMap((desk) => desk.failures);

/** Each message at the next desk, all at once. */
async function postAll(all: readonly (readonly [Uint8Array, Party])[]) {
  const answers = await Promise.all(
    all.map(([bytes, sender], i) => desks[i % desks.length]!.post(bytes, sender)),
  );
  await idle();
  return answers;
}

describe('fifty times at once', () => {
  it('the same bytes are one message with one set of receipts', async () => {
    const { order } = mill.parcel();
    const bytes = signed([order], { sender: PLATFORM, card: zone.cardOf(PLATFORM) });
    const answers = await postAll(Array.from({ length: 50 }, () => [bytes, PLATFORM] as const));
    const accepted = answers.flatMap((one) => (one?.accepted ? [one] : []));
    expect(accepted).toHaveLength(50);
    expect(accepted.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(new Set(accepted.map(({ messageId }) => messageId)).size).toBe(1);
    const receipts = await readReceipts(zone.db, PLATFORM.code, 0n, 1_000);
    expect(receipts.map(({ status }) => status)).toEqual(['2', '120']);
    expect(await countOf(zone.db, 'documents.messages')).toBe(1);
    expect(failures()).toEqual([]);
  });

  it('the same list in fifty messages is filed once', async () => {
    const papers = mill.parcel();
    await desks[0]!.sendAll(papers, 'order', 'payment', 'waybill');
    const card = zone.cardOf(AGENT);
    const wrappers = Array.from({ length: 50 }, () =>
      signed([papers.list], { sender: AGENT, card }),
    );
    await postAll(wrappers.map((bytes) => [bytes, AGENT] as const));
    const receipts = await readReceipts(zone.db, AGENT.code, 0n, 1_000);
    const statuses = receipts.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(49).fill('-621004'), '120', '2', '800']);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800', attempt: 1 });
    expect(failures()).toEqual([]);
  });
});

describe('one buyer over three platforms', () => {
  const numbersOf = async () => {
    const [row] = await zone.db.query<{ sum: bigint; posted: bigint; pending: bigint }>(
      `select (select sum(amount)::bigint from ledger.postings where ledger = a.ledger
         and key = a.key) as sum, posted, pending
       from ledger.accounts a where ledger like 'quota%' order by posted desc limit 1`,
    );
    return row!;
  };

  async function fileAll(all: readonly Papers[], kind: 'order' | 'payment' | 'waybill' | 'list') {
    const bySender = Map.groupBy(all, (papers) => senderOf(papers, kind));
    const messages = [...bySender].flatMap(([sender, some]) => {
      const card = zone.cardOf(sender);
      const parts = Array.from({ length: Math.ceil(some.length / 50) }, (_, i) =>
        some.slice(i * 50, i * 50 + 50),
      );
      return parts.map((part) => {
        const bytes = signed(
          part.map((papers) => papers[kind]),
          { sender, card },
        );
        return [bytes, sender] as const;
      });
    });
    const answers = await postAll(messages);
    expect(answers.every((one) => one?.accepted)).toBe(true);
  }

  it(`${LISTS} lists at once end at the annual limit and never above`, async () => {
    const buyer = mill.person();
    const platforms = [PLATFORM, PLATFORM_2, PLATFORM_3];
    const article = articleNamed('配方奶粉1段');
    const all = Array.from({ length: LISTS }, (_, i) => {
      const bought = [{ article, quantity: 1n, price: 10_000n + BigInt((i * 7_919) % 30_000) }];
      return mill.parcel({ buyer, platform: platforms[i % 3]!, bought });
    });
    await fileAll(all, 'order');
    await fileAll(all, 'waybill');
    // Half of the lists become complete with the payment, half with the list.
    const half = all.length >> 1;
    await fileAll(all.slice(0, half), 'payment');
    await fileAll(all.slice(half), 'list');
    await Promise.all([fileAll(all.slice(0, half), 'list'), fileAll(all.slice(half), 'payment')]);
    await idle();
    const rows = await zone.db.query<{ no: string; state: string; codes: string[]; list: string }>(
      'select order_no as no, state, codes, list_no as list from clearance.cases',
    );
    const states = new Map(rows.map((row) => [row.no, row]));
    const stateOf = ({ orderNo }: Papers) => states.get(orderNo)?.state;
    const released = all.filter((papers) => stateOf(papers) === '800');
    const returned = all.filter((papers) => stateOf(papers) === '100');
    expect(released.length + returned.length).toBe(all.length);
    const used = released.reduce((sum, papers) => sum + papers.dutiable, 0n);
    expect(await numbersOf()).toEqual({ sum: used, posted: used, pending: 0n });
    expect(used).toBeLessThanOrEqual(LIMIT);
    for (const papers of returned) {
      expect(states.get(papers.orderNo)?.codes).toEqual(['1313']);
      expect(papers.dutiable).toBeGreaterThan(LIMIT - used);
    }
    expect(failures()).toEqual([]);
    const { hash } = desks[0]!.house.registry.current();
    for (const papers of returned.slice(0, 10)) {
      const explained = await explain(zone.db, hash, states.get(papers.orderNo)!.list);
      const { numbers, same } = explained!.decisions[0]!;
      expect(same).toBe(true);
      expect(numbers!.quotaUsed + numbers!.dutiable).toBeGreaterThan(numbers!.quotaLimit);
    }
  }, 120_000);
});

describe('the last document at another process', () => {
  it('never leaves a complete list waiting', async () => {
    const all = Array.from({ length: 80 }, () => mill.parcel());
    const first = desks[0]!;
    await first.send(PLATFORM, ...all.map(({ order }) => order));
    await first.send(CARRIER, ...all.map(({ waybill }) => waybill));
    const single = (papers: Papers, kind: 'payment' | 'list') => {
      const sender = kind === 'list' ? AGENT : PAYFIRM;
      return [signed([papers[kind]], { sender, card: zone.cardOf(sender) }), sender] as const;
    };
    const messages = all.map((papers) => [single(papers, 'list'), single(papers, 'payment')]);
    await Promise.all(
      messages.map(async ([list, payment], i) => {
        const [here, there] = [desks[i % 4]!, desks[(i + 1) % 4]!];
        await Promise.all([here.post(...list!), there.post(...payment!)]);
      }),
    );
    await idle();
    for (const papers of all) {
      expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800', attempt: 1 });
    }
    expect(await countOf(zone.db, 'clearance.waiting')).toBe(0);
    expect(failures()).toEqual([]);
  });

  it('a change and a decision that meet leave one truth', async () => {
    const all = Array.from({ length: 40 }, () => mill.parcel());
    const first = desks[0]!;
    await first.send(PLATFORM, ...all.map(({ order }) => order));
    await first.send(PAYFIRM, ...all.map(({ payment }) => payment));
    await first.send(CARRIER, ...all.map(({ waybill }) => waybill));
    const card = zone.cardOf(PLATFORM);
    await Promise.all(
      all.flatMap((papers, i) => {
        const change = as('2', papers.order, { acturalPaid: '1.00' });
        const list = signed([papers.list], { sender: AGENT, card: zone.cardOf(AGENT) });
        return [
          desks[i % 4]!.post(signed([change], { sender: PLATFORM, card }), PLATFORM),
          desks[(i + 2) % 4]!.post(list, AGENT),
        ];
      }),
    );
    await idle();
    for (const papers of all) {
      const row = await caseOf(zone.db, papers);
      const [order] = await zone.db.query<{ version: number }>(
        'select version from documents.orders where order_no = $1',
        [papers.orderNo],
      );
      // Released on the order as it was, which then cannot change; or returned on the changed one.
      if (row?.state === '800') expect(order?.version).toBe(1);
      else expect(row?.state).toBe('100');
    }
    expect(failures()).toEqual([]);
  });
});

describe('a returned list that is declared anew', () => {
  it('is decided once although four processes look at it', async () => {
    const all = Array.from({ length: 40 }, () => mill.parcel());
    const first = desks[0]!;
    await first.send(PAYFIRM, ...all.map(({ payment }) => payment));
    await first.send(CARRIER, ...all.map(({ waybill }) => waybill));
    const wrong = all.map(({ order }) => as('1', order, { acturalPaid: '1.00' }));
    await first.send(PLATFORM, ...wrong);
    await first.send(AGENT, ...all.map(({ list }) => list));
    await first.send(PLATFORM, ...all.map(({ order }) => as('2', order)));
    const card = zone.cardOf(AGENT);
    await Promise.all(
      all.map(async (papers, i) => {
        expect(await caseOf(zone.db, papers)).toMatchObject({ state: '100', attempt: 1 });
        await desks[i % 4]!.post(signed([as('1', papers.list)], { sender: AGENT, card }), AGENT);
        const key = keyOf(PLATFORM.code, papers.orderNo);
        for (const { works } of desks) works.look([{ kind: 'list', key }]);
      }),
    );
    await idle();
    for (const papers of all) {
      expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800', attempt: 2 });
    }
    expect(await countOf(zone.db, 'clearance.quarantine')).toBe(0);
    expect(failures()).toEqual([]);
  });
});

describe('afterwards', () => {
  it('the books are in order', async () => {
    expect(await brokenLaws(zone.db, desks[0]!.clock.now())).toEqual([]);
  });
});
