import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Description, description } from '../../scripts/console-client.ts';
import type { AccountRole } from '../../src/access/account.ts';
import { browserOf, enter, FROM_HERE, openStage, SEATS, type Stage } from '../console-stage.ts';

// Role x endpoint, over every address of /openapi.json: a session opens what its role opens, and
// nothing of what is for others.
let stage: Stage;
let all: readonly (readonly [method: string, path: string])[];
beforeAll(async () => {
  stage = await openStage();
  const answer = await fetch(`${stage.url}/openapi.json`);
  const { paths } = (await answer.json()) as Description;
  all = Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => [method.toUpperCase(), path]),
    )
    .filter(
      ([, path]) => path!.startsWith('/v1/') && !/^\/v1\/(public\/|session(\/ways)?$)/.test(path!),
    )
    // It answers without end; see the test of its own.
    .filter(([, path]) => path !== '/v1/office/cockpit/stream')
    .map(([method, path]) => [method!, path!] as const);
});
afterAll(() => stage?.close());

/** Numbers of nothing, of the form that each address asks for. */
const NUMBERS: Readonly<Record<string, string>> = {
  ...{ listNo: '46122020I000099999', preNo: 'B20200918000099999', name: 'none', rule: 'R9' },
  ...{ messageId: '00000000-0000-4000-8000-000000000000', cursor: '999999', kind: 'entry' },
  ...{ id: '00000000-0000-4000-8000-000000000000', paperNo: 'none', slipNo: 'none' },
  ...{ code: '4101960X01' },
  ...{ taxNo: '46122020I00009999901', serial: 'ab12' },
  ...{ bookNo: 'none', recordNo: '1', countNo: 'none', day: '2020-09-18', sequence: '1' },
};
const called = (path: string) =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => NUMBERS[name] ?? 'none');

const STAFF_ROLES: readonly AccountRole[] = ['officer', 'supervisor', 'operator', 'auditor'];

/** Addresses of the office that answer an officer of a role; all others say 403 to it. */
const OFFICE: Readonly<Record<string, readonly AccountRole[]>> = {
  'GET /v1/office/actions': ['supervisor', 'auditor'],
  'GET /v1/office/cockpit': ['officer', 'supervisor', 'operator', 'auditor'],
  'GET /v1/office/declarations': ['officer', 'supervisor', 'operator', 'auditor'],
  'GET /v1/office/declarations/{listNo}': ['officer', 'supervisor', 'operator', 'auditor'],
  'GET /v1/office/declarations/{listNo}/documents': [
    'officer',
    'supervisor',
    'operator',
    'auditor',
  ],
  'GET /v1/office/messages/{messageId}': ['officer', 'supervisor'],
  'GET /v1/office/me': ['officer', 'supervisor', 'operator', 'auditor'],
  'GET /v1/office/queue': ['officer', 'supervisor'],
  'GET /v1/office/certificates': ['operator'],
  'GET /v1/office/enterprises': ['officer', 'supervisor', 'operator', 'auditor'],
  'GET /v1/office/enterprises/{code}': ['officer', 'supervisor', 'operator', 'auditor'],
  'GET /v1/office/officers': ['officer', 'supervisor'],
  'POST /v1/office/declarations/search': ['officer', 'supervisor'],
  'GET /v1/office/draws': ['officer', 'supervisor', 'operator', 'auditor'],
  'GET /v1/office/draws/ratios': ['supervisor', 'operator', 'auditor'],
  'GET /v1/office/draws/statistics': ['supervisor', 'operator', 'auditor'],
  'GET /v1/office/imports/statistics': STAFF_ROLES,
  'GET /v1/office/gate/crossings': ['officer', 'supervisor', 'operator', 'auditor'],
  'GET /v1/office/gate/slips': ['officer', 'supervisor', 'operator', 'auditor'],
  'GET /v1/office/gate/slips/{slipNo}': ['officer', 'supervisor', 'operator', 'auditor'],
  'GET /v1/office/gate/slips/{slipNo}/load': ['officer', 'supervisor', 'operator', 'auditor'],
  'GET /v1/office/stock/counts': ['officer', 'supervisor', 'operator', 'auditor'],
  'GET /v1/office/stock/counts/{countNo}': ['officer', 'supervisor', 'operator', 'auditor'],
  'GET /v1/office/risk/fields': ['officer', 'supervisor', 'auditor'],
  'GET /v1/office/risk/rules': ['officer', 'supervisor', 'auditor'],
  'GET /v1/office/risk/watch-lists': ['officer', 'supervisor', 'auditor'],
  'GET /v1/office/detained': ['officer', 'supervisor', 'auditor'],
  'GET /v1/office/stock/books': STAFF_ROLES,
  'GET /v1/office/stock/books/{bookNo}/lines': STAFF_ROLES,
  'GET /v1/office/stock/books/{bookNo}/lines/{recordNo}': STAFF_ROLES,
  'GET /v1/office/stock/books/{bookNo}/movements': STAFF_ROLES,
  'GET /v1/office/stock/books/{bookNo}/now': STAFF_ROLES,
  'GET /v1/office/stock/books/{bookNo}/papers': STAFF_ROLES,
  'GET /v1/office/stock/books/{bookNo}/places': STAFF_ROLES,
  'GET /v1/office/stock/books/{bookNo}/places/lots': STAFF_ROLES,
  'GET /v1/office/stock/papers/{kind}/{paperNo}': STAFF_ROLES,
};

describe.each(SEATS)('%s', (role) => {
  it('comes in at the addresses of its side, and is refused at all others', async () => {
    const browser = browserOf(stage.url, (await enter(stage.url, role)).cookie);
    const wrong: string[] = [];
    for (const [method, path] of all) {
      const body = method === 'GET' || method === 'DELETE' ? undefined : {};
      const { status, json } = await browser(method, called(path), body);
      const isOffice = path.startsWith('/v1/office/');
      const isOwn = isOffice === (role !== 'enterprise');
      const isShut =
        status === 403 && json.code === 'wrong-role' && json.findings[0].code === 'REQ-ROLE';
      if (isOwn === isShut || status === 401 || status >= 500) {
        wrong.push(`${method} ${path} ${status} ${json?.code}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(all.length).toBeGreaterThan(80);
  });

  it('watches the cockpit if it is of the office', async () => {
    const { cookie } = await enter(stage.url, role);
    const leaving = new AbortController();
    const answer = await fetch(`${stage.url}/v1/office/cockpit/stream`, {
      ...{ headers: { cookie, ...FROM_HERE }, signal: leaving.signal },
    });
    expect(answer.status).toBe(role === 'enterprise' ? 403 : 200);
    leaving.abort();
  });

  it('may what the table of the office says', async () => {
    const browser = browserOf(stage.url, (await enter(stage.url, role)).cookie);
    for (const [address, roles] of Object.entries(OFFICE)) {
      const [method = '', path = ''] = address.split(' ');
      const query = /statistics|ratios/.test(path) ? '?from=2020-09-01&to=2020-09-18' : '';
      const body = method === 'POST' ? { idNumber: '11010519491231002X' } : undefined;
      const { status } = await browser(method, called(path) + query, body);
      expect(`${address} ${status !== 403}`).toBe(`${address} ${roles.includes(role)}`);
    }
  });
});

it('is as the description that the console was made from', async () => {
  const { paths } = await description();
  const known = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  for (const [method, path] of all) expect(known).toContain(`${method} ${path}`);
});
