import { expect, it } from 'vitest';
import { isExportEntry, readExport, withoutExportSums } from './export-facts-reader.ts';

const ref = (record: number) => ({ messageId: '93a79ebd-ef71-83c9-95ca-b0ed67e6a006', record });
const named = (record: number) => `93a79ebd-ef71-83c9-95ca-b0ed67e6a006/${record}`;
const REFS = {
  ...{ list: ref(0), order: ref(1), waybill: ref(2) },
  arrivals: [{ ...ref(3), preNo: 'B20261129000000001' }],
};
const PHONE = '13277121621';
const SELECTION = {
  ...{ enterpriseClass: 'ROUTINE', goodsClass: 'ORDINARY', weight: 20_000 },
  ...{ action: null, label: null, rules: [], draw: { day: '2026-11-29', sequence: 4 } },
};
const REST = [
  ...[1, 1_795_869_282_769, [['4101960S01', '河南小满商贸有限公司', [], 'GENERAL', 'OK', null, 1]]],
  ...[[['502', PHONE, '100000000']], 0, ['400', [], null]],
  ...[['800', [], ['A', PHONE, [[1, PHONE]]]], SELECTION, null],
  [[['T4612W1', '501', 'A-1', '61', '011', '035', '20000', null, null]], [['k', PHONE, '0', '0']]],
];
const ENTRY = `ed${JSON.stringify(REFS)}\t${JSON.stringify(REST)}`;
const ENDED = `ex${JSON.stringify({ list: ref(0), by: ref(5) })}\t["899",[]]`;

it('reads what a decision rests on', () => {
  expect(readExport(ENTRY)).toEqual({
    ...{ list: named(0), by: null, state: '800' },
    rested: {
      ...{ at: 1_795_869_282_769, list: named(0), order: named(1), waybill: named(2) },
      ...{ collection: null, arrivals: [named(3)], held: '400', state: '800' },
      enterprises: [{ code: '4101960S01', creditClass: 'GENERAL', overseas: true, exempt: false }],
      rates: new Map([['502', { n: 13_277_121_621n, d: 100_000_000n }]]),
      value: { channel: 'A', fob: 13_277_121_621n, lines: new Map([[1, 13_277_121_621n]]) },
      selection: { ...SELECTION, draw: '2026-11-29/4' },
      books: [{ key: 'T4612W1:501', unit: '011', units: [{ unit: '035', perUnit: 20_000n }] }],
    },
  });
});

it('reads what ended a list', () => {
  const ended = { list: named(0), by: named(5), state: '899', rested: null };
  expect(readExport(ENDED)).toEqual(ended);
});

it('leaves out sums and rates, which may look like a phone, and nothing else', () => {
  const text = withoutExportSums(ENTRY);
  expect(text).not.toContain(PHONE);
  for (const word of ['河南小满商贸有限公司', '"ROUTINE"', 'B20261129000000001']) {
    expect(text).toContain(word);
  }
});

it('says what cannot be read, and leaves it as it is', () => {
  for (const entry of ['e', 'ed', 'ed{}\tno JSON', 'ed{}\t[1]', 'ez{}\t[]']) {
    expect(isExportEntry(entry)).toBe(true);
    expect(readExport(entry)).toBe('unreadable');
    expect(withoutExportSums(entry)).toBe(entry);
  }
});
