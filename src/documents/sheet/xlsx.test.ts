import { describe, expect, it } from 'vitest';
import { parts, workbook } from '../../../test/fixtures/workbook.ts';
import { zipOf } from '../../../test/zip-files.ts';
import { LIMITS } from '../../base/limits.ts';
import { templateCsv, templateXlsx } from '../declaration/template.ts';
import { readCsv } from './csv.ts';
import { plainDecimal } from './decimal.ts';
import { columnName, type Sheet } from './sheet.ts';
import { writeZip } from './write-zip.ts';
import { readXlsx } from './xlsx.ts';

const texts = (sheet: Sheet) =>
  sheet.rows.map(({ cells }) => [...cells].map(([at, { text }]) => `${columnName(at)}=${text}`));

type Read = Awaited<ReturnType<typeof readXlsx>>;

function rowsOf(result: Read): string[][] {
  if (!result.ok) throw new Error(result.error.map(({ en }) => en).join());
  return texts(result.value);
}

const problem = (result: Read) =>
  result.ok ? null : `${result.error[0]?.code}: ${result.error[0]?.en}`;

describe('numbers of spreadsheets', () => {
  it.each([
    ['1.1000000000000001', '1.1', false],
    ['0.30000000000000004', '0.3', false],
    ['33.330000000000005', '33.33', false],
    ['168', '168', false],
    ['1E-3', '0.001', false],
    ['1.5E+2', '150', false],
    ['-0.5', '-0.5', false],
    ['0.0', '0', false],
    ['999999999999999', '999999999999999', false],
    ['4.1010519491231E+17', '410105194912310000', true],
    ['9.9999999999999995E-2', '0.1', false],
  ])('%s is %s', (written, text, inexact) => {
    expect(plainDecimal(written)).toEqual({ text, inexact });
  });

  it.each(['', '.', 'abc', '1,5', '0x10', '1E1000'])('%j is none', (written) => {
    expect(plainDecimal(written)).toBeNull();
  });
});

describe('a workbook', () => {
  it('is read as it was typed', async () => {
    const rich =
      '<c r="E1" t="inlineStr"><is><r><t>a</t></r><rPh><t>x</t></rPh><r><t>b</t></r></is></c>';
    const error = '<c t="e"><v>#REF!</v></c>';
    const formula = '<c><f>1.1+2.2</f><v>3.3000000000000003</v></c>';
    const book = workbook([
      ['甲 & <乙>', '', { number: '0.1' }, { xml: rich }, { xml: formula }],
      [],
      [{ xml: error }, { xml: '<c t="b"><v>1</v></c>' }],
    ]);
    expect(rowsOf(await readXlsx(book))).toEqual([
      ['A=甲 & <乙>', 'C=0.1', 'E=ab', 'F=3.3'],
      ['A=#REF!', 'B=1'],
    ]);
    const read = await readXlsx(book);
    expect(read.ok && read.value.rows[1]).toMatchObject({ number: 3 });
  });

  it('is refused when it is none, or is built to harm', async () => {
    expect(problem(await readXlsx(Buffer.from('PK\x03\x04')))).toContain('SHEET-FORM');
    expect(problem(await readXlsx(writeZip([['a', 'b']])))).toContain('no xl/workbook.xml');
    const doctype = parts([['a']]).map(([name, text]): [string, string] => [
      name,
      name.endsWith('sheet1.xml') ? `<!DOCTYPE x [<!ENTITY a "b">]>${text}` : text,
    ]);
    expect(problem(await readXlsx(writeZip(doctype)))).toContain('SHEET-FORM');
    const rows = Array.from({ length: LIMITS.uploadRows + 2 }, () => ['x']);
    expect(problem(await readXlsx(workbook(rows)))).toContain('SHEET-SIZE');
  });

  it('that would fill the memory is not unpacked', async () => {
    const open = async (content: Buffer | string, size?: number) => {
      const entry = { name: 'xl/workbook.xml', content, ...(size === undefined ? {} : { size }) };
      return problem(await readXlsx(zipOf([entry])));
    };
    const bomb = Buffer.alloc(LIMITS.sheetBytes + 1);
    expect(await open('abc')).toContain(
      'SHEET-FORM: the file is neither CSV nor XLSX: xl/workbook',
    );
    expect(await open(bomb)).toMatch(/^SHEET-SIZE.*more than/);
    expect(await open(bomb, 10)).toMatch(/^SHEET-FORM.*damaged/);
    const damaged = zipOf([{ name: 'xl/workbook.xml', content: 'abcabcabc' }]);
    damaged[30 + 'xl/workbook.xml'.length + 2]! ^= 0xff;
    expect(problem(await readXlsx(damaged))).toMatch(/^SHEET-FORM.*damaged/);
  });
});

describe('a CSV file', () => {
  it('may be in UTF-8 or GB18030, with commas or tabs', () => {
    const gbk = Buffer.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0x61, 0x0d, 0x0a, 0x78, 0x2c, 0x79]);
    expect(rowsOf(readCsv(gbk))).toEqual([
      ['A=姓名', 'B=a'],
      ['A=x', 'B=y'],
    ]);
    expect(rowsOf(readCsv(Buffer.from('\ufeffa\tb,c\n="035"\t\'1'))).at(1)).toEqual([
      'A=035',
      'B=1',
    ]);
    expect(rowsOf(readCsv(Buffer.from('a;b,c\n')))).toEqual([['A=a;b', 'B=c']]);
  });

  it('tells which numbers were shortened', () => {
    const read = readCsv(Buffer.from('4.10105E+17,4.5\n'));
    expect(read.ok && [...read.value.rows[0]!.cells.values()].map(({ kind }) => kind)).toEqual([
      'inexact',
      'text',
    ]);
  });
});

describe('the templates', () => {
  it.each(['zh', 'en'] as const)('in %s say the same in both forms', async (language) => {
    const [csv, xlsx] = [readCsv(templateCsv(language)), await readXlsx(templateXlsx(language))];
    expect(rowsOf(csv)).toEqual(rowsOf(xlsx));
    expect(rowsOf(csv)).toHaveLength(2);
  });
});
