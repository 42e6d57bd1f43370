import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificateRequest } from '../../src/client/x509.ts';
import { enterCredit } from '../../src/flows/credit.ts';
import { systemEntropy } from '../../src/io/random.ts';
import { makeCertificate } from '../../src/sandbox/world/certificate.ts';
import { newSm2KeyPair } from '../../src/xml/sm2-keys.ts';
import { call } from '../cli/terminal.ts';
import { browserOf, enter, openStage, type Stage } from '../console-stage.ts';
import { openDesk } from '../flows/desk.ts';
import { AGENT, POOR_AGENT } from '../flows/zone.ts';

// Keys and credit of an enterprise, over HTTP: what a person of the firm may do, what a program may
// not, and what an operator has to say.
let stage: Stage;
let firm: ReturnType<typeof browserOf>;
let other: ReturnType<typeof browserOf>;
let operator: ReturnType<typeof browserOf>;

beforeAll(async () => {
  const seats = [['other', 'enterprise', POOR_AGENT.code] as const];
  stage = await openStage({}, { seats });
  const signedIn = async (name: string) =>
    browserOf(stage.url, (await enter(stage.url, name)).cookie);
  [firm, other, operator] = [
    await signedIn('enterprise'),
    await signedIn('other'),
    await signedIn('operator'),
  ];
});
afterAll(() => stage?.close());

const byToken = async (token: string, method: string, path: string, body?: object) => {
  const answer = await fetch(stage.url + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, text: await answer.text() };
};
const codesOf = (answer: { readonly json: { readonly findings: { code: string }[] } }) =>
  answer.json.findings.map(({ code }) => code);

describe('tokens', () => {
  it('are made once, used, and revoked', async () => {
    const made = await firm('POST', '/v1/tokens', { label: 'ERP 2027', expires: '2027-12-31' });
    expect(made.status).toBe(201);
    const { token } = made.json as { token: string };
    expect(token).toMatch(/^onestep_[\w-]{43}$/);
    expect(made.json.expiresAt).toBe('2027-12-31T00:00:00.000+08:00');
    expect((await byToken(token, 'GET', '/v1/tokens')).status).toBe(200);
    const seen = async () => {
      const { json } = await firm('GET', '/v1/tokens');
      return json.tokens.find(({ label }: { label: string }) => label === 'ERP 2027');
    };
    await expect.poll(async () => (await seen()).usedAt).not.toBeNull();
    expect(await seen()).toMatchObject({ state: 'in-force', revokedAt: null });
    expect((await seen()).madeAt).toMatch(/^2020-09-18T/);
    expect((await firm('GET', '/v1/tokens')).text).not.toContain(token);
    expect((await firm('DELETE', '/v1/tokens/ERP%202027')).status).toBe(204);
    expect(await seen()).toMatchObject({ state: 'revoked' });
    await expect.poll(() => byToken(token, 'GET', '/v1/tokens')).toMatchObject({ status: 401 });
    expect((await firm('DELETE', '/v1/tokens/ERP%202027')).status).toBe(404);
  });

  it('are refused with what is wrong', async () => {
    const tried = async (body: object) => codesOf(await firm('POST', '/v1/tokens', body));
    expect(await tried({ label: '<b>' })).toEqual(['KEY-LABEL']);
    expect(await tried({ label: 'ERP 2027' })).toEqual(['KEY-TWICE']);
    expect(await tried({ label: 'x', expires: '2020-09-18' })).toEqual(['KEY-DAY']);
    expect(await tried({ label: 'x', expires: '2020-02-30' })).toEqual(['KEY-DAY']);
  });

  it('come to an end of their number', async () => {
    let last = { status: 0, json: { findings: [] as { code: string }[] } };
    for (let i = 0; i < 21 && last.status !== 422; i++) {
      last = await other('POST', '/v1/tokens', { label: `n${i}` });
    }
    expect(codesOf(last)).toEqual(['KEY-MANY']);
    const { json } = await other('GET', '/v1/tokens');
    const live = json.tokens.filter(({ state }: { state: string }) => state === 'in-force');
    expect(live.length).toBe(20);
  });

  it('cannot change keys, and nobody can change those of another', async () => {
    const { token } = stage.zone.cardOf(AGENT);
    for (const [method, path, body] of [
      ['POST', '/v1/tokens', { label: 'more' }],
      ['DELETE', '/v1/tokens/test', undefined],
      ['POST', '/v1/certificates/requests', { pem: 'x' }],
    ] as const) {
      const answer = await byToken(token, method, path, body);
      expect([path, answer.status]).toEqual([path, 403]);
      expect(answer.text).toContain('REQ-PERSON');
    }
    expect((await other('DELETE', '/v1/tokens/ERP%202027')).status).toBe(404);
  });
});

