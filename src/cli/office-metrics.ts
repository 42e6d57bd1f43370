import { Counter, Gauge, type Registry } from 'prom-client';
import type { OfficeRound } from '../flows/office-round.ts';

/** What `/metrics` tells of officers and their tasks: of the process that makes the rounds. */
export function officeMetrics(registers: Registry[]) {
  const drawn = new Counter({
    name: 'onestep_office_pairs_total',
    help: 'Inspections drawn for, by whether the draw had two officers for them.',
    labelNames: ['outcome'],
    registers,
  });
  const tasks = new Gauge({
    name: 'onestep_office_tasks',
    help: 'Open tasks of officers, by kind and what they wait for.',
    labelNames: ['kind', 'stage'],
    registers,
  });
  const overdue = new Gauge({
    name: 'onestep_office_tasks_overdue',
    help: 'Open tasks whose time is over, by kind and what they wait for.',
    labelNames: ['kind', 'stage'],
    registers,
  });
  const waiting = new Gauge({
    name: 'onestep_office_waiting',
    help: 'Parcels at the place of inspection for which there are not two officers.',
    registers,
  });
  return {
    round: ({ assigned, without, waiting: now, tasks: open }: OfficeRound): void => {
      drawn.inc({ outcome: 'assigned' }, assigned);
      drawn.inc({ outcome: 'pool-too-small' }, without);
      waiting.set(now);
      tasks.reset();
      overdue.reset();
      for (const { kind, stage, open: count, overdue: late } of open) {
        tasks.set({ kind, stage }, count);
        overdue.set({ kind, stage }, late);
      }
    },
  };
}
