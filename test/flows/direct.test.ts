import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY, isoShanghai } from '../../src/base/dates.ts';
import { newChain } from '../../src/documents/evidence.ts';
import { authenticate } from '../../src/flows/authenticate.ts';
import { viewDeclaration } from '../../src/flows/declaration-view.ts';
import { explain } from '../../src/flows/explain.ts';
import { findByList, findByWaybill } from '../../src/flows/find-parcels.ts';
import { intake } from '../../src/flows/intake.ts';
import { resumeHeld, settleArrivals } from '../../src/flows/resume.ts';
import { settableClock } from '../../src/io/clock.ts';
import { countStatements } from '../../src/io/postgres.ts';
import type { Dated } from '../../src/registry/profile.ts';
import { brokenLaws, caseOf, countOf, type Desk, openDesk } from './desk.ts';
import { as, type Paper, type Papers, paperMill, signed } from './papers.ts';
import { arrivalOf, requestOf, told } from './request-papers.ts';
import {
  AGENT,
  CARRIER,
  EVENING,
  guaranteeOf,
  lodge,
  openZone,
  POOR_AGENT,
  SELLER,
  SITE,
  START,
  type Zone,
} from './zone.ts';

// Direct purchase: a list waits for the arrival detail of its waybill (CEB711, RULES LINE-10).
let zone: Zone;
let desk: Desk;
let mill: ReturnType<typeof paperMill>;

const since = (from: string, value: boolean, until: string | null = null): Dated<boolean> => {
  return { from, until, value, law: 'test' };
};

beforeAll(async () => {
  const arrivalRequired = [since('2016-04-08', false, START), since(START, true)];
  zone = await openZone({ arrivalRequired });
  mill = paperMill(zone.profile);
});
beforeEach(async () => {
  desk = await openDesk(zone);
  for (const party of [AGENT, POOR_AGENT, SITE]) await desk.news(party);
});
afterAll(() => zone?.database.drop());

const changed = (paper: Paper, changes: Readonly<Record<string, string>> = {}): Paper => {
  return { ...paper, head: { ...paper.head, appType: '2', guid: randomUUID(), ...changes } };
};

const direct = (chosen = {}): Papers => mill.parcel({ mode: '9610', ...chosen });

/** A parcel whose list waits for its arrival. */
async function waiting(chosen = {}): Promise<Papers> {
  const papers = direct(chosen);
  await desk.sendAll(papers);
  expect(await caseOf(zone.db, papers)).toMatchObject({ state: '400', codes: ['ARRIVAL-NONE'] });
  return papers;
}

async function postingsOf({ orderNo }: Papers): Promise<string[]> {
  const rows = await zone.db.query<{ ledger: string; kind: string }>(
    `select ledger, kind from ledger.postings p join clearance.cases c on c.list_no = p.ref
     where c.order_no = $1 order by ledger, kind`,
    [orderNo],
  );
  return rows.map(({ ledger, kind }) => `${ledger} ${kind}`);
}

describe('a list of direct purchase', () => {
  it('waits until its arrival is told, then is released', async () => {
    const papers = await waiting();
    const before = await desk.news(AGENT);
    expect(told(before)).toEqual(['CEB622 2', 'CEB622 120', 'CEB622 400']);
    expect(before[2]?.info).toBe('[Code:2301;Desc:审核通过,待运抵(入库明细单)]');
    expect(before[2]?.findings[0]).toMatchObject({ code: 'ARRIVAL-NONE' });
    expect(await postingsOf(papers)).toEqual(['guarantee reserve', 'quota reserve']);
    await desk.send(SITE, arrivalOf([papers]));
    expect(told(await desk.news(AGENT))).toEqual(['CEB622 800']);
    expect(told(await desk.news(SITE))).toEqual(['CEB712 2', 'CEB712 120']);
    const standing = await caseOf(zone.db, papers);
    expect(standing).toMatchObject({ state: '800', codes: [] });
    expect(await postingsOf(papers)).toEqual([
      ...['guarantee post', 'guarantee reserve', 'quota post', 'quota reserve'],
    ]);
    const view = await viewDeclaration(zone.db, standing!.listNo!, AGENT.code);
    expect(view?.timeline.map(({ status }) => status)).toEqual(['2', '120', '400', '800']);
    const { hash } = desk.house.registry.current();
    const { decisions } = (await explain(zone.db, hash, standing!.listNo!))!;
    expect(decisions.map(({ stored, same }) => [stored.status, same])).toEqual([
      ['800', true],
      ['400', true],
    ]);
    const kinds = decisions[0]!.evidence.map(({ kind, intact }) => [kind, intact]);
    expect(kinds).toContainEqual(['arrival', true]);
  });

  it('never waits when the arrival was there before', async () => {
    const papers = direct();
    await desk.send(SITE, arrivalOf([papers]));
    await desk.sendAll(papers);
    expect(told(await desk.news(AGENT))).toEqual(['CEB622 2', 'CEB622 120', 'CEB622 800']);
    expect(await postingsOf(papers)).toEqual(['guarantee direct', 'quota direct']);
  });

  it('of bonded goods never waits', async () => {
    const papers = mill.parcel();
    await desk.sendAll(papers);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
  });

  it('is released at once on a day before the law asks for arrivals', async () => {
    const made = direct();
    const [appTime, day] = ['20200917080000', '20200917'];
    const papers = {
      ...made,
      order: as('1', made.order, { appTime }),
      payment: as('1', made.payment, { payTime: appTime }),
      list: as('1', made.list, { declTime: day }),
    };
    const early = await openDesk(zone, { clock: settableClock(EVENING - DAY) });
    await early.sendAll(papers);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
  });
});

