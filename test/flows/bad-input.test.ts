import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/base/finding.ts';
import { LIMITS } from '../../src/base/limits.ts';
import { platformOf } from '../../src/cli/platform-of.ts';
import { damage } from '../../src/sandbox/world/damage.ts';
import { withHead } from '../../src/sandbox/world/document.ts';
import { DAMAGES, type Damage } from '../../src/sandbox/world/parcel.ts';
import type { Party } from '../../src/sandbox/world/parties.ts';
import { buildWindow, type Window } from '../../src/window/server.ts';
import { brokenLaws, caseOf, countOf, type Desk, openDesk } from './desk.ts';
import { type Papers, paperMill, sign, signed, unsigned } from './papers.ts';
import { AGENT, CARRIER, openZone, PAYFIRM, PLATFORM, PLATFORM_2, type Zone } from './zone.ts';

// What bad input gets at the real door (DESIGN section 6): a finding each, and nothing else.
let zone: Zone;
let mill: ReturnType<typeof paperMill>;
let desk: Desk;
let window: Window;
let url: string;
let good: Papers;

beforeAll(async () => {
  zone = await openZone();
  mill = paperMill(zone.profile);
  desk = await openDesk(zone);
  const platform = platformOf(desk, async () => '');
  window = await buildWindow({ platform, clock: desk.clock, version: 'test' });
  url = await window.listen({ host: '127.0.0.1', port: 0 });
  good = mill.parcel();
  await desk.sendAll(good);
});
afterAll(async () => {
  await window?.close();
  await zone?.database.drop();
});

type Answer = { status: number; findings: readonly Finding[] };

