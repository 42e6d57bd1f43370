import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addDays, type BusinessDate, businessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Clock } from '../io/clock.ts';
import { type Journal, openJournal } from '../io/journal.ts';
import type { Entropy } from '../io/random.ts';
import type { DrawId } from './draw-file.ts';
import { commitmentOf } from './hashes.ts';
import type { RegistryHashes } from './party.ts';
import { type DrawRange, type LogLine, readLogLine, writeLogLine } from './party-codec.ts';
import { partyFinding } from './party-codes.ts';

/*
 * The secrets of an independent party, in a folder of its own machine. Each day has a key, made of
 * chance when the first draw of the day is committed; the secret of a draw is a MAC under it, so a
 * party that is started again has the same ones, and a key that is lost opens one day. Beside it
 * lies the log of the day: what was committed, and for which registries each secret was shown,
 * written to the disk before it is said.
 */

export type Vault = {
  /** See `SeedParty`; the same draw has the same commitment whenever it is asked for. */
  commit(draws: readonly DrawId[]): Promise<Result<string[], Finding>>;
  /** The secret, the same as often as the same registries are named, and for no others. */
  reveal(draw: DrawId, hashes: RegistryHashes): Promise<Result<string, Finding>>;
  /** What is committed of a range, for whoever wants to compare; null where nothing is. */
  committed(range: DrawRange): Promise<readonly (string | null)[]>;
  /** The log of a day as it lies on the disk; empty where there is none. */
  logOf(day: BusinessDate): Promise<Buffer>;
  close(): Promise<void>;
};

export type VaultOptions = {
  readonly dir: string;
  readonly id: string;
  readonly clock: Clock;
  readonly entropy: Entropy;
};

/** One day: its key, its log, and what the log says. */
type Shelf = {
  readonly key: Buffer;
  readonly journal: Journal;
  /** Committed draws by zone. */
  readonly ranges: Map<string, { first: number; count: number }[]>;
  /** Of each draw whose secret was shown, a hash over its registries. */
  readonly shown: Map<string, string>;
  /** Reveals that are on their way to the disk. */
  readonly under: Map<string, Promise<void>>;
};

/** One text for a draw. */
const drawKey = ({ zone, day, sequence }: DrawId) => `${zone} ${day} ${sequence}`;

const KEY_BYTES = 32;
/** Days before its own on which a draw can be committed, and after it on which it is revealed. */
const AHEAD = 7;
const AFTER = 1;
/** Clocks of two machines differ. */
const SKEW = 300_000;

/** Opens the folder, which exists; one process at a time. */
export function openVault({ dir, id, clock, entropy }: VaultOptions): Vault {
  const shelves = new Map<BusinessDate, Promise<Shelf>>();

  const shelfOf = (day: BusinessDate): Promise<Shelf> => {
    const known = shelves.get(day) ?? openShelf(dir, day, entropy);
    shelves.set(day, known);
    // A day that could not be opened is tried again.
    known.catch(() => shelves.delete(day));
    return known;
  };
  const closePast = async (before: BusinessDate): Promise<void> => {
    for (const [day, shelf] of shelves) {
      if (day >= before) continue;
      shelves.delete(day);
      await (await shelf).journal.close();
    }
  };
  /** The days of which something is done at this moment. */
  const days = (ahead: number) => {
    const [first, last] = [clock.now() - SKEW, clock.now() + SKEW].map(businessDate);
    return { from: addDays(first!, -AFTER), to: addDays(last!, ahead) };
  };

  const commitRange = async (range: DrawRange): Promise<string[]> => {
    const shelf = await shelfOf(range.day);
    const draws = drawsOf(range);
    if (!draws.every((draw) => isCommitted(shelf, draw))) {
      await shelf.journal.append(writeLogLine({ did: 'committed', at: clock.now(), draws: range }));
      note(shelf, range);
    }
    return draws.map((draw) => commitmentOf(draw, id, secretOf(shelf, draw)));
  };

  return {
    commit: async (draws) => {
      const { from, to } = days(AHEAD);
      const stray = draws.find(({ day }) => day < from || day > to);
      if (stray !== undefined) return fail(partyFinding('PARTY-DAY', stray));
      await closePast(from);
      const commitments: string[] = [];
      for (const range of rangesOf(draws)) commitments.push(...(await commitRange(range)));
      return ok(commitments);
    },
    reveal: async (draw, hashes) => {
      const { from, to } = days(0);
      if (draw.day < from || draw.day > to) return fail(partyFinding('PARTY-DAY', draw));
      const shelf = await shelfOf(draw.day);
      if (!isCommitted(shelf, draw)) return fail(partyFinding('PARTY-UNKNOWN'));
      return show(shelf, draw, hashes, clock);
    },
    committed: async (range) => {
      const { from, to } = days(AHEAD);
      const isOpen = range.day >= from && range.day <= to;
      const shelf = isOpen ? await shelfOf(range.day) : null;
      return drawsOf(range).map((draw) =>
        shelf !== null && isCommitted(shelf, draw)
          ? commitmentOf(draw, id, secretOf(shelf, draw))
          : null,
      );
    },
    logOf: (day) => readFile(join(dir, `${day}.log`)).catch(() => Buffer.alloc(0)),
    close: async () => {
      for (const shelf of shelves.values()) await (await shelf).journal.close();
    },
  };
}

