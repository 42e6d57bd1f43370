import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DECLARATION_FIELDS, GOODS_FIELDS } from '../../src/documents/declaration/fields.ts';
import { encodeGbk } from '../../src/sandbox/world/gbk.ts';
import { type Cell, workbook } from '../fixtures/workbook.ts';
import { type Agency, openAgency } from './agency.ts';
import { type Body, bodyOf } from './bodies.ts';
import { brokenLaws, countOf } from './desk.ts';
import { AGENT, EVENING } from './zone.ts';

// Files of declarations over HTTP: what is right is filed, what is wrong is told cell by cell.
let { zone, desk, counter, mill } = {} as Agency;
beforeAll(async () => {
  ({ zone, desk, counter, mill } = await openAgency());
});
afterAll(async () => {
  await counter?.close();
  await zone?.database.drop();
});

const HEAD = DECLARATION_FIELDS.map(({ path }) => path);
const GOODS = GOODS_FIELDS.map(({ path }) => path);
const ZH = [...DECLARATION_FIELDS, ...GOODS_FIELDS].map(({ zh }) => zh);
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

function at(object: unknown, path: string): string {
  const value = path
    .split('.')
    .reduce<unknown>((one, step) => (one as Record<string, unknown> | undefined)?.[step], object);
  return (value as string | undefined) ?? '';
}

/** The rows of a body, a line of goods each. */
function rowsOf(body: Body, changes: Readonly<Record<string, Cell>> = {}): Cell[][] {
  return body.goods.map((line) => [
    ...HEAD.map((path) => changes[path] ?? at(body, path)),
    ...GOODS.map((path) => changes[path] ?? line[path] ?? ''),
  ]);
}

const csvOf = (rows: readonly (readonly Cell[])[]) =>
  rows.map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\r\n');

async function upload(file: Uint8Array | string, type: string, query = '') {
  const init = { method: 'POST', headers: { 'content-type': type }, body: file as never };
  const answer = await counter.call(`/v1/declarations/uploads${query}`, AGENT, init);
  await desk.works.idle();
  return { status: answer.status, body: JSON.parse(answer.text) };
}

const column = (path: string): string => {
  const index = [...HEAD, ...GOODS].indexOf(path);
  const letter = String.fromCharCode(0x41 + (index % 26));
  return index < 26 ? letter : `${'AB'[Math.floor(index / 26) - 1]}${letter}`;
};

const body = () => bodyOf(mill.parcel());

