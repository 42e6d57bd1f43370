import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newChain } from '../../src/documents/evidence.ts';
import { authenticate } from '../../src/flows/authenticate.ts';
import { viewDeclaration } from '../../src/flows/declaration-view.ts';
import { explain } from '../../src/flows/explain.ts';
import { intake } from '../../src/flows/intake.ts';
import { settleRequests } from '../../src/flows/requests.ts';
import { countStatements } from '../../src/io/postgres.ts';
import type { Party } from '../../src/sandbox/world/parties.ts';
import { brokenLaws, caseOf, countOf, type Desk, openDesk } from './desk.ts';
import { type Paper, type Papers, paperMill, signed } from './papers.ts';
import { requestOf, told } from './request-papers.ts';
import { AGENT, EVENING, openZone, PLATFORM, POOR_AGENT, START, type Zone } from './zone.ts';

// Withdrawals (CEB623): a list goes back to its declarant before it is released.
let zone: Zone;
let desk: Desk;
let mill: ReturnType<typeof paperMill>;
beforeAll(async () => {
  zone = await openZone();
  mill = paperMill(zone.profile);
});
beforeEach(async () => {
  desk = await openDesk(zone);
  await desk.news(POOR_AGENT);
  await desk.news(AGENT);
});
afterAll(() => zone?.database.drop());

/** A parcel whose list is held for its guarantee. */
async function held(): Promise<Papers & { readonly listNo: string }> {
  const papers = mill.parcel({ agent: POOR_AGENT });
  await desk.sendAll(papers);
  const standing = await caseOf(zone.db, papers);
  expect(standing?.state).toBe('600');
  await desk.news(POOR_AGENT);
  return { ...papers, listNo: standing!.listNo! };
}

const withdrawal = ({ list }: Papers, listNo: string, changes = {}): Paper =>
  requestOf('CEB623', list.head, listNo, changes);

async function postingsOf(listNo: string): Promise<string[]> {
  const rows = await zone.db.query<{ ledger: string; kind: string }>(
    'select ledger, kind from ledger.postings where ref = $1 order by ledger, kind',
    [listNo],
  );
  return rows.map(({ ledger, kind }) => `${ledger} ${kind}`);
}

describe('a held list', () => {
  it('is given back: its reserves are void, its waybill is free', async () => {
    const papers = await held();
    const [, , , ...before] = await postingsOf(papers.listNo);
    expect(before).toEqual([]);
    const request = withdrawal(papers, papers.listNo);
    await desk.send(POOR_AGENT, request);
    const receipts = await desk.news(POOR_AGENT);
    expect(told(receipts)).toEqual(['CEB624 2', 'CEB624 120', 'CEB624 399']);
    const last = receipts[2]!;
    expect(last.info).toBe(`[Code:2300;Desc:撤单申请审核通过,清单[${papers.listNo}]已成功撤单]`);
    expect(last.keys).toMatchObject({ invtNo: papers.listNo, copNo: request.head.copNo });
    expect(last.keys.preNo).toMatch(/^C20200918\d{9}$/);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '430', codes: ['WITHDRAWN'] });
    expect(await postingsOf(papers.listNo)).toEqual(['quota reserve', 'quota void']);
    expect(await countOf(zone.db, 'clearance.waybill_claims', `list_no = '${papers.listNo}'`)).toBe(
      0,
    );
    const view = await viewDeclaration(zone.db, papers.listNo, POOR_AGENT.code);
    expect(view?.timeline.map(({ status }) => status)).toEqual(['2', '120', '600', '430']);
    const { hash } = desk.house.registry.current();
    const decisions = (await explain(zone.db, hash, papers.listNo))!.decisions;
    expect(decisions.map(({ stored, same }) => [stored.status, same])).toEqual([
      ['430', true],
      ['600', true],
    ]);
  });

  it('may be declared again, with the same documents or others', async () => {
    const papers = await held();
    await desk.send(POOR_AGENT, withdrawal(papers, papers.listNo));
    const changed = { ...papers.order, head: { ...papers.order.head, appType: '2' } };
    await desk.send(PLATFORM, { ...changed, head: { ...changed.head, guid: randomUUID() } });
    await desk.send(POOR_AGENT, papers.list);
    const again = await caseOf(zone.db, papers);
    expect(again).toMatchObject({ state: '600', attempt: 2 });
    expect(again!.listNo).not.toBe(papers.listNo);
  });

  it('is given back once, whoever asks twice and in one message', async () => {
    const papers = await held();
    await desk.send(POOR_AGENT, withdrawal(papers, papers.listNo));
    await desk.news(POOR_AGENT);
    await desk.send(POOR_AGENT, withdrawal(papers, papers.listNo));
    expect(told(await desk.news(POOR_AGENT))).toEqual(['CEB624 -623009']);
    const other = await held();
    const one = withdrawal(other, other.listNo);
    // Another key for the same list: the seller's own request.
    const two = withdrawal(other, other.listNo, { agentCode: AGENT.code });
    await Promise.all([desk.send(POOR_AGENT, one), desk.send(AGENT, two)]);
    expect(await caseOf(zone.db, other)).toMatchObject({ state: '430' });
    expect(told(await desk.news(AGENT))).toEqual(['CEB624 2', 'CEB624 -623026']);
  });
});

