import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXAMPLE, exampleText, SIGNERS } from '../../../test/fixtures/documents/payment-data.ts';
import { LIMITS } from '../../base/limits.ts';
import { type PaymentData, readPaymentAnswer } from './answer.ts';
import { PAYMENT_DATA_CODES } from './codes.ts';
import { writePaymentAnswer } from './write.ts';

const TEXT = exampleText('03000000000cde6f', 'AAAA');
const [{ signer }] = SIGNERS as [(typeof SIGNERS)[number]];

function refusals(text: string): string[] {
  const read = readPaymentAnswer(text);
  return read.ok ? [] : read.error.map(({ code, path }) => `${code} ${path}`);
}

const HEAD = '/payExchangeInfoHead';
const ORDER = '/payExchangeInfoLists/0';

describe('the text of payExInfoStr', () => {
  it('is read as the example of the interface document says', () => {
    const read = readPaymentAnswer(TEXT);
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    const { certNo, signature, signedTexts, ...data } = read.value;
    expect(data).toEqual(EXAMPLE);
    expect(certNo).toBe('03000000000cde6f');
    expect(signature).toEqual(Buffer.alloc(3));
    expect(signedTexts).toHaveLength(1);
  });

  it('may call the list by the name of the running text', () => {
    const read = readPaymentAnswer(TEXT.replace('payExchangeInfoLists', 'payExchangeInfoList'));
    expect(read).toMatchObject({ ok: true, value: EXAMPLE });
    const [signed] = read.ok ? read.value.signedTexts : [];
    expect(signed).toContain('||"payExchangeInfoList":"[{');
  });

  it.each([
    ['"totalAmount":100,', '"totalAmount":100.10,', 10_010n],
    ['"totalAmount":100,', '"totalAmount":1.5E+2,', 15_000n],
    ['"totalAmount":100,', '"totalAmount":90071992547409.93,', 9_007_199_254_740_993n],
    ['"totalAmount":100,', '"totalAmount":0.29000,', 29n],
  ])('has an amount to the fen: %s -> %s', (from, to, fen) => {
    const read = readPaymentAnswer(TEXT.replace(from, to));
    expect(read.ok && read.value.payExchangeInfoHead.totalAmount).toBe(fen);
  });

  it.each([
    ['"payType":"1",', '', { payType: null }],
    ['"payType":"1"', '"payType":""', { payType: null }],
    ['"payType":"1"', '"payType":null', { payType: null }],
    [/,"note":"[^"]*"/, '', { note: null }],
  ])('may leave out what is optional: %s -> %s', (from, to, head) => {
    const read = readPaymentAnswer(TEXT.replace(from, to));
    expect(read).toMatchObject({ ok: true, value: { payExchangeInfoHead: head } });
  });

  it('passes over members that the interface does not know', () => {
    const read = readPaymentAnswer(TEXT.replace('{', '{"extra":[{"a":1}],'));
    expect(read).toMatchObject({ ok: true, value: EXAMPLE });
  });

  it.each<[string | RegExp, string, string]>([
    ['"totalAmount":100', '"totalAmount":"100"', `PAYDATA-SHAPE ${HEAD}/totalAmount`],
    ['"totalAmount":100', '"totalAmount":-1', `PAYDATA-AMOUNT ${HEAD}/totalAmount`],
    ['"totalAmount":100', '"totalAmount":1e14', `PAYDATA-AMOUNT ${HEAD}/totalAmount`],
    ['"totalAmount":100', '"totalAmount":100.005', `PAYDATA-FEN ${HEAD}/totalAmount`],
    ['"totalAmount":100,', '', `PAYDATA-MISSING ${HEAD}/totalAmount`],
    ['initalRequest', 'initialRequest', `PAYDATA-MISSING ${HEAD}/initalRequest`],
    ['"ok"', `"${'x'.repeat(8001)}"`, `PAYDATA-LENGTH ${HEAD}/initalResponse`],
    ['"ok"', '"a\\u0000b"', `PAYDATA-CHARACTER ${HEAD}/initalResponse`],
    ['"ok"', '"\\ud800"', `PAYDATA-CHARACTER ${HEAD}/initalResponse`],
    ['"verDept":"3"', '"verDept":"4"', `PAYDATA-VALUE ${HEAD}/verDept`],
    ['"verDept":"3"', '"verDept":3', `PAYDATA-SHAPE ${HEAD}/verDept`],
    ['"payType":"1"', '"payType":"5"', `PAYDATA-VALUE ${HEAD}/payType`],
    ['9D55BA71', '9d55BA71', `PAYDATA-UPPER ${HEAD}/guid`],
    ['20181212041803', '20181312041803', `PAYDATA-MOMENT ${HEAD}/tradingTime`],
    ['"1544519952469"', '1544519952469', 'PAYDATA-SHAPE /serviceTime'],
    ['"1544519952469"', '"2018-12-11"', 'PAYDATA-MILLISECONDS /serviceTime'],
    ['"AAAA"', '"AA A"', 'PAYDATA-BASE64 /signValue'],
    ['"AAAA"', '""', 'PAYDATA-MISSING /signValue'],
    ['"gname":"lhy-gnsku2"', '"gname":[]', `PAYDATA-SHAPE ${ORDER}/goodsInfo/1/gname`],
    [/"goodsInfo":\[.*?\]/, '"goodsInfo":[]', `PAYDATA-SHAPE ${ORDER}/goodsInfo`],
    [/"goodsInfo":\[.*?\]/, '"goodsInfo":{}', `PAYDATA-SHAPE ${ORDER}/goodsInfo`],
    [/"goodsInfo":\[.*?\],/, '', `PAYDATA-MISSING ${ORDER}/goodsInfo`],
    [/"goodsInfo":\[.*?\]/, '"goodsInfo":["a"]', `PAYDATA-SHAPE ${ORDER}/goodsInfo/0`],
    [/"payExchangeInfoLists":\[.*\]/, '"payExchangeInfoLists":[1]', `PAYDATA-SHAPE ${ORDER}`],
    [
      /"payExchangeInfoLists":\[.*\]/,
      '"payExchangeInfoLists":[]',
      'PAYDATA-SHAPE /payExchangeInfoLists',
    ],
    ['"payExchangeInfoHead":{', '"payExchangeInfoHead":[],"other":{', `PAYDATA-SHAPE ${HEAD}`],
    ['"sessionID":"ad', '"sessionID":"1","sessionID":"ad', 'JSON-DUPLICATE /sessionID'],
    ['{', '{"payExchangeInfoList":[],', 'PAYDATA-TWICE /payExchangeInfoList'],
    [/\}$/, '', 'JSON-SYNTAX '],
    [/^/, '[]', 'JSON-SYNTAX '],
    [/^.*$/, '[]', 'PAYDATA-SHAPE '],
    [/^.*$/, '"text"', 'PAYDATA-SHAPE '],
    [/^.*$/, `${'['.repeat(99)}${']'.repeat(99)}`, `JSON-DEPTH ${'/0'.repeat(LIMITS.xmlDepth)}`],
  ])('is refused for %s -> %s', (from, to, refusal) => {
    expect(refusals(TEXT.replace(from, () => to))).toEqual([refusal]);
  });

  it('is refused when it is too long, before it is read', () => {
    const [refusal] = refusals(' '.repeat(LIMITS.paymentDataBytes + 1));
    expect(refusal).toBe('PAYDATA-SIZE ');
  });

  it('gets as many findings as are shown, none with a value', () => {
    const goods = Array.from({ length: 50 }, () => '{"gname":["secret"]}').join();
    const read = readPaymentAnswer(TEXT.replace(/"goodsInfo":\[.*?\]/, `"goodsInfo":[${goods}]`));
    const findings = read.ok ? [] : read.error;
    expect(findings).toHaveLength(LIMITS.findingsShown);
    expect(JSON.stringify(findings)).not.toMatch(/secret|\{\w+\}/);
    for (const { code } of findings) expect(PAYMENT_DATA_CODES).toHaveProperty(code);
  });
});

