import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOfDay } from '../../src/base/dates.ts';
import { run } from '../../src/cli/running.ts';
import { type SettableClock, settableClock } from '../../src/io/clock.ts';
import { createLog } from '../../src/io/log.ts';
import type { Party } from '../../src/sandbox/world/parties.ts';
import { call } from '../cli/terminal.ts';
import { employ, person } from '../office-desk.ts';
import { type Desk, openDesk } from './desk.ts';
import { exportYard } from './export-yard.ts';
import {
  AGENT,
  CARRIER,
  EVENING,
  openZone,
  PLATFORM,
  POOR_AGENT,
  SELLER,
  type Zone,
} from './zone.ts';

// What sellers, declarants and officers are told of closed lists that no summary has, over HTTP.
let zone: Zone;
let desk: Desk;
let clock: SettableClock;
let platform: { readonly url: string; stop(): Promise<unknown> };

/** The 15th of October 2020 is a Thursday; here it and the Friday after it are holidays. */
const NONE = { holidays: [], workdays: [] };
const HOLIDAYS = { holidays: ['2020-10-15', '2020-10-16'], workdays: [] };
const CALENDAR = [
  { from: '2016-04-08', until: '2020-01-01', law: 'test', value: NONE },
  { from: '2020-01-01', until: null, law: 'test', value: HOLIDAYS },
];

beforeAll(async () => {
  zone = await openZone({ calendar: CALENDAR });
  desk = await openDesk(zone);
  await employ(zone, [person('O1'), person('A1', { roles: ['auditor'] })]);
  await close(2);
  desk.clock.set(startOfDay('2020-10-07'));
  await close(1);
  const profileDir = new URL('../../profiles/cn-zhengzhou', import.meta.url).pathname;
  const log = createLog({ level: 'error' });
  const where = { host: '127.0.0.1', port: 0, profileDir, version: 'test' };
  clock = settableClock(EVENING);
  platform = await run({ db: zone.db, clock, log, ...where });
});
afterAll(async () => {
  await platform?.stop();
  await zone?.database.drop();
});

/** Has so many lists of channel B closed. */
async function close(parcels: number): Promise<void> {
  const yard = exportYard(zone, () => desk);
  for (let i = 0; i < parcels; i += 1) await yard.leave(await yard.parcel());
}

async function ask(path: string, token: string) {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${platform.url}${path}`, { headers });
  return { status: response.status, json: (await response.json()) as { due?: unknown[] } };
}

const own = (party: Party, day: string) => {
  clock.set(startOfDay(day));
  return ask('/v1/exports/due', zone.cardOf(party).token);
};

const SEPTEMBER = {
  ...{ month: '2020-09', customsCode: '4612', lists: 2, deadline: '2020-10-19' },
  ...{ ebcCode: SELLER.code, agentCode: AGENT.code, isLate: false },
};
const OCTOBER = { ...SEPTEMBER, month: '2020-10', lists: 1, deadline: '2020-11-16' };

describe('what is due', () => {
  it('is nothing while the month goes on', async () => {
    expect(await own(SELLER, '2020-09-30')).toEqual({
      ...{ status: 200, json: { date: '2020-09-30', due: [] } },
    });
  });

  it.each([SELLER, AGENT])(
    'is told to $code with its month, its lists and the last day',
    async (one) => {
      // Holidays and the weekend behind them move the last day on.
      const { status, json } = await own(one, '2020-10-19');
      expect([status, json]).toMatchObject([200, { date: '2020-10-19', due: [SEPTEMBER] }]);
      expect(json.due).toMatchObject([{ ebcName: expect.any(String), agentName: AGENT.name }]);
    },
  );

  it('is late from the day after the last one', async () => {
    const late = { ...SEPTEMBER, isLate: true };
    expect((await own(AGENT, '2020-10-20')).json.due).toMatchObject([late]);
    // The 15th of November is a Sunday.
    expect((await own(AGENT, '2020-11-16')).json.due).toMatchObject([late, OCTOBER]);
    const all = [late, { ...OCTOBER, isLate: true }];
    expect((await own(AGENT, '2020-11-17')).json.due).toMatchObject(all);
  });

  it.each([PLATFORM, CARRIER, POOR_AGENT])('is not told to $code, who has no part', async (one) => {
    expect((await own(one, '2020-11-17')).json.due).toEqual([]);
  });

  it('is told to officers of every role, of all sellers', async () => {
    clock.set(startOfDay('2020-11-16'));
    const path = '/v1/office/exports/due';
    for (const number of ['O1', 'A1']) {
      const { status, json } = await ask(path, `token-of-${number}`);
      expect([status, json.due]).toMatchObject([200, [{ ...SEPTEMBER, isLate: true }, OCTOBER]]);
    }
    expect((await ask(path, zone.cardOf(AGENT).token)).status).toBe(401);
    expect((await ask('/v1/exports/due', 'nobody')).status).toBe(401);
  });

  it('is what the command prints', async () => {
    const to = ['--date', '2020-10-20', '--database-url', zone.database.url];
    const { out } = await call('exports', 'due', ...to);
    const firms = `4612  ${SELLER.code}  ${AGENT.code}`;
    expect(out.trim()).toBe(`2020-09  ${firms}  2 lists  late since 2020-10-19, blocked`);
  });
});
