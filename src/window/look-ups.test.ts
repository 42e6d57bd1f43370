import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWindow, SENDER, smallPlatform, TOKEN } from '../../test/window-platform.ts';
import type { DeclarationView } from './platform.ts';
import type { Problem } from './problem.ts';
import type { Window } from './server.ts';

const INVT_NO = '46122026I000000001';
const AT = Date.UTC(2026, 10, 23, 4);
const VIEW: DeclarationView = {
  preNo: 'B20261123000000001',
  invtNo: INVT_NO,
  copNo: null,
  ebpCode: 'EBP',
  ebcCode: 'EBC',
  agentCode: 'AGENT',
  orderNo: 'SO1',
  logisticsCode: 'L',
  logisticsNo: 'LN1',
  customsCode: '4612',
  declDate: '2026-11-23',
  status: '800',
  timeline: [{ at: AT, status: '800', info: '[Code:2600;Desc:放行]' }],
  refunds: [],
  bills: [],
  export: null,
  verdict: {
    status: '800',
    decidedAt: AT,
    profileVersion: 'cn-zhengzhou@2026-01-01',
    findings: [],
    tax: {
      channel: 'preferential',
      dutiablePrice: 34_800n,
      total: 3_167n,
      lines: [{ gnum: 1, dutiablePrice: 34_800n, duty: 0n, consumptionTax: 0n, vat: 3_167n }],
    },
  },
};

const asked: unknown[] = [];
let window: Window & { url: string };
beforeAll(async () => {
  const platform = smallPlatform({
    declaration: async (listNo, viewer) =>
      listNo === INVT_NO && viewer?.code === SENDER.code ? VIEW : null,
    quota: async (idNumber, year) => {
      asked.push([idNumber, year]);
      if (idNumber === '110105194912310054') return null;
      return {
        year,
        limit: 2_600_000n,
        used: 1n,
        reserved: 100n,
        remaining: 2_599_899n,
        counters: [{ code: 'MILK', zh: '奶粉', en: 'milk', unit: 'g', limit: 9n, used: 2n }],
      };
    },
  });
  window = await openWindow(platform);
});
afterAll(() => window.close());

async function get(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${window.url}${path}`, {
    headers: { authorization: `Bearer ${TOKEN}`, ...headers },
  });
  return { status: response.status, body: (await response.json()) as Problem };
}

describe('GET /v1/declarations/{listNo}', () => {
  test('money in yuan, times in Shanghai, the verdict whole', async () => {
    const { status, body } = await get(`/v1/declarations/${INVT_NO}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      ...VIEW,
      timeline: [{ ...VIEW.timeline[0], at: '2026-11-23T12:00:00.000+08:00' }],
      verdict: {
        ...VIEW.verdict,
        decidedAt: '2026-11-23T12:00:00.000+08:00',
        tax: {
          channel: 'preferential',
          dutiablePrice: '348.00',
          total: '31.67',
          lines: [
            {
              gnum: 1,
              dutiablePrice: '348.00',
              duty: '0.00',
              consumptionTax: '0.00',
              vat: '31.67',
            },
          ],
        },
      },
    });
  });

  test('none and not yours look the same', async () => {
    const { status, body } = await get('/v1/declarations/B20261123000000002');
    expect([status, body.code]).toEqual([404, 'not-found']);
  });

  test('a number of another form is refused before it is looked up', async () => {
    const { status, body } = await get('/v1/declarations/1%27%20or%201=1');
    expect(status).toBe(400);
    expect(body.findings[0]?.path).toBe('params/listNo');
    expect(JSON.stringify(body)).not.toContain("1' or");
  });
});

describe('GET /v1/buyers/quota', () => {
  test('by header, this year of Shanghai by default', async () => {
    const { status, body } = await get('/v1/buyers/quota', {
      'x-buyer-id-number': '110105194912310038',
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      year: 2026,
      limit: '26000.00',
      used: '0.01',
      reserved: '1.00',
      remaining: '25998.99',
      counters: [{ code: 'MILK', zh: '奶粉', en: 'milk', unit: 'g', limit: '9', used: '2' }],
    });
    expect(asked.at(-1)).toEqual(['110105194912310038', 2026]);
  });

  test('by query, with a year; the header wins', async () => {
    await get('/v1/buyers/quota?idNumber=110105194912310046&year=2025');
    expect(asked.at(-1)).toEqual(['110105194912310046', 2025]);
    await get('/v1/buyers/quota?idNumber=110105194912310046', {
      'x-buyer-id-number': '110105194912310038',
    });
    expect(asked.at(-1)).toEqual(['110105194912310038', 2026]);
  });

  test('without a number 400, without the right 403', async () => {
    const none = await get('/v1/buyers/quota');
    expect([none.status, none.body.findings[0]?.code]).toEqual([400, 'REQ-REQUIRED']);
    const typo = await get('/v1/buyers/quota', { 'x-buyer-id-number': '110105194912310039' });
    expect([typo.status, typo.body.findings[0]?.code]).toEqual([400, 'ID-CHECKSUM']);
    const no = await get('/v1/buyers/quota', { 'x-buyer-id-number': '110105194912310054' });
    expect([no.status, no.body.code]).toEqual([403, 'forbidden']);
  });

  test('a refused value is not repeated in the answer', async () => {
    const { status, body } = await get(`/v1/buyers/quota?idNumber=${'9'.repeat(61)}`);
    expect(status).toBe(400);
    expect(JSON.stringify(body)).not.toContain('999');
  });
});
