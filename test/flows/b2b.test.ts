import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concludeDeclaration, type OfficerSaid } from '../../src/flows/b2b-conclude.ts';
import { declareExport } from '../../src/flows/b2b-declare.ts';
import { withdrawDeclaration } from '../../src/flows/b2b-move.ts';
import { viewCustomsDeclaration } from '../../src/flows/b2b-view.ts';
import { settleNotice } from '../../src/flows/pay-notice.ts';
import { tryRule } from '../../src/flows/risk-trial.ts';
import { approveTakeBack, proposeTakeBack, viewTakeBack } from '../../src/flows/take-back.ts';
import { connect, type Database } from '../../src/io/postgres.ts';
import { writeOverseasWarehouses } from '../../src/registry/warehouse-store.ts';
import { parseRule } from '../../src/risk/rule-text.ts';
import { employ, person } from '../office-desk.ts';
import { b2bPapers, bytesOf, CARBIDE, DUTIABLE, FIREWORKS } from './b2b-papers.ts';
import { b2bYard, codesOf, statesOf } from './b2b-yard.ts';
import { brokenLaws, countOf, type Desk, openDesk } from './desk.ts';
import { asExport, EXPORT_SENDERS, SHIPMENT_SENDERS, shipmentPaper } from './export-papers.ts';
import { exportOf } from './export-yard.ts';
import { officer, PROPOSER, takeBack } from './take-backs.ts';
import { AGENT, CARRIER, openZone, PLATFORM, SELLER, type Zone } from './zone.ts';

// Customs declarations of 9710 and 9810 through the real flows: what lists do not take.
let zone: Zone;
let desk: Desk;
let second: Database;
let other: Desk;

beforeAll(async () => {
  zone = await openZone();
  desk = await openDesk(zone);
  second = connect(zone.database.url);
  other = await openDesk(zone, { db: second });
  await employ(zone, [person('O1'), person('O2')]);
});
afterAll(async () => {
  await second?.close();
  await zone?.database.drop();
});

const yard = b2bYard(() => desk);
const { file, declared, shown, stateOf, leave } = yard;

const codesOfTakeBack = async (number: string) =>
  (await takeBack(desk.house, number)).map(({ code }) => code);

