import { mkdir, open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../../base/finding.ts';
import { LIMITS } from '../../base/limits.ts';
import type { Door, Patience } from '../door.ts';
import { glimpse } from '../glimpse.ts';
import { type SendResult, sendMessage } from '../send.ts';
import { writeWhole } from '../whole-file.ts';
import { UnexpectedAnswer } from '../wire.ts';
import { FOLDER_CODES } from './codes.ts';
import { markOf, type SettledFile } from './inbox.ts';

/** What became of a file; what stands beside it as JSON. */
export type Posted = {
  readonly file: string;
  /** Enterprise whose message it is, or null when that cannot be read. */
  readonly sender: string | null;
} & (SendResult | Unsent);

type Unsent = {
  readonly accepted: false;
  /** There is no answer: it was put aside here. */
  readonly status: null;
  readonly findings: readonly Finding[];
};

/** How to send the files of a folder. */
export type PostOptions = {
  readonly dir: string;
  /** The door of a sender; null when there is no token for it. */
  readonly doorOf: (sender: string | null) => Door | null;
  readonly patience: Patience;
  readonly signal: AbortSignal;
};

/** A writer that stops in the middle of a file is given so many milliseconds to go on. */
const TORN = 10_000;
/** Whether the answer is about the message; all others are about the platform or the token. */
const REFUSALS: ReadonlySet<number> = new Set([400, 403, 409, 413, 415, 422]);

/**
 * Sends one file and moves it to `sent/` or `failed/` beside it, with the reason as JSON and, when
 * it failed, as text. What stands beside is written first and the move comes last: whoever is
 * killed in between sends the same bytes once more, which does nothing twice.
 * @returns null when the file is not whole yet or gone
 * @throws UnexpectedAnswer when the answer is not about the message, which then stays where it is
 */
export async function postFile(file: SettledFile, options: PostOptions): Promise<Posted | null> {
  const bytes = await bytesOf(file.path);
  if (bytes === null) return null;
  const { sender, truncated } = glimpse(bytes);
  if ((truncated || bytes.length === 0) && file.still < TORN) return null;
  const door = options.doorOf(sender);
  const answer = door === null ? NO_TOKEN : await send(door, bytes, options);
  const posted = { file: file.name, sender, ...answer };
  await put(file, options.dir, posted);
  return posted;
}

async function send(door: Door, bytes: Uint8Array, options: PostOptions): Promise<SendResult> {
  const { patience, signal } = options;
  const answer = await sendMessage(door, bytes, { patience, signal });
  if (answer.accepted || REFUSALS.has(answer.status)) return answer;
  const reasons = answer.findings.map(({ code, en }) => `${code} ${en}`);
  throw new UnexpectedAnswer(`answered ${[answer.status, ...reasons].join(' ')}`);
}

const NO_TOKEN: Unsent = {
  accepted: false,
  status: null,
  findings: [
    {
      code: 'FOLDER-TOKEN',
      ...FOLDER_CODES['FOLDER-TOKEN'],
      path: 'BaseTransfer/copCode',
      law: null,
    },
  ],
};

/** At most one byte more than a message may have: enough to be refused as too large. */
async function bytesOf(path: string): Promise<Buffer | null> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (file === null) return null;
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.min(size, LIMITS.messageBytes + 1));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function put(file: SettledFile, dir: string, posted: Posted): Promise<void> {
  const { name, path } = file;
  // Who wrote another message under the name meanwhile has it sent as well.
  if ((await markOf(path)) !== file.mark) return;
  const folder = join(dir, posted.accepted ? 'sent' : 'failed');
  await mkdir(folder, { recursive: true });
  const place = await freePlace(folder, name);
  await writeWhole(`${place}.json`, Buffer.from(`${JSON.stringify(posted, null, 2)}\n`));
  if (!posted.accepted) await writeWhole(`${place}.txt`, Buffer.from(explanation(posted)));
  await rename(path, place).catch((error: NodeJS.ErrnoException) => {
    // Whoever took the file away meanwhile has it; that it was sent stands here.
    if (error.code !== 'ENOENT') throw error;
  });
}

/** The name itself, or with a number where another file of that name was put before. */
async function freePlace(folder: string, name: string): Promise<string> {
  for (let n = 1; ; n++) {
    const place = join(folder, n === 1 ? name : name.replace(/(\.xml)$/i, `.${n}$1`));
    if ((await stat(place).catch(() => null)) === null) return place;
  }
}

/** The reasons for a person, in Chinese and English. */
function explanation({ file, findings }: Exclude<Posted, { accepted: true }>): string {
  const reasons = findings.map(({ code, zh, en, path, line, hint, hintZh }) => {
    const where = [path, line === undefined ? null : `line ${line}`].filter((one) => one !== null);
    const place = where.length === 0 ? '' : ` (${where.join(', ')})`;
    return [`${code}${place}`, `  ${zh}`, `  ${en}`, `  ${hintZh ?? ''}`, `  ${hint ?? ''}`];
  });
  const lines = reasons.flat().filter((line) => line.trim() !== '');
  return `${[`${file}: 未被受理 / not accepted`, ...lines].join('\n')}\n`;
}
