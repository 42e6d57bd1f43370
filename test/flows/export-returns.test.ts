import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import type { Values } from '../../src/documents/codec.ts';
import { endReturn } from '../../src/flows/end-returns.ts';
import { viewExport } from '../../src/flows/export-view.ts';
import { connect, type Database } from '../../src/io/postgres.ts';
import type { ExportDocument } from '../../src/sandbox/world/document.ts';
import { returnOf, tallyOf } from '../../src/sandbox/world/export/write-return.ts';
import { call } from '../cli/terminal.ts';
import { brokenLaws, type Desk, openDesk } from './desk.ts';
import type { ExportPapers } from './export-papers.ts';
import { exportYard } from './export-yard.ts';
import { AGENT, openZone, SITE, type Zone } from './zone.ts';

// Goods of closed lists that come back, where case files cannot tell it: processes side by side,
// the word of officers, and what is shown. What is refused and when is in test/scenarios-export.
let zone: Zone;
let desk: Desk;
let second: Database;
let other: Desk;

beforeAll(async () => {
  zone = await openZone();
  desk = await openDesk(zone);
  second = connect(zone.database.url);
  other = await openDesk(zone, { db: second });
});
afterAll(async () => {
  await second?.close();
  await zone?.database.drop();
});

type Gone = ExportPapers & { readonly listNo: string };

async function gone(): Promise<Gone> {
  const yard = exportYard(zone, () => desk);
  const papers = await yard.parcel();
  await yard.leave(papers);
  return papers;
}

let number = 0;
const shop = {
  random: seededRandom(5n),
  fresh: (letter: string) => {
    number += 1;
    return `${letter}RET${number}`;
  },
} as Parameters<typeof returnOf>[0];

function back({ list: { head, lines }, listNo }: Gone, qty = '2', changes: Values = {}) {
  const list = { type: 'CEB603', head: { ...head }, lines: [{ ...lines[0] }] } as ExportDocument;
  return returnOf(shop, { list }, [['1', qty]], { invtNo: listNo, ...changes });
}

const viewed = async ({ listNo }: Gone) => (await viewExport(zone.db, listNo, AGENT.code))!;
const stateOf = async (parcel: Gone) => (await viewed(parcel)).returns.map(({ state }) => state);
const preNoOf = async (parcel: Gone) => (await viewed(parcel)).returns[0]!.preNo;