describe('an arrival that says something else', () => {
  const elements = { voyageNo: 'MU5101', billNo: '112-0001' };

  it('has the list wait on; declarant and site are told, and mend it', async () => {
    const papers = await waiting();
    await desk.news(AGENT);
    const wrong = arrivalOf([papers], elements);
    await desk.send(SITE, wrong);
    const [receipt, ...more] = await desk.news(AGENT);
    expect(more).toEqual([]);
    expect(receipt).toMatchObject({ type: 'CEB622', status: '400' });
    expect(receipt?.info).toContain('[billNo, voyageNo]不一致');
    expect(receipt?.findings[0]).toMatchObject({ code: 'ARRIVAL-DIFFERS' });
    const notices = await desk.news(SITE);
    expect(told(notices)).toEqual(['CEB712 2', 'CEB712 120', 'CEB712 120']);
    expect(notices[2]?.info).toContain(papers.list.head.logisticsNo);
    expect(notices[2]?.info).toContain('[billNo, voyageNo]');
    expect(notices[2]?.keys).toMatchObject({ copNo: wrong.head.copNo, operatorCode: SITE.code });
    expect(notices[2]?.keys.preNo).toBe(notices[1]?.keys.preNo);
    // The same again tells nobody anything new.
    await desk.sweep();
    expect(await desk.news(AGENT)).toEqual([]);
    await desk.send(SITE, changed(wrong, { voyageNo: papers.list.head.voyageNo! }));
    expect((await desk.news(AGENT))[0]?.info).toContain('[billNo]不一致');
    await desk.send(SITE, changed(wrong, { ...papers.list.head, guid: randomUUID() }));
    expect(told(await desk.news(AGENT))).toEqual(['CEB622 800']);
    const { listNo } = (await caseOf(zone.db, papers))!;
    const { hash } = desk.house.registry.current();
    const { decisions } = (await explain(zone.db, hash, listNo!))!;
    expect(decisions.map(({ stored, same }) => [stored.status, same])).toEqual([
      ['800', true],
      ['400', true],
      ['400', true],
      ['400', true],
    ]);
  });

  it('is told when the list comes after it', async () => {
    const papers = direct();
    await desk.send(SITE, arrivalOf([papers], elements));
    await desk.sendAll(papers);
    expect(await caseOf(zone.db, papers)).toMatchObject({
      state: '400',
      codes: ['ARRIVAL-DIFFERS'],
    });
    expect(told(await desk.news(SITE))).toEqual(['CEB712 2', 'CEB712 120', 'CEB712 120']);
    // Another detail agrees: one is enough.
    await desk.send(SITE, arrivalOf([papers]));
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
  });

  it('counts no more when it is deleted, or names other waybills', async () => {
    const [gone, moved] = [await waiting(), await waiting()];
    const one = arrivalOf([gone], elements);
    const two = arrivalOf([moved], elements);
    await desk.send(SITE, one);
    await desk.send(SITE, two);
    await desk.news(AGENT);
    await desk.send(SITE, changed(one, { appType: '3' }));
    await desk.send(SITE, { ...changed(two), lines: arrivalOf([direct()]).lines });
    for (const papers of [gone, moved]) {
      expect(await caseOf(zone.db, papers)).toMatchObject({ codes: ['ARRIVAL-NONE'] });
    }
    expect(told(await desk.news(AGENT))).toEqual(['CEB622 400', 'CEB622 400']);
  });

  it('of a list that is released changes nothing any more', async () => {
    const papers = await waiting();
    const right = arrivalOf([papers]);
    await desk.send(SITE, right);
    await desk.news(AGENT);
    await desk.send(SITE, changed(right, elements));
    expect(await desk.news(AGENT)).toEqual([]);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
  });
});

