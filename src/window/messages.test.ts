import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  openWindow,
  type SmallPlatform,
  smallPlatform,
  TOKEN,
} from '../../test/window-platform.ts';
import { LIMITS } from '../base/limits.ts';
import { decodeMessage } from '../documents/codec.ts';
import { writeEnvelope } from '../documents/dxp/write.ts';
import { MESSAGE_LIMITS } from '../xml/limits.ts';
import { scan } from '../xml/scan.ts';
import type { Problem } from './problem.ts';
import type { Window } from './server.ts';

let platform: SmallPlatform;
let window: Window & { url: string };
beforeAll(async () => {
  platform = smallPlatform();
  window = await openWindow(platform);
});
afterAll(() => window.close());
beforeEach(() => {
  platform.submitted.length = 0;
});

const XML = '<?xml version="1.0" encoding="UTF-8"?><ceb:CEB311Message/>';

/** Decodes a CEB900 answer into the values of its one record. */
function formatOf(text: string): Record<string, string> {
  const scanned = scan(Buffer.from(text), MESSAGE_LIMITS);
  const decoded = scanned.ok ? decodeMessage(scanned.doc) : null;
  if (decoded?.ok !== true) throw new Error(text);
  expect(decoded.message.type).toBe('CEB900');
  expect(decoded.message.records[0]?.findings).toEqual([]);
  return decoded.message.records[0]!.head;
}

async function post(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
  const response = await fetch(`${window.url}/v1/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/xml', ...headers },
    body,
  });
  const text = await response.text();
  return { response, status: response.status, body: JSON.parse(text) };
}
const codes = (problem: Problem) => problem.findings.map(({ code }) => code);

/** Sends `total` bytes in chunks, without a length, as fast as the other side takes them. */
function pour(total: number, headers: Record<string, string> = {}): Promise<[number, Problem]> {
  return new Promise((resolve, reject) => {
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const outgoing = request(`${window.url}/v1/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/xml', ...headers },
    });
    let left = total;
    const more = () => {
      while (left > 0) {
        left -= chunk.length;
        if (!outgoing.write(chunk)) return;
      }
      outgoing.end();
    };
    outgoing.on('drain', more);
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      response.setEncoding('utf8');
      let text = '';
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve([response.statusCode ?? 0, JSON.parse(text)]));
    });
    more();
  });
}

