import { join } from 'node:path';
import type { Instant } from '../base/dates.ts';
import { systemClock } from '../io/clock.ts';
import type { Database } from '../io/postgres.ts';
import type { Profile } from '../registry/profile.ts';
import { type LanesReport, runLanes } from '../sandbox/sim/lanes/run-lanes.ts';
import { numberOf, type Terminal, type Values } from './command.ts';
import { progressBar } from './terminal.ts';

const PARCELS = 400;
const RATE = 500;
const SECONDS = 15;

type Audit = (db: Database, now: Instant) => Promise<string[]>;

/** `onestep sim --lanes N`. @returns the exit code */
export async function simLanes(
  values: Values,
  terminal: Terminal,
  { profile, audit, signal }: { profile: Profile; audit: Audit; signal: AbortSignal },
): Promise<number> {
  const lanes = numberOf(values, 'lanes', 1, 1, 64);
  const bar = progressBar(terminal, 'Scanning');
  const report = await runLanes({
    ...{ lanes, profile, signal, onProgress: bar },
    seed: BigInt(numberOf(values, 'seed', 1)),
    parcels: numberOf(values, 'parcels', PARCELS, 20, 100_000),
    rate: numberOf(values, 'rate', RATE, 1, 10_000),
    seconds: numberOf(values, 'seconds', SECONDS, 1, 3_600),
    program: { node: process.execPath, main: join(import.meta.dirname, 'main.ts') },
    audit: (db) => audit(db, systemClock.now()),
  });
  if (values.json === true) {
    terminal.out(JSON.stringify({ ...report, seed: String(report.seed) }, null, 2));
  } else tell(report, lanes, terminal);
  return report.ok ? 0 : 1;
}

function tell(report: LanesReport, lanes: number, terminal: Terminal): void {
  const { scans, offline, late, instructions, differences, images, faults, ok } = report;
  const told = Object.entries(instructions).map(([one, count]) => `${one}: ${count}`);
  terminal.out(`${scans} scans of ${lanes} lanes; ${told.join(', ')}`);
  terminal.out(
    `${offline} without the zone, ${late} of them for want of an answer in time; ` +
      `${differences} found to be others when they were reported, as foretold`,
  );
  terminal.out(`${images} made-up X-ray images of stopped parcels taken by the zone`);
  for (const fault of faults) terminal.out(`WRONG  ${fault}`);
  if (ok) terminal.out('Every instruction as foretold, no alarm, audit clean.');
}
