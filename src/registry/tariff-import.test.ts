import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Profile } from './profile.ts';
import { readProfile } from './profile-file.ts';
import { indexProfile } from './profile-lookup.ts';
import {
  type ImportResult,
  importExportGoods,
  importPositiveList,
  importTariff,
} from './tariff-import.ts';

const DIR = 'profiles/cn-zhengzhou';
const read = await readProfile(DIR);
if (!read.ok) throw new Error(JSON.stringify(read.error));
const profile: Profile = read.value;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const HEADER = 'hs,name,vat,ct_kind,ct_rate,mfn_duty\n';
const GOOD = '22042100,葡萄酒,0.13,advalorem,0.10,0.14\n';
const levels = (result: ImportResult): string[] =>
  result.report.map(({ line, level, code }) => `${line} ${level} ${code}`);

describe('importTariff', () => {
  it('takes a good file as a new version and clears the sample mark of the tariff', () => {
    const result = importTariff(bytes(`\uFEFF${HEADER}${GOOD}`), profile);
    expect([result.taken, result.accepted, result.refused]).toEqual([true, 1, 0]);
    expect(result.profile.version).not.toBe(profile.version);
    expect(result.profile.sampleTables).toEqual(['positive-list', 'export-goods']);
    expect(result.profile.tariff).toHaveLength(1);
    expect(levels(result)).toContain('2 ok IMPORT-OK');
    expect(result.report.filter(({ code }) => code === 'IMPORT-NO-RATE').length).toBeGreaterThan(
      40,
    );
    const index = indexProfile(result.profile);
    expect(index.tariffAt('2204210000', '2020-09-18')?.name).toBe('葡萄酒');
    expect(index.tariffAt('1901101000', '2020-09-18')).toBeNull();
  });

  it('takes nothing when one line is wrong, and says what became of each', () => {
    const text = `${HEADER}${GOOD}2203000,啤酒,0.13,,,0\n15091000,橄榄油,9,,,0.1\n`;
    const result = importTariff(bytes(text), profile);
    expect(result.taken).toBe(false);
    expect(result.profile).toBe(profile);
    expect([result.accepted, result.refused]).toEqual([1, 2]);
    expect(levels(result)).toEqual([
      '2 ok IMPORT-OK',
      '3 error PROFILE-VALUE',
      '4 error PROFILE-VALUE',
    ]);
    expect(result.report[1]?.en).toContain('leading zero');
  });

  it('takes the good lines with partial', () => {
    const result = importTariff(bytes(`${HEADER}${GOOD}x,y,z,,,0\n`), profile, { partial: true });
    expect([result.taken, result.accepted, result.refused]).toEqual([true, 1, 1]);
    expect(result.profile.tariff.map(({ hs }) => hs)).toEqual(['22042100']);
  });

  it('refuses the second of two lines for the same days', () => {
    const result = importTariff(bytes(`${HEADER}${GOOD}${GOOD}`), profile);
    expect(levels(result)).toEqual(['2 ok IMPORT-OK', '3 error PROFILE-PERIOD']);
  });

  it('refuses a line of several rates once and whole when one of its periods is taken', () => {
    const header = 'hs,name,vat,mfn_duty,from,until\n';
    const text = `${header}19011010,奶粉,standard,0.05,2019-04-01,\n19011010,奶粉,standard,0.05,,\n`;
    const result = importTariff(bytes(text), profile, { partial: true });
    const ours = levels(result).filter((line) => !line.startsWith('0 '));
    expect(ours).toEqual(['2 ok IMPORT-OK', '3 error PROFILE-PERIOD']);
    expect(result.profile.tariff.map(({ from }) => from)).toEqual(['2019-04-01']);
  });

  it('reads GB18030 and says so', () => {
    // "葡萄酒" in GB18030; TextEncoder knows UTF-8 alone.
    const name = Uint8Array.of(0xc6, 0xcf, 0xcc, 0xd1, 0xbe, 0xc6);
    const [before, after] = GOOD.split('葡萄酒').map(bytes);
    const file = Buffer.concat([bytes(HEADER), before!, name, after!]);
    const result = importTariff(file, profile);
    expect(result.profile.tariff[0]?.name).toBe('葡萄酒');
    expect(levels(result)).toContain('0 warning IMPORT-GB18030');
  });

  it.each([
    ['nothing', Uint8Array.of(), 'PROFILE-MISSING'],
    ['a header alone', bytes(HEADER), 'IMPORT-EMPTY'],
    ['another header', bytes('code,name\n1,2\n'), 'PROFILE-MISSING'],
    ['UTF-16', Buffer.from(`\uFEFF${HEADER}${GOOD}`, 'utf16le'), 'PROFILE-ENCODING'],
    ['no text', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0xff, 0xff), 'PROFILE-ENCODING'],
    ['an open quote', bytes(`${HEADER}"22042100,葡萄酒`), 'PROFILE-SYNTAX'],
  ])('takes nothing from %s, also with partial', (_, file, code) => {
    const result = importTariff(file, profile, { partial: true });
    expect(result.taken).toBe(false);
    expect(result.profile).toBe(profile);
    expect(result.report.map((note) => note.code)).toContain(code);
  });

  it('takes the shipped table to the same version and keeps it a sample', async () => {
    const result = importTariff(await readFile(`${DIR}/tariff.csv`), profile);
    expect(result.profile.version).toBe(profile.version);
    expect(levels(result)).toContain('0 warning IMPORT-SAMPLE');
  });

  it('takes a file as large as the official one quickly', () => {
    const rows = Array.from({ length: 9_000 }, (_, n) => `${10_000_000 + n},货物,standard,,,0.1`);
    const result = importTariff(bytes(HEADER + rows.join('\n')), profile);
    expect([result.accepted, result.profile.tariff.length]).toEqual([9_000, 27_000]);
  });
});

