import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMonths, businessDate, DAY } from '../../src/base/dates.ts';
import { followCredit } from '../../src/flows/credit.ts';
import { settableClock, systemClock } from '../../src/io/clock.ts';
import { loadRegistry } from '../../src/registry/facts.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { call } from './terminal.ts';

const SELLER = '4101960S01';
const AGENT = '4101960A01';
const TODAY = businessDate(systemClock.now());

let database: TestDatabase;
let dir: string;

beforeAll(async () => {
  database = await createTestDatabase();
  dir = mkdtempSync(join(tmpdir(), 'onestep-credit-'));
  await call('world', '--parcels', '2', '--out', dir);
  expect((await load()).code).toBe(0);
});

afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  await database.drop();
});

const on = (...args: string[]) => call(...args, '--database-url', database.url);
const load = (...more: string[]) => on('load', join(dir, 'registry'), ...more);
const credit = (...args: string[]) => on('credit', ...args);
const enter = (code: string, kind: string, paper: string, ...more: string[]) =>
  credit('event', code, '--kind', kind, '--paper', paper, '--by', 'O01', '--day', ...more);
const classOf = async (code: string) =>
  (await loadRegistry(database.db)).enterprises.get(code)?.creditClass;
const revision = async () => (await loadRegistry(database.db)).revision;

