import { present } from '../../src/base/assert.ts';
import { DAY } from '../../src/base/dates.ts';
import { NO_ARCHIVE } from '../../src/documents/archive.ts';
import type { PaymentData } from '../../src/documents/payment-data/answer.ts';
import { startAsker } from '../../src/flows/asker.ts';
import { loadDeclared } from '../../src/flows/declared-payment.ts';
import { settableClock, systemClock } from '../../src/io/clock.ts';
import { openPoster } from '../../src/io/post.ts';
import type { Database, Sql } from '../../src/io/postgres.ts';
import { systemEntropy } from '../../src/io/random.ts';
import { credentialsOf, makeCredentials } from '../../src/sandbox/world/credentials.ts';
import { type Party, PLATFORMS } from '../../src/sandbox/world/parties.ts';
import { call } from '../cli/terminal.ts';
import { openPlatformServer, uploadForm } from '../flows/payment-platform.ts';
import type { Filled } from './requests.ts';

const PATH = '/ceb2grab/grab/realTimeDataUpload';

type Listed = { listNo: string; orderNo: string };

// The last ones: tests break the first ones in other ways.
const RELEASED = `
  select list_no as "listNo", order_no as "orderNo" from clearance.cases
  where state = '800' and ebp_code = $1 order by list_no desc limit 4`;

/**
 * Has payment data asked of a platform: of four orders one is answered truly, one falsely after an
 * upload that is none, one falsely in the payee and the goods, one not at all. Another platform has
 * no interface.
 */
export async function sendPaymentData(filled: Filled, databaseUrl: string): Promise<void> {
  const [platform, other] = PLATFORMS as [Party, Party];
  const server = await openPlatformServer(() => ({ code: '10000' }));
  const run = async (code: number, ...args: string[]): Promise<void> => {
    const done = await call('payment-data', ...args, '--database-url', databaseUrl);
    if (done.code !== code) throw new Error(`${args.join(' ')}: ${done.code} ${done.err}`);
  };
  await run(0, 'services', 'set', platform.code, server.url, '--local');
  const [honest, false1, false2, silent] = await filled.sql.query<Listed>(RELEASED, [
    platform.code,
  ]);
  for (const one of [honest, false1, false2, silent]) {
    await run(0, 'ask', `${platform.code}/${present(one, 'a released list').orderNo}`);
  }
  const [without] = await filled.sql.query<Listed>(RELEASED, [other.code]);
  await run(1, 'ask', `${other.code}/${present(without, 'a released list').orderNo}`);
  await until(() => server.calls.length === 4);
  const data = async (listed: Listed | undefined): Promise<PaymentData> => {
    const { orderNo, listNo } = present(listed, 'a released list');
    const { sessionID } = present(
      server.calls.find((called) => called.orderNo === orderNo),
      'a call',
    );
    return truth(filled.sql, listNo, sessionID);
  };
  const card = credentialsOf(makeCredentials(filled.seed), platform);
  const post = async (body: string): Promise<void> => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    await fetch(filled.url + PATH, { method: 'POST', headers, body });
  };
  await post(uploadForm(await data(honest), card));
  const lie = await data(false1);
  const forged = { ...card, certificate: { ...card.certificate, serial: '12345' } };
  await post(uploadForm(lie, forged));
  const head = { ...lie.payExchangeInfoHead, totalAmount: 1n };
  await post(uploadForm({ ...lie, payExchangeInfoHead: head }, card));
  const other2 = await data(false2);
  const orders = other2.payExchangeInfoLists.map((order) => ({
    ...order,
    recpName: '某某公司',
    goodsInfo: [{ gname: '手表', itemLink: 'ftp://shop.example.com/1' }],
  }));
  await post(uploadForm({ ...other2, payExchangeInfoLists: orders }, card));
  server.close();
}

/** What a platform that says the truth uploads. */
async function truth(sql: Sql, listNo: string, sessionID: string): Promise<PaymentData> {
  const declared = present(await loadDeclared(sql, NO_ARCHIVE, listNo), 'the order');
  const { order, payments, itemNames } = declared;
  const payment = present(payments[0], 'a payment');
  return {
    sessionID,
    payExchangeInfoHead: {
      guid: 'A19B2C1E-4F7D-4F5C-9C53-6A5A4C0B4C11',
      ...{ initalRequest: 'fee=1', initalResponse: 'ok', verDept: '3', payType: null, note: null },
      ...{ ebpCode: order.ebpCode, payCode: payment.payCode, currency: payment.currency },
      payTransactionId: payment.payTransactionId,
      totalAmount: payment.amountPaid,
      tradingTime: payment.payTime,
    },
    payExchangeInfoLists: [
      {
        orderNo: order.orderNo,
        goodsInfo: itemNames.map((gname) => ({ gname, itemLink: 'https://shop.example.com/1' })),
        ...{ recpAccount: '6222000000000000', recpCode: null, recpName: order.ebcName },
      },
    ],
    serviceTime: systemClock.now(),
  };
}

/** Lets the time of what was not answered be over, by a clock that is ahead. */
export async function letPullsRunOut(db: Database): Promise<void> {
  const clock = settableClock(systemClock.now() + 2 * DAY);
  const patience = { lookMilliseconds: 10 };
  const asker = startAsker(
    { db, clock, entropy: systemEntropy },
    { poster: openPoster(true), patience },
  );
  const late = `select session_id from paydata.pulls where state = 'late'`;
  await until(async () => (await db.query(late)).length > 0);
  await asker.close();
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it did not happen in time');
}
