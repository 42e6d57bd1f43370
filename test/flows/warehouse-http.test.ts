import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY } from '../../src/base/dates.ts';
import { run } from '../../src/cli/running.ts';
import { openStock } from '../../src/flows/open-stock.ts';
import { settableClock } from '../../src/io/clock.ts';
import { createLog } from '../../src/io/log.ts';
import * as store from '../../src/registry/store.ts';
import { tokenHash } from '../../src/registry/tokens.ts';
import { call } from '../cli/terminal.ts';
import { BOOK_NO, writeBook } from './shelves.ts';
import { AREA, RECORD } from './yard.ts';
import { EVENING, openZone, SELLER, type Zone } from './zone.ts';

// What a warehouse says and is told, over HTTP as JSON and CSV, and what the authority sees.
let zone: Zone;
let platform: { readonly url: string; stop(): Promise<unknown> };
const TOKEN = 'token-of-the-area-in-zone';
const clock = settableClock(EVENING);

beforeAll(async () => {
  zone = await openZone();
  await zone.register(async (tx) => {
    await writeBook(tx);
    const row = { label: 'test', expiresAt: null, revokedAt: null };
    await store.writeTokens(tx, [{ ...row, enterpriseCode: AREA, hash: tokenHash(TOKEN) }]);
    const lot = { bookNo: BOOK_NO, recordNo: RECORD, lotNo: 'L1', quantity: 1_000_000n };
    const where = { owner: AREA, location: 'A-01', expiresOn: null };
    await openStock(tx, [{ ...lot, ...where }], EVENING);
  });
  const profileDir = new URL('../../profiles/cn-zhengzhou', import.meta.url).pathname;
  const log = createLog({ level: 'silent' });
  const where = { host: '127.0.0.1', port: 0, profileDir, version: 'test' };
  platform = await run({ db: zone.db, clock, log, ...where });
});
afterAll(async () => {
  await platform?.stop();
  await zone?.database.drop();
});

