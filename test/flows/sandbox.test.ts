import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { explain } from '../../src/flows/explain.ts';
import { resumeHeld } from '../../src/flows/resume.ts';
import { stockOn } from '../../src/flows/stock.ts';
import { readProfile } from '../../src/registry/profile-file.ts';
import { writeProfile } from '../../src/registry/store.ts';
import { AREAS } from '../../src/sandbox/world/parties.ts';
import { brokenLaws, caseOf, type Desk, openDesk } from './desk.ts';
import { as, type Papers, paperMill } from './papers.ts';
import { BOOK_NO, writeStock } from './shelves.ts';
import { AGENT, EVENING, openZone, type Zone } from './zone.ts';

// Outcomes that an order number asks for, through all the flows.
const SANDBOX = fileURLToPath(new URL('../../profiles/cn-sandbox', import.meta.url));
const MINUTE = 60_000;

let zone: Zone;
let desk: Desk;
let mill: ReturnType<typeof paperMill>;

beforeAll(async () => {
  zone = await openZone();
  mill = paperMill(zone.profile);
  await zone.register((tx) => writeStock(tx));
});
beforeEach(async () => {
  desk = await openDesk(zone);
});
afterAll(() => zone?.database.drop());

/** A parcel of sound documents under an order number of one's own. */
function parcel(orderNo: string): Papers {
  const papers = mill.parcel();
  const kinds = ['order', 'payment', 'waybill', 'list'] as const;
  const named = kinds.map((kind) => [kind, as('1', papers[kind], { orderNo })] as const);
  return { ...papers, ...Object.fromEntries(named), orderNo };
}

async function derivedAgain({ orderNo }: Papers): Promise<(readonly [string, boolean])[]> {
  const rows = await zone.db.query<{ list_no: string }>(
    'select list_no from clearance.cases where order_no = $1',
    [orderNo],
  );
  const { hash } = desk.house.registry.current();
  const explained = await explain(zone.db, hash, rows[0]!.list_no);
  return explained!.decisions.map(({ stored, same }) => [stored.status, same] as const);
}

describe('an order number that asks for an outcome', () => {
  it('asks in vain under an earnest law', async () => {
    const papers = parcel('SBX.1313.0');
    await desk.sendAll(papers);
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800', codes: [] });
  });

  it('is obeyed in a sandbox, and everything says that it was forced', async () => {
    const read = await readProfile(SANDBOX);
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    await zone.register((tx) => writeProfile(tx, read.value, EVENING));
    await desk.news(AGENT);
    const papers = parcel('SBX.1313.1');
    await desk.sendAll(papers);
    const codes = ['1313', 'SBX-RETURN'];
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '100', codes });
    const last = (await desk.news(AGENT)).at(-1)!;
    expect(last.status).toBe('100');
    expect(last.info).toMatch(/^\[Code:1313;Desc:【沙箱指定】/);
    expect(last.findings.map(({ code }) => code)).toEqual(codes);
    expect(await derivedAgain(papers)).toEqual([['100', true]]);
  });

  it('holds a list for its minutes, then it is released as it would have been', async () => {
    const papers = parcel('SBX.ID-UNKNOWN.10.1');
    await desk.sendAll(papers);
    expect(await desk.statuses(AGENT)).toContain('600');
    desk.clock.advance(9 * MINUTE);
    expect(await resumeHeld(desk.house)).toBe(0);
    desk.clock.advance(MINUTE);
    expect(await resumeHeld(desk.house)).toBe(1);
    expect(await desk.statuses(AGENT)).toEqual(['800']);
    expect(await derivedAgain(papers)).toEqual([
      ['800', true],
      ['600', true],
    ]);
  });

  it('leaves every law of the auditor whole', async () => {
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  });
});

describe('an entry list', () => {
  it('is released at once in a sandbox, and stays so when it is sent again', async () => {
    const line = { seq: 1, recordNo: '101', itemNo: null, hs: null, unit: '122', quantity: 1n };
    const about = { bookNo: BOOK_NO, ownNo: 'SBX', type: '8', declarationNo: null, slipNo: null };
    const declared = () => {
      return stockOn(desk.house).entry({ ...about, lines: [line] }, AREAS[0]!.code);
    };
    const released = { ok: true, value: { repeated: false, paper: { state: 'released' } } };
    expect(await declared()).toMatchObject(released);
    const again = { ok: true, value: { repeated: true, paper: { state: 'released' } } };
    expect(await declared()).toMatchObject(again);
  });
});
