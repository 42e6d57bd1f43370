import { once } from 'node:events';
import { partsOf } from '../base/keys.ts';
import { parseRate, type Rate } from '../base/rate.ts';
import { registerPaymentService } from '../client/payment-data.ts';
import { systemClock } from '../io/clock.ts';
import { type Card, cardOf } from '../sandbox/platform/cards.ts';
import {
  type Deed,
  type MockOptions,
  type MockPlatform,
  startMockPlatform,
} from '../sandbox/platform/mock.ts';
import { openSaleBook, type Sale } from '../sandbox/platform/sales.ts';
import { type MessageFile, messageFiles, readMessage } from '../sandbox/send/message-files.ts';
import {
  type Command,
  NotDone,
  numberOf,
  type Terminal,
  textOf,
  UsageError,
  type Values,
} from './command.ts';
import { DEFAULT_URL } from './defaults.ts';
import { listenFault } from './listen-fault.ts';
import { sendFault, urlOf } from './send.ts';
import { progressBar } from './terminal.ts';

const HOST = '127.0.0.1';
const DEFAULT_PORT = 8180;
/** Upload data whenever it likes within a day. */
const LONGEST_DELAY = 86_400_000;
/** Seconds in which the authority may still be starting. */
const FIRST_CONTACT = 15;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

async function platform(
  values: Values,
  [path = '']: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const url = urlOf(values);
  const given = optionsOf(values);
  const { sales, cards } = await trade(path, terminal).catch((error: unknown) => {
    throw sendFault(error, url);
  });
  const teller = tellerOf(terminal, values.json === true);
  const mock = await startMockPlatform({ ...given, ...teller, url, sales, cards }).catch(
    (error: unknown) => {
      throw listenFault(error, HOST, given.port);
    },
  );
  const stop = new AbortController();
  const end = (): void => stop.abort();
  for (const signal of SIGNALS) process.once(signal, end);
  try {
    await register(mock, url, cards, terminal, stop.signal);
    const known = [...sales.keys()].filter((key) => cards.has(partsOf(key)[0]));
    terminal.err(`${known.length} orders can be asked for. Ctrl-C ends it.`);
    if (!stop.signal.aborted) await once(stop.signal, 'abort');
  } catch (error) {
    if (!stop.signal.aborted) throw sendFault(error, url);
  } finally {
    for (const signal of SIGNALS) process.off(signal, end);
    await mock.close();
  }
  return teller.end();
}

function optionsOf(values: Values) {
  return {
    host: HOST,
    port: numberOf(values, 'port', DEFAULT_PORT, 0, 65_535),
    seed: BigInt(numberOf(values, 'seed', 1)),
    delay: numberOf(values, 'delay', 0, 0, LONGEST_DELAY),
    wrong: shareOf(textOf(values, 'wrong') ?? '0'),
    clock: systemClock,
  };
}

/** @throws UsageError */
function shareOf(text: string): MockOptions['wrong'] {
  const share: Rate | null = parseRate(text);
  if (share !== null && share.n >= 0n && share.n <= share.d && share.d <= 1_000_000n) {
    return { n: Number(share.n), of: Number(share.d) };
  }
  throw new UsageError(`--wrong takes a share such as 0.2 or 20%, not ${text}.`);
}

type Trade = {
  readonly sales: ReadonlyMap<string, Sale>;
  readonly cards: ReadonlyMap<string, Card>;
};

/** The orders of the messages, and the keys of the platforms that they are of. */
async function trade(path: string, terminal: Terminal): Promise<Trade> {
  const files = await messageFiles([path]);
  const sales = await salesIn(files, terminal);
  const cards = new Map<string, Card>();
  for (const code of new Set([...sales.keys()].map((key) => partsOf(key)[0]))) {
    const card = await cardOf(code, files).catch((error: unknown) => {
      throw new UsageError(`The key of ${code} cannot be used: ${(error as Error).message}.`);
    });
    if (card === null) terminal.err(`${code}: there is no key or token of it; it does not answer.`);
    else cards.set(code, card);
  }
  if (cards.size > 0) return { sales, cards };
  throw new UsageError(
    `${path} has no paid order (CEB311 with CEB411) of a platform whose key and token lie beside ` +
      'the messages, as keys/CODE.key.pem, keys/CODE.crt.pem and keys/tokens.json.',
  );
}

async function salesIn(
  files: readonly MessageFile[],
  terminal: Terminal,
): Promise<ReadonlyMap<string, Sale>> {
  const book = openSaleBook();
  const bar = progressBar(terminal, 'Reading');
  for (const [done, file] of files.entries()) {
    book.add(await readMessage(file));
    bar(done + 1, files.length);
  }
  return book.sales();
}