/** The secret for these registries; the first that are named are those of the draw. */
async function show(
  shelf: Shelf,
  { zone, day, sequence }: DrawId,
  { targets, officers }: RegistryHashes,
  clock: Clock,
): Promise<Result<string, Finding>> {
  const draw = { zone, day, sequence };
  const [key, registries] = [drawKey(draw), digestOf(targets, officers)];
  const known = shelf.shown.get(key);
  const line = { at: clock.now(), ...draw, targets, officers };
  if (known !== undefined && known !== registries) {
    await append(shelf, { did: 'refused', ...line, secret: null });
    return fail(partyFinding('PARTY-OTHER'));
  }
  const secret = secretOf(shelf, draw);
  if (known === undefined) {
    shelf.shown.set(key, registries);
    shelf.under.set(key, append(shelf, { did: 'revealed', ...line, secret }));
  }
  // Whoever asks a second time waits for the same disk. After a failure nobody is answered.
  await shelf.under.get(key);
  shelf.under.delete(key);
  return ok(secret);
}

const append = (shelf: Shelf, line: LogLine) => shelf.journal.append(writeLogLine(line));

const digestOf = (targets: string, officers: string) =>
  createHash('sha256').update(`${targets} ${officers}`).digest('base64url');

function secretOf({ key }: Shelf, draw: DrawId): string {
  return createHmac('sha256', key)
    .update(`secret ${drawKey(draw)}`)
    .digest('hex');
}

async function openShelf(dir: string, day: BusinessDate, entropy: Entropy): Promise<Shelf> {
  const key = await keyOf(join(dir, `${day}.key`), entropy);
  const marks = { ranges: new Map(), shown: new Map(), under: new Map() };
  const journal = await openJournal(join(dir, `${day}.log`), (text) => {
    const line = readLogLine(text);
    if (line.did === 'committed') note(marks, line.draws);
    if (line.did === 'revealed') {
      marks.shown.set(drawKey(line), digestOf(line.targets, line.officers));
    }
  });
  return { key, journal, ...marks };
}

/** The key of a day, made when there is none; on the disk before anything is derived from it. */
async function keyOf(path: string, entropy: Entropy): Promise<Buffer> {
  const file = await open(path, 'a+', 0o600);
  try {
    if ((await file.stat()).size === 0) {
      await file.writeFile(entropy.bytes(KEY_BYTES));
      await file.sync();
    }
  } finally {
    await file.close();
  }
  const key = readFileSync(path);
  if (key.length === KEY_BYTES) return key;
  throw new Error(`${path} is no key of ${KEY_BYTES} bytes`);
}

function isCommitted({ ranges }: Pick<Shelf, 'ranges'>, { zone, sequence }: DrawId): boolean {
  const known = ranges.get(zone) ?? [];
  return known.some(({ first, count }) => sequence >= first && sequence < first + count);
}

/** Adds a range; one that follows the last one makes it longer. */
function note({ ranges }: Pick<Shelf, 'ranges'>, { zone, first, count }: DrawRange): void {
  const known = ranges.get(zone) ?? [];
  const last = known.at(-1);
  if (last !== undefined && last.first + last.count === first) last.count += count;
  else known.push({ first, count });
  ranges.set(zone, known);
}

function drawsOf({ zone, day, first, count }: DrawRange): DrawId[] {
  return Array.from({ length: count }, (_, at) => ({ zone, day, sequence: first + at }));
}

/** Draws in ranges, in their order. */
function rangesOf(draws: readonly DrawId[]): DrawRange[] {
  const ranges: { zone: string; day: string; first: number; count: number }[] = [];
  for (const { zone, day, sequence } of draws) {
    const last = ranges.at(-1);
    const follows = last?.zone === zone && last.day === day && last.first + last.count === sequence;
    if (follows) last.count += 1;
    else ranges.push({ zone, day, first: sequence, count: 1 });
  }
  return ranges;
}