describe('a withdrawal is refused', () => {
  const refused = async (sender: Party, paper: Paper): Promise<string> => {
    await desk.news(sender);
    await desk.send(sender, paper);
    const receipts = await desk.news(sender);
    expect(receipts[0]?.status).toBe('2');
    expect(receipts).toHaveLength(2);
    return receipts[1]!.status;
  };

  it('of a list that there is not, or that is released', async () => {
    const papers = mill.parcel();
    expect(await refused(AGENT, withdrawal(papers, '46122020I999999999'))).toBe('-623003');
    await desk.sendAll(papers);
    const { listNo } = (await caseOf(zone.db, papers))!;
    expect(await refused(AGENT, withdrawal(papers, listNo!))).toBe('-623005');
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
  });

  it('of another declarant, or about another parcel', async () => {
    const papers = await held();
    const foreign = withdrawal(papers, papers.listNo, { agentCode: AGENT.code });
    expect(await refused(AGENT, foreign)).toBe('-623026');
    const wrong = withdrawal(papers, papers.listNo, { orderNo: 'other', logisticsNo: 'other' });
    expect(await refused(POOR_AGENT, wrong)).toBe('-623014');
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '600' });
  });

  it('and may be made again when it is mended', async () => {
    const papers = await held();
    const wrong = withdrawal(papers, papers.listNo, { orderNo: 'other' });
    expect(await refused(POOR_AGENT, wrong)).toBe('-623014');
    await desk.send(POOR_AGENT, withdrawal(papers, papers.listNo));
    expect(told(await desk.news(POOR_AGENT))).toEqual(['CEB624 2', 'CEB624 120', 'CEB624 399']);
    const versions = await zone.db.query<{ state: string }>(
      'select state from clearance.requests where list_no = $1 order by version',
      [papers.listNo],
    );
    expect(versions.map(({ state }) => state)).toEqual(['100', '399']);
  });
});

describe('whatever happens', () => {
  /** Files requests as a process does that dies before it looks at them; their keys. */
  async function fileOnly(papers: readonly Paper[]): Promise<string[]> {
    const { house } = await openDesk(zone);
    const sender = POOR_AGENT;
    const bytes = signed(papers, { sender, card: zone.cardOf(sender) });
    const registry = house.registry.current();
    const read = authenticate(bytes, sender.code, registry, START, EVENING);
    if (!read.ok) throw new Error('refused');
    const { looks } = await intake(house, newChain(randomUUID()), [read.value]);
    expect(new Set(looks.map(({ kind }) => kind))).toEqual(new Set(['request']));
    return looks.map(({ key }) => key);
  }

  it('a request whose process died before it was decided is found by the sweep', async () => {
    const papers = await held();
    await fileOnly([withdrawal(papers, papers.listNo)]);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '600' });
    await desk.sweep();
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '430' });
  });

  it('many are decided in as many statements as one', async () => {
    const counted = countStatements(zone.db);
    const { house } = await openDesk(zone, { db: counted });
    const statementsFor = async (count: number): Promise<number> => {
      const papers: Paper[] = [];
      for (let i = 0; i < count; i += 1) {
        const one = await held();
        papers.push(withdrawal(one, one.listNo));
      }
      const keys = await fileOnly(papers);
      counted.reset();
      expect(await settleRequests(house, keys)).toBe(count);
      const taken = counted.statements.length;
      expect(await settleRequests(house, keys)).toBe(0);
      return taken;
    };
    expect(await statementsFor(12)).toBe(await statementsFor(1));
  });

  it('the audit finds nothing', async () => {
    expect(await countOf(zone.db, 'clearance.requests')).toBeGreaterThan(8);
    expect(desk.failures).toEqual([]);
    expect(await brokenLaws(zone.db, EVENING)).toEqual([]);
  });
});
