import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWindow, smallPlatform, TOKEN } from '../../test/window-platform.ts';
import type { Refund } from '../clearance/refund-store.ts';
import type { Problem } from './problem.ts';
import type { Window } from './server.ts';

const PRE_NO = 'T20261123000000001';
const AT = Date.UTC(2026, 10, 23, 4);
const REFUND: Refund = {
  ...{ listNo: '46122026I000000001', preNo: PRE_NO, key: 'AGENT\u0001TH1', state: 'closed' },
  ...{ acceptedAt: AT, due: '2026-12-30', endedAt: AT, reason: null },
  lines: [{ gnum: 1, qty: 150_000n }],
  ...{ dutiable: 17_400n, duty: 0n, consumptionTax: 0n, vat: 1_584n },
};

const reported: unknown[] = [];
let window: Window & { url: string };
beforeAll(async () => {
  const platform = smallPlatform({
    reportGoods: async (report) => {
      reported.push(report);
      return report.preNo === PRE_NO ? { refund: REFUND, changed: true } : null;
    },
  });
  window = await openWindow(platform);
});
afterAll(() => window.close());

async function post(preNo: string, body: unknown) {
  const response = await fetch(`${window.url}/v1/refunds/${preNo}/goods`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Problem };
}

test('the refund as it stands: money in yuan, quantities exact', async () => {
  const { status, body } = await post(PRE_NO, { accepted: true });
  expect(status).toBe(200);
  expect(reported.at(-1)).toEqual({ preNo: PRE_NO, refused: null });
  expect(body).toEqual({
    ...{ listNo: REFUND.listNo, preNo: PRE_NO, state: 'closed', due: '2026-12-30', reason: null },
    acceptedAt: '2026-11-23T12:00:00.000+08:00',
    endedAt: '2026-11-23T12:00:00.000+08:00',
    lines: [{ gnum: 1, qty: '1.5' }],
    relief: { dutiablePrice: '174.00', duty: '0.00', consumptionTax: '0.00', vat: '15.84' },
  });
});

test('goods that are not accepted need a reason', async () => {
  const without = await post(PRE_NO, { accepted: false });
  expect([without.status, without.body.findings[0]?.path]).toEqual([400, 'body/reason']);
  await post(PRE_NO, { accepted: false, reason: '已拆封' });
  expect(reported.at(-1)).toEqual({ preNo: PRE_NO, refused: '已拆封' });
});

test('none and not yours look the same, and what is no report is refused', async () => {
  expect((await post('T20261123000000002', { accepted: true })).status).toBe(404);
  expect((await post(PRE_NO, { accepted: 'perhaps' })).status).toBe(400);
  expect((await post(PRE_NO, null)).status).toBe(400);
});