describe('who may tell of arrivals', () => {
  it('only a supervision site', async () => {
    const papers = await waiting();
    await desk.news(AGENT);
    const own = { operatorCode: AGENT.code, operatorName: AGENT.name };
    await desk.send(AGENT, arrivalOf([papers], own));
    const [refused] = await desk.news(AGENT);
    expect(refused).toMatchObject({ type: 'CEB712', status: '-10101' });
    await desk.send(SITE, arrivalOf([papers], { operatorCode: SELLER.code }));
    expect((await desk.news(SITE))[0]?.findings[0]?.code).toBe('ENT-SENDER');
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '400' });
  });
});

describe('a list that waits for its arrival', () => {
  it('is returned when nothing comes for thirty days', async () => {
    const papers = await waiting();
    await desk.news(AGENT);
    desk.clock.advance(30 * DAY);
    await desk.sweep();
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '400' });
    desk.clock.advance(1);
    await desk.sweep();
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '100', codes: ['ARRIVAL-LATE'] });
    expect(await postingsOf(papers)).toEqual([
      ...['guarantee reserve', 'guarantee void', 'quota reserve', 'quota void'],
    ]);
    // Its order may be declared again, and what comes then finds it.
    await desk.send(AGENT, as('1', papers.list));
    await desk.send(SITE, arrivalOf([papers]));
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800', attempt: 2 });
  });

  it('may be withdrawn', async () => {
    const papers = await waiting();
    const { listNo } = (await caseOf(zone.db, papers))!;
    await desk.news(AGENT);
    await desk.send(AGENT, requestOf('CEB623', papers.list.head, listNo!));
    expect(told(await desk.news(AGENT))).toEqual(['CEB624 2', 'CEB624 120', 'CEB624 399']);
    expect(await postingsOf(papers)).toEqual([
      ...['guarantee reserve', 'guarantee void', 'quota reserve', 'quota void'],
    ]);
    await desk.send(SITE, arrivalOf([papers]));
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '430' });
  });

  it('after it was held: its guarantee is reserved then', async () => {
    const papers = direct({ agent: POOR_AGENT });
    await desk.sendAll(papers);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '600' });
    await zone.register((tx) => lodge(tx, [guaranteeOf(POOR_AGENT.code, 10_000_000n)]));
    expect(await resumeHeld(desk.house)).toBe(1);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '400' });
    expect(await postingsOf(papers)).toEqual(['guarantee reserve', 'quota reserve']);
    await desk.send(SITE, arrivalOf([papers]));
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
    expect(await postingsOf(papers)).toEqual([
      ...['guarantee post', 'guarantee reserve', 'quota post', 'quota reserve'],
    ]);
    const statuses = await desk.statuses(POOR_AGENT);
    expect(statuses).toEqual(['2', '120', '600', '400', '800']);
  });
});

describe('a waybill status (CEB513)', () => {
  const status = (papers: Papers): Paper => ({
    type: 'CEB513',
    head: {
      ...{ guid: randomUUID(), appType: '1', appTime: '20200920100000', appStatus: '2' },
      ...{ logisticsCode: CARRIER.code, logisticsName: CARRIER.name },
      ...{ logisticsNo: papers.list.head.logisticsNo!, logisticsStatus: 'S' },
      logisticsTime: '20200920093000',
    },
    lines: [],
  });

  it('stands in the timeline of the list and changes nothing of it', async () => {
    const papers = await waiting();
    await desk.news(CARRIER);
    await desk.send(CARRIER, status(papers));
    expect(told(await desk.news(CARRIER))).toEqual(['CEB514 2', 'CEB514 120']);
    const { listNo } = (await caseOf(zone.db, papers))!;
    const view = (await viewDeclaration(zone.db, listNo!, AGENT.code))!;
    expect(view.status).toBe('400');
    expect(view.timeline.map((step) => step.status)).toEqual(['2', '120', '400', 'S']);
    expect(isoShanghai(view.timeline[3]!.at)).toBe('2020-09-20T09:30:00.000+08:00');
    const found = await findByList(zone.db, listNo!);
    const kinds = found.documents.map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['order', 'payment', 'status', 'waybill']);
    await desk.send(SITE, arrivalOf([papers]));
    const { documents } = await findByWaybill(
      ...([zone.db, CARRIER.code, papers.list.head.logisticsNo!] as const),
    );
    expect(documents.map(({ kind }) => kind)).toContain('arrival');
  });

  it('may come before everything else', async () => {
    const papers = direct();
    await desk.send(CARRIER, status(papers));
    await desk.sendAll(papers);
    const { listNo } = (await caseOf(zone.db, papers))!;
    const view = (await viewDeclaration(zone.db, listNo!, AGENT.code))!;
    expect(view.timeline.map((step) => step.status)).toEqual(['2', '120', '400', 'S']);
  });
});

