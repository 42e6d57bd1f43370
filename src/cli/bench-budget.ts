import { join } from 'node:path';
import { readProfiles } from '../sandbox/bench/cpu-profile-json.ts';
import { rounded } from '../sandbox/bench/latencies.ts';
import { timeByStage } from '../sandbox/bench/stages.ts';
import { clearFresh } from './bench-clear.ts';
import { loadWishOf, modeOf } from './bench-load.ts';
import type { BenchCall, Case, Outcome } from './bench-outcome.ts';
import { withScratch } from './bench-rig.ts';
import { UsageError } from './command.ts';
import { makeFolder } from './files.ts';

/**
 * `onestep bench budget`: where the server's CPU time of a parcel goes. The same load as `clear`
 * with Node's sampling profiler in the server, which costs some: for shares, not for rates.
 */
export function benchBudget(call: BenchCall): Promise<Outcome> {
  const wish = loadWishOf(call.values);
  if (modeOf(call.values) === 'both') throw new UsageError('bench budget takes one --mode.');
  return withScratch(async (dir) => {
    const profiles = join(dir, 'profiles');
    makeFolder(profiles);
    const nodeOptions = ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
    const cleared = await clearFresh(wish, join(dir, 'data'), call, nodeOptions);
    const { figures, run, audited } = cleared;
    // Both clocks are the system's monotonic one; ours counts from the start of this process.
    const from = (run.started + CLOCK_START) * 1_000;
    const stages = timeByStage(readProfiles(profiles), from, from + run.elapsed * 1_000);
    const each = stages.map(([name, micros]) => [name, micros / figures.parcels] as const);
    const { serverCpuMicrosPerParcel: server, databaseCpuMicrosPerParcel: database } = figures;
    return {
      figures: {
        records: wish.records,
        parcels: figures.parcels,
        released: figures.released,
        parcelsPerSecond: figures.parcelsPerSecond,
        cpuMicrosPerParcel: figures.cpuMicrosPerParcel,
        generatorCpuMicrosPerParcel: figures.generatorCpuMicrosPerParcel,
        ...audited,
        cases: rowsOf(each, server, database),
      },
      ok: cleared.ok,
      postgres: cleared.postgres,
      samples: {
        columns: ['stage', 'sampledMicrosPerParcel'],
        rows: each.map(([name, micros]) => [`"${name}"`, rounded(micros, 2)]),
      },
    };
  });
}

const CLOCK_START = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/**
 * Samples go by the clock: when others want the cores too, a thread that waits for one counts as
 * busy. So the stages are scaled down to the CPU time the system tells, and what that has beyond
 * them was spent in other threads.
 */
function rowsOf(
  stages: readonly (readonly [name: string, micros: number])[],
  server: number,
  database: number,
): Case[] {
  const sampled = stages.reduce((sum, [, micros]) => sum + micros, 0);
  const scale = Math.min(1, server / sampled);
  const others = Math.max(0, server - sampled * scale);
  const rows = [
    ...stages.map(([name, micros]) => [name, micros * scale] as const),
    ['other threads of the server: collector, compiler, compression', others] as const,
    ['PostgreSQL', database] as const,
  ];
  return rows.map(([name, micros]) => ({
    name,
    cpuMicrosPerParcel: rounded(micros),
    percent: rounded((micros * 100) / (server + database)),
  }));
}
