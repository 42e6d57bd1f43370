import { closedLoop, drive } from '../sandbox/bench/drive.ts';
import {
  type HistoryState,
  readHistoryState,
  writeHistoryState,
} from '../sandbox/bench/history-json.ts';
import { type Known, reservoirOf } from '../sandbox/bench/look-ups.ts';
import { streamOf } from '../sandbox/bench/stream.ts';
import { chunkSize, openYard } from '../sandbox/bench/yard.ts';
import { credentialsOf, makeCredentials } from '../sandbox/world/credentials.ts';
import { AGENTS } from '../sandbox/world/parties.ts';
import { type Owner, type Rig, withRig } from './bench-rig.ts';
import { NotDone, type Terminal, UsageError } from './command.ts';
import { DEFAULT_PROFILE } from './defaults.ts';
import { progressBar } from './terminal.ts';

/** A data directory that is filled with parcels, and what is known of it. */
export type History = {
  readonly dataDir: string;
  readonly owner: Owner;
  nextChunk: number;
  parcels: number;
  /** For how many parcels the pages of the console were filled beside them; 0: not yet. */
  pages: number;
  /** Notes a list that can be looked up. */
  know(list: Known): void;
  /** So many lists of all that were noted. */
  sample(count: number): readonly Known[];
  state(): HistoryState;
};

const KNOWN = 2_000;
/** History comes in the largest messages there are: it is to be there, not to be measured. */
const RECORDS = 100;
const WAGONS = 16;
/** Parcels between two notes of how far it is. */
const SLICE = 100_000;
const SLICE_LIMIT = 3_600_000;
const AHEAD = 4;

/** What a data directory holds already, or nothing. @throws UsageError for another seed's */
export function openHistory(dataDir: string, seed: bigint): History {
  const state = readHistoryState(dataDir);
  if (state !== null && BigInt(state.seed) !== seed) {
    throw new UsageError(`The history in ${dataDir} was made with --seed ${state.seed}.`);
  }
  const owner: Owner = { seed, credentials: makeCredentials(seed) };
  const tokens = AGENTS.map((party) => credentialsOf(owner.credentials, party).token);
  const kept = (state?.known ?? []).map(([agent, preNo]) => ({ token: tokens[agent]!, preNo }));
  const known = reservoirOf<Known>(KNOWN, seed, kept);
  const history: History = {
    dataDir,
    owner,
    nextChunk: state?.nextChunk ?? 0,
    parcels: state?.parcels ?? 0,
    pages: state?.pages ?? 0,
    know: known.offer,
    sample: (count) => known.items.slice(0, count),
    state: () => ({
      seed: Number(seed),
      nextChunk: history.nextChunk,
      parcels: history.parcels,
      pages: history.pages,
      known: known.items.map(({ token, preNo }) => [tokens.indexOf(token), preNo]),
    }),
  };
  return history;
}

/** Notes in the directory how far it is. */
export function saveHistory(history: History): void {
  writeHistoryState(history.dataDir, history.state());
}

/**
 * Clears parcels in the real engine as fast as it goes until so many more are there. The freight
 * is made on the fly, so this shares the cores and its rate is no figure of the platform.
 */
export async function fillHistory(history: History, parcels: number, terminal: Terminal) {
  const { dataDir, owner } = history;
  const started = performance.now();
  if (parcels > 0) {
    await withRig({ dataDir, owner, terminal }, (rig) => fill(rig, history, parcels, terminal));
  }
  const seconds = (performance.now() - started) / 1_000;
  return { fillSeconds: seconds, fillPerSecond: Math.round(parcels / seconds) };
}

async function fill(
  rig: Rig,
  history: History,
  parcels: number,
  terminal: Terminal,
): Promise<void> {
  const bar = progressBar(terminal, 'Filling');
  for (let done = 0; done < parcels; ) {
    const size = Math.min(SLICE, parcels - done);
    const yard = openYard({
      ...history.owner,
      records: RECORDS,
      profileDir: DEFAULT_PROFILE,
      firstChunk: history.nextChunk,
    });
    // A slice that is broken off must not be sent again under the same numbers.
    history.nextChunk += Math.ceil(size / chunkSize(RECORDS));
    saveHistory(history);
    try {
      const source = streamOf(yard, { records: RECORDS, parcels: size, ahead: AHEAD });
      const before = done;
      const { counts } = await drive(
        {
          target: rig.target,
          mostInFlight: WAGONS * 3,
          limit: SLICE_LIMIT,
          onProgress: (decided) => bar(before + decided, parcels),
          onPreNo: (preNo, token) => history.know({ token, preNo }),
        },
        closedLoop(source, WAGONS, Number.POSITIVE_INFINITY),
      );
      if (counts.released !== size) {
        throw new NotDone(`Of ${size} parcels of history ${counts.released} were released.`);
      }
    } finally {
      await yard.close();
    }
    history.nextChunk = yard.nextChunk();
    history.parcels += size;
    done += size;
    saveHistory(history);
  }
}
