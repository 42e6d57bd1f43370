import type { Instant } from '../base/dates.ts';

/** What somebody outside noted down of draws, by `day/number`. */
export type Noted = {
  readonly draws: ReadonlyMap<string, NotedDraw>;
  /** Digests of blocks by `day/first`. */
  readonly blocks: ReadonlyMap<string, string>;
  /** Between these everything was noted; null where the notes do not say so. */
  readonly from: Instant | null;
  readonly until: Instant | null;
};

export type NotedDraw = {
  readonly openedAt: Instant;
  readonly targetsHash: string;
  readonly officersHash: string | null;
};

type Entry = Readonly<Record<string, unknown>>;

/**
 * Reads a journal: one JSON object a line, or a list of them, or an object that holds such lists.
 * @throws SyntaxError with the number of the entry that is none
 */
export function readNoted(text: string): Noted {
  const draws = new Map<string, NotedDraw>();
  const blocks = new Map<string, string>();
  let [from, until]: (Instant | null)[] = [null, null];
  for (const [i, entry] of entriesIn(text).entries()) {
    const { day, sequence, first, digest } = entry;
    const known = {
      draw: Number.isInteger(sequence) && typeof entry.targetsHash === 'string',
      block: Number.isInteger(first) && typeof digest === 'string',
      bounds: entry.from !== undefined && entry.until !== undefined,
    };
    if (known.draw) draws.set(`${day}/${sequence}`, drawOf(entry, i));
    else if (known.block) blocks.set(`${day}/${first}`, String(digest));
    else if (known.bounds) [from, until] = [timeOf(entry.from, i), timeOf(entry.until, i)];
    else throw new SyntaxError(`entry ${i + 1} is neither a draw nor a block`);
  }
  return { draws, blocks, from: from ?? null, until: until ?? null };
}

function drawOf(entry: Entry, i: number): NotedDraw {
  const { officersHash } = entry;
  return {
    openedAt: timeOf(entry.openedAt, i),
    targetsHash: String(entry.targetsHash),
    officersHash: typeof officersHash === 'string' ? officersHash : null,
  };
}

function timeOf(raw: unknown, i: number): Instant {
  const at = Date.parse(String(raw));
  if (Number.isNaN(at)) throw new SyntaxError(`entry ${i + 1} has a time that is none`);
  return at;
}

function entriesIn(text: string): Entry[] {
  const whole = text.trim();
  const lines = whole.split('\n').filter((line) => line.trim() !== '');
  const values = tryLines(lines) ?? [JSON.parse(whole) as unknown];
  if (values.length === 0) throw new SyntaxError('there are no notes');
  return values.flat().flatMap((value) => {
    if (typeof value !== 'object' || value === null) throw new SyntaxError('no notes of draws');
    const lists = Object.values(value).filter(Array.isArray) as Entry[][];
    const { from, until } = value as Entry;
    const bounds = from === undefined ? [] : [{ from, until }];
    return lists.length === 0 ? [value as Entry] : [...bounds, ...lists.flat()];
  });
}

/** The lines as values; null when they are not one each. */
function tryLines(lines: readonly string[]): unknown[] | null {
  try {
    return lines.map((line) => JSON.parse(line) as unknown);
  } catch {
    // Then it is one value over several lines, or none at all.
    return null;
  }
}
