import { ask, Unreachable } from '../client/door.ts';
import { NotTokens } from '../client/tokens-codec.ts';
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
import { customsAt } from './customs.ts';
import { DATABASE_OPTIONS } from './database.ts';
import { DEFAULT_URL } from './defaults.ts';
import { fileFault } from './files.ts';
import { sendFolders } from './send-folders.ts';
import { progressBar } from './terminal.ts';

async function send(
  values: Values,
  positionals: readonly string[],
  terminal: Terminal,
): Promise<number> {
  if (values.watch !== undefined || values.receipts !== undefined) {
    return sendFolders(values, positionals, terminal, urlOf(values));
  }
  if (positionals.length === 0) throw new UsageError('PATH is missing. See: onestep send --help');
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
  const { customs, close } = customsAt(values, terminal);
  const report = await sendWorld({ ...options, onProgress, customs })
    .catch((error: unknown) => {
      throw sendFault(error, options.url);
    })
    .finally(close);
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
    url: urlOf(values),
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

/** The address of the platform that is asked for, or the usual one. @throws UsageError */
export function urlOf(values: Values): string {
  const text = textOf(values, 'url') ?? DEFAULT_URL;
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
  if ([NoMessages, NoToken, NotExpected, NotTokens].some((kind) => error instanceof kind)) {
    return new UsageError((error as Error).message);
  }
  return fileFault(error, 'a message file');
}

export const SEND: Command = {
  name: 'send',
  summary: 'send message files, wait for their receipts, compare with what was expected',
  positionals: ['[PATH...]'],
  options: {
    watch: { type: 'string' },
    receipts: { type: 'string' },
    url: { type: 'string' },
    expect: { type: 'string' },
    token: { type: 'string' },
    concurrency: { type: 'string' },
    patience: { type: 'string' },
    ...DATABASE_OPTIONS,
    json: { type: 'boolean' },
  },
  run: send,
  help: `
onestep send PATH... [options]
onestep send --watch IN --receipts OUT [options]

Sends message files over HTTP, follows the receipts of their senders and prints what became of each
record. PATH is a file, a directory of .xml files, or the directory of a world. Tokens are found
beside the messages (keys/tokens.json of a world). Busy answers and lost connections are repeated
with the same bytes, which does nothing twice.

With --watch it goes on until it is ended: every *.xml that is put into the folder IN is sent once
it does not change any more, and moves to IN/sent or IN/failed with the reason beside it as .json
and .txt. Every receipt becomes a file of its own in OUT, below the code of its enterprise, or in
OUT itself with --token. It may be killed and started again at any moment: nothing is lost, and
nothing comes twice.

  --watch IN           send what is put into this folder
  --receipts OUT       write receipts into this folder; made when missing
  --url URL            address of the platform (default ${DEFAULT_URL})
  --expect FILE        expected.json of a world: compare every outcome, tax, quota and book with it;
                       also sends its withdrawals, refunds, departures and returns, each when it
                       may be, reports the goods that come back, and of a whole world sends its
                       customs declarations, papers of bonded goods and what gates report
                       of a world made with --officers, lists that are drawn are counted and are
                       no difference, unless they are more than the class table makes possible;
                       what waits for them is counted, and neither waited for nor compared
  --token TOKEN        send everything with this token
  --concurrency N      messages under way at once (default 4; with --watch 1, in order of names)
  --patience SECONDS   how long to wait for a receipt when none comes (default 3; 60 with --expect)
  --data-dir DIR       database of the platform, in which lists of a world are released and duties
                       noted as paid, as customs does (default .onestep); a sandbox releases
                       lists by itself
  --database-url URL   the same on a PostgreSQL server of your own (or DATABASE_URL)
  --json               print the report as JSON: {"ok", "rows": [...], "progress", "seconds"};
                       with --watch one object a line for each file, receipt and trouble

Exit code: 0 only when every outcome is the expected one or, without --expect, nothing was refused;
with --watch when it was ended by SIGINT or SIGTERM.
`,
};
