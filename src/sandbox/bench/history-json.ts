import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is known of a data directory that holds history made by the benchmark. */
export type HistoryState = {
  readonly seed: number;
  /** No chunk from this number on was ever sent to it. */
  readonly nextChunk: number;
  /** Parcels cleared in it as history. */
  readonly parcels: number;
  /** For how many of them the pages of the console were filled; absent of older ones. */
  readonly pages?: number;
  /** Lists to look up: which declarant's, and its number. */
  readonly known: readonly (readonly [agent: number, preNo: string])[];
};

const NAME = 'bench.json';

/** The state a directory was left in; null when it holds no history of ours. */
export function readHistoryState(dataDir: string): HistoryState | null {
  const path = join(dataDir, NAME);
  if (!existsSync(path)) return null;
  const read = JSON.parse(readFileSync(path, 'utf8')) as Partial<HistoryState>;
  const { seed, nextChunk, parcels, known } = read;
  const counts = [seed, nextChunk, parcels].every(Number.isSafeInteger);
  return counts && Array.isArray(known) ? (read as HistoryState) : null;
}

/** Replaces the state at once, so that a killed run leaves the old or the new one. */
export function writeHistoryState(dataDir: string, state: HistoryState): void {
  const path = join(dataDir, NAME);
  writeFileSync(`${path}.new`, `${JSON.stringify(state)}\n`);
  renameSync(`${path}.new`, path);
}
