import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BusinessDate } from '../../src/base/dates.ts';
import { ONE } from '../../src/base/rate.ts';
import { explain } from '../../src/flows/explain.ts';
import { officeRound } from '../../src/flows/office-round.ts';
import { publishInspections } from '../../src/flows/public-record.ts';
import { standIn } from '../../src/flows/stand-ins.ts';
import { hitsOf } from '../../src/inspection/inspection-store.ts';
import { everyList } from './classes.ts';
import { brokenLaws, caseOf, countOf, type Desk, openDesk } from './desk.ts';
import { as, type Papers, paperMill } from './papers.ts';
import { told } from './request-papers.ts';
import { AGENT, openZone, type Zone } from './zone.ts';

// A sandbox that draws every list: what an order number asks for is left to its stand-ins, and
// everything else to officers, of whom there are none to be sent.
const FROM = '2016-04-08' as BusinessDate;
let zone: Zone;
let desk: Desk;
let mill: ReturnType<typeof paperMill>;

beforeAll(async () => {
  zone = await openZone((law) => ({
    ...everyList(law, ONE),
    forcedOutcomes: [{ from: FROM, until: null, value: true, law: 'test' }],
  }));
  mill = paperMill(zone.profile);
});
beforeEach(async () => {
  desk = await openDesk(zone);
  await desk.news(AGENT);
});
afterAll(() => zone?.database.drop());

async function declared(orderNo: string): Promise<Papers> {
  const papers = mill.parcel();
  const kinds = ['order', 'payment', 'waybill', 'list'] as const;
  const named = kinds.map((kind) => [kind, as('1', papers[kind], { orderNo })] as const);
  const parcel = { ...papers, ...Object.fromEntries(named), orderNo };
  await desk.sendAll(parcel);
  return parcel;
}

/** So many seconds of the office. */
async function seconds(count: number): Promise<void> {
  for (let passed = 0; passed < count; passed += 1) {
    desk.clock.advance(1_000);
    await standIn(desk.house);
    await officeRound(desk.house);
  }
}

async function sameAgain(papers: Papers): Promise<boolean[]> {
  const { hash } = desk.house.registry.current();
  const listNo = (await caseOf(zone.db, papers))?.listNo ?? '';
  return (await explain(zone.db, hash, listNo))!.decisions.map(({ same }) => same);
}

const trailOf = ({ orderNo }: Papers) =>
  zone.db.query<{ officer: string | null; action: string }>(
    `select r.officer, r.action from inspection.trail r join inspection.tasks t on t.id = r.task
     join clearance.cases c on c.list_no = t.subject
     where c.order_no = $1 and t.kind <> 'detained' order by r.position`,
    [orderNo],
  );

describe('an order number that asks for an inspection', () => {
  it.each([
    ['INSPECT', '800', []],
    ['INSP-AMEND', '100', ['INSP-AMEND']],
    ['INSP-ABROAD', '700', ['INSP-ABROAD']],
    ['INSP-DESTROYED', '599', ['INSP-DESTROYED']],
    ['INSP-DETAINED', '501', ['INSP-DETAINED']],
    ['INSP-TRANSFERRED', '502', ['INSP-TRANSFERRED']],
  ])('has it opened with %s, and ended as %s by stand-ins', async (code, end, codes) => {
    const papers = await declared(`SBX.${code}.1`);
    const asked = ['INSPECT', 'SBX-INSPECT'];
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '500', codes: asked });
    const news = await desk.news(AGENT);
    expect(told(news)).toEqual(['CEB622 2', 'CEB622 120', 'CEB622 500']);
    expect(news[2]?.info).toBe('[Code:2400;Desc:【沙箱指定】查验]');
    await seconds(2);
    expect(told(await desk.news(AGENT))).toEqual([]);
    await seconds(2);
    expect(told(await desk.news(AGENT))).toEqual([`CEB622 ${end}`]);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: end, codes });
    expect((await sameAgain(papers)).every(Boolean)).toBe(true);
    expect(await trailOf(papers)).toEqual([
      { officer: null, action: 'opened' },
      { officer: null, action: 'stand-ins' },
      { officer: 'SBX/1', action: 'said' },
      { officer: 'SBX/2', action: 'said' },
    ]);
  });

  it('waits for the minutes that it names', async () => {
    const papers = await declared('SBX.INSPECT.2.1');
    await seconds(5);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '500' });
    desk.clock.advance(2 * 60_000);
    await seconds(3);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
  });

  it('goes on where a crash left it', async () => {
    const papers = await declared('SBX.INSP-ABROAD.2');
    desk.clock.advance(3_000);
    await standIn(desk.house);
    await officeRound(desk.house);
    let left = 1;
    const transaction: typeof zone.db.transaction = (work) => {
      left -= 1;
      return left < 0 ? Promise.reject(new Error('gone')) : zone.db.transaction(work);
    };
    const failing = { ...desk.house, db: { ...zone.db, transaction } };
    await expect(standIn(failing)).rejects.toThrow('gone');
    expect((await trailOf(papers)).map(({ action }) => action)).toEqual(['opened', 'stand-ins']);
    await seconds(1);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '700' });
  });

  it('counts against nobody, and is published as what it was', async () => {
    const [{ seller } = { seller: '' }] = await zone.db.query<{ seller: string }>(
      'select distinct enterprise_code as seller from inspection.inspections',
    );
    expect((await hitsOf(zone.db, [seller], 0)).size).toBe(0);
    await publishInspections(desk.house);
    const published = await zone.db.query<{ label: string }>(
      'select distinct label from inspection.publications',
    );
    expect(published).toEqual([{ label: 'forced' }]);
  });
});

describe('an order number that asks for a review', () => {
  it('is returned by a stand-in', async () => {
    const papers = await declared('SBX.REVIEW-RETURNED.1');
    expect(await caseOf(zone.db, papers)).toMatchObject({ codes: ['REVIEW', 'SBX-REVIEW'] });
    await seconds(4);
    expect(told(await desk.news(AGENT)).slice(1)).toEqual([
      'CEB622 120',
      'CEB622 300',
      'CEB622 100',
    ]);
    expect((await sameAgain(papers)).every(Boolean)).toBe(true);
  });

  it('is left to chance when it is accepted, and then to officers alone', async () => {
    const papers = await declared('SBX.REVIEW.1');
    await seconds(4);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '500', codes: ['INSPECT'] });
    await zone.db.execute(`update inspection.inspections set state = 'arrived', arrived_at = now()
      where label = 'random'`);
    desk.clock.advance(60 * 60_000);
    await seconds(3);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '500' });
    expect(
      await countOf(
        zone.db,
        'inspection.pairs p',
        `exists (select from
      inspection.inspections i where i.list_no = p.list_no and i.label = 'random')`,
      ),
    ).toBe(0);
  });
});

it('leaves every law whole, and stand-ins elsewhere break one', async () => {
  expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  await zone.db.execute(`insert into inspection.results
    (list_no, serial, position, at, part, officer, customs, quarantine, findings)
    select list_no, serial, 1, now(), 'first', 'SBX/1', 'release', 'release', ''
    from inspection.inspections where label = 'random'`);
  const broken = (await brokenLaws(zone.db, desk.clock.now())) as { id: string }[];
  expect(broken.map(({ id }) => id)).toEqual(['inspections']);
});
