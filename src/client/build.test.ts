import { describe, expect, it } from 'vitest';
import { ORDER_HEAD, ORDER_LINES, TRANSFER } from '../../test/fixtures/documents/messages.ts';
import { verifyBytes } from '../documents/verify.ts';
import { buildFromValues } from './build.ts';

const GUID = '4CDE1CFD-EDED-46B1-946C-B8022E42FC94';
const order = (head: Record<string, string> = {}, line: Record<string, string> = {}) => ({
  guid: GUID,
  transfer: TRANSFER,
  records: [
    {
      head: { ...ORDER_HEAD, ...head },
      lines: ORDER_LINES.map((one, n) => (n === 0 ? { ...one, ...line } : one)),
    },
  ],
});

function found(type: string, content: Parameters<typeof buildFromValues>[1]) {
  const built = buildFromValues(type, content);
  return built.ok ? [] : built.error.map(({ code, path, record }) => `${code} ${path} ${record}`);
}

describe('buildFromValues', () => {
  it('writes a sound message whatever the order of the fields', () => {
    const turned = Object.fromEntries(Object.entries(ORDER_HEAD).reverse());
    const content = { ...order(), records: [{ head: turned, lines: ORDER_LINES }] };
    const [one, other] = [buildFromValues('CEB311', order()), buildFromValues('CEB311', content)];
    expect(one).toEqual(other);
    expect(one.ok && verifyBytes(one.value).findings).toEqual([]);
  });

  it('finds what the table does not have, which the encoder would leave out', () => {
    expect(found('CEB311', order({ orderno: 'A' }))).toEqual(['FLD-UNKNOWN OrderHead/orderno 1']);
    expect(found('CEB311', order({}, { sku: 'A' }))).toEqual(['FLD-UNKNOWN OrderList[1]/sku 1']);
    const transfer = { ...TRANSFER, dxpID: 'D' };
    expect(found('CEB311', { ...order(), transfer })).toEqual([
      'FLD-UNKNOWN BaseTransfer/dxpID null',
    ]);
  });

  it('finds what the schema and the text of the specification refuse', () => {
    const { orderNo: _, ...without } = ORDER_HEAD;
    const missing = { ...order(), records: [{ head: without, lines: ORDER_LINES }] };
    expect(found('CEB311', missing)).toEqual(['FLD-REQUIRED OrderHead/orderNo 1']);
    expect(found('CEB311', order({ currency: '840' }))).toEqual(['FLD-VALUE OrderHead/currency 1']);
    expect(found('CEB311', order({}, { totalPrice: '1' }))[0]).toMatch(/OrderList\[1\]/);
  });

  it('finds characters that XML cannot hold', () => {
    expect(found('CEB311', order({ buyerName: 'a\u0001' }))).toEqual([
      'XML-CHARACTER OrderHead/buyerName 1',
    ]);
    expect(found('CEB311', { ...order(), guid: '\ud800' })).toEqual(['XML-CHARACTER guid null']);
  });

  it('knows the messages that enterprises send, and no other', () => {
    for (const type of ['CEB312', 'CEB999', '']) {
      expect(found(type, { guid: GUID, records: [] })).toEqual(['MSG-UNKNOWN null null']);
    }
  });
});