/** @throws NotDone when the authority takes no address at all */
async function register(
  mock: MockPlatform,
  url: string,
  cards: ReadonlyMap<string, Card>,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  let taken = 0;
  let told = false;
  const onRetry = (reason: string): void => {
    if (!told) terminal.err(`Waiting for the authority at ${url} (${reason}) ...`);
    told = true;
  };
  const options = { patience: { seconds: FIRST_CONTACT, onRetry }, signal };
  for (const [code, { token }] of cards) {
    const address = mock.addressOf(code);
    const registered = await registerPaymentService({ url, token }, address, options);
    if (registered.ok) taken += 1;
    const reasons = registered.ok ? [] : registered.error.map(({ code, en }) => `${code} ${en}`);
    const what = registered.ok ? 'is registered' : `is not taken: ${reasons.join('; ')}`;
    terminal.err(`${code}: ${address} ${what}.`);
  }
  if (taken === 0) throw new NotDone('The authority has taken none of the addresses.');
}

/** Tells each deed when it is done, and at the end how many there were of each kind. */
function tellerOf(terminal: Terminal, json: boolean) {
  const counts = new Map<string, number>();
  const count = { orders: 0, untaken: 0, unanswered: 0 };
  const onDeed = (deed: Deed): void => {
    counts.set(deed.did, (counts.get(deed.did) ?? 0) + 1);
    count.orders += 1;
    if (deed.did === 'honest' && deed.code !== '10000') count.untaken += 1;
    terminal.out(json ? JSON.stringify(deed) : lineOf(deed));
  };
  const onTrouble = (error: unknown): void => {
    count.unanswered += 1;
    terminal.err(`Not uploaded: ${(error as Error).message}.`);
  };
  const end = (): number => {
    const did = Object.fromEntries([...counts].sort());
    const kinds = Object.entries(did).map(([name, times]) => `${name} ${times}`);
    if (json) terminal.out(JSON.stringify({ ...count, did }));
    else terminal.out(`${count.orders} orders: ${kinds.join(', ') || 'none was asked for'}.`);
    return count.untaken === 0 && count.unanswered === 0 ? 0 : 1;
  };
  return { onDeed, onTrouble, end };
}

function lineOf({ platform: code, orderNo, did, expect, code: answer, message }: Deed): string {
  const said = answer === null ? '-' : answer === '10000' ? answer : `${answer} ${message}`;
  return [orderNo, code, did, expect.join(', ') || '-', said].join('  ');
}

export const PLATFORM: Command = {
  name: 'platform',
  summary: 'a made-up platform that answers when its payment data is asked for, truly or falsely',
  positionals: ['WORLD'],
  options: {
    url: { type: 'string' },
    port: { type: 'string' },
    wrong: { type: 'string' },
    seed: { type: 'string' },
    delay: { type: 'string' },
    json: { type: 'boolean' },
  },
  run: platform,
  help: `
onestep platform WORLD [options]

The platforms' side of real-time payment data (GACC 2018 No. 165 and No. 179), for a sandbox. Reads
the orders and payments (CEB311, CEB411) in WORLD, which is the directory of a world or a folder of
your own messages, and the keys and tokens beside them (keys/CODE.key.pem, keys/CODE.crt.pem,
keys/tokens.json). Registers the address of an interface for each platform, answers when the
authority calls, and uploads what was declared, signed. Ends by Ctrl-C with a summary.

With --wrong that share of the orders is answered falsely, in every way that there is a finding
for: amount, transaction, order, payee, goods, link, currency, time, firm, platform, shape,
signature, certificate, session, twice (another answer after the first), silence, refusal, broken.
The order number and the seed say which, so it is the same however often it is asked for.

  --url URL      address of the authority (default ${DEFAULT_URL})
  --port PORT    where the interfaces listen, on ${HOST} (default ${DEFAULT_PORT}; 0 takes any)
  --wrong SHARE  share of orders that are answered falsely, such as 0.2 or 20% (default 0)
  --seed N       another choice of them (default 1)
  --delay MS     milliseconds between a call and its upload (default 0)
  --json         one object a line: {"platform", "orderNo", "sessionID", "did", "expect", "code",
                 "message"}, at the end {"orders", "untaken", "unanswered", "did"}

Each line tells an order: what was done, the findings that the authority has to come to until the
deadline is over, and what it answered to the upload.
Exit code: 0 when everything true was taken.
`,
};