describe('a customs declaration', () => {
  it('goes from its acceptance over its arrival to its departure', async () => {
    const papers = await file(b2bPapers());
    const done = await declared(papers);
    expect(statesOf(done)).toEqual(['120', '400']);
    const { declSeqNo, entryId, fob, duty } = done.declared;
    expect(declSeqNo).toMatch(/^D20200918\d{9}$/);
    expect(entryId).toMatch(/^461220200\d{9}$/);
    expect([fob, duty]).toEqual([1_000_000n, 0n]);
    await yard.ship('CEB507', papers);
    expect(await stateOf(done)).toBe('800');
    await leave(papers);
    const gone = (await shown(entryId!))!;
    expect(statesOf(gone)).toEqual(['120', '400', '800', '899']);
    expect(gone.declared).toMatchObject({ billNo: `M${papers.logisticsNo}` });
    expect(gone.declared.closedAt).not.toBeNull();
    expect(gone.declared.departureName).toMatch(/^CEB509 /);
  });

  it('is released again by two officers when it did not leave, and leaves again', async () => {
    const papers = await file(b2bPapers());
    const done = await declared(papers);
    const { declSeqNo, entryId } = done.declared;
    expect(await codesOfTakeBack(entryId!)).toEqual(['TBK-STATE']);
    await yard.ship('CEB507', papers);
    const { releasedAt } = (await shown(entryId!))!.declared;
    const counted = () => countOf(zone.db, 'export.statistics_lists', "channel = 'D' and fob > 0");
    const before = await counted();
    desk.clock.advance(1_000);
    await leave(papers);
    desk.clock.advance(1_000);
    // By its pre-entry number, as officers know it; the words stand under the customs number.
    expect(await codesOfTakeBack(declSeqNo)).toEqual([]);
    const back = (await shown(entryId!))!;
    expect(statesOf(back)).toEqual(['120', '400', '800', '899', '800']);
    expect(back.steps.at(-1)).toMatchObject({
      reference: `take-back ${entryId}/1`,
      findings: [{ code: 'TAKEN-BACK', zh: expect.stringContaining('未实际离境') }],
    });
    expect(back.declared).toMatchObject({ closedAt: null, departureName: null, releasedAt });
    expect(await viewTakeBack(zone.db, entryId!)).toMatchObject({
      ...{ listNo: entryId, status: '800', words: [{ serial: null }, { serial: 1 }] },
    });
    expect(await counted()).toBe(before);
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
    expect(await codesOfTakeBack(entryId!)).toEqual(['TBK-STATE']);
    desk.clock.advance(1_000);
    await leave(papers);
    expect(await stateOf(done)).toBe('899');
    expect(await codesOfTakeBack(entryId!)).toEqual([]);
    expect((await shown(entryId!))!.steps.at(-1)!.reference).toBe(`take-back ${entryId}/2`);
  });

  it('is taken back once, though two approve it at the same time', async () => {
    const papers = await file(b2bPapers());
    const { entryId } = (await declared(papers)).declared;
    await yard.ship('CEB507', papers);
    await leave(papers);
    await proposeTakeBack(desk.house, PROPOSER, entryId!, { reason: 'x' });
    const approved = await Promise.all(
      [desk, other].map(({ house }, i) =>
        approveTakeBack(house, officer(`${7 + i}`, 'supervisor'), entryId!, { proposal: 1 }),
      ),
    );
    expect(approved.filter(({ ok }) => ok)).toHaveLength(1);

    // It stands released: its declarant takes it off its master waybill, and withdraws it.
    const withdraw = () => withdrawDeclaration(desk.house, entryId!, AGENT.code);
    expect(await withdraw()).toMatchObject({ ok: false, error: [{ code: 'DEC-MASTER' }] });
    const { masterName, billNo } = (await shown(entryId!))!.declared;
    const master = { copNo: masterName!.split(' ')[1]!, billNo: billNo!, grossWeight: '96.5' };
    const paper = shipmentPaper('CEB607', [papers.logisticsNo], master);
    await desk.send(SHIPMENT_SENDERS.CEB607, asExport('3', paper));
    desk.clock.advance(1_000);
    expect(await withdraw()).toMatchObject({ ok: true });
    expect((await shown(entryId!))!.declared).toMatchObject({ state: '430', releasedAt: null });
    desk.clock.advance(1_000);
    const anew = await declared(papers, { contrNo: 'HT2' });
    expect(anew.declared).toMatchObject({ attempt: 2, state: '800' });
  });

  it('is answered twice the same, and refused under a number that stands', async () => {
    const papers = await file(b2bPapers());
    const send = (changes = {}) =>
      declareExport(desk.house, bytesOf(papers.body, changes), AGENT.code);
    const [first, again] = await Promise.all([send(), send()]);
    expect([first, again].map((one) => one.ok && one.value.duplicate).sort()).toEqual([
      false,
      true,
    ]);
    const otherBytes = await send({ noteS: 'x' });
    expect(otherBytes).toMatchObject({ ok: false, error: { status: 409 } });
  });

  it('is returned with all that is wrong, and declared again when it is mended', async () => {
    const papers = b2bPapers();
    const wrong = await declared(papers, {
      ...{ tradeAreaCode: '000', transMode: '1', iePort: '46', netWt: '97', customMaster: '9999' },
      ...{ certificates: 'A1', goods: [{ ...papers.body.goods[0], codeTs: '6109100099' }] },
    });
    expect(wrong.declared).toMatchObject({ state: '100', entryId: null, fob: null });
    expect(codesOf(wrong).sort()).toEqual(
      [
        ...['DEC-ORDER', 'DEC-WAYBILL', 'DEC-COUNTRY', 'DEC-TERMS', 'DEC-FORM', 'EXP-CODE'],
        ...['DEC-CERTIFICATE', 'DOC-NET-WEIGHT', 'TRADE-CUSTOMS'],
      ].sort(),
    );
    expect(wrong.steps.at(-1)!.findings.find(({ code }) => code === 'EXP-CODE')!.path).toBe(
      '/goods/0/codeTs',
    );
    await file(papers);
    const mended = await declared(papers);
    expect([mended.declared.state, mended.declared.attempt]).toEqual(['400', 2]);
  });

  it('is compared with its order and its waybill', async () => {
    const papers = await file(b2bPapers());
    const [line] = papers.body.goods;
    const wrong = await declared(papers, {
      ...{ grossWt: '96', tradeMode: '9810', goods: [{ ...line, declTotal: '9999.00' }] },
    });
    const found = wrong.steps.at(-1)!.findings.map(({ code, path }) => `${code} ${path}`);
    expect(found.sort()).toEqual([
      '1322 /goods/0/declTotal',
      'EXP-GROSS-WEIGHT /grossWt',
      'EXP-ORDER-TYPE OrderHead/orderType',
      'EXP-WAREHOUSE /ebpCode',
    ]);
  });

  it('of 9810 is accepted for a warehouse on file', async () => {
    const number = 'USOW000001';
    await zone.register(async (tx) => {
      const days = { from: '2020-01-01', until: null } as const;
      const filed = { enterpriseCode: SELLER.code, number, country: '502', ...days };
      await writeOverseasWarehouses(tx, [{ ...filed, name: 'Newark', proof: 'lease' }]);
    });
    const { order, waybill, body } = b2bPapers({ mode: '9810' });
    const booked = { ...order, head: { ...order.head, ebpCode: number, ebpName: 'Newark' } };
    await desk.send(SELLER, booked);
    await desk.send(EXPORT_SENDERS.waybill, waybill);
    const done = await declareExport(desk.house, bytesOf(body, { ebpCode: number }), AGENT.code);
    if (!done.ok) throw new Error(JSON.stringify(done.error));
    const accepted = (await shown(done.value.declSeqNo))!;
    expect(codesOf(accepted)).toEqual(['ARRIVAL-NONE']);
    expect(accepted.declared).toMatchObject({ state: '400', ebpCode: number, fob: 1_000_000n });
  });

  it('takes freight and insurance off a price that has them in it', async () => {
    const papers = await file(b2bPapers());
    const cif = { transMode: '1', feeRate: '3', insurMark: '1', insurRate: '0.3' };
    const done = await declared(papers, cif);
    expect(codesOf(done)).toEqual(['ARRIVAL-NONE']);
    expect(done.declared.fob).toBe(1_000_000n - 300n - 3_000n);
  });

  it('is seen by those who take part alone', async () => {
    const { declared: own } = await declared(await file(b2bPapers()));
    expect(await viewCustomsDeclaration(zone.db, own.declSeqNo, SELLER.code)).not.toBeNull();
    expect(await viewCustomsDeclaration(zone.db, own.declSeqNo, CARRIER.code)).toBeNull();
    const strange = await withdrawDeclaration(desk.house, own.declSeqNo, PLATFORM.code);
    expect(strange).toEqual({ ok: true, value: null });
  });

  it('is sent by its declarant', async () => {
    const { body } = b2bPapers();
    const done = await declareExport(desk.house, bytesOf(body), SELLER.code);
    expect(done).toMatchObject({ ok: false, error: { findings: [{ code: 'DEC-SENDER' }] } });
  });
});