async function ask(path: string, body?: object | string, token = TOKEN) {
  const type = typeof body === 'string' ? 'text/csv' : 'application/json';
  const content = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${platform.url}/v1/stock/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    ...(body === undefined ? {} : { body: content }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const AT = '2020-09-18T20:00:00+08:00';
const MOVEMENT = {
  ...{ eventId: 'W-1', kind: 'relocation', recordNo: RECORD, quantity: '4', from: 'A-01' },
  ...{ location: 'A-02', document: `opening ${BOOK_NO}`, at: AT },
};

it('takes movements as JSON and as CSV, each once', async () => {
  const path = `movements?bookNo=${BOOK_NO}`;
  const first = await ask(path, { movements: [MOVEMENT] });
  expect(first).toMatchObject({ status: 200, body: { accepted: 1, refused: 0 } });
  const csv = [
    'eventId,类型,账册序号,数量,from,location,document,at',
    `W-1,relocation,${RECORD},4,A-01,A-02,opening ${BOOK_NO},${AT}`,
    `W-2,relocation,${RECORD},1.5,A-02,A-03,opening ${BOOK_NO},${AT}`,
    `W-3,relocation,${RECORD},1.5,A-02,A-03,,${AT}`,
  ].join('\r\n');
  const second = await ask(path, csv);
  expect(second.body).toMatchObject({
    ...{ accepted: 2, refused: 1 },
    movements: [
      { eventId: 'W-1', accepted: true, repeated: true },
      { eventId: 'W-2', accepted: true, repeated: false },
      { eventId: 'W-3', accepted: false, findings: [{ code: 'BND-DOCUMENT' }] },
    ],
  });
  const wrong = await ask(path, csv.replace('1.5', '1e3').replace('relocation', 'walk'));
  expect(wrong.status).toBe(422);
  expect(wrong.body.findings).toMatchObject([
    { code: 'BND-CELL', path: 'B2' },
    { code: 'BND-CELL', path: 'D3' },
  ]);
  const short = await ask(path, 'eventId,colour\nW-9,red\n');
  expect((short.body.findings as { code: string }[]).map(({ code }) => code)).toEqual(
    Array.from({ length: 5 }, () => 'BND-CELL'),
  );
  expect((await ask(path, '')).status).toBe(400);
  expect((await ask(path, { movements: [{ ...MOVEMENT, quantity: '-1' }] })).status).toBe(400);
  expect((await ask(path, { movements: [MOVEMENT] }, zone.cardOf(SELLER).token)).status).toBe(404);
});

let closedNo = '';

it('counts by scanner and by file, and closes', async () => {
  const opening = { bookNo: BOOK_NO, ownNo: 'C-1', locations: ['A-03'], blind: false };
  const opened = await ask('counts', opening);
  expect(opened).toMatchObject({ status: 201, body: { kind: 'count', state: 'approved' } });
  expect(await ask('counts', opening)).toMatchObject({ status: 200, body: { repeated: true } });
  const no = String(opened.body.paperNo);
  closedNo = no;
  const scan = { scanId: 'B-1', location: 'A-03', lot: 'L1@A-03', quantity: '1' };
  const scanned = { counted: '1', expected: '1.5', repeated: false };
  expect((await ask(`counts/${no}/scans`, scan)).body).toMatchObject(scanned);
  expect((await ask(`counts/${no}/scans`, scan)).body).toMatchObject({ repeated: true });
  const csv = `库位,批次,账册序号,数量\nA-03,L1@A-03,${RECORD},1.5\n`;
  const upload = (id: string, text: string, side = 'shelf') =>
    ask(`counts/${no}/lines?side=${side}&uploadId=${id}`, text);
  expect((await upload('U1', csv, 'warehouse')).body).toEqual({ lines: 1, repeated: false });
  expect((await upload('U1', csv, 'warehouse')).body).toEqual({ lines: 1, repeated: true });
  const bad = await upload('U2', csv.replace('1.5', 'many'));
  expect(bad).toMatchObject({
    status: 422,
    body: { findings: [{ code: 'BND-CELL', path: 'D2' }] },
  });
  const lines = {
    lines: [{ location: 'A-03', lotNo: 'L1@A-03', recordNo: RECORD, quantity: '1' }],
  };
  expect((await ask(`counts/${no}/lines?uploadId=U3`, lines)).status).toBe(200);
  const shown = await ask(`counts/${no}`);
  expect(shown.body.rows).toMatchObject([
    { book: '1.5', shelf: '1', warehouse: '1.5', differs: true },
  ]);
  const left = await ask(`counts/${no}/close`, { settlements: [] });
  expect(left).toMatchObject({ status: 422, body: { findings: [{ code: 'BND-UNEXPLAINED' }] } });
  const lot = { recordNo: RECORD, lotNo: 'L1@A-03', location: 'A-03' };
  const reason = 'broken in the warehouse';
  const settlements = [{ ...lot, how: 'taxed', document: null, reason }];
  const closed = await ask(`counts/${no}/close`, { settlements });
  expect(closed).toMatchObject({ status: 200, body: { state: 'closed', repeated: false } });
  expect((await ask(`counts/${no}/close`, { settlements })).body).toMatchObject({ repeated: true });
  const url = ['--database-url', zone.database.url];
  const seen = await call('stock', 'count', no, ...url);
  expect(seen.out).toContain('taxed: broken in the warehouse, dutiable value');
  const billed = await ask(`counts/${no}`);
  const notice = { dutyNo: `JK${no}`, document: `count ${no}`, due: '2020-10-03', state: 'open' };
  expect(billed.body).toMatchObject({ notice, refused: null, agreedAt: null });
  // The command reads its own clock, by which the notice is overdue.
  expect(seen.out).toContain(`Notice JK${no} of `);
  const open = await call('notices', 'list', ...url);
  expect(open.out).toContain(`JK${no}  ${AREA}  count ${no}  `);
  expect(await call('notices', 'pay', `JK${no}`, ...url)).toMatchObject({ code: 0 });
  expect((await ask(`counts/${no}`)).body).toMatchObject({ notice: { state: 'paid' } });
  expect(await call('stock', 'count', 'PD0', ...url)).toMatchObject({ code: 1 });
  expect((await ask(`counts/${no}`, undefined, zone.cardOf(SELLER).token)).status).toBe(404);
});

it('asks customs when goods are missing that are only explained', async () => {
  const url = ['--database-url', zone.database.url];
  const opened = await ask('counts', { bookNo: BOOK_NO, ownNo: 'C-2', locations: ['A-03'] });
  const no = String(opened.body.paperNo);
  const lot = { recordNo: RECORD, location: 'A-03' };
  await ask(`counts/${no}/scans`, { ...lot, scanId: 'B-2', lot: 'L1@A-03', quantity: '0.5' });
  const how = { how: 'explained', reason: '取样', document: `count ${no}` };
  const itself = [{ ...lot, lotNo: 'L1@A-03', ...how }];
  const alone = await ask(`counts/${no}/close`, { settlements: itself });
  expect(alone).toMatchObject({ status: 422, body: { findings: [{ code: 'BND-COUNT' }] } });
  const settlements = [{ ...itself[0], document: `count ${closedNo}` }];
  const asked = await ask(`counts/${no}/close`, { settlements });
  expect(asked).toMatchObject({ status: 200, body: { state: 'declared', repeated: false } });
  expect((await call('stock', 'waiting', ...url)).out).toContain(`count ${no}  book ${BOOK_NO}`);
  const refused = await call('stock', 'refuse', 'count', no, '无凭证', ...url);
  expect(refused).toMatchObject({ code: 0, out: `count ${no} is open again.` });
  expect((await ask(`counts/${no}`)).body).toMatchObject({ state: 'approved', refused: '无凭证' });
  expect((await call('stock', 'count', no, ...url)).out).toContain('refused what was said of it');
  expect((await call('stock', 'refuse', 'count', no, '无凭证', ...url)).code).toBe(1);
  expect((await ask(`papers/count/${no}/cancel`, {})).status).toBe(422);
  await ask(`counts/${no}/close`, { settlements });
  const agreed = await call('stock', 'approve', 'count', no, ...url);
  expect(agreed).toMatchObject({ code: 0, out: `count ${no} is closed.` });
  const { agreedAt } = (await ask(`counts/${no}`)).body;
  expect(agreedAt).toMatch(/^20/);
  expect((await call('stock', 'approve', 'count', no, ...url)).code).toBe(1);
  expect((await call('stock', 'approve', 'count', 'PD0', ...url)).code).toBe(1);
});

it('tells the events of the book, and wakes who waits for them', async () => {
  const page = await ask(`events?bookNo=${BOOK_NO}`);
  const events = page.body.events as { cursor: number; kind: string; state: string }[];
  expect(events.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    ...['count approved', 'count closed', 'count approved', 'count declared', 'count approved'],
    ...['count declared', 'count closed'],
  ]);
  expect(page.body.next).toBe(7);
  const waiting = ask(`events?bookNo=${BOOK_NO}&after=7&wait=20`);
  const entry = {
    ...{ bookNo: BOOK_NO, ownNo: 'E-1' },
    lines: [{ seq: 1, recordNo: RECORD, unit: '122', quantity: '10' }],
  };
  const declared = await ask('entries', entry);
  expect((await waiting).body.events).toMatchObject([
    { cursor: 8, kind: 'entry', number: declared.body.paperNo, ownNo: 'E-1', state: 'approved' },
  ]);
  expect((await ask(`events?bookNo=${BOOK_NO}&limit=1`)).body).toMatchObject({ next: 1 });
  const { token } = zone.cardOf(SELLER);
  expect((await ask(`events?bookNo=${BOOK_NO}`, undefined, token)).status).toBe(404);
  const early = await ask(`entries/${declared.body.paperNo}/received`, {
    lines: [{ seq: 1, counted: '9' }],
  });
  expect(early).toMatchObject({ status: 422, body: { findings: [{ code: 'BND-STATE' }] } });
  const told = await call('stock', 'events', BOOK_NO, '--database-url', zone.database.url);
  expect(told.out).toContain(`entry ${declared.body.paperNo} approved`);
});

it('tells on the next day what is not back from display', async () => {
  const change = {
    ...{ bookNo: BOOK_NO, ownNo: 'D-1', from: 'bonded', to: 'display', proof: 'G-1' },
    ...{ location: 'HALL', until: '2020-09-18', parts: [{ recordNo: RECORD, quantity: '1' }] },
  };
  const { paperNo } = (await ask('changes', change)).body;
  expect((await ask(`books/${BOOK_NO}`)).body.overdue).toEqual([]);
  const { next } = (await ask(`events?bookNo=${BOOK_NO}&limit=1000`)).body;
  clock.advance(DAY);
  const told = await ask(`events?bookNo=${BOOK_NO}&after=${next}&wait=20`);
  const finding = { code: 'BND-OVERDUE' };
  expect(told.body.events).toMatchObject([
    {
      ...{ kind: 'change', number: paperNo, ownNo: 'D-1', state: 'overdue' },
      ...{ goods: [{ recordNo: RECORD, quantity: '1' }], findings: [finding] },
    },
  ]);
  const goods = [{ recordNo: RECORD, location: 'HALL', quantity: '1' }];
  expect((await ask(`books/${BOOK_NO}`)).body.overdue).toMatchObject([
    { paperNo, until: '2020-09-18', goods, finding },
  ]);
});
