import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAYING } from '../../src/cli/office-of.ts';
import { countClosed } from '../../src/export/statistics/store.ts';
import type { PublicRecord } from '../../src/flows/public-record.ts';
import { watchRegistry } from '../../src/flows/registry-watch.ts';
import { publicStatistics } from '../../src/flows/statistics.ts';
import { settableClock } from '../../src/io/clock.ts';
import { statisticsRoutes } from '../../src/office/statistics.ts';
import { SELLERS } from '../../src/sandbox/world/parties.ts';
import { buildWindow, type Window } from '../../src/window/server.ts';
import { call } from '../cli/terminal.ts';
import { EVENING, openZone, type Zone } from '../flows/zone.ts';
import { person } from '../office-desk.ts';
import { smallPlatform, TOKEN } from '../window-platform.ts';
import { countedList, type Sketch } from './counted-lists.ts';

// Statistics of exports by command, by officers, and by everybody: the same sums.
let zone: Zone;
let window: Window & { url: string };

const SELLER = SELLERS[0]!;
const OFFICER = person('4612001', { roles: ['auditor'] });
const [AUGUST, SEPTEMBER] = [Date.parse('2020-08-20T12:00:00+08:00'), EVENING];

const sold = (seller: string, country: string, fob: bigint): Sketch => ({
  ...{ office: '4612', mode: '9610', channel: 'A', country, seller },
  ...{ packs: 2, gross: 150_000n, net: 140_000n },
  lines: [
    {
      ...{ gcode: '6109100021', destination: country, currency: '502', unit: '011' },
      ...{ quantity: 300_000n, amount: fob / 7n, fob },
    },
  ],
});

/** Three sellers to one country, and one to another. */
const LISTS = [
  sold(SELLER.code, '502', 70_07n),
  sold('4101960098', '502', 14_14n),
  sold('4101960099', '502', 7n),
  sold(SELLER.code, '116', 700_000n),
].map((one, i) => countedList(`L${i}`, one));

beforeAll(async () => {
  zone = await openZone();
  const { db } = zone;
  await db.transaction((tx) => countClosed(tx, LISTS, AUGUST));
  await db.transaction((tx) => countClosed(tx, LISTS.slice(0, 1), SEPTEMBER));
  const clock = settableClock(EVENING);
  const house = { db, clock, registry: await watchRegistry(db) };
  const { publicRecord, ...platform } = smallPlatform({
    officer: (token) => (token === 'token-of-officer' ? OFFICER : null),
  });
  const statistics: PublicRecord['statistics'] = (way, month, by) =>
    publicStatistics(house, way, month, by);
  const all = { ...platform, publicRecord: { ...publicRecord, statistics } };
  const built = await buildWindow({ platform: all, clock, version: '0.1.0' });
  statisticsRoutes(built.app, { house, saying: SAYING });
  window = { ...built, url: await built.listen({ host: '127.0.0.1', port: 0 }) };
});