describe('importPositiveList', () => {
  it('compares its size with the official one', async () => {
    const result = importPositiveList(await readFile(`${DIR}/positive-list.csv`), profile);
    expect(result.profile.version).toBe(profile.version);
    expect(levels(result)).toContain('0 warning IMPORT-COUNT');
  });

  it('refuses a remark that nothing enforces', () => {
    const file = bytes('hs8,name,remark,modes\n03061790,冻小虾,仅限网购保税商品,\n');
    const result = importPositiveList(file, profile);
    expect(levels(result)).toEqual(['2 error PROFILE-VALUE']);
  });

  it('takes words that bar some goods of a line, and shows the lines barred whole', () => {
    const rows = ['42022200,手提包,除外,鳄鱼 | 象牙|', '93070090,刀剑,除外,All'];
    const result = importPositiveList(
      bytes(`hs8,name,remark,excluded\n${rows.join('\n')}`),
      profile,
    );
    const [handbag, sword] = result.profile.positiveList.map(({ remarks }) => remarks);
    expect(handbag).toEqual([{ kind: 'exclude', words: ['鳄鱼', '象牙'], text: '除外' }]);
    expect(sword).toEqual([{ kind: 'exclude', words: 'all', text: '除外' }]);
    const barred = result.report.filter(({ code }) => code === 'IMPORT-BARRED');
    expect(barred.map(({ line, level }) => [line, level])).toEqual([[3, 'warning']]);
  });

  it('refuses words that could never be found', () => {
    const file = bytes('hs8,name,remark,excluded\n42022200,手提包,除外,"鳄鱼,蟒蛇"\n');
    const result = importPositiveList(file, profile);
    expect(result.taken).toBe(false);
    expect(levels(result)).toEqual(['2 error PROFILE-VALUE']);
    expect(result.report[0]?.en).toContain('separated by |');
  });

  it('clears the last sample mark', () => {
    const tariff = importTariff(bytes(`${HEADER}${GOOD}`), profile);
    const list = bytes('hs8,name,remark\n22042100,葡萄酒,\n');
    const goods = bytes('hs,name,unit1,duty,refund\n3406000090,蜡烛,035,0,0.13\n');
    const exported = importExportGoods(goods, tariff.profile);
    const result = importPositiveList(list, exported.profile);
    expect(result.profile.sampleTables).toEqual([]);
    expect(result.profile.sample).toBe(false);
  });
});

describe('importExportGoods', () => {
  const COLUMNS = 'hs,name,unit1,unit2,duty,refund,conditions\n';
  const CANDLES = '3406000090,蜡烛,035,,0,13%,\n';

  it('takes the shipped table to the same version and keeps it a sample', async () => {
    const result = importExportGoods(await readFile(`${DIR}/export-goods.csv`), profile);
    expect(result.profile.version).toBe(profile.version);
    expect(levels(result)).toContain('0 warning IMPORT-SAMPLE');
  });

  it('replaces the whole table by a good file', () => {
    const result = importExportGoods(bytes(`${COLUMNS}${CANDLES}`), profile);
    expect(levels(result)).toEqual(['2 ok IMPORT-OK']);
    expect(result.profile.sampleTables).toEqual(['tariff', 'positive-list']);
    const index = indexProfile(result.profile);
    expect(index.exportGoods('3406000090', '2026-01-01')?.name).toBe('蜡烛');
    expect(index.exportGoods('3926909090', '2026-01-01')).toBeNull();
  });

  it('takes nothing when a line is wrong, and the others with partial', () => {
    const file = bytes(`${COLUMNS}${CANDLES}7106911000,银,036,,0,0,4 x\n`);
    const result = importExportGoods(file, profile);
    expect([result.taken, result.profile]).toEqual([false, profile]);
    expect(levels(result)).toEqual(['2 ok IMPORT-OK', '3 error PROFILE-VALUE']);
    const partial = importExportGoods(file, profile, { partial: true });
    expect(partial.profile.exportGoods.map(({ hs }) => hs)).toEqual(['3406000090']);
  });

  it('takes a file as large as the official one quickly', () => {
    const rows = Array.from({ length: 13_000 }, (_, n) => `${1_000_000_000 + n},货,035,,0,0.13,A`);
    const result = importExportGoods(bytes(COLUMNS + rows.join('\n')), profile);
    const index = indexProfile(result.profile);
    expect(result.accepted).toBe(13_000);
    expect(index.exportHeading('1000', '2026-01-01')).toEqual({
      licensed: false,
      inspected: false,
    });
  });
});
