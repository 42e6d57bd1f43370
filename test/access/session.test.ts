import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockAccount, setPassword } from '../../src/access/account-store.ts';
import { storeAction } from '../../src/access/action-store.ts';
import { hashPassword, isPassword } from '../../src/access/password.ts';
import { browserOf, enter, FROM_HERE, openStage, PASSWORD, type Stage } from '../console-stage.ts';
import { AGENT_2 } from '../flows/zone.ts';

// Sign-in, sessions and their trail, over HTTP against the whole platform.
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const as = async (name: string) => browserOf(stage.url, (await enter(stage.url, name)).cookie);

describe('a password', () => {
  it('is kept as a salted hash that tells its cost', async () => {
    const salt = new Uint8Array(16).fill(7);
    const kept = await hashPassword(PASSWORD, salt);
    expect(kept).toMatch(/^scrypt:32768:8:1:[\w-]{22}:[\w-]{43}$/);
    expect(await isPassword(PASSWORD, kept)).toBe(true);
    expect(await isPassword(`${PASSWORD}x`, kept)).toBe(false);
    expect(await hashPassword(PASSWORD, new Uint8Array(16))).not.toBe(kept);
  });
});

describe('sign-in', () => {
  it('gives a cookie that no script reads, and says who one is', async () => {
    const { answer } = await enter(stage.url, ' Supervisor ');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toMatch(
      /^onestep-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const me = { account: 'supervisor', role: 'supervisor', party: 'S1' };
    expect(await answer.json()).toMatchObject({
      ...me,
      may: expect.arrayContaining(['actions.read']),
    });
    const kept = await stage.zone.db.query<{ hash: string }>('select hash from access.sessions');
    for (const { hash } of kept) expect(answer.headers.get('set-cookie')).not.toContain(hash);
  });

  it('is marked for https alone where that is spoken', async () => {
    const { answer } = await enter(stage.url, 'officer', PASSWORD, {
      'x-forwarded-proto': 'https',
    });
    expect(answer.headers.get('set-cookie')).toContain('; Secure');
  });

  it('says the same of an unknown name, a wrong password and a locked account', async () => {
    await stage.zone.db.execute(
      `insert into access.accounts (created_at, name, role, party, password)
       select created_at, 'locked', role, party, password from access.accounts
       where name = 'officer'`,
    );
    await lockAccount(stage.zone.db, 'locked', 0);
    const bodies = [];
    for (const [name, password] of [
      ['nobody', PASSWORD],
      ['officer', 'wrong'],
      ['locked', PASSWORD],
    ]) {
      const { answer, cookie } = await enter(stage.url, name!, password);
      const { requestId: _, ...body } = (await answer.json()) as { requestId: string };
      bodies.push([answer.status, cookie, body]);
    }
    expect(bodies[0]).toEqual([401, '', expect.objectContaining({ code: 'wrong-password' })]);
    expect(bodies[1]).toEqual(bodies[0]);
    expect(bodies[2]).toEqual(bodies[0]);
  });

  it('takes about as long for an unknown name as for a wrong password', async () => {
    const timed = async (name: string) => {
      const begun = performance.now();
      await enter(stage.url, name, 'wrong password');
      return performance.now() - begun;
    };
    const [known, unknown] = [[] as number[], [] as number[]];
    for (let i = 0; i < 3; i += 1) {
      known.push(await timed('auditor'));
      unknown.push(await timed(`nobody-${i}`));
    }
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 3);
  });

  it('is slowed down for a name that is guessed at, and says for how long', async () => {
    const tries = [];
    for (let i = 0; i < 6; i += 1)
      tries.push((await enter(stage.url, 'guessed', `no ${i}`)).answer);
    expect(tries.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
    const wait = Number(tries[5]!.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(800);
    stage.clock.advance(wait * 1_000);
    expect((await enter(stage.url, 'guessed', 'no')).answer.status).toBe(401);
  });

  it('is slowed down for an address that guesses at many names', async () => {
    const statuses = new Set<number>();
    for (let i = 0; i < 35; i += 1)
      statuses.add((await enter(stage.url, `n${i}`, 'x')).answer.status);
    expect([...statuses]).toEqual([401, 429]);
    stage.clock.advance(16 * 60_000);
  });

  it('is taken from pages of this site alone', async () => {
    const strange = [
      { 'x-onestep-console': '0' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://elsewhere.example' },
    ];
    for (const headers of strange) {
      expect((await enter(stage.url, 'officer', PASSWORD, headers)).answer.status).toBe(403);
    }
    const { answer } = await enter(stage.url, 'officer', PASSWORD, { origin: stage.url });
    expect(answer.status).toBe(200);
  });
});

describe('a session', () => {
  it('opens the routes of its role and no others', async () => {
    const [officer, enterprise] = [await as('officer'), await as('enterprise')];
    expect((await officer('GET', '/v1/office/me')).json).toMatchObject({
      number: 'O1',
      roles: ['officer'],
    });
    expect((await enterprise('GET', '/v1/receipts?after=0')).status).toBe(200);
    const wrong = [
      await officer('GET', '/v1/receipts?after=0'),
      await enterprise('GET', '/v1/office/me'),
    ];
    expect(wrong.map(({ status, json }) => [status, json.code])).toEqual([
      [403, 'wrong-role'],
      [403, 'wrong-role'],
    ]);
  });

  it('leaves tokens as they were, beside it or without it', async () => {
    const { cookie } = await enter(stage.url, 'officer');
    const token = stage.zone.cardOf(AGENT_2).token;
    const headers = { authorization: `Bearer ${token}` };
    const both = { ...headers, cookie };
    expect((await fetch(`${stage.url}/v1/receipts?after=0`, { headers: both })).status).toBe(200);
    const bad = { authorization: 'Bearer x', cookie };
    expect((await fetch(`${stage.url}/v1/office/me`, { headers: bad })).status).toBe(401);
    const posted = await fetch(`${stage.url}/v1/messages`, {
      method: 'POST',
      headers,
      body: '<a/>',
    });
    expect(posted.status).not.toBe(403);
  });

  it('is over for a page whose cookie is gone', async () => {
    const { status, json } = await browserOf(stage.url, '')('GET', '/v1/office/me');
    expect([status, json.code]).toEqual([401, 'session-ended']);
  });

  it('changes nothing for a page of another site', async () => {
    const { cookie } = await enter(stage.url, 'enterprise');
    const headers = { cookie, 'content-type': 'application/json' };
    for (const more of [
      {},
      { 'x-onestep-console': '1' },
      { ...FROM_HERE, 'sec-fetch-site': 'cross-site' },
    ]) {
      const answer = await fetch(`${stage.url}/v1/webhooks`, {
        ...{ method: 'POST', headers: { ...headers, ...more }, body: '{}' },
      });
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
        403,
        'cross-site',
      ]);
    }
  });

  it('ends when it is not used, when its time is over, and when it is left', async () => {
    const [idle, used, left] = [await as('officer'), await as('officer'), await as('officer')];
    expect((await left('DELETE', '/v1/session')).status).toBe(204);
    expect((await left('GET', '/v1/session')).json.code).toBe('session-ended');
    stage.clock.advance(20 * 60_000);
    expect((await used('GET', '/v1/session')).status).toBe(200);
    stage.clock.advance(20 * 60_000);
    expect((await used('GET', '/v1/session')).status).toBe(200);
    const over = await idle('GET', '/v1/office/me');
    expect([over.status, over.json.code]).toEqual([401, 'session-ended']);
    for (let i = 0; i < 26; i += 1) {
      stage.clock.advance(28 * 60_000);
      await used('GET', '/v1/session');
    }
    expect((await used('GET', '/v1/session')).status).toBe(401);
  });

  it('ends with another password, a lock, and the role of its officer', async () => {
    const { db } = stage.zone;
    const [first, second] = [await as('operator'), await as('auditor')];
    await setPassword(db, 'operator', await hashPassword(PASSWORD, new Uint8Array(16)));
    expect((await first('GET', '/v1/session')).status).toBe(401);
    await stage.zone.register((tx) =>
      tx.execute(`update registry.officers set roles = '{officer}' where number = 'A1'`),
    );
    await stage.platform.house.registry.fresh(db);
    expect((await second('GET', '/v1/session')).status).toBe(401);
    expect((await enter(stage.url, 'auditor')).answer.status).toBe(401);
    await stage.zone.register((tx) =>
      tx.execute(`update registry.officers set roles = '{auditor}' where number = 'A1'`),
    );
    await stage.platform.house.registry.fresh(db);
    await lockAccount(db, 'operator', stage.clock.now());
    expect((await enter(stage.url, 'operator')).answer.status).toBe(401);
  });
});

describe('the audit trail', () => {
  it('has what was done and what was refused, by whom, and nothing personal', async () => {
    const enterprise = await as('enterprise');
    const supervisor = await as('supervisor');
    await enterprise('POST', '/v1/webhooks', { url: 'https://geheim.example/x' });
    await enterprise('GET', '/v1/declarations/46122020I000099999');
    await enterprise('GET', '/v1/declarations/11010519491231002X');
    await enterprise('GET', '/v1/office/actions');
    await enter(stage.url, 'supervisor', 'mistyped');
    const { json, status } = await supervisor('GET', '/v1/office/actions?limit=50');
    expect(status).toBe(200);
    const told = json.actions.map(
      (one: Record<string, string>) =>
        `${one.account} ${one.method} ${one.route} ${one.target} ${one.status}`,
    );
    const post = told.find((line: string) => line.includes('POST /v1/webhooks'));
    expect(post).toMatch(/^enterprise POST \/v1\/webhooks {2}(201|422)$/);
    expect(told).toContain('enterprise GET /v1/declarations/:listNo 46122020I000099999 404');
    expect(told).toContain('enterprise GET /v1/declarations/:listNo *** 404');
    expect(told).toContain('enterprise GET /v1/office/actions  403');
    expect(told).toContain('supervisor POST /v1/session  401');
    expect(JSON.stringify(json)).not.toMatch(/geheim|11010519491231002X/);
  });

  it('goes on page by page, and no row of it can be changed', async () => {
    const supervisor = await as('supervisor');
    const ids = new Set<string>();
    let next: string | null = '';
    while (next !== null) {
      const after: string = next === '' ? '' : `&after=${next}`;
      const { json } = await supervisor('GET', `/v1/office/actions?limit=3${after}`);
      for (const { id } of json.actions) {
        expect(ids.has(id)).toBe(false);
        ids.add(id);
      }
      next = json.next;
    }
    const { db } = stage.zone;
    const [count] = await db.query<{ n: number }>('select count(*)::int as n from access.actions');
    expect(ids.size).toBe(count!.n);
    await expect(db.execute(`update access.actions set account = 'x'`)).rejects.toThrow();
    await expect(db.execute('delete from access.actions')).rejects.toThrow();
  });

  it('keeps an action whose process died before its end', async () => {
    const { db } = stage.zone;
    const id = '00000000-0000-4000-8000-00000000dead';
    const who = { account: 'officer', role: 'officer', party: 'O1' } as const;
    const what = { method: 'POST', route: '/v1/x', target: '', status: null };
    await storeAction(db, { id, at: stage.clock.now() + 1, ...who, ...what });
    const { json } = await (await as('supervisor'))('GET', '/v1/office/actions?limit=2');
    expect(json.actions).toContainEqual(
      expect.objectContaining({ id, outcome: 'open', status: null }),
    );
  });
});
