import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit } from '../audit/audit.ts';
import { witnessOf } from '../audit/witness.ts';
import { readNoted } from '../audit/witness-reader.ts';
import { startEmbedded } from '../io/embedded.ts';
import type { Profile } from '../registry/profile.ts';
import {
  type Caught,
  type CheatAudit,
  type CheatRun,
  runCheats,
} from '../sandbox/cheats/run-cheats.ts';
import { numberOf, type Terminal, type Values } from './command.ts';
import { progressBar } from './terminal.ts';

/** Parcels of the zone that is cheated in. */
export const CHEATED = 200;

/** `sim --cheat`: whether an operator who cheats is always found. @returns the exit code */
export async function cheating(
  values: Values,
  profile: Profile,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const first = BigInt(numberOf(values, 'seed', 1));
  const seeds = numberOf(values, 'seeds', 1, 1, 1_000_000);
  const parcels = numberOf(values, 'parcels', CHEATED, 20, 10_000);
  const dataDir = await mkdtemp(join(tmpdir(), 'onestep-cheat-'));
  const embedded = await startEmbedded({ dataDir, durable: false });
  const runs: CheatRun[] = [];
  try {
    const bar = progressBar(terminal, 'Cheating');
    for (let i = 0; i < seeds && !signal.aborted; i += 1) {
      const seed = first + BigInt(i);
      const how = { server: embedded.url, profile, parcels, audit: auditDraws, signal };
      const onCheat = (done: number, all: number): void => bar(i * all + done, seeds * all);
      const run = await runCheats({ ...how, seed, onCheat });
      runs.push(run);
      if (values.json !== true) for (const line of linesOf(run)) terminal.out(line);
    }
  } finally {
    await embedded.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
  const ok = runs.length === seeds && runs.every((run) => run.ok);
  const shown = runs.map((run) => ({ ...run, seed: String(run.seed) }));
  if (values.json === true) terminal.out(JSON.stringify({ ok, seeds: shown }, null, 2));
  return ok ? 0 : 1;
}

/** The auditor, with or without what a witness noted down. */
export const auditDraws: CheatAudit = async (db, now, notes) => {
  const lines = notes?.map((entry) => JSON.stringify(entry)).join('\n') ?? null;
  const witness = lines === null ? null : witnessOf(readNoted(lines));
  const { laws } = await audit(db, { now, full: true, witness });
  const broken = laws.filter((law) => law.broken > 0);
  return broken.map(({ id, examples }) => ({ law: id, example: examples[0] ?? '' }));
};

function linesOf({ seed, ok, parcels, draws, inspections, honest, cheats }: CheatRun): string[] {
  const caught = cheats.filter(({ found }) => found === 'tables' || found === 'witness');
  const width = Math.max(...cheats.map(({ name }) => name.length), 0);
  return [
    `seed ${seed}: ${parcels} parcels, ${draws} draws, ${inspections} inspections`,
    honest.length === 0 ? 'honest zone: every law holds' : `honest zone: ${told(honest)}`,
    ...cheats.map((one) => `${one.name.padEnd(width)}  ${outcomeOf(one)}`),
    `${caught.length} of ${cheats.length} cheats found${ok ? '' : ', NOT AS IT SHOULD BE'}`,
  ];
}

function outcomeOf({ found, told: laws, does }: Caught): string {
  const names = laws.map(({ law }) => law).join(', ');
  if (found === 'tables') return `found by ${names}: ${laws[0]?.example}`;
  if (found === 'witness') return `found by what a witness noted: ${laws[0]?.example}`;
  return found === 'none' ? `NOT TRIED, there was no occasion (${does})` : `NOT FOUND (${does})`;
}

function told(laws: CheatRun['honest']): string {
  return laws.map(({ law, example }) => `${law} BROKEN, ${example}`).join('; ');
}
