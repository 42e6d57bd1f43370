import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { statisticsLines } from '../../src/cli/statistics-lines.ts';
import { EXPORTS } from '../../src/export/statistics/trade.ts';
import { statisticsCsv } from '../../src/statistics/csv.ts';
import { labelsBy } from '../../src/statistics/labels.ts';
import { statisticsSdmx } from '../../src/statistics/sdmx.ts';
import type { StatisticsTable } from '../../src/statistics/table.ts';

const COUNTRIES = new Map([
  ['502', { zh: '美国', en: 'United States' }],
  ['304', { zh: '德国', en: 'Germany, "D"' }],
]);
const LABELS = labelsBy({ country: COUNTRIES }, (code) => (code === '41' ? '=卖家' : null));

const TABLE: StatisticsTable = {
  trade: EXPORTS,
  month: '2026-10',
  dimensions: ['country', 'enterprise'],
  measures: ['lists', 'lines', 'gross', 'fob'],
  rows: [
    { keys: ['304', '41'], sums: [2n, 3n, 123_450_000n, 12_345_678_901_234_567_890n] },
    { keys: ['502', '41'], sums: [1n, 1n, 5n, 0n] },
    { keys: ['502', '42'], sums: [1n, 2n, 100_000n, 101n] },
  ],
  total: [4n, 6n, 123_550_005n, 12_345_678_901_234_567_991n],
  revisedOn: null,
};

const AT = Date.parse('2026-11-02T09:00:00+08:00');

it('is CSV that spreadsheets read, with names and no total', () => {
  const text = statisticsCsv(TABLE, LABELS);
  expect(text.startsWith('\uFEFFmonth,country,countryZh,countryEn,enterprise,')).toBe(true);
  const rows = parse(text, { bom: true, columns: true }) as Record<string, string>[];
  expect(rows).toHaveLength(3);
  expect(rows[0]).toEqual({
    ...{ month: '2026-10', country: '304', countryZh: '德国', countryEn: 'Germany, "D"' },
    ...{ enterprise: '41', enterpriseZh: "'=卖家", enterpriseEn: "'=卖家" },
    ...{ lists: '2', lines: '3', gross: '1234.5', fob: '123456789012345678.90' },
  });
  expect(rows.map(({ fob }) => fob)).toEqual(['123456789012345678.90', '0.00', '1.01']);
});

it('is lines for people, with the total below', () => {
  expect(statisticsLines(TABLE, LABELS)).toEqual([
    'Country of arrival  Enterprise  Lists  List lines  Gross weight (kg)        FOB value (CNY)',
    '304 Germany, "D"    41 =卖家        2           3             1234.5  123456789012345678.90',
    '502 United States   41 =卖家        1           1            0.00005                   0.00',
    '502 United States   42              1           2                  1                   1.01',
    'All lists                           4           6         1235.50005  123456789012345679.91',
  ]);
});

type Component = {
  readonly id: string;
  readonly keyPosition?: number;
  readonly names: Readonly<Record<string, string>>;
  readonly values?: readonly { readonly id?: string; readonly value?: string }[];
};
type Message = {
  readonly meta: { readonly id: string; readonly contentLanguages: readonly string[] };
  readonly data: {
    readonly structures: readonly {
      readonly dimensions: Readonly<Record<'dataSet' | 'observation', readonly Component[]>>;
      readonly measures: { readonly observation: readonly Component[] };
      readonly attributes: { readonly dataSet: readonly Component[] };
    }[];
    readonly dataSets: readonly {
      readonly structure: number;
      readonly attributes: readonly number[];
      readonly observations: Readonly<Record<string, readonly (number | string)[]>>;
    }[];
  };
};

const messageOf = (table: StatisticsTable, isProvisional = false) =>
  JSON.parse(
    JSON.stringify(statisticsSdmx(table, { labels: LABELS, at: AT, isProvisional })),
  ) as Message;

it('is an SDMX-JSON message whose observations, looked up by place, are the rows', () => {
  const { meta, data } = messageOf(TABLE);
  expect(meta).toMatchObject({
    ...{ id: 'EXPORTS_COUNTRY_ENTERPRISE_2026-10', contentLanguages: ['en', 'zh'] },
    ...{ prepared: '2026-11-02T09:00:00.000+08:00', sender: { id: 'ONESTEP' } },
  });
  const [structure, dataSet] = [data.structures[0]!, data.dataSets[0]!];
  expect(structure.dimensions.dataSet.map(({ id, values }) => [id, values])).toEqual([
    ['TIME_PERIOD', [{ value: '2026-10' }]],
  ]);
  const dimensions = structure.dimensions.observation;
  expect(dimensions.map(({ id, keyPosition }) => [id, keyPosition])).toEqual([
    ['COUNTRY', 1],
    ['ENTERPRISE', 2],
  ]);
  expect(dimensions[0]?.values?.[1]).toEqual({
    ...{ id: '502', name: 'United States', names: { en: 'United States', zh: '美国' } },
  });
  const rows = Object.entries(dataSet.observations).map(([key, sums]) => {
    const places = key.split(':').map(Number);
    return [...places.map((place, i) => dimensions[i]?.values?.[place]?.id), ...sums];
  });
  expect(rows).toEqual([
    ['304', '41', 2, 3, '1234.5', '123456789012345678.90'],
    ['502', '41', 1, 1, '0.00005', '0.00'],
    ['502', '42', 1, 2, '1', '1.01'],
  ]);
  expect(structure.measures.observation.map(({ id }) => id)).toEqual([
    ...['LISTS', 'LINES', 'GROSS', 'FOB'],
  ]);
});

it('says whether a month is provisional, as it was, or revised', () => {
  const statusOf = (message: Message) => {
    const { attributes } = message.data.structures[0]!;
    return attributes.dataSet[0]?.values?.[message.data.dataSets[0]!.attributes[0]!]?.id;
  };
  expect(statusOf(messageOf(TABLE))).toBe('A');
  expect(statusOf(messageOf(TABLE, true))).toBe('P');
  expect(statusOf(messageOf({ ...TABLE, revisedOn: '2026-12-03' }))).toBe('R');
});

it('is a message without data when nothing was exported', () => {
  const { data } = messageOf({ ...TABLE, rows: [], total: [0n, 0n, 0n, 0n] });
  expect(data).toEqual({ structures: [], dataSets: [] });
});

it('names others of a chapter, and channels', () => {
  expect(LABELS('heading', '61_O')?.en).toBe('Others of chapter 61');
  expect(LABELS('country', '_O')?.zh).toBe('其他');
  expect(LABELS('channel', 'B')?.zh).toBe('清单核放、汇总申报');
  expect([LABELS('heading', '6109'), LABELS('country', '999')]).toEqual([null, null]);
});
