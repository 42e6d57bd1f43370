import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit } from '../audit/audit.ts';
import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { systemClock } from '../io/clock.ts';
import { startEmbedded } from '../io/embedded.ts';
import type { Database } from '../io/postgres.ts';
import type { Profile } from '../registry/profile.ts';
import { readProfile } from '../registry/profile-file.ts';
import { runKills } from '../sandbox/sim/kills/run-kills.ts';
import { openLab } from '../sandbox/sim/lab.ts';
import { type Simulated, simulate } from '../sandbox/sim/simulate.ts';
import { type Command, numberOf, type Terminal, UsageError, type Values } from './command.ts';
import { DEFAULT_PROFILE } from './defaults.ts';
import { CHEATED, cheating } from './sim-cheat.ts';
import { simLanes } from './sim-lanes.ts';
import { progressBar } from './terminal.ts';

/** Parcels of one simulated world: every seed has its own mixture of cases. */
const PARCELS = 40;

/** Parcels and kills of a run with real processes. */
const SENT = 400;
const KILLS = 25;

async function sim(values: Values, _: readonly string[], terminal: Terminal): Promise<number> {
  if (values.lanes !== undefined) {
    const profile = await profileInForce();
    return simLanes(values, terminal, { profile, audit: auditOf, signal: untilInterrupted() });
  }
  if (values.cheat === true) {
    return cheating(values, await profileInForce(), terminal, untilInterrupted());
  }
  return values.processes === true ? killing(values, terminal) : playing(values, terminal);
}

async function killing(values: Values, terminal: Terminal): Promise<number> {
  const profile = await profileInForce();
  const kills = numberOf(values, 'kills', KILLS, 0, 10_000);
  const parcels = numberOf(values, 'parcels', SENT, 1, 1_000_000);
  const bar = progressBar(terminal, 'Killing');
  const report = await runKills({
    seed: BigInt(numberOf(values, 'seed', 1)),
    parcels,
    kills,
    profile,
    program: { node: process.execPath, main: join(import.meta.dirname, 'main.ts') },
    audit: (db) => auditOf(db, systemClock.now()),
    onKill: (_what, done) => bar(done, kills),
    signal: untilInterrupted(),
  });
  if (values.json === true) {
    terminal.out(JSON.stringify({ ...report, seed: String(report.seed) }, null, 2));
    return report.ok ? 0 : 1;
  }
  const count = (what: string) => report.kills.filter((one) => one === what).length;
  terminal.out(
    `${report.kills.length} kills, ${report.whileSending} of them while messages were sent: ` +
      `${count('server')} of the server, ${count('database')} of the database, ` +
      `${count('both')} of both; ${report.parcels} parcels in ${report.messages} messages, ` +
      `${report.duplicates} resent ones were known; ${report.seconds} s`,
  );
  for (const fault of report.faults) terminal.out(`WRONG  ${fault}`);
  if (report.ok) terminal.out('Every outcome as expected, audit clean.');
  else {
    const same = `--kills ${kills} --seed ${report.seed} --parcels ${parcels}`;
    terminal.out(`  again with: onestep sim --processes ${same}`);
  }
  return report.ok ? 0 : 1;
}

/** Ends the run in good order on Ctrl-C: what was started is stopped and deleted. */
function untilInterrupted(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}

async function profileInForce(): Promise<Profile> {
  const profile = await readProfile(DEFAULT_PROFILE);
  if (!profile.ok) throw new UsageError(`The profile cannot be used: ${profile.error[0]?.en}.`);
  return profile.value;
}

