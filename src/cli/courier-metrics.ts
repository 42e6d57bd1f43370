import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { CourierState } from '../flows/courier.ts';

/** What `/metrics` tells of webhooks. */
export function courierMetrics(registers: Registry[]) {
  const seconds = new Histogram({
    name: 'onestep_webhook_seconds',
    help: 'Time from sending a webhook message to its answer; its count is the attempts.',
    labelNames: ['outcome'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    registers,
  });
  const receipts = new Counter({
    name: 'onestep_webhook_receipts_total',
    help: 'Receipts that webhooks have taken, repeated ones included.',
    registers,
  });
  return {
    attempt: (outcome: string, count: number, milliseconds: number): void => {
      seconds.observe({ outcome: outcomeLabel(outcome, 'delivered') }, milliseconds / 1_000);
      if (outcome === 'delivered') receipts.inc(count);
    },
    watch: (state: () => CourierState): void => watch(state, registers),
  };
}

/** Few values, whatever strangers answer: what is `good`, `timeout`, `5xx`, `unreached`. */
export function outcomeLabel(outcome: string, good: string): string {
  if (outcome === good || outcome === 'timeout') return outcome;
  const status = /^HTTP (\d)/.exec(outcome)?.[1];
  return status === undefined ? 'unreached' : `${status}xx`;
}

function watch(state: () => CourierState, registers: Registry[]): void {
  const gauge = (name: string, help: string, read: (now: CourierState) => number): void => {
    new Gauge({
      ...{ name, help, registers },
      collect() {
        this.set(read(state()));
      },
    });
  };
  new Gauge({
    name: 'onestep_webhook_endpoints',
    help: 'Endpoints by state: active, paused by their enterprise, dead.',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [name, count] of Object.entries(state().endpoints)) {
        this.set({ state: name }, count);
      }
    },
  });
  gauge('onestep_webhook_failing', 'Active endpoints whose last attempt failed.', (now) => {
    return now.failing;
  });
  gauge('onestep_webhook_under_way', 'Messages that wait for an answer.', (now) => now.underWay);
  gauge('onestep_webhook_behind_receipts', 'Receipts that wait for the slowest.', (now) => {
    return now.behind;
  });
}
