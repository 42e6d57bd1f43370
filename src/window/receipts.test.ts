import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  openWindow,
  SENDER,
  type SmallPlatform,
  smallPlatform,
  TOKEN,
} from '../../test/window-platform.ts';
import { readEnvelope } from '../documents/dxp/envelope.ts';
import type { FiledReceipt } from '../receipts/receipt.ts';
import { receiptXml } from '../receipts/xml.ts';
import { MESSAGE_LIMITS } from '../xml/limits.ts';
import { scan } from '../xml/scan.ts';
import type { Problem } from './problem.ts';
import type { Window } from './server.ts';

let platform: SmallPlatform;
let window: Window & { url: string };
beforeEach(async () => {
  platform = smallPlatform();
  window = await openWindow(platform);
});
afterEach(() => window.close());

const receipt = (cursor: number, more: Partial<FiledReceipt> = {}): FiledReceipt => ({
  cursor: BigInt(cursor),
  type: 'CEB312',
  keys: { ebpCode: 'EBP', ebcCode: 'EBC', orderNo: `SO${cursor}` },
  status: '120',
  info: '[Code:1800;Desc:逻辑校验通过]',
  at: Date.UTC(2026, 10, 23, 4, 5, 6, 7),
  findings: [],
  recordGuid: '00000000-0000-4000-8000-000000000001',
  ...more,
});

function get(path: string, headers: Record<string, string> = {}, signal?: AbortSignal) {
  return fetch(`${window.url}${path}`, {
    headers: { authorization: `Bearer ${TOKEN}`, ...headers },
    ...(signal === undefined ? {} : { signal }),
  });
}
type Page = { receipts: { cursor: number }[]; next: number };
const read = async <T>(path: string) => (await (await get(path)).json()) as T;
const page = (path: string) => read<Page>(path);
const problemIn = async (response: Response) => (await response.json()) as Problem;
const tell = (cursor: number) => setTimeout(() => platform.file(receipt(cursor)), 40);

describe('receipts of documents of a zone', () => {
  const told = (cursor: number): FiledReceipt => ({
    ...receipt(cursor, { type: 'SAS223', status: '1', info: '', recordGuid: 'HF1' }),
    keys: { etpsPreentNo: '202600000000000001', businessId: 'Z4612E260918000000000001' },
    parts: { SasPassportBsc: [{ passportNo: 'Z4612E260918000000000001', stucd: '2' }] },
  });

  test('in all three forms', async () => {
    platform.file(told(1));
    const { receipts } = await read<{ receipts: unknown[] }>('/v1/receipts');
    const { keys, parts } = told(1);
    expect(receipts[0]).toMatchObject({
      type: 'SAS223',
      status: '1',
      recordGuid: 'HF1',
      keys,
      parts,
    });
    const xml = await (await get('/v1/receipts/1', { accept: 'application/xml' })).text();
    expect(xml).toBe(receiptXml(SENDER.code, told(1)));
    expect(xml).toContain('<stucd>2</stucd>');
    const twin = { accept: 'application/vnd.onestep.ceb+json' };
    expect(await (await get('/v1/receipts/1', twin)).json()).toMatchObject({
      Package: {
        DataInfo: { BussinessData: { SAS223: { HdeApprResult: { manageResult: '1', ...keys } } } },
      },
    });
  });
});