describe('lists and declarations', () => {
  it('exclude each other for an order', async () => {
    const papers = await file(b2bPapers({ qty: 100 }));
    await declared(papers);
    await desk.news(AGENT);
    await desk.send(AGENT, papers.list);
    expect(await desk.statuses(AGENT)).toEqual(['2', '100']);
    expect((await exportOf(zone.db, papers))!.state).toBe('declared');
    const [past] = await zone.db.query<{ codes: string[] }>(
      'select codes from export.past_cases where order_no = $1',
      [papers.orderNo],
    );
    expect(past?.codes).toEqual(['EXP-DECLARED']);
    // It is told the same each time, and not that the number is taken.
    await desk.send(AGENT, papers.list);
    const again = await desk.news(AGENT);
    expect(again.at(-1)).toMatchObject({ status: '100', findings: [{ code: 'EXP-DECLARED' }] });

    const listed = await file(b2bPapers({ qty: 100 }));
    await desk.send(AGENT, listed.list);
    expect(codesOf(await declared(listed))).toEqual(['DEC-LISTED', 'DOC-WAYBILL-USED']);
  });

  it('exclude each other though two processes take them', async () => {
    for (let tries = 0; tries < 4; tries += 1) {
      const papers = await file(b2bPapers({ qty: 100 }));
      const [done] = await Promise.all([declared(papers), other.send(AGENT, papers.list)]);
      const row = (await exportOf(zone.db, papers))!;
      expect([row.state, done.declared.state]).toSatisfy(
        ([list, declaration]) =>
          (list === 'declared' && declaration === '400') ||
          (list === '400' && declaration === '100'),
      );
    }
  });

  it('free order and waybill for each other when they are withdrawn', async () => {
    const papers = await file(b2bPapers({ qty: 100 }));
    const { declSeqNo } = (await declared(papers)).declared;
    expect(await withdrawDeclaration(desk.house, declSeqNo, AGENT.code)).toMatchObject({
      ok: true,
    });
    await desk.send(AGENT, papers.list);
    expect((await exportOf(zone.db, papers))!.state).toBe('400');
  });

  it('keep the order and the waybill from changes', async () => {
    const papers = await file(b2bPapers());
    const done = await declared(papers);
    const change = { ...papers.order, head: { ...papers.order.head, appType: '2', freight: '9' } };
    await desk.news(PLATFORM);
    await desk.send(PLATFORM, change);
    expect((await desk.news(PLATFORM)).map(({ status }) => status[0])).toEqual(['-']);
    expect(await stateOf(done)).toBe('400');
  });
});

