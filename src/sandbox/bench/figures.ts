import type { Run } from './drive.ts';

/** CPU of the platform and its database, and the size of what they keep. */
export type Footprint = { readonly cpuMicros: number; readonly databaseBytes: number };

/** The figures of `bench clear`; names are part of the contract. */
export type ClearFigures = {
  readonly parcels: number;
  readonly released: number;
  readonly seconds: number;
  readonly parcelsPerSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly cpuMicrosPerParcel: number;
  readonly bytesPerParcel: number;
  readonly rawBytesPerParcel: number;
  readonly busyAnswers: number;
  readonly auditFindings: number;
};

/** Figures of one run from what was seen before and after it. */
export function figuresOf(
  run: Run,
  before: Footprint,
  after: Footprint,
  rawBytes: number,
  auditFindings: number,
): ClearFigures {
  const sorted = [...run.latencies].sort((a, b) => a - b);
  const at = (share: number): number => {
    const place = Math.min(sorted.length - 1, Math.floor(sorted.length * share));
    return rounded(sorted[Math.max(0, place)] ?? 0);
  };
  const seconds = run.elapsed / 1000;
  const perParcel = (value: number): number => Math.round(value / Math.max(1, run.parcels));
  return {
    parcels: run.parcels,
    released: run.released,
    seconds: rounded(seconds),
    parcelsPerSecond: Math.round(run.latencies.length / seconds),
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
    p999Ms: at(0.999),
    cpuMicrosPerParcel: perParcel(after.cpuMicros - before.cpuMicros),
    bytesPerParcel: perParcel(after.databaseBytes - before.databaseBytes),
    rawBytesPerParcel: perParcel(rawBytes),
    busyAnswers: run.busyAnswers,
    auditFindings,
  };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
