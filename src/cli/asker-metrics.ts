import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { AskerState } from '../flows/asker.ts';
import { outcomeLabel } from './courier-metrics.ts';

/** What `/metrics` tells of payment data. */
export function askerMetrics(registers: Registry[]) {
  const seconds = new Histogram({
    name: 'onestep_payment_call_seconds',
    help: 'Time from calling a platform for payment data to its answer; its count is the calls.',
    labelNames: ['outcome'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    registers,
  });
  const late = new Counter({
    name: 'onestep_payment_pulls_late_total',
    help: 'Pulls of payment data whose time was over.',
    registers,
  });
  return {
    call: (outcome: string, milliseconds: number): void => {
      seconds.observe({ outcome: callLabel(outcome) }, milliseconds / 1_000);
    },
    late: (pulls: number): void => late.inc(pulls),
    watch: (state: () => AskerState): void => {
      new Gauge({
        name: 'onestep_payment_calls_under_way',
        help: 'Calls for payment data that wait for an answer.',
        registers,
        collect() {
          this.set(state().underWay);
        },
      });
    },
  };
}

/** The same few values as of webhooks, and `refused` for another code than 10000. */
function callLabel(outcome: string): string {
  return outcome.startsWith('code ') ? 'refused' : outcomeLabel(outcome, 'taken');
}