describe('officers', () => {
  it('see goods that are inspected by law, and licences', async () => {
    const fire = await file(b2bPapers(FIREWORKS));
    const inspected = await declared(fire);
    await yard.ship('CEB507', fire);
    expect(await stateOf(inspected)).toBe('500');
    const number = inspected.declared.declSeqNo;
    const early = await withdrawDeclaration(desk.house, number, AGENT.code);
    expect(early).toMatchObject({ ok: false, error: [{ code: 'DEC-STATE' }] });
    const release = { decision: 'release', reason: '货证相符' } as const;
    const conclude = (officer: string, said: OfficerSaid, no = number) => {
      return concludeDeclaration(desk.house, person(officer), no, said);
    };
    const auditor = person('A1', { roles: ['auditor'] });
    expect(await concludeDeclaration(desk.house, auditor, number, release)).toMatchObject({
      ...{ ok: false, error: [{ code: 'OFF-ROLE' }] },
    });
    expect(await conclude('O1', release)).toMatchObject({ error: [{ code: 'DEC-TASK' }] });
    expect(await conclude('O1', release, `${number.slice(0, 9)}999999999`)).toMatchObject({
      value: null,
    });
    await yard.inspect(inspected, { findings: release.reason });
    expect(await stateOf(inspected)).toBe('800');
    const last = (await shown(number))!.steps.at(-1)!;
    expect(last).toMatchObject({ reference: 'officer', word: { reason: release.reason } });
    expect(['O1', 'O2']).toContain(last.word!.officer);
    expect(await conclude('O1', { ...release, reason: '' })).toMatchObject({
      ...{ ok: false, error: [{ code: 'DEC-HAND' }] },
    });

    const carbide = await file(b2bPapers(CARBIDE));
    expect(codesOf(await declared(carbide))).toEqual(['EXP-LICENCE']);
    const licensed = await declared(carbide, { licenseNo: '20-AA-101' });
    await yard.ship('CEB507', carbide);
    expect(await stateOf(licensed)).toBe('300');
    const { declSeqNo } = licensed.declared;
    expect(await conclude('O1', { decision: 'return', reason: ' ' }, declSeqNo)).toMatchObject({
      ...{ ok: false, error: [{ code: 'OFF-GROUNDS' }] },
    });
    await conclude('O1', { decision: 'return', reason: '许可证已过期' }, declSeqNo);
    const returned = (await shown(declSeqNo))!;
    expect([returned.declared.state, returned.steps.at(-1)!.findings[0]!.en]).toEqual([
      '100',
      'returned by an officer: 许可证已过期',
    ]);
    const again = await declared(carbide, { licenseNo: '20-AA-102' });
    expect(again.declared.attempt).toBe(3);
    const { declSeqNo: third } = again.declared;
    expect(await stateOf(again)).toBe('300');
    desk.clock.advance(1_000);
    expect(await conclude('O1', release, third)).toEqual({ ok: true, value: third });
    expect(await stateOf(again)).toBe('800');
    expect(await conclude('O1', release, third)).toEqual({ ok: true, value: third });
    expect(await conclude('O2', release, third)).toMatchObject({
      ...{ ok: false, error: [{ code: 'DEC-HAND' }] },
    });
    expect((await shown(third))!.steps.at(-1)!.word).toEqual({
      ...{ officer: 'O1', reason: release.reason },
    });
  });
});

