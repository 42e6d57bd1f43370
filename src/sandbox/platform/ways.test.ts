import { describe, expect, it } from 'vitest';
import {
  ORDER_HEAD,
  ORDER_LINES,
  PAYMENT_HEAD,
} from '../../../test/fixtures/documents/messages.ts';
import { SIGNERS } from '../../../test/fixtures/documents/payment-data.ts';
import { present } from '../../base/assert.ts';
import { seededRandom } from '../../base/random.ts';
import { type PaymentData, readPaymentAnswer } from '../../documents/payment-data/answer.ts';
import { PAYMENT_DATA_CODES } from '../../documents/payment-data/codes.ts';
import { verifyPaymentAnswer } from '../../documents/payment-data/signature.ts';
import { writePaymentAnswer } from '../../documents/payment-data/write.ts';
import { REGISTRY_CODES } from '../../registry/codes.ts';
import { honestData } from './truth.ts';
import { drawWay, type Way, WRONG_WAYS } from './ways.ts';

const SALE = { order: ORDER_HEAD, items: ORDER_LINES, payment: PAYMENT_HEAD };
const GUID = '9D55BA71-22DE-41F4-8B50-C36C83B3B530';
const TRUTH = honestData(SALE, { sessionID: GUID }, GUID, 1_544_519_952_469);
const [{ signer, publicKey }] = SIGNERS as [(typeof SIGNERS)[number]];
const random = () => seededRandom(5n);

const way = (name: string): Way =>
  present(
    WRONG_WAYS.find((one) => one.name === name),
    name,
  );

/** What is other in the last upload than in the truth, as paths. */
function changed(name: string): string[] {
  const { data } = present(way(name).uploads.at(-1), 'an upload');
  return differences(TRUTH, data(TRUTH, random()), '');
}

function differences(a: unknown, b: unknown, path: string): string[] {
  if (typeof a !== 'object' || a === null) return a === b ? [] : [path];
  return Object.keys(a).flatMap((key) => {
    const [one, other] = [a, b].map((value) => (value as Record<string, unknown>)[key]);
    return differences(one, other, `${path}/${key}`);
  });
}

/** What the format itself finds in the only upload. */
function refusal(name: string): string | null {
  const { data, text } = present(way(name).uploads[0], 'an upload');
  const signed = writePaymentAnswer(data(TRUTH, random()), signer);
  const read = readPaymentAnswer(text(signed));
  if (!read.ok) return read.error.map(({ code }) => code).join();
  const verified = verifyPaymentAnswer(read.value, publicKey);
  if (!verified.ok) return verified.error.code;
  return read.value.certNo === signer.certNo ? null : 'another certificate';
}

describe('an honest platform', () => {
  it('says what was declared', () => {
    expect(TRUTH).toMatchObject({
      payExchangeInfoHead: {
        ebpCode: '4101000001',
        payCode: '4101000003',
        payTransactionId: 'P-1',
        totalAmount: 28_325n,
        currency: '142',
        tradingTime: Date.parse('2026-04-15T11:29:01+08:00'),
      },
      payExchangeInfoLists: [
        {
          orderNo: 'A20260415001',
          goodsInfo: [
            { gname: '奶粉', itemLink: 'https://4101000001.example/items/SKU-1' },
            { gname: '面膜', itemLink: 'https://4101000001.example/items/line-2' },
          ],
          recpName: '测试电商有限公司',
        },
      ],
    } satisfies { [Key in keyof PaymentData]?: unknown });
  });

  it('says nothing of persons', () => {
    const text = writePaymentAnswer(TRUTH, signer);
    expect(text).not.toMatch(/张三|11010519491231002X|13800138000|测试路/);
    expect(readPaymentAnswer(text)).toMatchObject({ ok: true, value: TRUTH });
  });
});

describe('a false platform', () => {
  const HEAD = '/payExchangeInfoHead';
  const ORDER = '/payExchangeInfoLists/0';

  it.each([
    ['amount', `${HEAD}/totalAmount`],
    ['transaction', `${HEAD}/payTransactionId`],
    ['currency', `${HEAD}/currency`],
    ['time', `${HEAD}/tradingTime`],
    ['firm', `${HEAD}/payCode`],
    ['platform', `${HEAD}/ebpCode`],
    ['order', `${ORDER}/orderNo`],
    ['payee', `${ORDER}/recpName`],
    ['goods', `${ORDER}/goodsInfo/0/gname`],
    ['link', `${ORDER}/goodsInfo/0/itemLink`],
    ['session', '/sessionID'],
    ['twice', `${HEAD}/totalAmount`],
  ])('%s: changes that alone, and signs it well', (name, path) => {
    expect(changed(name)).toEqual([path]);
    expect(refusal(name)).toBeNull();
  });

  it.each([
    ['shape', 'PAYDATA-SHAPE'],
    ['signature', 'PAYDATA-SIGNATURE-VALUE'],
    ['certificate', 'another certificate'],
  ])('%s: sends what cannot be trusted', (name, found) => {
    expect(changed(name)).toEqual([]);
    expect(refusal(name)).toBe(found);
  });

  it('answers once truly before it answers twice, and else not at all', () => {
    expect(way('twice').uploads[0]!.data(TRUTH, random())).toBe(TRUTH);
    expect(way('silence')).toMatchObject({ call: 'taken', uploads: [] });
    expect(way('refusal')).toMatchObject({ call: 'refused', uploads: [] });
    expect(way('broken')).toMatchObject({ call: 'broken', uploads: [] });
  });

  it('expects codes that there are', () => {
    const codes = WRONG_WAYS.flatMap(({ expect: wanted }) => wanted);
    const own = codes.filter((code) => !code.startsWith('PULL-'));
    for (const code of own)
      expect({ ...PAYMENT_DATA_CODES, ...REGISTRY_CODES }).toHaveProperty(code);
  });
});

describe('the draw', () => {
  const drawn = (wrong: number) =>
    Array.from({ length: 2_000 }, (_, seed) => drawWay(seededRandom(BigInt(seed)), wrong, 10).name);

  it('draws the share that is asked for, every way of it, and the same from the same seed', () => {
    const names = drawn(5);
    const honest = names.filter((name) => name === 'honest').length;
    expect(honest).toBeGreaterThan(900);
    expect(honest).toBeLessThan(1_100);
    expect(new Set(names).size).toBe(WRONG_WAYS.length + 1);
    expect(drawn(5)).toEqual(names);
  });

  it('draws none and all', () => {
    expect(new Set(drawn(0))).toEqual(new Set(['honest']));
    expect(drawn(10)).not.toContain('honest');
  });
});