afterAll(async () => {
  await window?.close();
  await zone?.database.drop();
});

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${window.url}/v1${path}`, { headers });
const officer = { authorization: 'Bearer token-of-officer' };
const rowsIn = (csv: string) => parse(csv, { bom: true, columns: true }) as Row[];
type Row = Readonly<Record<string, string>>;
type Refused = { readonly code: string; readonly findings: readonly { code: string }[] };

describe('officers', () => {
  const PATH = '/office/exports/statistics';

  it('read every table, as SDMX-JSON or CSV', async () => {
    const answer = await ask(`${PATH}?month=2020-08&by=enterprise,country`, officer);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'application/vnd.sdmx.data+json; version=2.0.0',
    ]);
    const { data } = (await answer.json()) as {
      data: { dataSets: { observations: Record<string, (number | string)[]> }[] };
    };
    const values = Object.values(data.dataSets[0]?.observations ?? {});
    expect(values.map((sums) => sums.at(-1)).sort()).toEqual(['0.07', '14.14', '70.07', '7000.00']);
    const asCsv = [
      await ask(`${PATH}?month=2020-08&by=enterprise,country&format=csv`, officer),
      await ask(`${PATH}?month=2020-08&by=enterprise,country`, { ...officer, accept: 'text/csv' }),
    ];
    for (const csv of asCsv) {
      expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      const rows = rowsIn(await csv.text());
      expect(rows).toHaveLength(4);
      expect(rows.find(({ country }) => country === '116')).toMatchObject({
        ...{ enterprise: SELLER.code, enterpriseZh: SELLER.name, country: '116' },
        ...{ countryZh: '日本', lists: '1', packs: '2', gross: '1.5', fob: '7000.00' },
      });
      const total = LISTS.reduce((sum, { value }) => sum + value.fob, 0n);
      expect(rows.reduce((sum, { fob }) => sum + BigInt(fob!.replace('.', '')), 0n)).toBe(total);
    }
  });

  it('are told of a month or a table that there is not', async () => {
    for (const [query, code] of [
      ['month=2020-13&by=mode', 'REQ-MONTH'],
      ['month=2020-08&by=heading,country', 'REQ-BY'],
      ['month=2020-08&by=', 'REQ-BY'],
    ]) {
      const answer = await ask(`${PATH}?${query}`, officer);
      const { findings } = (await answer.json()) as Refused;
      expect([query, answer.status, findings[0]?.code]).toEqual([query, 400, code]);
    }
  });

  it('alone read them', async () => {
    for (const token of ['', TOKEN, 'wrong']) {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await ask(`${PATH}?month=2020-08&by=mode`, headers);
      expect([token, answer.status]).toEqual([token, 401]);
    }
  });
});

describe('everybody', () => {
  const PATH = '/public/exports/statistics';

  it('reads months that are over, without what would name an enterprise', async () => {
    const answer = await ask(`${PATH}?month=2020-08&by=country&format=csv`);
    const rows = rowsIn(await answer.text());
    // Japan is of one seller, so it goes with the only other country.
    expect(
      rows.map(({ country, countryEn, lists, fob }) => [country, countryEn, lists, fob]),
    ).toEqual([['_O', 'Others', '4', '7084.28']]);
    const modes = await ask(`${PATH}?month=2020-08&by=mode`, { accept: 'text/csv' });
    expect(rowsIn(await modes.text())).toMatchObject([{ mode: '9610', fob: '7084.28' }]);
  });

  it('is told nothing of a month that is not over', async () => {
    const answer = await ask(`${PATH}?month=2020-09&by=mode`);
    expect([answer.status, ((await answer.json()) as Refused).code]).toEqual([404, 'not-found']);
  });

  it('cannot ask by enterprise, or for no month', async () => {
    for (const query of ['month=2020-08&by=enterprise', 'month=2020-00&by=mode', 'by=mode']) {
      expect([query, (await ask(`${PATH}?${query}`)).status]).toEqual([query, 400]);
    }
  });
});

describe('onestep exports statistics', () => {
  const stated = (...args: string[]) =>
    call('exports', 'statistics', ...args, '--database-url', zone.database.url);

  it('prints a table, with its total', async () => {
    const { code, out } = await stated('--month', '2020-08', '--by', 'country');
    expect(code).toBe(0);
    const cells = out.split('\n').map((line) => line.split(/ {2,}/));
    const heads = ['Lists', 'List lines', 'Packages', 'Gross weight (kg)', 'Net weight (kg)'];
    expect(cells).toEqual([
      ['Exports of 2020-08'],
      ['Country of arrival', ...heads, 'FOB value (CNY)'],
      ['116 Japan', '1', '1', '2', '1.5', '1.4', '7000.00'],
      ['502 United States', '3', '3', '6', '4.5', '4.2', '84.28'],
      ['All lists', '4', '4', '8', '6', '5.6', '7084.28'],
    ]);
  });

  it('prints the CSV and the message that officers get', async () => {
    const path = '/office/exports/statistics?month=2020-08&by=heading,unit';
    const asked = ['--month', '2020-08', '--by', 'heading,unit'];
    const csv = await stated(...asked, '--csv');
    // The mark of UTF-8 is taken off by who reads the answer as text.
    expect(`${csv.out}\n`.slice(1)).toBe(await (await ask(`${path}&format=csv`, officer)).text());
    const message = (await stated(...asked, '--json')).json() as { data: unknown };
    const answer = (await (await ask(path, officer)).json()) as { data: unknown };
    expect(message.data).toEqual(answer.data);
  });

  it('says so when nothing was closed', async () => {
    const { code, out } = await stated('--month', '2020-07');
    expect([code, out]).toEqual([0, 'No lists were closed in 2020-07.']);
  });

  it('refuses what it does not know', async () => {
    for (const [args, words] of [
      [['--month', '2020'], 'such as 2026-10, not 2020'],
      [['--by', 'weather'], 'no table by weather'],
      [['--csv', '--json'], 'not both'],
    ] as const) {
      const { code, err } = await stated(...args);
      expect([args, code, err]).toEqual([args, 2, expect.stringContaining(words)]);
    }
    const { err } = await call('exports', 'weather');
    expect(err).toMatch(/takes due, .*\bstatistics\b.*, not weather/);
  });
});