describe('returns of one list', () => {
  it('bring back no more than left, though two processes accept them', async () => {
    for (let tries = 0; tries < 5; tries += 1) {
      const parcel = await gone();
      await desk.news(AGENT);
      await Promise.all([desk.send(AGENT, back(parcel)), other.send(AGENT, back(parcel))]);
      const statuses = (await desk.statuses(AGENT)).filter((status) => status !== '2');
      expect(statuses.sort()).toEqual(['100', '120']);
      expect(await stateOf(parcel)).toEqual(['open']);
    }
  });

  it('end once, though two processes are told of the goods', async () => {
    const parcel = await gone();
    const request = back(parcel);
    await desk.send(AGENT, request);
    await desk.news(AGENT);
    await desk.news(SITE);
    await Promise.all([desk, other].map((one) => one.send(SITE, tallyOf(shop, request, SITE))));
    expect(await desk.statuses(AGENT)).toEqual(['800']);
    const told = (await desk.statuses(SITE)).filter((status) => status !== '2');
    expect(told.sort()).toEqual(['100', '399']);
    expect(await stateOf(parcel)).toEqual(['closed']);
  });

  it('are told to be accepted before they end, though both are decided at once', async () => {
    const [before, parcel] = [await gone(), await gone()];
    const request = back(parcel);
    await desk.news(AGENT);
    // What comes while the first is on its way is one batch behind it.
    await Promise.all([
      desk.send(AGENT, back(before)),
      desk.send(AGENT, request),
      desk.send(SITE, tallyOf(shop, request, SITE)),
    ]);
    const preNo = await preNoOf(parcel);
    const news = (await desk.news(AGENT)).filter(({ keys }) => keys.preNo === preNo);
    expect(news.map(({ status }) => status)).toEqual(['2', '120', '800']);
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  });

  it('are deleted and not changed, whatever list the document names then', async () => {
    const [one, two] = [await gone(), await gone()];
    const request = back(one);
    const again = (appType: string) => ({
      ...request,
      head: { ...request.head, appType, invtNo: two.listNo },
    });
    const told = async (...records: ExportDocument[]) => {
      await desk.news(AGENT);
      await desk.send(AGENT, ...records);
      const news = (await desk.news(AGENT)).filter(({ status }) => status !== '2');
      return news.map(({ status, findings }) => findings[0]?.code ?? status);
    };
    expect(await told(request)).toEqual(['120']);
    expect(await told(again('3'))).toEqual(['399']);
    expect([await stateOf(one), await stateOf(two)]).toEqual([['withdrawn'], []]);
    const changed = back(one);
    expect(await told(changed)).toEqual(['120']);
    const other = { ...changed.head, appType: '2', invtNo: two.listNo };
    expect(await told({ ...changed, head: other })).toEqual(['RTN-AGAIN']);
    expect(await stateOf(one)).toEqual(['withdrawn', 'open']);
    await endReturn(desk.house, (await viewed(one)).returns[1]!.preNo, '换货');
    expect(await told(back(one))).toEqual(['120']);
  });

  it('are told in one message', async () => {
    const [one, two] = [await gone(), await gone()];
    await desk.news(AGENT);
    await desk.send(AGENT, back(one, '1'), back(one, '1'), back(one, '1'), back(two));
    const news = (await desk.news(AGENT)).filter(({ status }) => status !== '2');
    expect(news.map(({ status }) => status)).toEqual(['120', '120', '100', '120']);
    expect(news[2]!.findings).toMatchObject([
      { code: 'RTN-MUCH', path: 'InvtRefundList[1]/qty', en: expect.stringContaining('0 is left') },
    ]);
  });
});

describe('an officer', () => {
  const refund = (preNo: string, ...more: string[]) =>
    call('refund', preNo, '--database-url', zone.database.url, ...more);

  it('accepts the goods, or refuses them, once', async () => {
    const [good, bad] = [await gone(), await gone()];
    await desk.send(AGENT, back(good), back(bad));
    await desk.news(AGENT);
    expect(await endReturn(desk.house, await preNoOf(good), null)).toMatchObject({ changed: true });
    await endReturn(desk.house, await preNoOf(bad), '不是原商品');
    expect(await endReturn(desk.house, await preNoOf(bad), null)).toMatchObject({
      back: { state: 'refused', reason: '退货商品查验不合格:不是原商品' },
      changed: false,
    });
    const news = await desk.news(AGENT);
    expect(news.map(({ type, status }) => [type, status])).toEqual([
      ['CEB214', '800'],
      ['CEB214', '100'],
    ]);
    expect([await stateOf(good), await stateOf(bad)]).toEqual([['closed'], ['refused']]);
  });

  it('is told by the command of goods that come when their year is over', async () => {
    const late = await gone();
    await desk.send(AGENT, back(late));
    const preNo = await preNoOf(late);
    const ended = await refund(preNo);
    expect([ended.code, ended.out]).toEqual([0, expect.stringContaining('is lapsed.')]);
    const again = await refund(preNo, '--json');
    expect(again.code).toBe(1);
    expect(JSON.parse(again.out)).toMatchObject({ state: 'lapsed', bookNo: null });
    const unknown = await refund('T20200918999999999');
    expect([unknown.code, unknown.err]).toEqual([
      1,
      expect.stringContaining('No refund or return'),
    ]);
  });
});

it('breaks no law', async () => {
  expect(desk.failures).toEqual([]);
  expect(await brokenLaws(zone.db, Date.now())).toEqual([]);
});
