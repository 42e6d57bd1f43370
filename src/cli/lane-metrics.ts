import { Counter, Gauge, type Registry } from 'prom-client';
import type { AlarmKind } from '../inspection/alarm-store.ts';

/** What `/metrics` tells of sorting lines. */
export function laneMetrics(registers: Registry[]) {
  const scans = new Counter({
    name: 'onestep_lane_scans_total',
    help: 'Scans of sorting lines that were answered, by instruction.',
    labelNames: ['instruction'],
    registers,
  });
  const alarms = new Gauge({
    name: 'onestep_lane_alarms_open',
    help: 'Disagreements of lanes and lists that nobody has settled, by kind.',
    labelNames: ['kind'],
    registers,
  });
  return {
    scan: (instruction: string): void => scans.inc({ instruction }),
    alarms: (open: ReadonlyMap<AlarmKind, number>): void => {
      for (const kind of KINDS) alarms.set({ kind }, open.get(kind) ?? 0);
    },
  };
}

const KINDS: readonly AlarmKind[] = ['early', 'disagree', 'offline', 'stranded'];
