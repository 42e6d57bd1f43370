import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { present } from '../../src/base/assert.ts';
import { parseStamp14 } from '../../src/base/dates.ts';
import { parseFen } from '../../src/base/fen.ts';
import type { PaymentData } from '../../src/documents/payment-data/answer.ts';
import { readForm, writeForm } from '../../src/documents/payment-data/form.ts';
import { readPaymentRequest } from '../../src/documents/payment-data/request.ts';
import { writePaymentAnswer } from '../../src/documents/payment-data/write.ts';
import type { WorldDocument } from '../../src/sandbox/world/document.ts';
import type { Card } from './zone.ts';

/** One call as a platform got it. */
export type Called = { readonly orderNo: string; readonly sessionID: string };

/** What a platform answers a call: a code, `hang` for nothing at all, or the bare content. */
type Answer = { readonly code: string } | 'hang' | { readonly content: string };

/** The server of a platform that takes `platDataOpen`. */
export type PlatformServer = {
  readonly url: string;
  readonly calls: Called[];
  close(): void;
};

/** Opens a platform's interface on this machine. */
export async function openPlatformServer(
  answer: (called: Called, earlier: number) => Answer | Promise<Answer>,
): Promise<PlatformServer> {
  const calls: Called[] = [];
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const form = readForm(Buffer.concat(chunks), 'openReq');
      const read = form.ok ? readPaymentRequest(form.value) : form;
      if (!read.ok) throw new Error(read.error[0]?.en);
      calls.push(read.value);
      const said = await answer(read.value, calls.length - 1);
      if (said === 'hang') return;
      const content = 'content' in said ? said.content : JSON.stringify({ ...said, message: '' });
      reply.writeHead(200, { 'content-type': 'application/json' }).end(content);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/platDataOpen`,
    calls,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

type Paid = { readonly order: WorldDocument; readonly payment: WorldDocument };

/** What an honest platform says of an order under a session. */
export function honestData({ order, payment }: Paid, sessionID: string): PaymentData {
  const { head, lines } = order;
  const { payTime, amountPaid, ebpCode, payCode, payTransactionId, currency } = payment.head;
  const text = (value: string | undefined): string => present(value, 'an element');
  return {
    sessionID,
    payExchangeInfoHead: {
      guid: 'A19B2C1E-4F7D-4F5C-9C53-6A5A4C0B4C11',
      ...{ initalRequest: '{"total_fee":"348.00"}', initalResponse: 'ok', payType: '1' },
      ...{ ebpCode: text(ebpCode), payCode: text(payCode), verDept: '3', note: null },
      payTransactionId: text(payTransactionId),
      totalAmount: present(parseFen(text(amountPaid)), 'an amount'),
      currency: text(currency),
      tradingTime: present(parseStamp14(text(payTime)), 'a time'),
    },
    payExchangeInfoLists: [
      {
        orderNo: text(head.orderNo),
        goodsInfo: lines.map(({ itemName }) => {
          return { gname: text(itemName), itemLink: 'https://shop.example.com/item/1' };
        }),
        ...{ recpAccount: '6222000000000000', recpCode: null, recpName: text(head.ebcName) },
      },
    ],
    serviceTime: 1_544_519_952_469,
  };
}

/** The form of an upload, signed with a card. */
export function uploadForm(data: PaymentData, { key, certificate }: Card): string {
  const signer = { key: key.privateKey, certNo: certificate.serial };
  const text = writePaymentAnswer(data, { ...signer, algorithm: 'rsa-sha1' });
  return writeForm('payExInfoStr', text);
}
