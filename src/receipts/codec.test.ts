import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeReceipts, encodeReceipts, receiptKeys } from './codec.ts';
import type { Receipt, ReceiptType } from './receipt.ts';

const text = fc.string({ unit: 'binary', maxLength: 30 });
const keys = (type: ReceiptType) =>
  fc
    .tuple(...receiptKeys(type).map((name) => fc.tuple(fc.constant(name), fc.option(text))))
    .map((pairs) => Object.fromEntries(pairs.flatMap(([k, v]) => (v === null ? [] : [[k, v]]))))
    .map((record): Record<string, string> => record);
const finding = fc.record({
  code: text,
  zh: text,
  en: text,
  path: fc.option(text),
  law: fc.option(text),
  hint: fc.option(text),
});
const receipt: fc.Arbitrary<Receipt> = fc
  .constantFrom<ReceiptType>('CEB312', 'CEB412', 'CEB512', 'CEB622', 'CEB712')
  .chain((type) =>
    fc.record({
      type: fc.constant(type),
      keys: keys(type),
      status: text,
      info: text,
      at: fc.integer({ min: 0, max: 4_000_000_000_000 }),
      findings: fc.array(finding, { maxLength: 2 }),
      recordGuid: fc.option(text),
    }),
  );

describe('a block of receipts', () => {
  test('gives back what was put in', () => {
    fc.assert(
      fc.property(fc.array(receipt, { maxLength: 20 }), (receipts) => {
        expect(decodeReceipts(encodeReceipts(receipts))).toEqual(receipts);
      }),
    );
  });

  test('keeps the lines of a tax bill', () => {
    const bill: Receipt = {
      ...{ type: 'CEB816', keys: { taxNo: '1' }, status: '1', info: 'x', at: 0, findings: [] },
      ...{ recordGuid: null, lines: [{ gnum: '1', gcode: '1901101010' }] },
    };
    const other: Receipt = { ...bill, type: 'CEB818', lines: [] };
    const { lines: _, ...without } = other;
    expect(decodeReceipts(encodeReceipts([bill, without]))).toEqual([bill, without]);
  });

  test('a key that the entity does not have is a bug, not silently lost', () => {
    const wrong: Receipt = {
      type: 'CEB412',
      keys: { payCode: 'P', orderNo: 'SO1' },
      status: '2',
      info: 'x',
      at: 0,
      findings: [],
      recordGuid: null,
    };
    expect(() => encodeReceipts([wrong])).toThrow(/cannot carry/);
  });

  test('damaged bytes do not decode to something else', () => {
    expect(() => decodeReceipts(new Uint8Array([1, 2, 3]))).toThrow();
  });
});
