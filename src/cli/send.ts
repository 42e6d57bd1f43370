import { ask, Unreachable } from '../client/door.ts';
import { UnexpectedAnswer } from '../client/wire.ts';
import { NotExpected } from '../sandbox/send/expected-codec.ts';
import type { SendProgress } from '../sandbox/send/journey.ts';
import { messageFiles, NoMessages } from '../sandbox/send/message-files.ts';
import { NoToken } from '../sandbox/send/prepare.ts';
import { formatSendReport } from '../sandbox/send/report.ts';
import { type SendWorldOptions, sendWorld } from '../sandbox/send-world.ts';
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
import { fileFault } from './files.ts';
import { progressBar } from './terminal.ts';

async function send(
  values: Values,
  positionals: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const options = optionsOf(values, positionals);
  await reach(options, terminal).catch((error: unknown) => {
    throw sendFault(error, options.url);
  });
  const sending = progressBar(terminal, 'Sending ');
  const settling = progressBar(terminal, 'Receipts');
  const onProgress = ({ sent, messages, settled, records }: SendProgress): void => {
    if (sent < messages) sending(sent, messages);
    else settling(settled, records);
  };
  const report = await sendWorld({ ...options, onProgress }).catch((error: unknown) => {
    throw sendFault(error, options.url);
  });
  if (values.json === true) terminal.out(JSON.stringify(report, null, 2));
  else for (const line of formatSendReport(report)) terminal.out(line);
  return report.ok ? 0 : 1;
}

/** Seconds in which a platform may still be starting. */
const FIRST_CONTACT = 15;

// Underway a platform that is away is waited for much longer than at the first knock.
async function reach({ paths, url }: SendWorldOptions, terminal: Terminal): Promise<void> {
  await messageFiles(paths);
  let told = false;
  const onRetry = (reason: string): void => {
    if (!told) terminal.err(`Waiting for the platform at ${url} (${reason}) ...`);
    told = true;
  };
  const patience = { seconds: FIRST_CONTACT, onRetry };
  await ask({ url, token: '' }, { method: 'GET', path: '/healthz' }, patience);
}

function optionsOf(values: Values, paths: readonly string[]): SendWorldOptions {
  const [expect, token] = [textOf(values, 'expect'), textOf(values, 'token')];
  return {
    paths,
    url: urlOf(textOf(values, 'url') ?? DEFAULT_URL),
    ...(expect === undefined ? {} : { expect }),
    ...(token === undefined ? {} : { token }),
    ...(values.concurrency === undefined
      ? {}
      : { concurrency: numberOf(values, 'concurrency', 4, 1, 256) }),
    ...(values.patience === undefined
      ? {}
      : { patience: numberOf(values, 'patience', 60, 1, 3_600) }),
  };
}

/** An address of a platform. @throws UsageError */
export function urlOf(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new UsageError(`--url takes an address such as ${DEFAULT_URL}, not ${text}.`);
}

/** What can end a sending, as one sentence; anything else stays as it is. */
export function sendFault(error: unknown, url: string): unknown {
  if (error instanceof Unreachable) {
    return new NotDone(`The platform does not answer at ${url}: ${error.message}.`);
  }
  if (error instanceof UnexpectedAnswer) {
    return new NotDone(`What answers at ${url} is no Onestep of this version: ${error.message}.`);
  }
  if ([NoMessages, NoToken, NotExpected].some((kind) => error instanceof kind)) {
    return new UsageError((error as Error).message);
  }
  return fileFault(error, 'a message file');
}

export const SEND: Command = {
  name: 'send',
  summary: 'send message files, wait for their receipts, compare with what was expected',
  positionals: ['PATH...'],
  options: {
    url: { type: 'string' },
    expect: { type: 'string' },
    token: { type: 'string' },
    concurrency: { type: 'string' },
    patience: { type: 'string' },
    json: { type: 'boolean' },
  },
  run: send,
  help: `
onestep send PATH... [options]

Sends message files over HTTP, follows the receipts of their senders and prints what became of each
record. PATH is a file, a directory of .xml files, or the directory of a world. Tokens are found
beside the messages (keys/tokens.json of a world). Busy answers and lost connections are repeated
with the same bytes, which does nothing twice.

  --url URL            address of the platform (default ${DEFAULT_URL})
  --expect FILE        expected.json of a world: compare every outcome, tax and quota with it
  --token TOKEN        send everything with this token
  --concurrency N      messages under way at once (default 4)
  --patience SECONDS   how long to wait for a receipt when none comes (default 3; 60 with --expect)
  --json               print the report as JSON: {"ok", "rows": [...], "progress", "seconds"}

Exit code: 0 only when every outcome is the expected one or, without --expect, nothing was refused.
`,
};