describe('a file of declarations', () => {
  it('as CSV of Chinese Excel and as workbook is released', async () => {
    const two = [ZH, ...rowsOf(body()), ...rowsOf(body())];
    const csv = await upload(encodeGbk(csvOf(two)), 'text/csv; charset=gbk');
    expect([csv.status, csv.body.filed, csv.body.refused]).toEqual([200, 2, 0]);
    const named = [
      [...HEAD, ...GOODS],
      ...rowsOf(body(), { quantity: { number: '2.0000000000000000' } }),
    ];
    const xlsx = await upload(workbook(named), XLSX);
    expect([xlsx.status, xlsx.body.filed]).toEqual([200, 1]);
    for (const { preNo } of [...csv.body.declarations, ...xlsx.body.declarations]) {
      const shown = await counter.call(`/v1/declarations/${preNo}`, AGENT);
      expect(JSON.parse(shown.text).status).toBe('800');
    }
    const again = await upload(workbook(named), XLSX);
    expect(again.body.declarations[0]).toMatchObject({ filed: true, duplicate: true });
    expect(await brokenLaws(zone.db, EVENING)).toEqual([]);
  });

  it('may take days as the workbook keeps them, and leave repeated values out', async () => {
    const said = body();
    const [first, second] = [said.goods[0]!, { ...said.goods[0]!, itemNo: '' }];
    const rows = rowsOf({ ...said, goods: [first, second] }, { 'order.time': { number: '44092' } });
    rows[1] = rows[1]!.map((cell, i) => (i < HEAD.length ? '' : cell));
    const sent = await upload(workbook([[...HEAD, ...GOODS], ...rows]), XLSX);
    expect(sent.body.declarations).toMatchObject([{ rows: [2, 3], filed: true, findings: [] }]);
  });

  it('files what is right and tells what is wrong, each cell with its column', async () => {
    const inexact = { number: '4.1010519491231E+17' };
    const book = workbook(
      [
        ZH,
        ...rowsOf(body()),
        ...rowsOf(body(), { 'buyer.idNumber': inexact, tax: '3元' }),
        ...rowsOf(body(), { hs: '19', seller: '4101000000' }),
        ...rowsOf(body(), { hs: '19' }),
      ],
      '申报',
    );
    const { status, body: report } = await upload(book, XLSX);
    expect([status, report.filed, report.refused]).toEqual([200, 1, 3]);
    const told = report.declarations.map((one: { findings: Record<string, unknown>[] }) =>
      one.findings.map((each) => `${each.code} ${each.column}${each.row} ${each.value}`),
    );
    expect(told).toEqual([
      [],
      [
        `DECL-DIGITS ${column('buyer.idNumber')}3 4101**********0000`,
        `DECL-YUAN ${column('tax')}3 3元`,
      ],
      [`DECL-ENTERPRISE ${column('seller')}4 4101000000`],
      [`FLD-LENGTH ${column('hs')}5 19`],
    ]);
    expect(report.declarations[1].findings[0]).toMatchObject({
      sheet: '申报',
      header: '订购人证件号码',
    });
  });

  it('is filed whole or not at all when that is asked for', async () => {
    const [good, bad] = [body(), body()];
    const messages = await countOf(zone.db, 'documents.messages');
    const taken = body();
    await upload(workbook([ZH, ...rowsOf(taken)]), XLSX);
    const clash = rowsOf(bad, { 'waybill.no': at(taken, 'waybill.no') });
    const rows = [ZH, ...rowsOf(good), ...clash];
    const refused = await upload(workbook(rows), XLSX, '?allOrNothing=true');
    const codes = refused.body.declarations.map((one: { findings: { code: string }[] }) =>
      one.findings.map(({ code }) => code),
    );
    expect([refused.body.filed, codes]).toEqual([0, [['DECL-TOGETHER'], ['-504015']]]);
    const early = [ZH, ...rowsOf(good), ...rowsOf(bad, { hs: '19' })];
    const spoiled = await upload(workbook(early), XLSX, '?allOrNothing=true');
    expect(spoiled.body).toMatchObject({ filed: 0, refused: 2 });
    expect(await countOf(zone.db, 'documents.messages')).toBe(messages + 4);
    const whole = [ZH, ...rowsOf(good), ...rowsOf(bad)];
    const filed = await upload(workbook(whole), XLSX, '?allOrNothing=true');
    expect(filed.body).toMatchObject({ filed: 2, refused: 0 });
    expect(await brokenLaws(zone.db, EVENING)).toEqual([]);
  });

  it('that cannot be read is refused whole', async () => {
    const codes = async (file: Uint8Array | string, type = XLSX) => {
      const answer = await upload(file, type);
      const findings = answer.body.findings as { code: string; path: string | null }[];
      return [answer.status, ...findings.map(({ code, path }) => `${code} ${path}`)];
    };
    expect(await codes('PK\u0003\u0004')).toEqual([422, 'SHEET-FORM null']);
    expect(await codes(`${ZH.join(',')}\n`, 'text/csv')).toEqual([422, 'SHEET-EMPTY null']);
    const renamed = [[...ZH.slice(1), '颜色'], ...rowsOf(body())];
    const last = column(GOODS.at(-1)!);
    expect(await codes(workbook(renamed))).toEqual([
      422,
      `DECL-COLUMN Sheet1!${last}1`,
      'DECL-COLUMN-MISSING Sheet1!1',
    ]);
  });

  it('has templates', async () => {
    const csv = await counter.call('/v1/declarations/template.csv?lang=en', AGENT);
    expect(csv.text).toContain('orderNo*,mode*,');
    const xlsx = await counter.call('/v1/declarations/template.xlsx', AGENT);
    expect([xlsx.status, xlsx.type]).toEqual([200, XLSX]);
  });
});
