import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Finding } from '../base/finding.ts';
import { ONE, rate } from '../base/rate.ts';
import { valueAt } from './dated.ts';
import type { Profile } from './profile.ts';
import { profileContent } from './profile-codec.ts';
import { EXPORT_COLUMNS } from './profile-export.ts';
import { readProfile } from './profile-file.ts';
import { POSITIVE_COLUMNS } from './profile-positive.ts';
import { TARIFF_COLUMNS } from './profile-tariff.ts';

const SHIPPED = 'profiles/cn-zhengzhou';
const dirs: string[] = [];

afterEach(async () => {
  await Promise.all(dirs.splice(0).map((dir) => rm(dir, { recursive: true })));
});

/** Reads the shipped profile with one file changed by replacing a text. */
async function readChanged(file: string, from: string, to: string): Promise<Finding[]> {
  const dir = await mkdtemp(join(tmpdir(), 'onestep-profile-'));
  dirs.push(dir);
  await cp(SHIPPED, dir, { recursive: true });
  const text = await readFile(join(dir, file), 'utf8');
  expect(text).toContain(from);
  await writeFile(join(dir, file), text.replace(from, to));
  const result = await readProfile(dir);
  return result.ok ? [] : result.error;
}

async function shipped(): Promise<Profile> {
  const result = await readProfile(SHIPPED);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe('the shipped profile', () => {
  it('has every threshold of the rules with its dates', async () => {
    const { parameters } = await shipped();
    const on = (date: string): unknown[] => [
      valueAt(parameters.singleLimit, date),
      valueAt(parameters.annualLimit, date),
      valueAt(parameters.standardVat, date),
      valueAt(parameters.lowVat, date),
      valueAt(parameters.positiveListSize, date),
      valueAt(parameters.returnArriveDays, date),
      valueAt(parameters.creditRegime, date),
      valueAt(parameters.b2bPilot, date),
    ];
    const percent = (n: bigint): unknown => rate(n, 100n);
    const then = [2_000_00n, 20_000_00n, percent(17n), percent(11n), 1293, 30, '225', false];
    expect(on('2018-04-30')).toEqual(then);
    const late2018 = [2_000_00n, 20_000_00n, percent(16n), percent(10n), 1293, 30, '237', false];
    expect(on('2018-12-31')).toEqual(late2018);
    const seed = [5_000_00n, 26_000_00n, percent(13n), percent(9n), 1413, 45, '237', true];
    expect(on('2020-09-18')).toEqual(seed);
    const later = [5_000_00n, 26_000_00n, percent(13n), percent(9n), 1476, 45, '251', true];
    expect(on('2022-03-01')).toEqual(later);
  });

  it('is marked as a sample and has plausible tables', async () => {
    const profile = await shipped();
    expect(profile.sample).toBe(true);
    expect(profile.sampleTables).toEqual(['tariff', 'positive-list', 'export-goods']);
    const rated = new Set(profile.tariff.map(({ hs }) => hs));
    expect(profile.positiveList.length).toBeGreaterThanOrEqual(40);
    for (const { hs8 } of profile.positiveList) expect(rated).toContain(hs8);
    const kinds = new Set(
      profile.positiveList.flatMap(({ remarks }) => remarks).map((r) => r.kind),
    );
    expect(kinds).toEqual(new Set(['exclude', 'mode', 'name', 'quota']));
    const goods = profile.exportGoods;
    expect(new Set(goods.map(({ hs }) => hs)).size).toBeGreaterThanOrEqual(80);
    expect(goods.some(({ prohibited }) => prohibited)).toBe(true);
    expect(goods.some(({ duty }) => duty.n > 0n)).toBe(true);
    for (const letter of ['3', '4', 'B']) {
      expect(goods.some(({ conditions }) => conditions.includes(letter))).toBe(true);
    }
    for (const code of profile.customs) expect(profile.codes.customs?.has(code)).toBe(true);
    expect(profile.codes.currency?.get(profile.currency)?.zh).toBe('人民币');
  });

  it('has a README that names every column', async () => {
    const readme = await readFile(join(SHIPPED, 'README.md'), 'utf8');
    for (const { required, optional } of [TARIFF_COLUMNS, POSITIVE_COLUMNS, EXPORT_COLUMNS]) {
      for (const column of [...required, ...optional]) expect(readme).toContain(`\`${column}\``);
    }
  });

  it('has a version of its content that does not depend on the order of rows', async () => {
    const profile = await shipped();
    expect(profile.version).toMatch(/^[0-9a-f]{64}$/);
    const dir = await mkdtemp(join(tmpdir(), 'onestep-profile-'));
    dirs.push(dir);
    await cp(SHIPPED, dir, { recursive: true });
    const [header, ...rows] = (await readFile(join(dir, 'tariff.csv'), 'utf8')).trim().split('\n');
    await writeFile(
      join(dir, 'tariff.csv'),
      `\uFEFF${[header, ...rows.reverse()].join('\r\n')}\r\n`,
    );
    const shuffled = await readProfile(dir);
    expect(shuffled.ok && shuffled.value.version).toBe(profile.version);
    expect(shuffled.ok && profileContent(shuffled.value)).toBe(profileContent(profile));
  });
});

describe('a profile with one mistake', () => {
  const YAML = 'profile.yaml';
  const TARIFF = 'tariff.csv';
  const LIST = 'positive-list.csv';
  const GOODS = 'export-goods.csv';
  const exported = (inside: string) => `exports/4/value/${inside}`;
  const B2B = "simplified: '5000.00', b2b: '5000.00'";
  it.each([
    [YAML, 'waitDays:', 'waitDayz:', 'PROFILE-KEY', 'parameters/waitDayz'],
    [YAML, 'currency:', 'curency:', 'PROFILE-KEY', 'curency'],
    [YAML, 'value: 30, law', 'value: 30, lew', 'PROFILE-KEY', 'parameters/returnApplyDays/0/lew'],
    [YAML, 'until: 2019-01-01', 'until: 2018-12-31', 'PROFILE-PERIOD', 'singleLimit/0/until'],
    [YAML, 'until: 2019-01-01', 'until: 2019-01-02', 'PROFILE-PERIOD', 'singleLimit/0/until'],
    [YAML, 'from: 2019-01-01', 'from: 2019-02-30', 'PROFILE-PERIOD', 'singleLimit/1'],
    [
      YAML,
      "until: ~, value: '5000.00'",
      "until: 2030-01-01, value: '5000.00'",
      'PROFILE-PERIOD',
      'singleLimit/1/until',
    ],
    [
      YAML,
      'from: 2016-04-08, until: ~, value: true',
      'from: 2017-04-08, until: ~, value: true',
      'PROFILE-PERIOD',
      'payerIsBuyer/0/from',
    ],
    [YAML, "'5000.00'", '5000.01', 'PROFILE-VALUE', 'singleLimit/1/value'],
    [YAML, "'5000.00'", "'-1'", 'PROFILE-VALUE', 'singleLimit/1/value'],
    [YAML, "'0.7'", "'70'", 'PROFILE-VALUE', 'levyRatio/0/value'],
    [YAML, 'value: registry', 'value: registri', 'PROFILE-VALUE', 'identityCheck/0/value'],
    [YAML, 'name: cn', 'name: cn\nname: cn', 'PROFILE-SYNTAX', ''],
    [YAML, 'zone:', 'zone: [', 'PROFILE-SYNTAX', ''],
    [YAML, '2026-01-02,', '2026-02-30,', 'PROFILE-VALUE', 'calendar/2/value/holidays/1'],
    [YAML, '2026-01-02,', '20260102,', 'PROFILE-VALUE', 'calendar/2/value/holidays/1'],
    [YAML, '2026-01-02,', '2026-01-01,', 'PROFILE-VALUE', 'calendar/2/value/holidays/1'],
    [YAML, '[2026-01-04,', '[2026-01-03,', 'PROFILE-VALUE', 'calendar/2/value/workdays'],
    [YAML, '[2026-01-04,', '[2026-01-05,', 'PROFILE-VALUE', 'calendar/2/value/workdays'],
    [YAML, '2026-01-02,', '2025-01-02,', 'PROFILE-PERIOD', 'calendar/2/value'],
    [YAML, 'workdays: [2026-01-04', 'works: [2026-01-04', 'PROFILE-VALUE', 'value/works'],
    [
      YAML,
      '{ holidays: [], workdays: [] }',
      '{ holidays: [], workdays: ~ }',
      'PROFILE-VALUE',
      'calendar/0/value/workdays',
    ],
    [YAML, '{ holidays: [], workdays: [] }', '[]', 'PROFILE-VALUE', 'calendar/0/value'],
    [YAML, 'buyer: 10,', 'buyer: 1,', 'PROFILE-VALUE', 'sightings/0/value/buyer'],
    [YAML, 'buyer: 10,', '', 'PROFILE-VALUE', 'sightings/0/value/buyer'],
    [YAML, 'hours: 24,', 'hours: 0.5,', 'PROFILE-VALUE', 'sightings/0/value/hours'],
    [YAML, "['9610', '1210', '9710'", "[9610, '1210', '9710'", 'PROFILE-VALUE', exported('modes')],
    [YAML, "'9710', '9810']", "'9710', '9710']", 'PROFILE-VALUE', exported('modes')],
    [YAML, ", '9710', '9810']", ']', 'PROFILE-VALUE', exported('modes')],
    [YAML, B2B, "simplified: 5000, b2b: '5000.00'", 'PROFILE-VALUE', exported('simplified')],
    [YAML, B2B, "simplified: '5000.00', b2b: '0'", 'PROFILE-VALUE', exported('b2b')],
    [YAML, B2B, "simplified: '5000.00'", 'PROFILE-VALUE', exported('b2b')],
    [YAML, 'b2b: ~', "b2b: '5000.00'", 'PROFILE-VALUE', 'exports/0/value/b2b'],
    [YAML, 'arrival: false,', 'arrival: 0,', 'PROFILE-VALUE', 'exports/0/value/arrival'],
    [YAML, 'master: false,', 'master: no,', 'PROFILE-VALUE', 'exports/0/value/master'],
    [YAML, 'summaryDay: 10,', 'summaryDay: 31,', 'PROFILE-VALUE', 'exports/0/value/summaryDay'],
    [YAML, 'summaryDay: 10,', 'summaryDai: 10,', 'PROFILE-VALUE', 'exports/0/value/summaryDai'],
    [YAML, 'returnMonths: 0 ', 'returnMonths: -1 ', 'PROFILE-VALUE', 'value/returnMonths'],
    [
      YAML,
      "value: true, law: '海关总署公告2020年第75号",
      "value: false, law: '海关总署公告2020年第75号",
      'PROFILE-VALUE',
      exported('modes'),
    ],
    [GOODS, '3406000090', '34060000', 'PROFILE-VALUE', 'hs'],
    [GOODS, '3406000090,其他蜡烛,035', '3406000090,其他蜡烛,999', 'PROFILE-VALUE', 'unit1'],
    [GOODS, '3406000090,其他蜡烛,035,', '3406000090,其他蜡烛,035,035', 'PROFILE-VALUE', 'unit2'],
    [GOODS, '其他蜡烛,035,,0,0.13', '其他蜡烛,035,,0,13', 'PROFILE-VALUE', 'refund'],
    [GOODS, '其他蜡烛,035,,0,0.13', '其他蜡烛,035,,,0.13', 'PROFILE-MISSING', 'duty'],
    [GOODS, '其他蜡烛,035,,0,0.13,', '其他蜡烛,035,,0,0.13,A/B', 'PROFILE-VALUE', 'conditions'],
    [GOODS, '其他蜡烛,035,,0,0.13,', '其他蜡烛,035,,0,0.13,ABA', 'PROFILE-VALUE', 'conditions'],
    [GOODS, ',89,yes', ',9,yes', 'PROFILE-VALUE', 'prohibited'],
    [GOODS, ',89,yes', ',89,', 'PROFILE-VALUE', 'prohibited'],
    [GOODS, ',89,yes', ',89,true', 'PROFILE-VALUE', 'prohibited'],
    [GOODS, '3406000090', '3305100090', 'PROFILE-PERIOD', 'from'],
    [TARIFF, 'hs,name', 'hs,nom', 'PROFILE-KEY', 'nom'],
    [TARIFF, '0.02,,,SAMPLE frozen', '2,,,SAMPLE,frozen', 'PROFILE-SYNTAX', ''],
    [TARIFF, '03061790', '3061790', 'PROFILE-VALUE', 'hs'],
    [
      TARIFF,
      '04012000,灭菌牛奶,UHT milk,low',
      '04012000,灭菌牛奶,UHT milk,13',
      'PROFILE-VALUE',
      'vat',
    ],
    [TARIFF, 'standard,advalorem,0.10', 'standard,,0.10', 'PROFILE-VALUE', 'ct_rate'],
    [TARIFF, 'specific,,250.00,t', 'specific,,250.00,lb', 'PROFILE-VALUE', 'ct_unit'],
    [TARIFF, '2016-04-08,2016-10-01', '2016-04-08,2016-10-02', 'PROFILE-PERIOD', 'from'],
    [TARIFF, '2016-04-08,2016-10-01', '2016-10-01,2016-04-08', 'PROFILE-PERIOD', 'from'],
    [LIST, '1210|1239', '1210|网购保税', 'PROFILE-VALUE', 'modes'],
    [LIST, '04012000,灭菌牛奶,', '04012000,灭菌牛奶,仅限', 'PROFILE-VALUE', 'remark'],
    [LIST, '鳄鱼|蟒蛇', '鳄鱼、蟒蛇', 'PROFILE-VALUE', 'excluded'],
    [LIST, '鳄鱼|蟒蛇', '鳄鱼｜蟒蛇', 'PROFILE-VALUE', 'excluded'],
    [LIST, '鳄鱼|蟒蛇', 'all|蟒蛇', 'PROFILE-VALUE', 'excluded'],
    [LIST, 'sugar,2', 'sugar,0', 'PROFILE-VALUE', 'quota_kg'],
    [LIST, 'sugar,2', ',2', 'PROFILE-VALUE', 'quota_counter'],
    [LIST, '04012000', '03061790', 'PROFILE-PERIOD', 'from'],
    ['codes/unit.csv', '002,', '001,', 'PROFILE-DUPLICATE', 'code'],
  ])('%s: %s -> %s is %s', async (file, from, to, code, path) => {
    const findings = await readChanged(file, from, to);
    const found = findings.find((finding) => finding.code === code);
    expect(found?.path).toContain(file);
    expect(found?.path?.endsWith(path)).toBe(true);
    expect(found?.line).toBeGreaterThan(0);
  });

  it('names the line of the mistake', async () => {
    const text = await readFile(join(SHIPPED, 'profile.yaml'), 'utf8');
    const line = text.split('\n').findIndex((each) => each.includes("'5000.00'")) + 1;
    const [finding] = await readChanged('profile.yaml', "'5000.00'", 'many');
    expect(finding?.line).toBe(line);
    const rows = (await readFile(join(SHIPPED, 'tariff.csv'), 'utf8')).split('\n');
    const row = rows.findIndex((each) => each.startsWith('22030000')) + 1;
    const [beer] = await readChanged('tariff.csv', 'specific,,250.00', 'specific,,-250.00');
    expect([beer?.path, beer?.line]).toEqual(['tariff.csv/ct_specific', row]);
  });

  it('shows all mistakes of all files at once', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'onestep-profile-'));
    dirs.push(dir);
    await cp(SHIPPED, dir, { recursive: true });
    await rm(join(dir, 'codes/unit.csv'));
    await writeFile(join(dir, 'tariff.csv'), 'hs,name,vat,mfn_duty\n1,,x,9\n');
    const result = await readProfile(dir);
    const paths = result.ok ? [] : result.error.map(({ path }) => path);
    expect(paths).toEqual(['codes/unit.csv', 'tariff.csv/hs', 'tariff.csv/name', 'tariff.csv/vat']);
  });

  it('is a finding when the folder is missing', async () => {
    const result = await readProfile(join(tmpdir(), 'onestep-no-such-profile'));
    expect(result.ok ? [] : result.error.map(({ code }) => code)).toContain('PROFILE-FILE');
  });
});

