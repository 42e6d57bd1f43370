import { join } from 'node:path';
import type { AccountRole } from '../src/access/account.ts';
import { readConsole } from '../src/cli/console-files.ts';
import { type Running, type RunOptions, run } from '../src/cli/running.ts';
import { openAccount } from '../src/flows/accounts.ts';
import { type SettableClock, settableClock } from '../src/io/clock.ts';
import { createLog } from '../src/io/log.ts';
import { systemEntropy } from '../src/io/random.ts';
import { loadRegistry } from '../src/registry/facts.ts';
import type { Officer } from '../src/registry/officer.ts';
import { openDesk } from './flows/desk.ts';
import { as, type Papers, paperMill } from './flows/papers.ts';
import { AGENT, EVENING, openZone, type Zone } from './flows/zone.ts';
import { employ, person } from './office-desk.ts';

/** Of every account of a stage. */
export const PASSWORD = 'a long enough password';

/** One account of each role: its name is the role. */
export const SEATS: readonly (readonly [role: AccountRole, party: string])[] = [
  ['officer', 'O1'],
  ['supervisor', 'S1'],
  ['operator', 'P1'],
  ['auditor', 'A1'],
  ['enterprise', AGENT.code],
];

/** A platform with lists in several states, an account of each role, and the console. */
export type Stage = {
  readonly zone: Zone;
  readonly platform: Running;
  readonly url: string;
  readonly clock: SettableClock;
  readonly released: Papers;
  readonly returned: Papers;
  readonly waiting: Papers;
  close(): Promise<void>;
};

const STAFF = [
  person('O1'),
  person('S1', { roles: ['supervisor'] }),
  person('P1', { roles: ['operator'] }),
  person('A1', { roles: ['auditor'] }),
];

/** What is another than usual on a stage: its law, who works there, and who has an account. */
export type Casting = {
  readonly law?: Parameters<typeof openZone>[0];
  readonly staff?: readonly Officer[];
  /** What else is registered before any parcel comes. */
  readonly before?: (zone: Zone) => Promise<unknown>;
  readonly seats?: readonly (readonly [name: string, role: AccountRole, party: string])[];
};

/** Opens a stage; close it at the end. */
export async function openStage(
  more: Partial<RunOptions> = {},
  { law, staff = STAFF, seats = [], before }: Casting = {},
): Promise<Stage> {
  const zone = await openZone(law);
  await before?.(zone);
  await employ(zone, staff);
  const clock = settableClock(EVENING);
  const desk = await openDesk(zone, { clock });
  const mill = paperMill(zone.profile);
  const [released, returned, waiting] = [mill.parcel(), mill.parcel(), mill.parcel()];
  await desk.sendAll(released);
  await desk.sendAll(returned, 'order', 'payment', 'waybill');
  await desk.send(AGENT, as('1', returned.list, { packNo: '7' }));
  await desk.sendAll(waiting, 'order', 'list');
  const registry = await loadRegistry(zone.db);
  const tools = { registry, entropy: systemEntropy, at: EVENING };
  for (const [name, role, party] of [
    ...SEATS.map(([one, of]) => [one, one, of] as const),
    ...seats,
  ]) {
    const account = { name, role, party, password: PASSWORD };
    const objection = await openAccount(zone.db, account, tools);
    if (objection !== null) throw new Error(objection);
  }
  const platform = await run({
    ...{ db: zone.db, clock, log: createLog({ level: 'silent' }), host: '127.0.0.1', port: 0 },
    ...{ version: 'test', console: await readConsole() },
    profileDir: join(import.meta.dirname, '../profiles/cn-zhengzhou'),
    ...more,
  });
  const close = async (): Promise<void> => {
    await platform.stop();
    await zone.database.drop();
  };
  return { zone, platform, url: platform.url, clock, released, returned, waiting, close };
}

/** What a browser sends with each call of a page of this site. */
export const FROM_HERE = { 'x-onestep-console': '1', 'sec-fetch-site': 'same-origin' };

/** Signs in. @returns the answer and the cookie that came with it */
export async function enter(url: string, name: string, password = PASSWORD, headers = {}) {
  const answer = await fetch(`${url}/v1/session`, {
    method: 'POST',
    headers: { ...FROM_HERE, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ name, password }),
  });
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
  return { answer, cookie };
}

/** Calls as the browser of a session does. */
export function browserOf(url: string, cookie: string) {
  return async (method: string, path: string, body?: unknown, headers: object = {}) => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        ...{ cookie, ...FROM_HERE, ...headers },
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') === true;
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      json: isJson ? JSON.parse(text) : null,
    };
  };
}
