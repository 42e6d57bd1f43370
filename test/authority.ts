import type { KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Finding } from '../src/base/finding.ts';
import { fail, type Result } from '../src/base/result.ts';
import { writeNotUploaded, writeUploaded } from '../src/documents/payment-data/acknowledgement.ts';
import { type PaymentAnswer, readPaymentAnswer } from '../src/documents/payment-data/answer.ts';
import { FORM, readForm, writeForm } from '../src/documents/payment-data/form.ts';
import {
  OPEN_REQUEST,
  PAYMENT_ANSWER,
  type PaymentDataRequest,
  UPLOAD_PATH,
  writePaymentRequest,
} from '../src/documents/payment-data/request.ts';
import { verifyPaymentAnswer } from '../src/documents/payment-data/signature.ts';

/** What came in at one of its doors. */
export type Arrived = {
  readonly authorization: string | null;
  readonly text: string;
  /** The answer, or why it was refused. */
  readonly read: Result<PaymentAnswer, readonly Finding[]>;
};

/** The authority's two doors for payment data over real HTTP, without anything behind them. */
export type Authority = {
  readonly url: string;
  readonly uploads: Arrived[];
  /** Bearer token and address of each registration. */
  readonly services: { readonly token: string; readonly url: string }[];
  /** What the next requests get in place of an answer. */
  readonly faults: { status: number; body?: string }[];
  close(): void;
};

/** Starts one that trusts the keys. @param keys by certNo, in lower case without leading zeros */
export async function startAuthority(keys: ReadonlyMap<string, KeyObject>): Promise<Authority> {
  const authority = { uploads: [] as Arrived[], services: [] as Authority['services'] };
  const faults: Authority['faults'] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const json = { 'content-type': 'application/json' };
    const fault = faults.shift();
    if (fault !== undefined) {
      return void response.writeHead(fault.status, json).end(fault.body ?? '{}');
    }
    const { authorization = null } = request.headers;
    if (request.method === 'PUT' && request.url === '/v1/payment-data/service') {
      const { url } = JSON.parse(body.toString()) as { url: string };
      authority.services.push({ token: (authorization ?? '').replace('Bearer ', ''), url });
      return void response.writeHead(200, json).end('{}');
    }
    const isUpload = request.method === 'POST' && request.url === UPLOAD_PATH;
    if (!isUpload || request.headers['content-type'] !== FORM) {
      return void response.writeHead(404).end();
    }
    const arrived = { authorization, ...judged(body, keys) };
    authority.uploads.push(arrived);
    const { read } = arrived;
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.end(read.ok ? writeUploaded(1) : writeNotUploaded(read.error, 1));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url, ...authority, faults, close };
}

function judged(
  body: Uint8Array,
  keys: ReadonlyMap<string, KeyObject>,
): Pick<Arrived, 'text' | 'read'> {
  const form = readForm(body, PAYMENT_ANSWER);
  if (!form.ok) return { text: '', read: form };
  const text = form.value;
  const read = readPaymentAnswer(text);
  if (!read.ok) return { text, read };
  const key = keys.get(read.value.certNo.toLowerCase().replace(/^0+/, ''));
  if (key === undefined) return { text, read: fail([unknownCard]) };
  const verified = verifyPaymentAnswer(read.value, key);
  return { text, read: verified.ok ? read : fail([verified.error]) };
}

const unknownCard: Finding = {
  ...{ code: 'REG-CERT-UNKNOWN', zh: '未登记', en: 'not on file' },
  ...{ path: '/certNo', law: null, hint: null },
};

/** Calls the interface of a platform as the authority does. */
export function callPlatform(address: string, request: PaymentDataRequest): Promise<Response> {
  const body = writeForm(OPEN_REQUEST, writePaymentRequest(request));
  return fetch(address, { method: 'POST', headers: { 'content-type': FORM }, body });
}