/** A certificate of a fresh key for the agent, and the key. */
function card(serial: string, from = '2020-01-01', until = '2030-01-01') {
  const key = newSm2KeyPair((count) => systemEntropy.bytes(count));
  const made = makeCertificate(key, { serial, code: AGENT.code, name: AGENT.name, from, until });
  return { key, pem: made.pem };
}

describe('certificates', () => {
  const ask = (pem: string) => firm('POST', '/v1/certificates/requests', { pem });

  it('are on file with what is in them', async () => {
    const { json } = await firm('GET', '/v1/certificates');
    const whole = { state: 'in-force', algorithm: 'RSA', maySign: true };
    expect(json.certificates).toMatchObject([whole]);
    expect(json.certificates[0].daysLeft).toBeGreaterThan(8_000);
    expect(json.certificates[0].subject).toContain(AGENT.name);
  });

  it('that cannot be registered are refused, and a key is never kept', async () => {
    const { key, pem } = card('0300000000000001');
    const secret = key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(codesOf(await ask(secret + pem))).toEqual(['CERT-PRIVATE']);
    const csr = certificateRequest(key, { code: AGENT.code, name: AGENT.name });
    expect(codesOf(await ask(csr))).toEqual(['CERT-REQUEST']);
    expect(codesOf(await ask('<script>'))).toEqual(['CERT-FORM']);
    const old = card('0300000000000002', '2010-01-01', '2019-01-01');
    expect(codesOf(await ask(old.pem))).toEqual(['CERT-ENDED']);
    expect((await firm('GET', '/v1/certificates/requests')).json.requests).toEqual([]);
  });

  it('wait for an operator, who registers them', async () => {
    const { pem } = card('0300000000000003');
    const { status, json } = await ask(pem);
    expect(status).toBe(201);
    expect(codesOf(await ask(pem))).toEqual(['CERT-KNOWN']);
    const { json: open } = await operator('GET', '/v1/office/certificates');
    const { serial, fingerprint } = open.requests[0];
    expect(open.requests).toMatchObject([
      { id: json.id, enterpriseCode: AGENT.code, name: AGENT.name, state: 'open' },
    ]);
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
    const path = `/v1/office/certificates/${json.id}`;
    expect((await firm('POST', path, { accept: true })).status).toBe(403);
    expect(codesOf(await operator('POST', path, { accept: false }))).toEqual(['CERT-REASON']);
    expect((await operator('POST', path, { accept: true })).status).toBe(204);
    expect(codesOf(await operator('POST', path, { accept: true }))).toEqual(['CERT-DECIDED']);
    const { json: now } = await firm('GET', '/v1/certificates');
    const registered = now.certificates.find((one: { serial: string }) => one.serial === serial);
    expect(registered).toMatchObject({ state: 'in-force', algorithm: 'SM2', fingerprint });
    expect((await other('DELETE', `/v1/certificates/${serial}`)).status).toBe(404);
    expect((await firm('DELETE', `/v1/certificates/${serial}`)).status).toBe(204);
    expect((await firm('DELETE', `/v1/certificates/${serial}`)).status).toBe(404);
  });

  it('are refused with a reason, or taken back', async () => {
    const [first, second] = [card('0300000000000004'), card('0300000000000005')];
    const { id } = (await ask(first.pem)).json;
    const reason = '持有人名称与营业执照不符';
    const said = { accept: false, reason };
    expect((await operator('POST', `/v1/office/certificates/${id}`, said)).status).toBe(204);
    const { id: again } = (await ask(second.pem)).json;
    const path = `/v1/certificates/requests/${again}`;
    expect((await other('DELETE', path)).status).toBe(404);
    expect((await firm('DELETE', path)).status).toBe(204);
    expect(codesOf(await firm('DELETE', path))).toEqual(['CERT-DECIDED']);
    const { json } = await firm('GET', '/v1/certificates/requests');
    const states = json.requests.map((one: { state: string; reason: string | null }) => [
      one.state,
      one.reason,
    ]);
    expect(states).toContainEqual(['refused', reason]);
    expect(states).toContainEqual(['taken-back', null]);
  });
});

