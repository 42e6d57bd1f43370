/** How the console cuts a file of declarations into parts: as the platform would read it whole. */
import { expect, it } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import { readCsv } from '../../src/documents/sheet/csv.ts';
import {
  cellsOf,
  fileOf,
  PART_PARCELS,
  partsOf,
  type Rows,
  readRows,
  written,
} from '../../web/src/pages/declare-rows.ts';

const HEADER = '订单编号*,电商平台代码*,商品名称*';
const CELLS = ['', 'a', ' b ', '"c,d"', '"e ""f"" g"', '"h\r\ni"', '="035"', "'07", 'x"y', '""'];

async function rowsOf(text: string): Promise<Rows> {
  const rows = await readRows(new Blob([text]));
  if (rows === null) throw new Error('no column of orders');
  return rows;
}

/** Cells as the platform reads them, by the number of their row. */
function platformRows(text: string): Map<number, string[]> {
  const sheet = readCsv(Buffer.from(text));
  if (!sheet.ok) throw new Error('the platform cannot read it');
  return new Map(
    sheet.value.rows.map(({ number, cells }) => {
      return [number, [0, 1, 2].map((column) => cells.get(column)?.text ?? '')];
    }),
  );
}

it('finds the records and cells that the platform finds', async () => {
  const random = seededRandom(11n);
  for (let round = 0; round < 40; round += 1) {
    const lines = Array.from({ length: 30 }, (_, i) => {
      const cell = () => CELLS[random.below(CELLS.length)]!;
      return random.below(8) === 0 ? '' : `O${i % 7},${cell()},${cell()}`;
    });
    const text = [HEADER, ...lines].join(round % 2 === 0 ? '\n' : '\r\n');
    const rows = await rowsOf(text);
    const known = platformRows(text);
    expect(rows.numbers).toEqual([...known.keys()].slice(1));
    for (const [place, number] of rows.numbers.entries()) {
      const record = text.slice(rows.starts[place], rows.ends[place]);
      expect(cellsOf(record, ',')).toEqual(known.get(number));
    }
  }
});

it('keeps rows of an order together, wherever they stand, and cuts between orders', async () => {
  const orders = Array.from({ length: 2 * PART_PARCELS }, (_, i) => `O${i},P,milk`);
  const text = [HEADER, ...orders, ',,second line of the last', 'O0,,far below'].join('\n');
  const rows = await rowsOf(text);
  const parts = partsOf(rows, rows.units);
  expect(parts.map(({ parcels }) => parcels)).toEqual([PART_PARCELS, PART_PARCELS]);
  const sent = parts.map((part) => fileOf(rows, part).split('\n'));
  expect(sent[0]?.slice(0, 3)).toEqual([HEADER, 'O0,P,milk', 'O0,,far below']);
  expect(sent[1]?.at(-1)).toBe(',,second line of the last');
  expect(sent.flat().length).toBe(text.split('\n').length + 1);
});

it('reads GB18030 and tabs, and leaves to the platform what has no orders', async () => {
  const gbk = Buffer.from('b6a9b5a5b1e0bac509c6b7c3fb0a4f3109c4ccb7db', 'hex');
  const rows = await readRows(new Blob([gbk]));
  expect([rows?.headers, rows?.units[0]?.orderNo]).toEqual([['订单编号', '品名'], 'O1']);
  expect(await readRows(new Blob(['name,price\nmilk,1']))).toBeNull();
  expect(await readRows(new Blob([Buffer.from([0xff, 0xff, 0x0a])]))).toBeNull();
});

it('writes cells so that a spreadsheet leaves them as they are', () => {
  const texts = ['a', 'a,b', 'a "b"', 'two\nlines', '410105199001010018', '035', '12.50', '=1+1'];
  const line = [...texts].map(written).join(',');
  expect(cellsOf(line, ',')).toEqual(texts);
  expect(written('410105199001010018')).toBe('"=""410105199001010018"""');
});