test('a document of a zone that is refused whole is answered as its clients expect', async () => {
  const finding = { code: 'SIGNATURE-DIGEST', zh: '摘要不符', en: 'x', path: null, law: null };
  const findings = [{ ...finding, hint: null }];
  platform.answers.push({ accepted: false, status: 403, findings });
  const number = '<EtpsInnerInvtNo>HZ1</EtpsInnerInvtNo>';
  const response = await fetch(`${window.url}/v1/messages`, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${TOKEN}`, 'content-type': 'application/xml' },
      accept: 'application/xml',
    },
    body: `<Package><InvtMessage><InvtHeadType>${number}</InvtHeadType></InvtMessage></Package>`,
  });
  expect(response.status).toBe(403);
  expect(await response.text()).toContain(
    '<CommonResponeMessage><EtpsPreentNo>HZ1</EtpsPreentNo>' +
      '<CheckInfo>[SIGNATURE-DIGEST]摘要不符</CheckInfo><DealFlag>-1</DealFlag>',
  );
});

describe('POST /v1/messages', () => {
  test('takes the very bytes and tells that a repetition is one', async () => {
    const first = await post(XML);
    expect(first.status).toBe(202);
    expect(first.body).toEqual({
      messageId: expect.any(String),
      type: 'CEB311',
      records: 1,
      duplicate: false,
    });
    expect((await post(XML)).body).toEqual({ ...first.body, duplicate: true });
    expect(Buffer.from(platform.submitted[0]!).toString()).toBe(XML);
  });

  test.each([
    'text/xml',
    'application/octet-stream',
    'application/xml; charset=UTF-8',
    'text/xml;charset="utf-8"',
  ])('takes %s', async (type) => {
    expect((await post(XML, { 'content-type': type })).status).toBe(202);
  });

  test('bytes that are no text arrive unchanged', async () => {
    const bytes = Uint8Array.from({ length: 512 }, (_, i) => i % 256);
    await post(bytes, { 'content-type': 'application/octet-stream' });
    expect(Buffer.from(platform.submitted[0]!).equals(Buffer.from(bytes))).toBe(true);
  });

  test('takes gzip', async () => {
    expect((await post(gzipSync(XML), { 'content-encoding': 'gzip' })).status).toBe(202);
    expect(Buffer.from(platform.submitted[0]!).toString()).toBe(XML);
  });

  test('exactly the largest message is taken, one byte more is not', async () => {
    expect((await post(new Uint8Array(LIMITS.messageBytes).fill(65))).status).toBe(202);
    const { status, body, response } = await post(new Uint8Array(LIMITS.messageBytes + 1));
    expect(status).toBe(413);
    expect(codes(body)).toEqual(['MSG-BYTES']);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(platform.submitted).toHaveLength(1);
  });
});

describe('large and hostile bodies', () => {
  test('100 MB without a length: 413, and the memory does not grow with it', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const [status, problem] = await pour(100 * 1024 * 1024);
    expect(status).toBe(413);
    expect(codes(problem)).toEqual(['MSG-BYTES']);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * LIMITS.messageBytes);
    expect(platform.submitted).toHaveLength(0);
  });

  test('100 MB announced: refused by the header alone, the sender gets the reason', async () => {
    const total = 100 * 1024 * 1024;
    const [status, problem] = await pour(total, { 'content-length': String(total) });
    expect(status).toBe(413);
    expect(codes(problem)).toEqual(['MSG-BYTES']);
  });

  test('who asks before sending too much is not told to go on', async () => {
    const answer = await new Promise<{ status: number; told: boolean }>((resolve, reject) => {
      const outgoing = request(`${window.url}/v1/messages`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${TOKEN}`,
          'content-type': 'application/xml',
          'content-length': String(LIMITS.messageBytes + 1),
          expect: '100-continue',
        },
      });
      let told = false;
      outgoing.on('continue', () => {
        told = true;
      });
      outgoing.on('error', reject);
      outgoing.on('response', (response) => {
        resolve({ status: response.statusCode ?? 0, told });
        outgoing.destroy();
      });
      outgoing.flushHeaders();
    });
    expect(answer).toEqual({ status: 413, told: false });
  });

  test('a gzip bomb is stopped while it unpacks', async () => {
    const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(LIMITS.messageBytes);
    const { status, body } = await post(bomb, { 'content-encoding': 'gzip' });
    expect(status).toBe(413);
    expect(codes(body)).toEqual(['MSG-BYTES']);
  });

  test.each([
    ['cut off gzip', () => gzipSync(XML).subarray(0, 20), { 'content-encoding': 'gzip' }],
    ['plain bytes said to be gzip', () => Buffer.from(XML), { 'content-encoding': 'gzip' }],
  ])('%s', async (_name, bytes, headers) => {
    const { status, body } = await post(new Uint8Array(bytes()), headers);
    expect([status, ...codes(body)]).toEqual([400, 'REQ-GZIP']);
  });

  test('the connection lives on after a refusal', async () => {
    expect((await post(new Uint8Array(LIMITS.messageBytes + 1))).status).toBe(413);
    expect((await post(XML)).status).toBe(202);
  });
});

