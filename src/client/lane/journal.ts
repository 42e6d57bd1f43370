import { appendFile, open, readFile } from 'node:fs/promises';
import { writeWhole } from '../whole-file.ts';
import { journalLine, type OfflineScan, readJournal } from './journal-json.ts';

/** Where a lane keeps such scans until they are reported. */
export type LaneJournal = {
  /** On the disk when it resolves. */
  add(scan: OfflineScan): Promise<void>;
  all(): Promise<readonly OfflineScan[]>;
  /** Forgets those that were reported. */
  remove(scanIds: ReadonlySet<string>): Promise<void>;
};

/** A journal in memory: what is not reported is lost with the program. */
export function memoryJournal(): LaneJournal {
  let scans: OfflineScan[] = [];
  return {
    add: async (scan) => {
      scans.push(scan);
    },
    all: async () => scans,
    remove: async (scanIds) => {
      scans = scans.filter(({ scanId }) => !scanIds.has(scanId));
    },
  };
}

/**
 * A journal in a file, a line for each scan. One call after the other, so that a scan that comes
 * while others are removed is not lost. Its calls throw NoJournal when the file is none.
 */
export function fileJournal(path: string): LaneJournal {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  return {
    add: (scan) => inTurn(() => append(path, journalLine(scan))),
    all: () => inTurn(() => readAll(path)),
    remove: (scanIds) =>
      inTurn(async () => {
        const left = (await readAll(path)).filter(({ scanId }) => !scanIds.has(scanId));
        const text = left.map(journalLine).join('');
        await writeWhole(path, Buffer.from(text));
      }),
  };
}

async function append(path: string, line: string): Promise<void> {
  await appendFile(path, line);
  const file = await open(path, 'r+');
  await file.sync().finally(() => file.close());
}

async function readAll(path: string): Promise<OfflineScan[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return readJournal(text);
}
