import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type CursorStore, fileCursor } from '../cursor.ts';
import type { Door, Patience } from '../door.ts';
import { followXml } from '../follow.ts';
import { inParallel } from '../send.ts';
import { writeDurably } from '../whole-file.ts';
import type { XmlReceipt } from '../xml-page.ts';

/** How to take receipts into a folder. */
export type ReceiveOptions = {
  readonly patience: Patience;
  readonly signal: AbortSignal;
  /** Told of every file that is in its place. */
  readonly onReceipt: (path: string) => void;
};

/** Files written at once; each waits for the disk. */
const AT_ONCE = 16;
const DIGITS = 10;
const NAME = new RegExp(`^CEB\\d{3}Message_(\\d{${DIGITS},})\\.xml$`);

/**
 * Writes each receipt of a stream into a file of its own, `CEB622Message_0000000007.xml` after its
 * cursor, until the signal ends it. Each appears whole and exactly once, also when whoever reads
 * the folder takes the files away and when this process is killed at any moment:
 *
 * 1. the receipts of a page are written into `.drafts/` and are on the disk;
 * 2. the cursor moves behind them, in `.cursor`;
 * 3. the drafts move into the folder.
 *
 * What is killed before 2 is read again; what is killed after it finds drafts at or before the
 * cursor when it starts and does 3. Whoever ends both ways has written nothing that anybody saw.
 * @throws what `follow` throws, NoCursor, and what the disk says
 */
export async function receiveInto(
  dir: string,
  door: Door,
  { patience, signal, onReceipt }: ReceiveOptions,
): Promise<void> {
  const drafts = join(dir, '.drafts');
  await mkdir(drafts, { recursive: true });
  const until = async (receipts: readonly XmlReceipt[]): Promise<boolean> => {
    await inParallel(receipts, AT_ONCE, ({ cursor, type, xml }) =>
      writeDurably(join(drafts, nameOf(type, cursor)), xml),
    );
    return false;
  };
  const cursors = delivering(dir, drafts, onReceipt);
  await followXml(door, { cursors, until, patience, signal });
}

/** A cursor that, once kept, delivers the drafts at or before it. */
function delivering(
  dir: string,
  drafts: string,
  onReceipt: ReceiveOptions['onReceipt'],
): CursorStore {
  const store = fileCursor(join(dir, '.cursor'));
  const deliver = async (upTo: number): Promise<void> => {
    for (const name of (await readdir(drafts)).sort()) {
      const cursor = Number(NAME.exec(name)?.[1] ?? Number.NaN);
      if (cursor <= upTo) {
        await rename(join(drafts, name), join(dir, name));
        onReceipt(join(dir, name));
      } else await rm(join(drafts, name));
    }
  };
  return {
    load: async () => {
      const cursor = await store.load();
      await deliver(cursor);
      return cursor;
    },
    save: async (cursor) => {
      await store.save(cursor);
      await deliver(cursor);
    },
  };
}

function nameOf(type: string, cursor: number): string {
  return `${type}Message_${String(cursor).padStart(DIGITS, '0')}.xml`;
}
