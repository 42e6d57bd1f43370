import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { explain } from '../../src/flows/explain.ts';
import { openStock } from '../../src/flows/open-stock.ts';
import { accountKey } from '../../src/ledger/movement.ts';
import { balances } from '../../src/ledger/store.ts';
import { stockAccount } from '../../src/registry/book.ts';
import { brokenLaws, caseOf, type Desk, openDesk } from './desk.ts';
import { type Papers, paperMill } from './papers.ts';
import { requestOf } from './request-papers.ts';
import { BOOK_NO, writeBook } from './shelves.ts';
import { AGENT, EVENING, openZone, POOR_AGENT, type Zone } from './zone.ts';

// Bonded goods that lists take from their book (RULES STK-6, STK-7).
let zone: Zone;
let desk: Desk;
let mill: ReturnType<typeof paperMill>;

beforeAll(async () => {
  const stockRequired = [{ from: '2016-04-08', until: null, value: true, law: 'test' }];
  zone = await openZone({ stockRequired });
  mill = paperMill(zone.profile);
  await zone.register((tx) => writeBook(tx));
});
beforeEach(async () => {
  desk = await openDesk(zone);
  await desk.news(AGENT);
});
afterAll(() => zone?.database.drop());

const recordOf = ({ list }: Papers): string => list.lines[0]!.itemRecordNo!;

/** Puts so many of the article on the shelf. */
async function shelve(papers: Papers, lotNo: string, quantity: bigint): Promise<void> {
  const lot = { bookNo: BOOK_NO, recordNo: recordOf(papers), lotNo, quantity };
  const rest = { owner: AGENT.code, location: 'A-01-1', expiresOn: null };
  await zone.db.transaction((tx) => openStock(tx, [{ ...lot, ...rest }], EVENING));
}

async function standing(papers: Papers): Promise<{ promised: bigint; free: bigint }> {
  const account = stockAccount(BOOK_NO, recordOf(papers));
  const balance = (await balances(zone.db, [account])).get(accountKey(account));
  const { limit, pending, posted } = balance ?? { limit: 0n, pending: 0n, posted: 0n };
  return { promised: pending, free: (limit ?? 0n) - pending - posted };
}

describe('a list from bonded stock', () => {
  it('is returned with both numbers while nothing came in', async () => {
    const papers = mill.parcel();
    await desk.sendAll(papers);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '100', codes: ['STK-SHORT'] });
    const [finding] = (await desk.news(AGENT)).at(-1)!.findings;
    expect(finding).toMatchObject({ code: 'STK-SHORT', path: 'InventoryList[1]/qty' });
    expect(finding!.en).toContain('2 is declared, 0 is free');
  });

  it('has its goods promised at acceptance, until the last is gone', async () => {
    const [first, second] = [mill.parcel(), mill.parcel()];
    await shelve(first, 'L1', 300_000n);
    await desk.sendAll(first);
    expect(await caseOf(zone.db, first)).toMatchObject({ state: '800' });
    expect(await standing(first)).toEqual({ promised: 200_000n, free: 100_000n });
    await desk.sendAll(second);
    expect(await caseOf(zone.db, second)).toMatchObject({ state: '100', codes: ['STK-SHORT'] });
    expect(await standing(first)).toEqual({ promised: 200_000n, free: 100_000n });
  });

  it('gives them back when it is withdrawn', async () => {
    const papers = mill.parcel({ agent: POOR_AGENT });
    await shelve(papers, 'L2', 200_000n);
    const before = await standing(papers);
    await desk.sendAll(papers);
    const held = await caseOf(zone.db, papers);
    expect(held?.state).toBe('600');
    expect((await standing(papers)).free).toBe(before.free - 200_000n);
    await desk.send(POOR_AGENT, requestOf('CEB623', papers.list.head, held!.listNo!, {}));
    expect(await standing(papers)).toEqual(before);
  });

  it('is explained and audited', async () => {
    const papers = mill.parcel();
    await shelve(papers, 'L3', 200_000n);
    await desk.sendAll(papers);
    const { listNo } = (await caseOf(zone.db, papers))!;
    const { hash } = desk.house.registry.current();
    const [decision] = (await explain(zone.db, hash, listNo!))!.decisions;
    expect(decision).toMatchObject({ same: true });
    const rule = decision!.rules.find(({ code }) => code === 'STK-SHORT');
    expect(rule).toMatchObject({ outcome: 'passed' });
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
    expect(desk.failures).toEqual([]);
  });

  it('does not care for stock by direct purchase', async () => {
    const papers = mill.parcel({ mode: '9610' });
    await desk.sendAll(papers);
    expect((await caseOf(zone.db, papers))?.codes).toEqual(['ARRIVAL-NONE']);
  });
});
