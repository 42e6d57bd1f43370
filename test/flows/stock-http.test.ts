import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../src/cli/running.ts';
import { openStock } from '../../src/flows/open-stock.ts';
import { declareTransfer } from '../../src/flows/stock-deeds.ts';
import { settableClock } from '../../src/io/clock.ts';
import { createLog } from '../../src/io/log.ts';
import * as store from '../../src/registry/store.ts';
import { tokenHash } from '../../src/registry/tokens.ts';
import { AREAS } from '../../src/sandbox/world/parties.ts';
import { call } from '../cli/terminal.ts';
import { openDesk } from './desk.ts';
import { BOOK_NO, must, writeBook, writeOtherBooks } from './shelves.ts';
import { EVENING, openZone, SELLER, SITE, type Zone } from './zone.ts';

// The papers of bonded stock and the gate over HTTP, and what the authority does by command.
let zone: Zone;
let platform: { readonly url: string; stop(): Promise<unknown> };
const AREA = AREAS[0]!.code;
const AREA_TOKEN = 'token-of-the-area-in-zone';

beforeAll(async () => {
  zone = await openZone();
  await zone.register(async (tx) => {
    await writeBook(tx);
    const row = { label: 'test', expiresAt: null, revokedAt: null };
    await store.writeTokens(tx, [{ ...row, enterpriseCode: AREA, hash: tokenHash(AREA_TOKEN) }]);
  });
  const profileDir = new URL('../../profiles/cn-zhengzhou', import.meta.url).pathname;
  const log = createLog({ level: 'silent' });
  const where = { host: '127.0.0.1', port: 0, profileDir, version: 'test' };
  platform = await run({ db: zone.db, clock: settableClock(EVENING), log, ...where });
});
afterAll(async () => {
  await platform?.stop();
  await zone?.database.drop();
});