describe('whatever happens', () => {
  /** Files a detail as a process does that dies before anybody looks at it; its key. */
  async function fileOnly(paper: Paper): Promise<string> {
    const { house } = await openDesk(zone);
    const bytes = signed([paper], { sender: SITE, card: zone.cardOf(SITE) });
    const read = authenticate(bytes, SITE.code, house.registry.current(), START, EVENING);
    if (!read.ok) throw new Error('refused');
    const { looks } = await intake(house, newChain(randomUUID()), [read.value]);
    expect(looks.map(({ kind }) => kind)).toEqual(['arrival']);
    return looks[0]!.key;
  }

  it('the sweep finds what arrived unnoticed, and so does the same message again', async () => {
    const swept = await waiting();
    await fileOnly(arrivalOf([swept]));
    expect(await caseOf(zone.db, swept)).toMatchObject({ state: '400' });
    await desk.sweep();
    expect(await caseOf(zone.db, swept)).toMatchObject({ state: '800' });
    const resent = await waiting();
    const bytes = signed([arrivalOf([resent])], { sender: SITE, card: zone.cardOf(SITE) });
    const { house } = await openDesk(zone);
    const read = authenticate(bytes, SITE.code, house.registry.current(), START, EVENING);
    if (!read.ok) throw new Error('refused');
    await intake(house, newChain(randomUUID()), [read.value]);
    expect(await desk.post(bytes, SITE)).toMatchObject({ accepted: true, duplicate: true });
    await desk.works.idle();
    expect(await caseOf(zone.db, resent)).toMatchObject({ state: '800' });
  });

  it('list and arrival that meet in two processes always find each other', async () => {
    const other = await openDesk(zone);
    const all = Array.from({ length: 24 }, () => direct());
    for (const papers of all) await desk.sendAll(papers, 'order', 'payment', 'waybill');
    await Promise.all(
      all.flatMap((papers) => [
        desk.send(AGENT, papers.list),
        other.send(SITE, arrivalOf([papers])),
      ]),
    );
    await Promise.all([desk.works.idle(), other.works.idle()]);
    for (const papers of all) {
      expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
    }
    expect([...desk.failures, ...other.failures]).toEqual([]);
  });

  it('two details at once, one wrong, one right: released once', async () => {
    const other = await openDesk(zone);
    const all: Papers[] = [];
    for (let i = 0; i < 12; i += 1) all.push(await waiting());
    await Promise.all(
      all.flatMap((papers) => [
        desk.send(SITE, arrivalOf([papers], { billNo: 'X' })),
        other.send(SITE, arrivalOf([papers])),
      ]),
    );
    await Promise.all([desk.works.idle(), other.works.idle()]);
    for (const papers of all) {
      expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
    }
  });

  it('a flight of many waybills takes as many statements as one of one', async () => {
    const counted = countStatements(zone.db);
    const { house } = await openDesk(zone, { db: counted });
    const statementsFor = async (count: number): Promise<number> => {
      const all: Papers[] = [];
      for (let i = 0; i < count; i += 1) all.push(await waiting());
      const key = await fileOnly(arrivalOf(all));
      counted.reset();
      expect(await settleArrivals(house, [key], [])).toBe(count);
      return counted.statements.length;
    };
    const few = await statementsFor(1);
    expect(await statementsFor(15)).toBe(few);
  });

  it('the audit finds nothing', async () => {
    expect(await countOf(zone.db, 'documents.arrivals')).toBeGreaterThan(30);
    expect(desk.failures).toEqual([]);
    expect(await brokenLaws(zone.db, EVENING + 40 * DAY)).toEqual([]);
  });
});
