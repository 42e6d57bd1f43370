import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../src/cli/running.ts';
import { settableClock } from '../../src/io/clock.ts';
import { createLog } from '../../src/io/log.ts';
import { call } from '../cli/terminal.ts';
import { type B2bPapers, b2bPapers, bytesOf } from './b2b-papers.ts';
import { type Desk, openDesk } from './desk.ts';
import { EXPORT_SENDERS } from './export-papers.ts';
import { AGENT, CARRIER, EVENING, openZone, type Zone } from './zone.ts';

// The channel of a ticket and customs declarations over HTTP and from the command line.
let zone: Zone;
let desk: Desk;
let platform: { readonly url: string; stop(): Promise<unknown> };

beforeAll(async () => {
  zone = await openZone();
  desk = await openDesk(zone);
  const profileDir = new URL('../../profiles/cn-zhengzhou', import.meta.url).pathname;
  const log = createLog({ level: 'error' });
  const where = { host: '127.0.0.1', port: 0, profileDir, version: 'test' };
  platform = await run({ db: zone.db, clock: settableClock(EVENING), log, ...where });
});
afterAll(async () => {
  await platform?.stop();
  await zone?.database.drop();
});

async function ask(path: string, body?: Buffer | null, party = AGENT) {
  const { token } = zone.cardOf(party);
  const type = body instanceof Buffer ? { 'content-type': 'application/json' } : {};
  const response = await fetch(`${platform.url}/v1/exports/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, ...type },
    ...(body instanceof Buffer ? { body } : {}),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function file(papers: B2bPapers): Promise<B2bPapers> {
  await desk.send(EXPORT_SENDERS.order, papers.order);
  await desk.send(EXPORT_SENDERS.waybill, papers.waybill);
  return papers;
}

const ticket = (total: string, more: object = {}) => ({
  ...{ mode: '9710', date: '2020-09-18', goods: [{ hs: '6109100021', total }] },
  ...more,
});

it('tells the channel of a ticket, and why', async () => {
  const told = (question: object) => ask('channel', Buffer.from(JSON.stringify(question)));
  expect(await told(ticket('5000.00'))).toEqual({
    status: 200,
    body: { date: '2020-09-18', channel: 'L', value: '5000.00', reasons: [] },
  });
  const above = await told(ticket('5000.01', { licenseNo: 'X' }));
  const codes = (above.body.reasons as { code: string }[]).map(({ code }) => code);
  expect([above.body.channel, codes]).toEqual(['D', ['CHN-VALUE', 'CHN-NAMED']]);
  const wrong = await told({ mode: '9710', goods: [{ hs: 1 }] });
  expect([wrong.status, (wrong.body.findings as { path: string }[])[0]!.path]).toEqual([
    422,
    '/goods/0/hs',
  ]);
});

it('takes a declaration, shows and withdraws it', async () => {
  const papers = await file(b2bPapers());
  const bytes = bytesOf(papers.body);
  const first = await ask('declarations', bytes);
  expect(first).toMatchObject({
    status: 201,
    body: {
      ...{ status: '400', fob: '10000.00', duty: '0.00', attempt: 1, duplicate: false },
      findings: [{ code: 'ARRIVAL-NONE' }],
      lines: [{ gNo: '1', fob: '10000.00', duty: '0.00' }],
      declaration: { contrNo: 'HT1001', ownerCode: papers.body.tradeCode },
      goods: [{ codeTs: '6109100021', originCountry: '142' }],
    },
  });
  const { preEntryId, entryId } = first.body;
  expect(await ask('declarations', bytes)).toMatchObject({
    status: 200,
    body: { preEntryId, duplicate: true },
  });
  const other = await ask('declarations', bytesOf(papers.body, { noteS: 'x' }));
  expect(other).toMatchObject({ status: 409, body: { findings: [{ code: 'DEC-NUMBER' }] } });
  const bad = await ask('declarations', bytesOf(papers.body, { packNo: 'x', more: '1' }));
  expect(bad.status).toBe(422);
  expect((bad.body.findings as { path: string }[]).map(({ path }) => path)).toEqual([
    '/more',
    '/packNo',
  ]);
  expect((await ask(`declarations/${entryId}`)).body.timeline).toHaveLength(2);
  expect((await ask(`declarations/${entryId}`, undefined, CARRIER)).status).toBe(404);
  const gone = await ask(`declarations/${preEntryId}/withdraw`, null);
  expect(gone).toMatchObject({ status: 200, body: { status: '430' } });
});

it('does the same from the command line', async () => {
  const papers = await file(b2bPapers({ hs: '3604100000', unit: '035', unit1: '035', unit2: '' }));
  const path = join(process.env.TMPDIR ?? '/tmp', `onestep-${papers.orderNo}.json`);
  await writeFile(path, bytesOf(papers.body));
  const door = ['--url', platform.url, '--token', zone.cardOf(AGENT).token];
  const sent = await call('exports', 'declare', path, ...door);
  expect(sent.code).toBe(0);
  const [, number = ''] = /^(D\d{17}): 400, customs number \d{18}/.exec(sent.out) ?? [];
  const seen = await call('exports', 'declaration', number, ...door);
  expect(seen.out).toBe(sent.out);
  const place = ['--database-url', zone.database.url];
  const early = await call('exports', 'conclude', number, ...place);
  expect([early.code, early.err]).toEqual([1, `No declaration ${number} waits for a person.`]);
  const back = await call('exports', 'withdraw', number, ...door);
  expect([back.code, back.out]).toEqual([0, expect.stringContaining(': 430')]);
  await writeFile(path, 'hs,total,currency\n6109100021,20.00,\n0301921090,7.00,142\n');
  const asked = await call('exports', 'channel', path, '--mode', '9710', '--json', ...place);
  expect(asked.code).toBe(0);
  const { channel, reasons } = JSON.parse(asked.out) as { channel: string; reasons: object[] };
  expect([channel, reasons]).toEqual([
    'D',
    ['CHN-DUTY', 'CHN-INSPECTION'].map((code) => expect.objectContaining({ code })),
  ]);
});