async function ask(path: string, token: string, body?: object, method = 'POST') {
  const response = await fetch(`${platform.url}${path}`, {
    method: body === undefined && method === 'POST' ? 'GET' : method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const ENTRY = {
  ...{ bookNo: BOOK_NO, ownNo: 'E-1' },
  lines: [{ seq: 1, recordNo: '101', unit: '122', quantity: '10.5' }],
};
const WEIGHTS = {
  ...{ tare: '1000', frame: '0', container: '0', gross: '12.5', net: '11', total: '1012.5' },
};

it('takes goods in from declaration to book', async () => {
  const entry = await ask('/v1/stock/entries', AREA_TOKEN, ENTRY);
  expect(entry).toMatchObject({ status: 201, body: { state: 'approved', repeated: false } });
  expect(await ask('/v1/stock/entries', AREA_TOKEN, ENTRY)).toMatchObject({
    ...{ status: 200, body: { paperNo: entry.body.paperNo, repeated: true } },
  });
  const slipBody = {
    ...{ bookNo: BOOK_NO, ownNo: 'S-1', way: 'I', type: '2', binding: '2' },
    ...{ papers: [entry.body.paperNo], vehicleNo: '豫A00001', weights: WEIGHTS },
  };
  const slip = await ask('/v1/stock/slips', AREA_TOKEN, slipBody);
  expect(slip.status).toBe(201);
  const crossing = {
    ...{ crossingId: 'X-1', gate: 'ZZ09', slipNo: slip.body.paperNo, vehicleNo: '豫A00001' },
    ...{ weight: '1010', sealOk: true, at: '2020-09-18T20:00:00+08:00' },
  };
  const { token } = zone.cardOf(SITE);
  expect((await ask('/v1/gate/crossings', AREA_TOKEN, crossing)).status).toBe(403);
  const passed = { status: 200, body: { passed: true, repeated: false, findings: [] } };
  expect(await ask('/v1/gate/crossings', token, crossing)).toMatchObject(passed);
  const again = { status: 200, body: { passed: true, repeated: true } };
  expect(await ask('/v1/gate/crossings', token, crossing)).toMatchObject(again);
  const other = await ask('/v1/gate/crossings', token, { ...crossing, gate: 'ZZ01' });
  expect(other).toMatchObject({ status: 422, body: { findings: [{ code: 'GATE-CROSSING-ID' }] } });
  const url = ['--database-url', zone.database.url];
  const released = await call('stock', 'release', String(entry.body.paperNo), ...url);
  expect(released).toMatchObject({ code: 0 });
  expect(await call('stock', 'release', String(entry.body.paperNo), ...url)).toMatchObject({
    code: 1,
  });
  const book = await ask(`/v1/stock/books/${BOOK_NO}`, AREA_TOKEN);
  const line = (book.body.lines as { recordNo: string }[]).find((one) => one.recordNo === '101');
  expect(line).toMatchObject({
    balances: [
      { status: 'bonded', in: '10.5', out: '0', remain: '10.5', reserved: '0', free: '10.5' },
      { status: 'undeclared', in: '10.5', out: '10.5', remain: '0' },
    ],
  });
  const lots = await ask(`/v1/stock/books/${BOOK_NO}/lines/101/lots`, AREA_TOKEN);
  expect(lots.body.lots).toMatchObject([{ quantity: '10.5', sellable: true }]);
  const shown = await call('stock', 'book', BOOK_NO, ...url);
  expect(shown.out).toContain('101    bonded         in 10.5, out 0, remain 10.5');
  expect((await call('stock', 'lots', BOOK_NO, '101', ...url)).out).toContain('at RECEIVING');
});

it('tells everything that is wrong, and shows a book to its own only', async () => {
  const bad = { ...ENTRY, ownNo: 'E-2', lines: [{ ...ENTRY.lines[0], recordNo: '999' }] };
  const refused = await ask('/v1/stock/entries', AREA_TOKEN, bad);
  expect(refused).toMatchObject({
    ...{ status: 422, body: { findings: [{ code: 'BND-LINE', path: 'lines[1]/recordNo' }] } },
  });
  const unreadable = { ...ENTRY, lines: [{ ...ENTRY.lines[0], quantity: '1e3' }] };
  expect((await ask('/v1/stock/entries', AREA_TOKEN, unreadable)).status).toBe(400);
  const { token } = zone.cardOf(SELLER);
  for (const path of ['', '/lines/101/lots']) {
    expect((await ask(`/v1/stock/books/${BOOK_NO}${path}`, token)).status).toBe(404);
  }
  expect((await ask('/v1/stock/papers/entry/QD461220I000000001', token)).status).toBe(404);
  const cancel = '/v1/stock/papers/entry/QD461220I000000001/cancel';
  expect((await ask(cancel, token, {})).status).toBe(404);
});

it('does deeds, and customs decides on those that wait', async () => {
  const url = ['--database-url', zone.database.url];
  const part = { recordNo: '102', quantity: '2' };
  await zone.db.transaction((tx) =>
    openStock(
      tx,
      [
        {
          ...{ bookNo: BOOK_NO, recordNo: '102', lotNo: 'L1', quantity: 10_00000n, owner: AREA },
          ...{ location: 'A-1', expiresOn: null },
        },
      ],
      EVENING,
    ),
  );
  const order = {
    ...{ bookNo: BOOK_NO, ownNo: 'P-1', work: 'labelling', parts: [{ ...part, lotNo: 'L1' }] },
    outputs: [{ count: 2, components: [{ ...part, quantity: '1' }], location: 'W-1' }],
  };
  const made = await ask('/v1/stock/processing', AREA_TOKEN, order);
  expect(made).toMatchObject({
    status: 201,
    body: { state: 'done', content: { work: 'labelling' } },
  });
  expect((await ask('/v1/stock/processing', AREA_TOKEN, order)).status).toBe(200);
  const change = {
    ...{ bookNo: BOOK_NO, ownNo: 'C-1', from: 'bonded', to: 'domestic', proof: 'D-1' },
    ...{ location: 'D-1', parts: [part] },
  };
  const waiting = await ask('/v1/stock/changes', AREA_TOKEN, change);
  expect(waiting).toMatchObject({ status: 201, body: { state: 'declared' } });
  const changeNo = String(waiting.body.paperNo);
  const shown = await call('stock', 'waiting', ...url);
  expect(shown.out).toContain(`change ${changeNo}  book ${BOOK_NO}  by ${AREA}`);
  const approved = await call('stock', 'approve', 'change', changeNo, ...url);
  expect(approved).toMatchObject({ code: 0, out: `change ${changeNo} is done.` });
  expect((await call('stock', 'approve', 'change', changeNo, ...url)).code).toBe(1);
  const disposal = {
    ...{ bookNo: BOOK_NO, ownNo: 'X-1', way: 'destruction', status: 'bonded', proof: 'CERT-1' },
    ...{ reason: '破损', parts: [part] },
  };
  const asked = await ask('/v1/stock/disposals', AREA_TOKEN, disposal);
  const disposalNo = String(asked.body.paperNo);
  const no = await call('stock', 'refuse', 'disposal', disposalNo, '证明不符', '--json', ...url);
  expect(JSON.parse(no.out)).toMatchObject({ state: 'refused', content: { refused: '证明不符' } });
  expect((await call('stock', 'approve', 'slip', disposalNo, ...url)).code).toBe(2);
  expect((await call('stock', 'approve', 'disposal', 'CZ0', ...url)).code).toBe(1);
  expect((await call('stock', 'expire', ...url)).out).toContain('0 lots are past their day');
  const book = await ask(`/v1/stock/books/${BOOK_NO}`, AREA_TOKEN);
  const line = (book.body.lines as { recordNo: string }[]).find((one) => one.recordNo === '102');
  expect(line).toMatchObject({
    balances: [
      { status: 'bonded', remain: '8', reserved: '0', free: '8' },
      { status: 'domestic', remain: '2' },
    ],
  });
});

it('lets both sides of a transfer see it, and the other one confirm', async () => {
  const [near] = await zone.db.transaction((tx) => writeOtherBooks(tx));
  const parts = [{ recordNo: '102', toRecordNo: '2', quantity: '3' }];
  const transfer = { bookNo: near.bookNo, ownNo: 'T-1', fromBook: BOOK_NO, toBook: near.bookNo };
  const wrong = await ask('/v1/stock/transfers', AREA_TOKEN, { ...transfer, parts });
  expect(wrong).toMatchObject({ status: 422, body: { findings: [{ code: 'BND-OWNER' }] } });
  const said = {
    ...transfer,
    parts: [{ ...parts[0]!, lotNo: null, unit: null, quantity: 300_000n }],
  };
  const { house } = await openDesk(zone);
  const { paper } = await must(declareTransfer(house, said, near.owner));
  const path = `/v1/stock/papers/transfer/${paper.paperNo}`;
  expect(await ask(path, AREA_TOKEN)).toMatchObject({ status: 200, body: { state: 'declared' } });
  expect((await ask(path, zone.cardOf(SELLER).token)).status).toBe(404);
  const confirm = `/v1/stock/transfers/${paper.paperNo}/confirm`;
  const other = { parts: [{ ...parts[0]!, quantity: '2' }] };
  const answer = await ask(confirm, AREA_TOKEN, other);
  expect(answer).toMatchObject({ status: 422, body: { findings: [{ code: 'BND-OTHER-SIDE' }] } });
  expect((await ask(confirm, zone.cardOf(SELLER).token, { parts })).status).toBe(404);
  expect(await ask(confirm, AREA_TOKEN, { parts })).toMatchObject({ body: { state: 'done' } });
  const cancel = await ask(`${path}/cancel`, AREA_TOKEN, {});
  expect(cancel).toMatchObject({ status: 422, body: { findings: [{ code: 'BND-STATE' }] } });
});

it('shows a load list to its own and to gates, and takes parcels off', async () => {
  const slip = { bookNo: BOOK_NO, ownNo: 'EMPTY', way: 'E', type: '6', binding: '1' };
  const said = { ...slip, vehicleNo: '豫A00009', weights: WEIGHTS };
  const { paperNo } = (await ask('/v1/stock/slips', AREA_TOKEN, said)).body;
  const path = `/v1/stock/slips/${paperNo}`;
  const empty = { state: 'open', packNo: 0, grossWeight: '0', parcels: [], off: [] };
  for (const token of [AREA_TOKEN, zone.cardOf(SITE).token]) {
    expect(await ask(`${path}/load`, token)).toMatchObject({ status: 200, body: empty });
  }
  const { token } = zone.cardOf(SELLER);
  expect((await ask(`${path}/load`, token)).status).toBe(404);
  const unload = { lists: ['46122020I000000001'], weights: { ...WEIGHTS, total: '1' } };
  expect((await ask(`${path}/unload`, token, unload)).status).toBe(404);
  const refused = await ask(`${path}/unload`, AREA_TOKEN, unload);
  const codes = (refused.body.findings as { code: string }[]).map(({ code }) => code);
  expect([refused.status, codes]).toEqual([422, ['BND-LIST', 'GATE-EMPTY', 'GATE-WEIGHT-SUM']]);
  expect((await ask(`${path}/unload`, AREA_TOKEN, { ...unload, lists: [] })).status).toBe(400);
  const url = ['--database-url', zone.database.url];
  const shown = await call('stock', 'load', String(paperNo), ...url);
  expect(shown.out).toContain(`Load list of ${paperNo} on 豫A00009 is open: 0, 0 kg.`);
  expect(await call('stock', 'load', 'Z0', ...url)).toMatchObject({ code: 1 });
});

it('lets goods for an overseas warehouse leave, from exit list to gate', async () => {
  const url = ['--database-url', zone.database.url];
  const overseas = {
    ...{ warehouse: 'OVERSEAS01', country: '502', declarationNo: '461220200000000066' },
    parts: [{ recordNo: '102', quantity: '2' }],
  };
  const exitBody = { bookNo: BOOK_NO, ownNo: 'O-1', overseas };
  const both = { ...exitBody, lists: ['46122020I000000001'] };
  const refused = await ask('/v1/stock/exits', AREA_TOKEN, both);
  expect(refused).toMatchObject({ status: 422, body: { findings: [{ code: 'BND-OVERSEAS' }] } });
  // The law of the day asks for warehouses on file.
  const unfiled = { ...exitBody, overseas: { ...overseas, warehouse: 'OVERSEAS09' } };
  const elsewhere = await ask('/v1/stock/exits', AREA_TOKEN, unfiled);
  expect(elsewhere).toMatchObject({
    ...{ status: 422, body: { findings: [{ code: 'BND-OVERSEAS', path: 'overseas/warehouse' }] } },
  });
  const exit = await ask('/v1/stock/exits', AREA_TOKEN, exitBody);
  expect(exit).toMatchObject({
    status: 201,
    body: {
      state: 'approved',
      content: { overseas: { country: '502', slipNo: null, filedFrom: '2016-04-08' } },
    },
  });
  expect(await ask('/v1/stock/exits', AREA_TOKEN, exitBody)).toMatchObject({ status: 200 });
  const paperNo = String(exit.body.paperNo);
  const slip = await ask('/v1/stock/slips', AREA_TOKEN, {
    ...{ bookNo: BOOK_NO, ownNo: 'S-9', way: 'E', type: '2', binding: '2' },
    ...{ papers: [paperNo], vehicleNo: '豫A00066', weights: WEIGHTS },
  });
  expect(slip.status).toBe(201);
  const { token } = zone.cardOf(SITE);
  const report = (crossingId: string) =>
    ask('/v1/gate/crossings', token, {
      ...{ crossingId, gate: 'ZZ09', slipNo: slip.body.paperNo, vehicleNo: '豫A00066' },
      ...{ sealOk: true, at: '2020-09-18T20:00:00+08:00' },
    });
  const stopped = { passed: false, findings: [{ code: 'GATE-PAPER' }] };
  expect((await report('X-8')).body).toMatchObject(stopped);
  const released = await call('stock', 'release', paperNo, ...url);
  expect(released).toMatchObject({ code: 0, out: `Exit list ${paperNo} is released.` });
  expect((await call('stock', 'release', paperNo, ...url)).code).toBe(1);
  expect((await report('X-9')).body).toMatchObject({ passed: true });
  const paper = await ask(`/v1/stock/papers/exit/${paperNo}`, AREA_TOKEN);
  expect(paper.body).toMatchObject({ state: 'closed', content: { lines: [{ recordNo: '102' }] } });
  const cancel = await ask(`/v1/stock/papers/exit/${paperNo}/cancel`, AREA_TOKEN, {});
  expect(cancel).toMatchObject({ status: 422, body: { findings: [{ code: 'BND-STATE' }] } });
  expect(await call('stock', 'release', 'QD461220E000000000', ...url)).toMatchObject({ code: 1 });
});