const text = (most: number) =>
  fc
    .string({ unit: 'binary', minLength: 1, maxLength: most })
    .filter((one) => one.isWellFormed() && !/\p{Cc}/u.test(one));
const seconds = fc.integer({ min: 0, max: 4_000_000_000 }).map((second) => second * 1000);

/** Any answer that the interface allows. */
const anyData: fc.Arbitrary<PaymentData> = fc.record({
  sessionID: text(36),
  payExchangeInfoHead: fc.record({
    guid: text(36).map((one) => one.replace(/[a-z]/g, 'X')),
    initalRequest: text(99),
    initalResponse: text(99),
    ebpCode: text(18),
    payCode: text(18),
    payTransactionId: text(60),
    totalAmount: fc.bigInt(0n, 10n ** 16n - 1n),
    currency: text(4),
    verDept: fc.constantFrom('1', '2', '3'),
    payType: fc.constantFrom('1', '4', null),
    tradingTime: seconds,
    note: fc.option(text(20)),
  }),
  payExchangeInfoLists: fc.array(
    fc.record({
      orderNo: text(60),
      goodsInfo: fc.array(fc.record({ gname: text(20), itemLink: text(20) }), {
        minLength: 1,
        maxLength: 3,
      }),
      recpAccount: text(60),
      recpCode: fc.option(text(18)),
      recpName: text(100),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  serviceTime: seconds,
});

it('comes back as it was written, whatever it says', () => {
  fc.assert(
    fc.property(anyData, (data) => {
      const read = readPaymentAnswer(writePaymentAnswer(data, signer));
      if (!read.ok) throw new Error(JSON.stringify(read.error));
      expect(read.value).toMatchObject(data);
    }),
    { numRuns: 200 },
  );
});

it('never throws, whatever becomes of 20,000 texts', () => {
  const bytes = Buffer.from(TEXT);
  const change = fc.tuple(fc.nat(bytes.length), fc.nat(9), fc.string({ maxLength: 4 }));
  const mutant = fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((changes) =>
      changes.reduce((was, [at, cut, put]) => was.slice(0, at) + put + was.slice(at + cut), TEXT),
    );
  fc.assert(
    fc.property(mutant, (one) => {
      const read = readPaymentAnswer(one);
      expect(read.ok || read.error.length > 0).toBe(true);
    }),
    { numRuns: 20_000 },
  );
});
