import type { Run } from './drive.ts';
import { latenciesOf, quantile, rounded } from './latencies.ts';

/** What platform, database and generator had taken at one moment, and what is kept. */
export type Footprint = {
  readonly serverMicros: number;
  readonly databaseMicros: number;
  readonly generatorMicros: number;
  readonly databaseBytes: number;
  readonly walBytes: number;
};

/** The figures of one load; names are part of the contract. */
export type ClearFigures = {
  readonly parcels: number;
  readonly released: number;
  /** Drawn for inspection; only with --inspect. */
  readonly inspected: number;
  readonly seconds: number;
  readonly parcelsPerSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly maxMs: number;
  /** Server and database together. */
  readonly cpuMicrosPerParcel: number;
  readonly serverCpuMicrosPerParcel: number;
  readonly databaseCpuMicrosPerParcel: number;
  readonly generatorCpuMicrosPerParcel: number;
  readonly bytesPerParcel: number;
  readonly rawBytesPerParcel: number;
  readonly walBytesPerParcel: number;
  readonly busyAnswers: number;
  readonly heldBack: number;
};

/** Figures of one run from what was seen before and after it. */
export function figuresOf(
  run: Run,
  before: Footprint,
  after: Footprint,
  rawBytesPerParcel: number,
): ClearFigures {
  const { counts, elapsed, busyAnswers, heldBack, tracks } = run;
  const sorted = latenciesOf(tracks);
  const at = (share: number): number => rounded(quantile(sorted, share));
  const each = (name: keyof Footprint): number =>
    Math.round((after[name] - before[name]) / Math.max(1, counts.sent));
  const [server, database] = [each('serverMicros'), each('databaseMicros')];
  return {
    parcels: counts.sent,
    released: counts.released,
    inspected: counts.inspected,
    seconds: rounded(elapsed / 1_000, 2),
    parcelsPerSecond: Math.round((counts.decided * 1_000) / elapsed),
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
    p999Ms: at(0.999),
    maxMs: at(1),
    cpuMicrosPerParcel: server + database,
    serverCpuMicrosPerParcel: server,
    databaseCpuMicrosPerParcel: database,
    generatorCpuMicrosPerParcel: each('generatorMicros'),
    bytesPerParcel: each('databaseBytes'),
    rawBytesPerParcel: Math.round(rawBytesPerParcel),
    walBytesPerParcel: each('walBytes'),
    busyAnswers,
    heldBack,
  };
}