async function post(bytes: Uint8Array, party: Party = PLATFORM): Promise<Answer> {
  const response = await fetch(`${url}/v1/messages`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${zone.cardOf(party).token}`,
      'content-type': 'application/xml',
    },
    body: bytes as Uint8Array<ArrayBuffer>,
  });
  const body = (await response.json()) as { findings?: Finding[] };
  return { status: response.status, findings: body.findings ?? [] };
}

const draftOf = (papers: Papers) => {
  const text = (party: Party) => (xml: string) =>
    Buffer.from(sign(xml, zone.cardOf(party))).toString('utf8');
  return {
    unsigned: unsigned([papers.order], { sender: PLATFORM }),
    sign: text(PLATFORM),
    signAsOther: text(PLATFORM_2),
  };
};

/** Whatever was refused, everything accepted before still stands and the door is open. */
async function expectUnharmed(messages: number): Promise<void> {
  expect(await countOf(zone.db, 'documents.messages')).toBe(messages);
  expect(await caseOf(zone.db, good)).toMatchObject({ state: '800', attempt: 1 });
  const response = await fetch(`${url}/healthz`);
  expect(response.status).toBe(200);
}

function expectWhole(findings: readonly Finding[]): void {
  expect(findings.length).toBeGreaterThan(0);
  for (const finding of findings) {
    expect(finding.code).toMatch(/^[A-Z0-9-]+$/);
    expect(finding.zh).toMatch(/\p{Script=Han}/u);
    expect(finding.en).toMatch(/[a-z]/);
    expect(finding.hint).toBeTruthy();
  }
}

const EXPECTED: Readonly<Record<Damage, readonly [status: number, code: string]>> = {
  unsigned: [403, 'SIG-MISSING'],
  'foreign-key': [403, 'REG-CERT-OTHER'],
  altered: [403, 'SIGNATURE-DIGEST'],
  gbk: [400, 'XML-UTF8'],
  doctype: [400, 'XML-DOCTYPE'],
  truncated: [400, 'XML-TRUNCATED'],
  'two-signatures': [422, 'MSG-REPEATED'],
  deep: [400, 'XML-DEPTH'],
  wrapped: [403, 'SIGNATURE-WRAPPED'],
};

describe('a message refused whole', () => {
  it.each(DAMAGES)('%s', async (how) => {
    const before = await countOf(zone.db, 'documents.messages');
    const [status, code] = EXPECTED[how];
    const answer = await post(damage(how, draftOf(mill.parcel())));
    expect([answer.status, answer.findings[0]?.code]).toEqual([status, code]);
    expectWhole(answer.findings);
    await expectUnharmed(before);
  });

  it('with an entity bomb costs nothing', async () => {
    const levels = Array.from({ length: 30 }, (_, i) => {
      const inner = i === 0 ? '0123456789' : `&e${i - 1};`.repeat(10);
      return `<!ENTITY e${i} "${inner}">`;
    });
    const bomb = `<?xml version="1.0"?><!DOCTYPE x [${levels.join('')}]><x>&e29;</x>`;
    const answer = await post(Buffer.from(bomb));
    expect([answer.status, answer.findings[0]?.code]).toEqual([400, 'XML-DOCTYPE']);
  });

  it('of two messages run into each other', async () => {
    const [one, other] = [mill.parcel(), mill.parcel()].map((papers) =>
      Buffer.from(signed([papers.order], { sender: PLATFORM, card: zone.cardOf(PLATFORM) })),
    );
    const half = one!.length >> 1;
    for (const bytes of [
      Buffer.concat([one!.subarray(0, half), other!, one!.subarray(half)]),
      Buffer.concat([one!, other!]),
      Buffer.concat([one!.subarray(0, half), other!.subarray(half)]),
    ]) {
      const answer = await post(bytes);
      expect([400, 403, 422]).toContain(answer.status);
      expectWhole(answer.findings);
    }
  });

  it('with one bit turned anywhere is never taken for another message', async () => {
    const before = await countOf(zone.db, 'documents.messages');
    const draft = draftOf(mill.parcel());
    const bytes = Buffer.from(draft.sign(draft.unsigned));
    const start = bytes.indexOf('<ceb:CEB311Message');
    const end = bytes.indexOf('<ds:KeyInfo');
    const places = Array.from({ length: 60 }, (_, i) => start + ((i * 7_919) % (end - start)));
    for (const place of places) {
      const bent = Buffer.from(bytes);
      bent[place]! ^= 1 << (place % 7);
      const answer = await post(bent);
      expect([400, 403, 422], `byte ${place}`).toContain(answer.status);
    }
    await expectUnharmed(before);
  });

  it('of 100 MB is refused before it is sent', async () => {
    const size = 100 * 1024 * 1024;
    const answer = await new Promise<{ status: number; sent: number }>((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${zone.cardOf(PLATFORM).token}`,
        'content-type': 'application/xml',
        'content-length': size,
      };
      let sent = 0;
      const call = request(`${url}/v1/messages`, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0, sent });
        call.destroy();
      });
      call.on('error', reject);
      call.write(Buffer.alloc(64 * 1024, 32), () => {
        sent += 64 * 1024;
      });
    });
    expect(answer.status).toBe(413);
    expect(answer.sent).toBeLessThan(LIMITS.messageBytes);
    expect((await post(Buffer.alloc(LIMITS.messageBytes + 1, 32))).findings[0]?.code).toBe(
      'MSG-BYTES',
    );
  });

  it('without or with an unknown token', async () => {
    const bytes = Buffer.from(draftOf(mill.parcel()).unsigned);
    for (const authorization of ['', 'Bearer no-such-token']) {
      const response = await fetch(`${url}/v1/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/xml', ...(authorization ? { authorization } : {}) },
        body: bytes,
      });
      expect(response.status).toBe(401);
    }
  });
});

describe('a record with a fault among nineteen good ones', () => {
  const LONG = '9'.repeat(30);
  it.each([
    ['order', PLATFORM, 'a negative amount', { goodsValue: '-1.00' }],
    ['order', PLATFORM, 'an overlong amount', { acturalPaid: LONG }],
    ['order', PLATFORM, 'an amount with a letter', { freight: '1O.00' }],
    ['order', PLATFORM, 'a missing element', { buyerName: undefined }],
    ['order', PLATFORM, 'an overlong number', { orderNo: 'X'.repeat(61) }],
    ['payment', PAYFIRM, 'a day that does not exist', { payTime: '20200231120000' }],
    ['payment', PAYFIRM, 'exponents', { amountPaid: '1e3' }],
    ['waybill', CARRIER, 'a negative weight', { weight: '-2.5' }],
    ['list', AGENT, 'a negative freight', { freight: '-12.00' }],
    ['list', AGENT, 'no waybill', { logisticsNo: '' }],
  ] as const)('%s of %o with %s: only that one is refused', async (kind, sender, _, changes) => {
    const all = Array.from({ length: 20 }, () => mill.parcel());
    const records = all.map((papers, i) =>
      i === 11 ? withHead(papers[kind], changes) : papers[kind],
    );
    await desk.news(sender);
    const answer = await post(signed(records, { sender, card: zone.cardOf(sender) }), sender);
    expect(answer).toEqual({ status: 202, findings: [] });
    await desk.works.idle();
    const receipts = await desk.news(sender);
    const refused = receipts.filter(({ findings }) => findings.length > 0);
    expect(refused.map(({ recordGuid }) => recordGuid)).toEqual([records[11]!.head.guid]);
    expectWhole(refused[0]!.findings);
    expect(refused[0]!.status).toMatch(/^-\d{6}$/);
    expect(refused[0]!.findings[0]!.path).toContain(Object.keys(changes)[0]);
    const taken = receipts.filter(({ findings }) => findings.length === 0);
    expect(new Set(taken.map(({ recordGuid }) => recordGuid)).size).toBe(19);
  });
});

describe('afterwards', () => {
  it('the books are in order', async () => {
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  });
});
