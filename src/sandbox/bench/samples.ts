import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Run } from './drive.ts';
import { rounded } from './latencies.ts';

/** Writes rows of numbers as compressed CSV, the names of the columns first. */
export async function writeSamples(
  path: string,
  columns: readonly string[],
  rows: Iterable<readonly (number | string)[]>,
): Promise<void> {
  await pipeline(
    Readable.from(lines(columns, rows)),
    createGzip({ level: 1 }),
    createWriteStream(path),
  );
}

/** Lines are handed over by the thousand: a stream costs more than a line. */
const BLOCK = 1_000;

function* lines(
  columns: readonly string[],
  rows: Iterable<readonly (number | string)[]>,
): Generator<string> {
  let block = [columns.join(',')];
  for (const row of rows) {
    block.push(row.join(','));
    if (block.length < BLOCK) continue;
    yield `${block.join('\n')}\n`;
    block = [];
  }
  yield `${block.join('\n')}\n`;
}

/** Columns of `parcelRows`. */
export const PARCEL_COLUMNS = ['chunk', 'parcel', 'sentMs', 'latencyMs', 'status'];

/** One row a parcel that was sent; an undecided one has no latency and status 0. */
export function* parcelRows({ tracks, started }: Run): Generator<(number | string)[]> {
  for (const { number, sentAt, decidedAt, status } of tracks) {
    for (const [parcel, sent] of sentAt.entries()) {
      if (Number.isNaN(sent)) continue;
      const latency = decidedAt[parcel]! - sent;
      const shown = Number.isNaN(latency) ? '' : rounded(latency, 2);
      yield [number, parcel, rounded(sent - started, 2), shown, status[parcel]!];
    }
  }
}