describe('a profile that extends another', () => {
  it('has everything of it but what it says itself', async () => {
    const base = await shipped();
    const read = await readProfile('profiles/cn-sandbox');
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    const { name, parameters, tariff, positiveList, codes, customs, version } = read.value;
    expect(read.value.exportGoods).toEqual(base.exportGoods);
    expect([name, valueAt(parameters.forcedOutcomes, '2020-09-18')]).toEqual(['cn-sandbox', true]);
    expect(base.parameters.forcedOutcomes).toEqual([]);
    expect(valueAt(parameters.paymentDataRate, '2020-09-18')).toEqual(ONE);
    const { paymentDataRate } = base.parameters;
    expect({ ...parameters, forcedOutcomes: [], paymentDataRate }).toEqual(base.parameters);
    expect([tariff, positiveList]).toEqual([base.tariff, base.positiveList]);
    expect([codes, customs]).toEqual([base.codes, base.customs]);
    expect(version).not.toBe(base.version);
  });

  it.each([
    ['../cn-zhengzhou', 'PROFILE-VALUE'],
    ['nowhere', 'PROFILE-FILE'],
  ])('and names %s is refused', async (name, code) => {
    const dir = await mkdtemp(join(tmpdir(), 'onestep-profile-'));
    dirs.push(dir);
    await writeFile(join(dir, 'profile.yaml'), `extends: ${name}\nname: x\n`);
    const result = await readProfile(dir);
    expect(result.ok ? [] : result.error.map((one) => one.code)).toContain(code);
  });
});