describe('export duty', () => {
  it('is paid before the release', async () => {
    const papers = await file(b2bPapers(DUTIABLE));
    const held = await declared(papers);
    await yard.ship('CEB507', papers);
    const waiting = (await shown(held.declared.declSeqNo))!;
    expect([waiting.declared.state, waiting.declared.duty]).toEqual(['600', 230_769n]);
    await settleNotice(desk.house, waiting.notice!.dutyNo);
    expect(await stateOf(held)).toBe('800');
    const late = await withdrawDeclaration(desk.house, held.declared.declSeqNo, AGENT.code);
    expect(late).toMatchObject({ ok: false, error: [{ code: 'DEC-PAID' }] });
  });

  it('is asked for no more when the declaration is withdrawn', async () => {
    const papers = await file(b2bPapers(DUTIABLE));
    const held = await declared(papers);
    await yard.ship('CEB507', papers);
    const { declSeqNo } = held.declared;
    await withdrawDeclaration(desk.house, declSeqNo, AGENT.code);
    const { notice, declared: row } = (await shown(declSeqNo))!;
    expect(row.state).toBe('430');
    expect(notice!.voidedAt).not.toBeNull();
    expect(await settleNotice(desk.house, notice!.dutyNo)).toMatchObject({ changed: false });
  });
});

it('are what trials of risk rules look at, each once and as it was asked', async () => {
  const passed = `rested is not null and state in ('300', '500', '600', '800')`;
  const [{ n }] = (await zone.db.query<{ n: number }>(
    `select count(distinct decl_seq_no)::int as n from b2b.steps where ${passed}`,
  )) as [{ n: number }];
  const tried = async (text: string, days = 2) => {
    const rule = parseRule(text);
    if (!rule.ok) throw new Error(text);
    const { looked, selected, examples } = await tryRule(desk.house, rule.value, { days });
    expect(selected).toBe(examples.length);
    return [looked, selected];
  };
  desk.clock.advance(1_000);
  const [looked, selected] = await tried('inspect export when list.channel = D');
  expect(selected).toBe(n);
  // Of the item of the order, and of lists: those of this file are few.
  expect(await tried('inspect export when list.channel = D and goods.item = "SKU-1"')).toEqual([
    ...[looked, n],
  ]);
  expect(await tried('inspect when list.lines > 0')).toEqual([0, 0]);
});

it('keeps every law, and nothing broke', async () => {
  expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  expect(desk.failures).toEqual([]);
  expect(other.failures).toEqual([]);
});