async function playing(values: Values, terminal: Terminal): Promise<number> {
  const profile = await profileInForce();
  const stop = untilInterrupted();
  const first = BigInt(numberOf(values, 'seed', 1));
  const count = numberOf(values, 'seeds', 1, 1, 1_000_000);
  const parcels = numberOf(values, 'parcels', PARCELS, 1, 10_000);
  const concurrent = values.concurrent === true;
  const dataDir = await mkdtemp(join(tmpdir(), 'onestep-sim-'));
  const embedded = await startEmbedded({ dataDir, durable: false });
  const results: Simulated[] = [];
  try {
    const lab = await openLab(embedded.url, profile);
    const bar = progressBar(terminal, 'Simulating');
    for (let i = 0; i < count && !stop.aborted; i += 1) {
      const trace = values.trace === true ? { trace: terminal.err } : {};
      const options = { parcels, concurrent, audit: auditOf, ...trace };
      const result = await simulate(lab, first + BigInt(i), options);
      results.push(result);
      if (values.json !== true) tell(result, parcels, concurrent, terminal);
      bar(i + 1, count);
    }
    await lab.close();
  } finally {
    await embedded.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
  return stop.aborted ? 1 : conclude(results, values, terminal);
}

/** What the independent auditor finds broken. */
async function auditOf(db: Database, now: Instant): Promise<string[]> {
  const { laws } = await audit(db, { now, full: true });
  return laws
    .filter(({ broken }) => broken > 0)
    .map(({ id, title, broken, examples }) => `${id} ${title}: ${broken}: ${examples[0] ?? ''}`);
}

function conclude(results: readonly Simulated[], values: Values, terminal: Terminal): number {
  const failed = results.filter(({ ok }) => !ok);
  const seeds = results.map((one) => ({ ...one, seed: String(one.seed) }));
  if (values.json === true) {
    terminal.out(JSON.stringify({ ok: failed.length === 0, seeds }, null, 2));
  } else {
    const steps = results.reduce((sum, one) => sum + one.steps, 0);
    terminal.out(
      `${results.length} seeds, ${steps} steps: ` +
        (failed.length === 0 ? 'everything as foreseen.' : `${failed.length} not as foreseen.`),
    );
  }
  return failed.length === 0 ? 0 : 1;
}

function tell(result: Simulated, parcels: number, concurrent: boolean, terminal: Terminal): void {
  const { seed, ok, faults, steps, processes, digest } = result;
  if (ok) {
    const about = `${steps} steps, ${processes} processes`;
    terminal.out(`seed ${seed}  ok  ${about}  ${digest.slice(0, 16)}`);
    return;
  }
  terminal.out(`seed ${seed}  WRONG  ${present(faults[0], 'a fault')}`);
  for (const fault of faults.slice(1)) terminal.out(`    and ${fault}`);
  const mode = concurrent ? ' --concurrent' : '';
  terminal.out(`  again with: onestep sim --seed ${seed} --parcels ${parcels}${mode} --trace`);
}

export const SIM: Command = {
  name: 'sim',
  summary: 'play seeded disorder against the engine and compare every outcome',
  positionals: [],
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    parcels: { type: 'string' },
    concurrent: { type: 'boolean' },
    trace: { type: 'boolean' },
    processes: { type: 'boolean' },
    kills: { type: 'string' },
    lanes: { type: 'string' },
    rate: { type: 'string' },
    seconds: { type: 'string' },
    cheat: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  run: sim,
  help: `
onestep sim [options]

Plays made-up trade in disorder against the engine on a real PostgreSQL of its own: messages in any
order, twice, altered, late or never, to several processes at once; processes that die at any
statement or just after a commit, answers to commits that are lost; cards revoked, guarantees
raised, lists withdrawn while they are released, goods sent back twice or never; entry lists, exit
lists and vehicles at the gate, transfers, sets, goods on display and stock-takes, in any order and
twice, while parcels are sold; parcels that leave, on lists or declared in full, also out of bonded
stock, with what is asked of them on the way, what comes back and what comes back too late; days
that pass.
Every outcome is predicted by other arithmetic than the engine's. One statement runs at a time in
an order drawn from the seed, so the same seed gives the same run.
Exit code 0 only when everything came as foreseen.

  --seed N         which run (default 1)
  --seeds COUNT    this many, one after the other (default 1)
  --parcels N      parcels in each (default ${PARCELS})
  --concurrent     statements at the same time instead; not reproducible
  --trace          tell every step

onestep sim --processes [--kills N] [--seed N] [--parcels N]

Sends a world, a fifth of which leaves the country, over HTTP to a real serve on a data directory
of its own while kill -9 ends the server, PostgreSQL or both at random moments; the sender resends
the same bytes. Exit code 0 only when every outcome is the expected one and the audit is clean.
Nothing is left behind.

  --kills N        how often (default ${KILLS}); parcels default to ${SENT}

onestep sim --lanes N [--rate N] [--seconds N] [--seed N] [--parcels N]

Stands in for the sorters of a zone of its own: sends a world to a real serve, then scans its
parcels, in and out, in an open loop, many of them twice, with unknown and stopped waybills and
weights that do not agree. The first lane loses its network for the middle third, goes by the
signed list of releases that it holds, and reports afterwards. Of each parcel that is stopped the
lanes send an X-ray image, made up from what was declared. Exit code 0 only when every instruction
was the one foretold, every image was taken, no alarm is open and the audit is clean.

  --lanes N        how many lanes
  --rate N         scans a second of all lanes together (default 500)
  --seconds N      for so long (default 15)
  --json           print the results as JSON

onestep sim --cheat [--seed N] [--seeds COUNT] [--parcels N]

Plays an honest zone in which many parcels are drawn; then an operator cheats in a copy of it, in
one way after the other: with the seed, with the lists of parcels and who of them is inspected, with
the roster of officers. Says for each which law of the audit finds it, or that only what a witness
noted down of the draws does. Exit code 0 only when every cheat is found and the honest zone is
clean. Parcels default to ${CHEATED}.
`,
};
