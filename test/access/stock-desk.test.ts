import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stockOn } from '../../src/flows/stock.ts';
import { browserOf, enter } from '../console-stage.ts';
import { brokenLaws } from '../flows/desk.ts';
import { BOOK_NO } from '../flows/shelves.ts';
import { AREA, must, RECORD } from '../flows/yard.ts';
import { openStockStage, type StockStage } from '../stock-stage.ts';

// Stock-takes and the desk of a gate by session: who sees, who counts, who decides.
let stage: StockStage;
beforeAll(async () => {
  stage = await openStockStage();
});
afterAll(() => stage?.close());

const as = async (name: string) => browserOf(stage.url, (await enter(stage.url, name)).cookie);
const WHERE = '2020-09-18T20:00:00+08:00';

describe('a stock-take', () => {
  it('is listed to its firm and to officers, and its sheet tells no quantity', async () => {
    const keeper = await as('keeper');
    const said = { bookNo: BOOK_NO, ownNo: 'C-1', locations: ['B-01-1', 'B-02-1'] };
    const { json } = await keeper('POST', '/v1/stock/counts', said);
    const line = { countNo: json.paperNo, state: 'approved', blind: true, records: null };
    const own = await keeper('GET', '/v1/stock/counts');
    expect(own.json).toMatchObject({
      counts: [{ ...line, locations: said.locations }],
      next: null,
    });
    expect((await (await as('enterprise'))('GET', '/v1/stock/counts')).json.counts).toEqual([]);
    const any = await (await as('auditor'))('GET', '/v1/office/stock/counts?state=all&limit=1');
    expect(any.json.counts).toMatchObject([line]);
    const path = `/v1/stock/counts/${json.paperNo}/sheet`;
    const first = (await keeper('GET', `${path}?limit=2`)).json;
    expect(first.lots).toMatchObject([
      { location: 'B-01-1', lotNo: 'M1', recordNo: RECORD, unit: '122' },
      { location: 'B-01-1', lotNo: 'M2' },
    ]);
    expect(JSON.stringify(first)).not.toMatch(/quantity|book|5\.5/);
    const rest = await keeper('GET', `${path}?after=${encodeURIComponent(first.next)}`);
    expect(rest.json).toMatchObject({ lots: [{ lotNo: 'M3' }], next: null });
    expect((await (await as('enterprise'))('GET', path)).status).toBe(404);
  });

  it('that explains goods away is decided by a supervisor alone, and it is noted', async () => {
    const [keeper, officer, supervisor] = [
      await as('keeper'),
      await as('officer'),
      await as('supervisor'),
    ];
    const [{ countNo }] = (await keeper('GET', '/v1/stock/counts')).json.counts;
    const scan = async (lot: string, location: string, quantity: string) => {
      const body = { scanId: `${lot} ${quantity}`, location, lot, quantity };
      const { status, json } = await keeper('POST', `/v1/stock/counts/${countNo}/scans`, body);
      expect({ status, expected: json.expected }).toEqual({ status: 200, expected: null });
    };
    await scan('M1', 'B-01-1', '9');
    await scan('M2', 'B-01-1', '5.5');
    await scan('M3', 'B-02-1', '7');
    const lot = { recordNo: RECORD, lotNo: 'M1', location: 'B-01-1' };
    const document = `exit ${stage.out.body.papers[0]}`;
    const settlements = [{ ...lot, how: 'explained', document, reason: 'broken' }];
    const close = () => keeper('POST', `/v1/stock/counts/${countNo}/close`, { settlements });
    expect((await close()).json).toMatchObject({ state: 'declared' });
    const base = `/v1/office/stock/counts/${countNo}`;
    expect((await officer('GET', base)).json).toMatchObject({
      ...{ state: 'declared', settled: [{ how: 'explained', reason: 'broken' }] },
      lines: [{ recordNo: RECORD, unit: '122' }],
    });
    expect((await officer('POST', `${base}/approve`)).json.findings[0].code).toBe('REQ-RIGHT');
    expect((await supervisor('POST', `${base}/refuse`, { reason: '' })).status).toBe(400);
    const no = await supervisor('POST', `${base}/refuse`, { reason: 'no proof' });
    expect(no.json).toMatchObject({ state: 'approved', content: { refused: 'no proof' } });
    expect((await supervisor('POST', `${base}/approve`)).json.findings[0].code).toBe('BND-STATE');
    expect((await close()).json).toMatchObject({ state: 'declared' });
    expect((await supervisor('POST', `${base}/approve`)).json).toMatchObject({ state: 'closed' });
    const { actions } = (await supervisor('GET', '/v1/office/actions')).json;
    const route = '/v1/office/stock/counts/:countNo/approve';
    type Noted = { route: string; account: string; outcome: string; target: string };
    const noted = actions.filter((one: Noted) => one.route === route);
    expect(noted.map(({ account, outcome }: Noted) => `${account} ${outcome}`).sort()).toEqual([
      ...['officer refused', 'supervisor done', 'supervisor refused'],
    ]);
    expect(noted[0].target).toBe(countNo);
    expect((await keeper('GET', '/v1/stock/counts')).json.counts).toEqual([]);
  });
});