describe('onestep credit', () => {
  it('keeps an event and gives the class that follows, at once for everybody', async () => {
    const before = await revision();
    const certified = await enter(SELLER, 'certified', 'AEO-1', '2024-01-02', '--class', 'ADV');
    expect([certified.code, certified.out]).toEqual([
      0,
      `certified AEO-1 is event 1; ${SELLER} was GENERAL and is ADV.`,
    ]);
    expect([await classOf(SELLER), await revision()]).toEqual(['ADV', before + 1n]);
    expect((await enter(SELLER, 'smuggling', 'J-1', '2025-02-03')).out).toContain('is DISHONEST.');
    const shown = (await credit('show', SELLER, '--json')).json();
    expect(shown).toMatchObject({
      class: 'DISHONEST',
      classToday: 'DISHONEST',
      history: [
        { class: 'GENERAL', since: null, event: null },
        { class: 'ADV', since: '2024-01-02', event: 1 },
        { class: 'DISHONEST', since: '2025-02-03', event: 2 },
      ],
      events: [
        { serial: 1, kind: 'certified', class: 'ADV', by: 'O01', fine: null, broker: null },
        { serial: 2, kind: 'smuggling', paper: 'J-1', day: '2025-02-03' },
      ],
    });
    const listed = await credit('list', '--class', 'DISHONEST');
    expect(listed.out).toBe(`${SELLER}          DISHONEST  since 2025-02-03`);
  });

  it('does the same event once, and refuses another under its number', async () => {
    const before = await revision();
    const again = await enter(SELLER, 'smuggling', 'J-1', '2025-02-03');
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('was entered before')]);
    const other = await enter(SELLER, 'smuggling', 'J-1', '2025-02-04');
    expect([other.code, other.out]).toEqual([
      1,
      expect.stringMatching(/^CREDIT-CONFLICT {2}paper/),
    ]);
    const up = await enter(SELLER, 'certified', 'AEO-2', TODAY, '--class', 'ADV', '--json');
    expect([up.code, up.json()]).toEqual([
      1,
      { findings: [expect.objectContaining({ code: 'CREDIT-DISHONEST' })] },
    ]);
    const nobody = await enter('4101960S99', 'smuggling', 'J-1', '2025-02-03');
    expect([nobody.code, nobody.out]).toEqual([1, expect.stringContaining('CREDIT-ENTERPRISE')]);
    expect(await revision()).toBe(before);
  });

  it('is not undone by files that are loaded again, which is told', async () => {
    const loaded = await load('--json');
    expect([loaded.code, loaded.json()]).toEqual([
      0,
      expect.objectContaining({
        changed: false,
        warnings: [
          expect.objectContaining({ code: 'LOAD-CLASS', path: 'enterprises.csv/creditClass' }),
        ],
      }),
    ]);
    const path = join(dir, 'registry', 'enterprises.csv');
    const text = readFileSync(path, 'utf8');
    const line = text.split('\n').find((one) => one.includes(SELLER)) ?? '';
    writeFileSync(
      path,
      text.replace(line, line.replace('GENERAL', 'ADV').replace('active', 'suspended')),
    );
    expect((await load()).code).toBe(0);
    const enterprise = (await loadRegistry(database.db)).enterprises.get(SELLER);
    expect([enterprise?.creditClass, enterprise?.status]).toEqual(['DISHONEST', 'suspended']);
    writeFileSync(path, text);
  });

  it('counts the violations of an agent as those of a broker', async () => {
    const [fine, documents] = [
      ['--fine', '300000.01'],
      ['--documents', '999'],
    ] as const;
    const found = await enter(
      AGENT,
      'violation',
      '罚〔2026〕7号',
      '2026-01-05',
      ...fine,
      ...documents,
    );
    expect(found.out).toContain('is DISHONEST.');
    const { events } = (await credit('show', AGENT, '--json')).json() as { events: object[] };
    expect(events).toMatchObject([{ fine: '300000.01', documents: 999, broker: true }]);
    expect((await enter(AGENT, 'rehabilitated', 'R-1', '2026-02-01')).out).toContain('is GENERAL.');
  });

  it('follows what time brings, in a day of a running platform', async () => {
    const due = addMonths(TODAY, -2);
    expect((await enter(AGENT, 'tax-unpaid', 'N-1', due)).out).toContain('stays GENERAL.');
    expect((await credit('follow')).out).toBe('0 enterprises changed their class.');
    const clock = settableClock(systemClock.now() + 35 * DAY);
    expect(await followCredit({ db: database.db, clock })).toBe(1);
    expect(await classOf(AGENT)).toBe('DISHONEST');
    expect(await followCredit({ db: database.db, clock })).toBe(0);
    const { history } = (await credit('show', AGENT, '--json')).json() as { history: object[] };
    expect(history.at(-1)).toMatchObject({ class: 'DISHONEST', event: 3 });
  });

  it('enters one event of two that come at once under one number', async () => {
    const both = await Promise.all(
      ['4101960S02', '4101960S02'].map((code) => enter(code, 'smuggling', 'J-2', '2025-02-03')),
    );
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    const { events } = (await credit('show', '4101960S02', '--json')).json() as {
      events: object[];
    };
    expect(events).toHaveLength(1);
  });

  it('exempts from guarantees and takes that back', async () => {
    const exempt = async () =>
      (await loadRegistry(database.db)).enterprises.get('4101960A02')?.guaranteeExempt;
    await enter('4101960A02', 'exempted', 'G-1', '2026-01-05');
    expect([await exempt(), await classOf('4101960A02')]).toEqual([true, 'GEN_CERT']);
    expect((await load()).code).toBe(0);
    expect(await exempt()).toBe(true);
    await enter('4101960A02', 'exemption-withdrawn', 'G-2', '2026-01-04');
    expect(await exempt()).toBe(true);
    await enter('4101960A02', 'exemption-withdrawn', 'G-3', '2026-01-05');
    expect(await exempt()).toBeUndefined();
  });

  it.each([
    ['fly'],
    ['show'],
    ['event', SELLER, '--kind', 'theft', '--day', TODAY, '--paper', 'P', '--by', 'O01'],
    ['event', SELLER, '--kind', 'smuggling', '--day', 'May', '--paper', 'P', '--by', 'O01'],
    ['event', SELLER, '--kind', 'smuggling', '--day', TODAY, '--paper', 'P\nQ', '--by', 'O01'],
    ['event', SELLER, '--kind', 'smuggling', '--day', TODAY, '--paper', 'P'],
    ['event', SELLER, '--kind', 'violation', '--day', TODAY, '--paper', 'P', '--by', 'O01'],
    [
      'event',
      SELLER,
      '--kind',
      'smuggling',
      '--day',
      TODAY,
      '--paper',
      'P',
      '--by',
      'O',
      '--fine',
      '1',
    ],
    [
      'event',
      SELLER,
      '--kind',
      'certified',
      '--day',
      TODAY,
      '--paper',
      'P',
      '--by',
      'O',
      '--class',
      'X',
    ],
    ['list', '--class', 'BEST'],
  ])('is called wrongly with %s %s %s %s', async (...args) => {
    expect((await credit(...args)).code).toBe(2);
  });
});