it('certificates are decided from the command line as well', async () => {
  const { pem } = card('0300000000000006');
  const { id } = (await firm('POST', '/v1/certificates/requests', { pem })).json;
  const run = (...args: string[]) =>
    call('certificate', ...args, '--database-url', stage.zone.database.url);
  const { requests } = (await run('requests', '--json')).json() as { requests: object[] };
  expect(requests).toMatchObject([{ id, enterprise: AGENT.code }]);
  expect((await run('requests')).out).toContain(AGENT.name);
  expect((await run('refuse', id, '--by', 'P1')).err).toBe('a refusal needs its reason.');
  expect((await run('accept', id, '--by', 'P1')).out).toBe(`The request ${id} is accepted.`);
  expect((await run('accept', id, '--by', 'P1')).code).toBe(1);
  const { json } = await firm('GET', '/v1/certificates');
  expect(json.certificates.map(({ serial }: { serial: string }) => serial)).toContain(
    '300000000000006',
  );
});

it('tells the credit class, how it came about, and what the one above asks for', async () => {
  const before = (await firm('GET', '/v1/credit')).json;
  expect(before).toMatchObject({ classToday: 'GENERAL', regime: '237', history: [] });
  expect(before.next).toEqual({ class: 'GEN_CERT', by: 'certified', overdue: [] });
  expect(before.classes.map((one: { class: string }) => one.class)).toEqual([
    ...['ADV', 'GEN_CERT', 'GENERAL', 'DISHONEST'],
  ]);
  const desk = await openDesk(stage.zone, { clock: stage.clock });
  const violation = { fine: 20_000_000n, documents: 41_200n };
  const event = { enterpriseCode: AGENT.code, day: '2020-09-17', enteredBy: 'O017' };
  const paper = { paperNo: 'XZ-18', certified: null };
  await enterCredit(desk.house, { ...event, ...paper, kind: 'violation', violation });
  const smuggled = { ...event, paperNo: 'XZ-19', certified: null, violation: null };
  await enterCredit(desk.house, { ...smuggled, kind: 'smuggling' });
  const after = (await firm('GET', '/v1/credit')).json;
  expect(after).toMatchObject({
    classToday: 'DISHONEST',
    next: { class: 'GENERAL', by: 'rehabilitated', overdue: [] },
    history: [{ class: 'DISHONEST', event: 2, since: '2020-09-17' }, { event: null }],
    violations: { count: 1, fines: '200000.00', most: '300000.00' },
  });
  const { json: seen } = await operator('GET', `/v1/office/enterprises/${AGENT.code}`);
  expect(seen).toMatchObject({ credit: after, guarantee: { exempt: false } });
  expect((await firm('GET', `/v1/office/enterprises/${AGENT.code}`)).status).toBe(403);
  expect((await operator('GET', '/v1/office/enterprises/4101960X99')).status).toBe(404);
  // Who of customs entered it is not the enterprise's to know.
  expect(JSON.stringify(after)).not.toContain('O017');
  expect((await other('GET', '/v1/credit')).json.classToday).toBe('GENERAL');
});