describe('the desk of a gate', () => {
  const crossing = (crossingId: string, more: object = {}) => ({
    ...{ crossingId, gate: 'ZZ09', slipNo: stage.out.paperNo, sealOk: true, at: WHERE },
    ...{ vehicleNo: stage.out.body.vehicleNo, weight: '1501', ...more },
  });
  const codes = (answer: { json: { findings: { code: string }[] } }) =>
    answer.json.findings.map(({ code }) => code);

  it('finds a slip by its vehicle, and says what bars it', async () => {
    const [officer, gate] = [await as('officer'), await as('gatekeeper')];
    const { paperNo, body } = stage.out;
    const line = { slipNo: paperNo, vehicleNo: body.vehicleNo, parcels: 1, total: '1500' };
    const asked = `number=${encodeURIComponent(body.vehicleNo)}`;
    for (const answer of [
      await officer('GET', `/v1/office/gate/slips?${asked}`),
      await gate('GET', `/v1/gate/slips?number=${paperNo}`),
      await gate('GET', '/v1/gate/slips'),
    ]) {
      expect(answer.json).toMatchObject({ slips: [{ ...line, isHeld: false }], next: null });
    }
    expect((await officer('GET', '/v1/office/gate/slips?number=none')).json.slips).toEqual([]);
    const view = await officer('GET', `/v1/office/gate/slips/${paperNo}`);
    expect(view.json).toMatchObject({ findings: [], holds: [], crossings: [], tolerance: '45' });
    const load = await officer('GET', `/v1/office/gate/slips/${paperNo}/load`);
    expect(load.json.parcels).toMatchObject([{ binding: 'bound' }]);
    // Goods that a stock-take has in hand do not pass.
    const { paper } = await must(
      stockOn(stage.desk.house).count(
        { bookNo: BOOK_NO, ownNo: 'C-2', records: null, locations: null, blind: true },
        AREA,
      ),
    );
    expect(codes(await gate('GET', `/v1/gate/slips/${paperNo}`))).toEqual(['BND-FROZEN']);
    await must(stockOn(stage.desk.house).cancel({ kind: 'count', paperNo: paper.paperNo }, AREA));
  });

  it('is not for firms without a gate, but its keeper sees a slip of the book', async () => {
    const [keeper, other] = [await as('keeper'), await as('enterprise')];
    for (const path of ['slips', 'crossings']) {
      expect((await keeper('GET', `/v1/gate/${path}`)).status).toBe(403);
    }
    const path = `/v1/gate/slips/${stage.out.paperNo}`;
    expect((await keeper('GET', path)).status).toBe(200);
    expect((await other('GET', path)).status).toBe(404);
    const operator = await as('operator');
    expect((await operator('GET', '/v1/office/gate/slips')).status).toBe(200);
    const report = await operator('POST', '/v1/office/gate/crossings', crossing('P-1'));
    expect(report.json.findings[0].code).toBe('REQ-RIGHT');
  });

  it('turns a vehicle back, holds it until an officer lets it go, and lets it pass', async () => {
    const [officer, gate, keeper] = [
      await as('officer'),
      await as('gatekeeper'),
      await as('keeper'),
    ];
    const { paperNo } = stage.out;
    const stop = (act: string) => ({ stop: { act, reason: '<b>look</b> inside' } });
    const turned = await gate('POST', '/v1/gate/crossings', crossing('X-1', stop('turn-back')));
    expect([turned.json.passed, codes(turned)]).toEqual([false, ['GATE-TURNED']]);
    const path = '/v1/office/gate/crossings';
    const held = await officer('POST', path, crossing('X-2', stop('hold')));
    expect(codes(held)).toEqual(['GATE-HELD']);
    const again = await officer('POST', path, crossing('X-2', stop('hold')));
    expect(again.json).toMatchObject({ repeated: true, passed: false });
    expect(codes(await gate('POST', '/v1/gate/crossings', crossing('X-3')))).toEqual(['GATE-HELD']);
    const cancel = await keeper('POST', `/v1/stock/papers/slip/${paperNo}/cancel`);
    expect([cancel.status, codes(cancel)]).toEqual([422, ['GATE-HELD']]);
    const free = `/v1/office/gate/slips/${paperNo}/release`;
    expect((await gate('POST', free, { reason: 'mine' })).status).toBe(403);
    expect((await officer('POST', free, { reason: 'nothing found' })).status).toBe(200);
    expect(codes(await officer('POST', free, { reason: 'again' }))).toEqual(['GATE-FREE']);
    const far = await officer('POST', path, crossing('X-4', { weight: '1546' }));
    expect(codes(far)).toEqual(['GATE-WEIGHT']);
    const passed = await officer('POST', path, crossing('X-5'));
    expect(passed.json).toMatchObject({ passed: true, findings: [] });
    expect(codes(await gate('POST', '/v1/gate/crossings', crossing('X-6')))).toEqual([
      'GATE-CROSSED',
    ]);
    const view = (await officer('GET', `/v1/office/gate/slips/${paperNo}`)).json;
    expect(view).toMatchObject({
      state: 'crossed',
      holds: [
        { by: 'O1', reason: '<b>look</b> inside', released: 'nothing found', releasedBy: 'O1' },
      ],
    });
    expect(view.crossings).toHaveLength(6);
  });

  it('tells what was reported by gate and day, page by page', async () => {
    const gate = await as('gatekeeper');
    const seen: unknown[] = [];
    let next: string | null = null;
    do {
      const after = next === null ? '' : `&after=${encodeURIComponent(next)}`;
      const path = `/v1/gate/crossings?gate=ZZ09&day=2020-09-18&limit=4${after}`;
      const { json } = await gate('GET', path);
      seen.push(...json.crossings);
      next = json.next;
    } while (next !== null);
    expect(seen).toMatchObject([
      { crossingId: 'X-6', passed: false },
      { crossingId: 'X-5', passed: true, reporter: 'O1', weight: '1501', stop: null },
      ...['X-4', 'X-3'].map((crossingId) => ({ crossingId, passed: false })),
      { crossingId: 'X-2', stop: 'hold' },
      { crossingId: 'X-1', stop: 'turn-back', vehicleNo: stage.out.body.vehicleNo },
    ]);
    for (const query of ['gate=ZZ01', 'day=2020-09-19']) {
      expect((await gate('GET', `/v1/gate/crossings?${query}`)).json.crossings).toEqual([]);
    }
  });

  it('leaves nothing that the auditor finds', async () => {
    const { db } = stage.zone;
    expect(await brokenLaws(db, stage.clock.now())).toEqual([]);
    // It would see a vehicle that passed while it was held.
    await db.execute(
      `update bonded.papers set body = replace(body, '"releasedAt":', '"never":')
       where kind = 'slip' and body like '%releasedAt%'`,
    );
    expect(await brokenLaws(db, stage.clock.now())).toMatchObject([
      {
        id: 'departures',
        examples: [`slip ${stage.out.paperNo} passed while its vehicle was held`],
      },
    ]);
  });
});
