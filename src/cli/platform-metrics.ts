import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { WorksNews } from '../flows/works.ts';

/** What `/metrics` tells about the works, and the news that feed it. */
export type PlatformMetrics = {
  readonly news: WorksNews;
  /** Registers the queue, which exists only after the works. */
  watchLoad(load: () => number): void;
  text(): Promise<string>;
};

/** Metrics of batches, failures and the queue, in a registry of their own. */
export function platformMetrics(onFailure: (stage: string, error: unknown) => void) {
  const registry = new Registry();
  const registers = [registry];
  const batches = new Histogram({
    name: 'onestep_batch_items',
    help: 'Items in one transaction, by stage.',
    labelNames: ['stage'],
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000],
    registers,
  });
  const failures = new Counter({
    name: 'onestep_batch_failures_total',
    help: 'Batches or items that failed for good, by stage.',
    labelNames: ['stage'],
    registers,
  });
  return {
    news: {
      onBatch: (stage, items) => batches.observe({ stage }, items),
      onFailure: (stage, error) => {
        failures.inc({ stage });
        onFailure(stage, error);
      },
    },
    watchLoad: (load) => {
      new Gauge({
        name: 'onestep_queue_records',
        help: 'Records that wait for their transaction or are in it.',
        registers,
        collect() {
          this.set(load());
        },
      });
    },
    text: () => registry.metrics(),
  } satisfies PlatformMetrics;
}
