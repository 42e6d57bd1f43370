import { setTimeout as sleep } from 'node:timers/promises';
import { present } from '../base/assert.ts';
import { formatScaled5, type Scaled5 } from '../base/fen.ts';
import type { Sql } from '../io/postgres.ts';
import { settingsOf } from '../sandbox/bench/environment.ts';
import type { LaneParcel, LaneRun } from '../sandbox/bench/lane-loop.ts';
import { lanesApart } from '../sandbox/bench/lane-thread.ts';
import { quantile, rounded } from '../sandbox/bench/latencies.ts';
import { openYard, stock } from '../sandbox/bench/yard.ts';
import { credentialsOf, makeCredentials } from '../sandbox/world/credentials.ts';
import { SITES } from '../sandbox/world/parties.ts';
import { type LoadWish, loadWishOf, measureLoad, warmUp, warmUpSize } from './bench-load.ts';
import type { BenchCall, Outcome } from './bench-outcome.ts';
import { auditRig, type Owner, type Rig, withRig, withScratch } from './bench-rig.ts';
import { numberOf } from './command.ts';
import { DEFAULT_PROFILE } from './defaults.ts';
import { progressBar } from './terminal.ts';

const SCANS_PER_SECOND = 500;
const SECONDS = '15';
/** Parcels cleared a second beside the scans. */
const CLEARING = 500;
/** Clearing runs for so many seconds when the scans that count begin. */
const LEAD_SECONDS = 3;
/** Scans of so many seconds come first and are not counted. */
const WARM_SECONDS = 3;
/** One in so many scans is of a waybill that nobody filed. */
const UNKNOWN = 50;

type LaneWish = LoadWish & { readonly scans: number };

/** `onestep bench lane`. */
export async function benchLane(call: BenchCall): Promise<Outcome> {
  const { values } = call;
  const scans = numberOf(values, 'rate', SCANS_PER_SECOND, 1, 20_000);
  const load = { ...values, seconds: values.seconds ?? SECONDS, rate: String(CLEARING) };
  const wish = { ...loadWishOf(load), scans };
  return withScratch((dataDir) => laneIn(wish, dataDir, call));
}

async function laneIn(wish: LaneWish, dataDir: string, { terminal }: BenchCall): Promise<Outcome> {
  const owner: Owner = { seed: wish.seed, credentials: makeCredentials(wish.seed) };
  const { records, freight, scans, seconds } = wish;
  const yard = openYard({ ...owner, records, freight, profileDir: DEFAULT_PROFILE });
  try {
    return await withRig({ dataDir, owner, terminal }, async (rig) => {
      const scanned = Math.max(warmUpSize(wish), (scans * seconds) / 2);
      const bar = progressBar(terminal, 'Preparing');
      const warm = await stock(yard, { parcels: scanned, records });
      const clearing = CLEARING * (seconds + LEAD_SECONDS);
      const sent = await stock(yard, { parcels: clearing, records }, bar);
      // Its threads would take CPU from what is measured.
      await yard.close();
      await warmUp(rig, warm, wish);
      const site = credentialsOf(owner.credentials, present(SITES[0], 'a site'));
      const lanes = { url: rig.target.url, token: site.token, seed: wish.seed };
      const parcels = await parcelsOf(rig.db);
      // Connections, plans and compiled code; what was scanned here is scanned again.
      const warming = { ...lanes, rate: scans, count: scans * WARM_SECONDS, prefix: 'W' };
      const measured = { ...lanes, rate: scans, count: scans * seconds, prefix: 'B' };
      const scan = await lanesApart({ warming, load: measured, parcels });
      const [cleared, run] = await Promise.all([
        measureLoad(rig, sent, { ...wish, seconds: seconds + LEAD_SECONDS }, terminal),
        sleep(LEAD_SECONDS * 1_000).then(scan),
      ]);
      return outcomeOf(run, cleared.figures, { wish, rig, terminal });
    });
  } finally {
    await yard.close();
  }
}

const PARCELS = `
  select logistics_code as "logisticsCode", logistics_no as "logisticsNo", state, gross
  from clearance.cases where list_no is not null order by list_no`;

type Row = {
  readonly logisticsCode: string;
  readonly logisticsNo: string;
  readonly state: string;
  readonly gross: Scaled5 | null;
};

/** Parcels whose lists stand by now, half of them without their carrier, and unknown ones. */
async function parcelsOf(sql: Sql): Promise<LaneParcel[]> {
  const rows = await sql.query<Row>(PARCELS);
  const known = rows.map(
    ({ logisticsCode, logisticsNo, state, gross }, i): LaneParcel => ({
      logisticsNo,
      logisticsCode: i % 2 === 0 ? logisticsCode : null,
      weight: gross === null ? '1' : formatScaled5(gross),
      expected: EXPECTED[state] ?? '03',
    }),
  );
  const unknown = Array.from({ length: Math.ceil(known.length / UNKNOWN) }, (_, i) => ({
    ...{ logisticsNo: `NOBODY${i}`, logisticsCode: null, weight: '1', expected: '03' },
  }));
  return [...known, ...unknown];
}

const EXPECTED: Readonly<Record<string, string>> = { '800': '01', '500': '02' };

type About = { readonly wish: LaneWish; readonly rig: Rig } & Pick<BenchCall, 'terminal'>;
type Cleared = Awaited<ReturnType<typeof measureLoad>>['figures'];

async function outcomeOf(
  run: LaneRun,
  cleared: Cleared,
  { wish, rig, terminal }: About,
): Promise<Outcome> {
  const times = Float64Array.from(run.times).sort();
  const lags = Float64Array.from(run.lags).sort();
  const at = (share: number): number => rounded(quantile(times, share), 2);
  const told = (...some: string[]): number =>
    some.reduce((sum, one) => sum + (run.instructions.get(one) ?? 0), 0);
  for (const example of run.examples) terminal.err(`WRONG  ${example}`);
  const audited = await auditRig(rig, terminal);
  const { parcels, released, parcelsPerSecond, p99Ms: clearP99Ms } = cleared;
  return {
    figures: {
      ...{ scans: times.length, askedPerSecond: wish.scans, seconds: wish.seconds },
      ...{ p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), p999Ms: at(0.999), maxMs: at(1) },
      sendLagP99Ms: rounded(quantile(lags, 0.99), 2),
      ...{ released: told('01'), inspect: told('02', '05'), diverted: told('03') },
      ...{ stopped: told('04'), wrong: run.wrong },
      ...{ clearPerSecond: parcelsPerSecond, clearP99Ms, cleared: parcels },
      clearReleased: released,
      serverRssMb: cleared.serverRssMb,
      ...audited,
    },
    ok: run.wrong === 0 && audited.auditFindings === 0,
    postgres: await settingsOf(rig.db),
    samples: { columns: ['scanMs'], rows: run.times.map((time) => [rounded(time, 3)]) },
  };
}