describe('GET /v1/receipts', () => {
  test('as JSON: everything that is known, times in Shanghai', async () => {
    const finding = {
      code: '1313',
      zh: '超过年度限额',
      en: 'over the annual limit',
      path: 'InventoryHead/buyerIdNumber',
      law: '财关税〔2018〕49号',
      hint: null,
    };
    platform.file(receipt(1, { findings: [finding] }));
    expect(await page('/v1/receipts')).toEqual({
      receipts: [
        {
          cursor: 1,
          type: 'CEB312',
          status: '120',
          info: '[Code:1800;Desc:逻辑校验通过]',
          at: '2026-11-23T12:05:06.007+08:00',
          keys: { ebpCode: 'EBP', ebcCode: 'EBC', orderNo: 'SO1' },
          findings: [finding],
          recordGuid: '00000000-0000-4000-8000-000000000001',
        },
      ],
      next: 1,
    });
  });

  test('page by page, and `next` stays where it is when there is nothing', async () => {
    for (const cursor of [1, 2, 3, 4, 5]) platform.file(receipt(cursor));
    const cursors = async (path: string) => {
      const { receipts, next } = await page(path);
      return [receipts.map((one) => one.cursor), next];
    };
    expect(await cursors('/v1/receipts?limit=2')).toEqual([[1, 2], 2]);
    expect(await cursors('/v1/receipts?after=2&limit=2')).toEqual([[3, 4], 4]);
    expect(await cursors('/v1/receipts?after=4&limit=2')).toEqual([[5], 5]);
    expect(await cursors('/v1/receipts?after=5')).toEqual([[], 5]);
  });

  test('as XML: a list of whole messages', async () => {
    for (const cursor of [1, 2]) platform.file(receipt(cursor));
    const response = await get('/v1/receipts', { accept: 'application/xml' });
    expect(response.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    const text = await response.text();
    expect(text).toMatch(/<Receipts next="2">\s*<Receipt cursor="1"><CEB312Message xmlns="/);
    expect(text.match(/<\?xml/g)).toHaveLength(1);
    expect(text.match(/<orderNo>SO[12]<\/orderNo>/g)).toHaveLength(2);
  });

  test.each([
    ['after=-1', 'query/after'],
    ['after=x', 'query/after'],
    ['after=99999999999999999999', 'query/after'],
    ['limit=0', 'query/limit'],
    ['limit=1001', 'query/limit'],
    ['wait=61', 'query/wait'],
  ])('%s is refused', async (query, path) => {
    const response = await get(`/v1/receipts?${query}`);
    expect(response.status).toBe(400);
    const { findings } = await problemIn(response);
    expect(findings).toEqual([expect.objectContaining({ code: 'REQ-VALUE', path })]);
  });

  test('all that is wrong is told at once', async () => {
    const { findings } = await read<Problem>('/v1/receipts?after=-1&limit=0&wait=99');
    expect(findings.map((one) => one.path).sort()).toEqual([
      'query/after',
      'query/limit',
      'query/wait',
    ]);
  });

  test('a form that does not exist is 406', async () => {
    expect((await get('/v1/receipts', { accept: 'text/html' })).status).toBe(406);
    expect((await get('/v1/receipts/1', { accept: 'image/png' })).status).toBe(406);
  });
});

describe('waiting', () => {
  test('ends with the first receipt', async () => {
    const began = performance.now();
    tell(1);
    const { receipts, next } = await page('/v1/receipts?wait=30');
    expect([receipts.length, next]).toEqual([1, 1]);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test('ends empty when the time is over', async () => {
    const began = performance.now();
    expect(await page('/v1/receipts?wait=1')).toEqual({ receipts: [], next: 0 });
    expect(performance.now() - began).toBeGreaterThan(900);
  });

  test('does not happen when there is something', async () => {
    platform.file(receipt(1));
    const began = performance.now();
    await page('/v1/receipts?wait=30');
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test('is given up when the client goes away', async () => {
    const gone = new AbortController();
    const wait = vi.spyOn(platform.receipts, 'wait');
    const call = get('/v1/receipts?wait=30', {}, gone.signal);
    const thrown = expect(call).rejects.toThrow();
    await expect.poll(() => wait).toHaveBeenCalled();
    gone.abort();
    await thrown;
    const figures = async () => (await fetch(`${window.url}/metrics`)).text();
    await expect.poll(figures).toMatch(/^onestep_http_receipt_waits 0$/m);
  });

  test('is ended at once by a stop of the server, with an answer', async () => {
    const wait = vi.spyOn(platform.receipts, 'wait');
    const call = get('/v1/receipts?wait=30');
    await expect.poll(() => wait).toHaveBeenCalled();
    const began = performance.now();
    const closing = window.close();
    const response = await call;
    expect([response.status, await response.json()]).toEqual([200, { receipts: [], next: 0 }]);
    await closing;
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

describe('GET /v1/receipts/{cursor}', () => {
  test('as XML is the bare message that programs of declarants read', async () => {
    platform.file(receipt(1));
    const response = await get('/v1/receipts/1', { accept: 'text/xml' });
    const text = await response.text();
    expect(text).toBe(receiptXml(SENDER.code, receipt(1)));
    expect(text.startsWith('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>')).toBe(true);
  });

  test('as JSON, and 404 behind the end', async () => {
    platform.file(receipt(1));
    expect((await read<{ cursor: number }>('/v1/receipts/1')).cursor).toBe(1);
    const response = await get('/v1/receipts/2');
    expect([response.status, (await problemIn(response)).code]).toEqual([404, 'not-found']);
    expect((await get('/v1/receipts/0')).status).toBe(400);
  });
});

describe('receipts in the DXP envelope', () => {
  const DXP = 'DXPENT0000000001';
  const open = async (dxpId: string | null) => {
    await window.close();
    platform = smallPlatform({ authenticate: () => ({ ...SENDER, dxpId }) });
    window = await openWindow(platform);
    platform.file(receipt(1));
    platform.file(receipt(2, { type: 'CEB604', keys: { agentCode: 'A', copNo: 'C', preNo: 'P' } }));
  };
  const xml = { accept: 'application/xml' };

  test('come from the node of their direction to the number of the enterprise', async () => {
    await open(DXP);
    const one = await (await get('/v1/receipts/1?envelope=dxp', xml)).text();
    const scanned = scan(Buffer.from(one), MESSAGE_LIMITS);
    const read = scanned.ok ? readEnvelope(scanned.doc) : null;
    expect(read).toMatchObject({
      ok: true,
      value: {
        ...{ senderId: 'DXPEDCCEB0000002', receiverIds: [DXP], msgType: 'CEB312Message' },
        creatTime: '2026-11-23T12:05:06',
        data: Buffer.from(receiptXml(SENDER.code, receipt(1))),
      },
    });
    const list = await (await get('/v1/receipts?envelope=dxp', xml)).text();
    expect([...list.matchAll(/<SenderId>(.*)<\/SenderId>/g)].map(([, id]) => id)).toEqual([
      'DXPEDCCEB0000002',
      'DXPEDCCEB0000003',
    ]);
  });

  test('need a number to be sent to; other envelopes are not known', async () => {
    await open(null);
    const refused = await get('/v1/receipts?envelope=dxp', xml);
    expect([refused.status, (await problemIn(refused)).findings[0]?.code]).toEqual([
      400,
      'REQ-ENVELOPE',
    ]);
    expect((await get('/v1/receipts?envelope=soap', xml)).status).toBe(400);
  });
});
