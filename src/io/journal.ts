import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A file of lines that only grows. */
export type Journal = {
  /**
   * Adds a line, and is done when it is on the disk. Lines that come while the disk is busy go
   * there together. After one failure nothing more is taken: nobody knows what the disk has.
   */
  append(line: string): Promise<void>;
  /** Waits for what is under way. */
  close(): Promise<void>;
};

const TAIL = 64 * 1024;
const NEW_LINE = 0x0a;
/** Nobody but its owner reads or writes it. */
const MODE = 0o600;

/**
 * Opens a journal, making it when it is not there, and reads what it holds line by line. A last
 * line without its end was cut off by a crash and was never said to be there: it is taken off.
 * @param onLine each line, in order, without its end
 */
export async function openJournal(path: string, onLine: (line: string) => void): Promise<Journal> {
  const file = await open(path, 'a+', MODE);
  try {
    await cutTornLine(file);
    for await (const line of file.readLines({ start: 0, autoClose: false })) onLine(line);
    await syncFolder(dirname(path));
  } catch (error) {
    await file.close();
    throw error;
  }
  return writer(file);
}

async function cutTornLine(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - TAIL);
    const { buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
    const at = buffer.lastIndexOf(NEW_LINE);
    if (at >= 0 && start + at + 1 === size) return;
    if (at >= 0) return file.truncate(start + at + 1);
    end = start;
  }
  await file.truncate(0);
}

/** A new name is there after a power cut only when its folder was written, too. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}

function writer(file: FileHandle): Journal {
  let waiting: string[] = [];
  let turn: Promise<void> = Promise.resolve();
  let writing: Promise<void> | null = null;
  const write = async (): Promise<void> => {
    writing = null;
    const lines = waiting;
    waiting = [];
    await file.appendFile(lines.map((line) => `${line}\n`).join(''));
    await file.datasync();
  };
  return {
    append: (line) => {
      waiting.push(line);
      // A turn that failed fails every one after it.
      writing ??= turn.then(write);
      turn = writing;
      return writing;
    },
    close: async () => {
      await turn.catch(() => undefined);
      await file.close();
    },
  };
}
