import { writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { decodeMessage } from '../documents/codec.ts';
import {
  type Contest,
  compare,
  type Measured,
  runPeer,
  together,
  verdictOf,
} from '../sandbox/bench/compare.ts';
import { sampleMessages } from '../sandbox/bench/sample-messages.ts';
import { makeCredentials } from '../sandbox/world/credentials.ts';
import { MESSAGE_LIMITS } from '../xml/limits.ts';
import { scan } from '../xml/scan.ts';
import type { BenchCall, Case, Outcome } from './bench-outcome.ts';
import { benchProfile, needPeer, roundSamples } from './bench-peer.ts';
import { withScratch } from './bench-rig.ts';
import { NotDone, numberOf } from './command.ts';
import { readInput } from './files.ts';
import { progressBar } from './terminal.ts';

const SCHEMA = resolve(import.meta.dirname, '../../test/contract/xsd/202205/ceb-import-202205.xsd');
/** What xmllint says when it read a file and found it good, or found it bad. */
const TAKEN = [0, 3];
const WAGONS = 4;

type Group = { readonly name: string; readonly texts: readonly Buffer[] };

/** `onestep bench xml`: scan, decode and check fields, against xmllint with the schema. */
export async function benchXml({ values, files, terminal }: BenchCall): Promise<Outcome> {
  needPeer('xmllint');
  const rounds = numberOf(values, 'rounds', 5, 1, 100);
  const groups = [...(await generated(numberOf(values, 'seed', 1))), ...(await given(files))];
  return withScratch(async (dir) => {
    const contests = groups.map((group, i) => contestOf(group, i, dir));
    const measured = compare(contests, rounds, progressBar(terminal, 'Comparing'));
    return outcomeOf(groups, measured);
  });
}

async function generated(seed: number): Promise<Group[]> {
  const profile = await benchProfile();
  const credentials = makeCredentials(BigInt(seed));
  return [1, 20].flatMap((records) => {
    const messages = sampleMessages(
      BigInt(seed),
      { records, wagons: WAGONS },
      profile,
      credentials,
    );
    const byType = Map.groupBy(messages, ({ type }) => type);
    return [...byType].map(([type, all]) => ({
      name: `${type} of ${records}`,
      texts: all.map(({ bytes }) => bytes),
    }));
  });
}

async function given(files: readonly string[]): Promise<Group[]> {
  const texts = await Promise.all(files.map(readInput));
  return texts.map((bytes, i) => {
    if (!scan(Buffer.from(bytes), MESSAGE_LIMITS).ok) {
      throw new NotDone(`${files[i]} is no XML that the window takes: onestep verify says why.`);
    }
    return { name: basename(files[i] ?? ''), texts: [Buffer.from(bytes)] };
  });
}

function contestOf({ name, texts }: Group, place: number, dir: string): Contest {
  // Short names: the list of files that amortises the start is long.
  const names = texts.map((bytes, i) => {
    writeFileSync(join(dir, `${place}-${i}`), bytes);
    return `${place}-${i}`;
  });
  const fixed = ['--nonet', '--noout', '--schema', SCHEMA];
  const size = texts.reduce((sum, { length }) => sum + length, 0);
  return {
    name,
    ours: () => {
      for (const bytes of texts) read(bytes);
    },
    peer: (passes) => {
      const list = Array.from({ length: passes }, () => names).flat();
      runPeer('xmllint', [...fixed, ...list], dir, TAKEN);
    },
    passes: Math.ceil(4e6 / (size + 2_000 * texts.length)),
  };
}

// What a message is read for: every field of every record is checked and taken out.
function read(bytes: Buffer): void {
  const scanned = scan(bytes, MESSAGE_LIMITS);
  if (!scanned.ok) throw new NotDone(`A message cannot be read: ${scanned.finding.en}.`);
  decodeMessage(scanned.doc);
}

function outcomeOf(groups: readonly Group[], measured: readonly Measured[]): Outcome {
  const sizes = groups.map(({ texts }) => texts.reduce((sum, { length }) => sum + length, 0));
  const cases = measured.map(({ name, rounds }, i): Case => {
    const bytes = sizes[i] ?? 0;
    return { name, bytes, ...verdictOf(rounds, bytes) };
  });
  const bytes = sizes.reduce((sum, one) => sum + one, 0);
  const all = verdictOf(together(measured), bytes);
  return {
    figures: { ...all, bytes, unit: 'MB/s of CPU time', cases },
    ok: true,
    postgres: null,
    samples: roundSamples(measured),
  };
}