describe('refusals', () => {
  test.each([
    ['no content', '', {}, 400, 'REQ-EMPTY'],
    ['a form', XML, { 'content-type': 'application/x-www-form-urlencoded' }, 415, undefined],
    ['JSON of no message', '{}', { 'content-type': 'application/json' }, 422, 'TWIN-ROOT'],
    ['GBK', XML, { 'content-type': 'text/xml; charset=gbk' }, 415, 'REQ-CHARSET'],
    ['brotli', XML, { 'content-encoding': 'br' }, 415, 'REQ-ENCODING'],
  ])('%s', async (_name, body, headers: Record<string, string>, status, code) => {
    const answer = await post(body, headers);
    expect(answer.status).toBe(status);
    expect(codes(answer.body)[0]).toBe(code ?? 'wrong-content-type');
    expect(platform.submitted).toHaveLength(0);
  });

  test('envelopes, and a hostile prolog, go on to the scanner', async () => {
    expect((await post('<DxpMsg/>')).status).toBe(202);
    const began = performance.now();
    expect((await post('<!---->'.repeat(100_000))).status).toBe(202);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test('findings of the house are passed on with the status it chose', async () => {
    const finding = {
      code: 'XML-DOCTYPE',
      zh: '不允许 DOCTYPE',
      en: 'DOCTYPE is not allowed',
      path: null,
      line: 2,
      law: null,
      hint: null,
    };
    platform.answers.push({ accepted: false, status: 422, findings: [finding] });
    const { status, body } = await post(XML);
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'refused', retryable: false, findings: [finding] });
  });

  describe('CEB900 for who asks for XML', () => {
    const finding = {
      ...{ code: 'FLD-LENGTH', zh: '过长', en: 'too long', path: 'OrderHead/orderNo', line: 3 },
      ...{ law: null, hint: null },
    };
    const ask = async (body: string, accept: string) => {
      platform.answers.push({ accepted: false, status: 422, findings: [finding] });
      const response = await fetch(`${window.url}/v1/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'text/xml', accept },
        body,
      });
      return { response, text: await response.text() };
    };
    const MESSAGE = '<ceb:CEB311Message guid="G-1"><a>]]></a></ceb:CEB311Message>';

    test('tells which message it was and what is wrong, and carries it', async () => {
      const { response, text } = await ask(MESSAGE, 'application/xml');
      expect(response.status).toBe(422);
      expect(response.headers.get('content-type')).toMatch(/^application\/xml/);
      expect(text).toContain('<oriBizMessage><![CDATA[');
      expect(formatOf(text)).toMatchObject({
        returnStatus: '-301008',
        returnInfo: '[FLD-LENGTH]过长（OrderHead/orderNo，第3行）',
        returnTime: '20261123120000000',
        oriCopMsgId: 'G-1',
        oriMessageType: 'CEB311Message',
        oriBizMessage: MESSAGE,
      });
    });

    test('of an envelope: its number, and the message in it', async () => {
      const data = Buffer.from('<CEB623Message guid="G-2"/>');
      const envelope = writeEnvelope({
        ...{ copMsgId: 'C-1', senderId: 'A', receiverIds: ['B'], msgType: '', data },
        creatTime: '2026-11-23T12:00:00',
      });
      expect(formatOf((await ask(envelope, 'text/xml')).text)).toMatchObject({
        ...{ oriCopMsgId: 'C-1', oriMessageType: 'CEB623Message', returnStatus: '-623001' },
        oriBizMessage: data.toString(),
      });
    });

    test('of anything else: -1, with what XML cannot hold replaced', async () => {
      const format = formatOf((await ask('\u0001 no message', 'application/xml')).text);
      expect(format).toMatchObject({ returnStatus: '-1', oriMessageType: '', oriCopMsgId: '' });
      expect(format.oriBizMessage).toBe('\ufffd no message');
    });

    test.each(['*/*', 'application/json, application/xml;q=0.5'])('not for %s', async (accept) => {
      const { response } = await ask(MESSAGE, accept);
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    });
  });

  test('overload says when to come again', async () => {
    platform.answers.push({ accepted: false, status: 429, findings: [], retryAfterSeconds: 7 });
    const { status, body, response } = await post(XML);
    expect(status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(body).toMatchObject({ code: 'overload', retryable: true });
    platform.answers.push({ accepted: false, status: 503, findings: [] });
    expect((await post(XML)).response.headers.get('retry-after')).toBe('2');
  });
});
