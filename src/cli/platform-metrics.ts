import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { AskerNews, AskerState } from '../flows/asker.ts';
import type { CourierNews, CourierState } from '../flows/courier.ts';
import type { DoorState } from '../flows/door.ts';
import type { OfficeNews } from '../flows/office-works.ts';
import type { StageState } from '../flows/works.ts';
import type { Stage, WorksNews } from '../flows/works-frame.ts';
import { askerMetrics } from './asker-metrics.ts';
import { courierMetrics } from './courier-metrics.ts';
import { laneMetrics } from './lane-metrics.ts';
import { officeMetrics } from './office-metrics.ts';

/** What `/metrics` tells about the works, and the news that feed it. */
export type PlatformMetrics = {
  readonly news: WorksNews;
  /** What the courier tells of its attempts. */
  readonly courier: CourierNews;
  /** What the asker tells of its calls. */
  readonly asker: AskerNews;
  readonly lane: ReturnType<typeof laneMetrics>;
  /** What the office tells of its rounds. */
  readonly office: OfficeNews;
  /** Registers the queues, which exist only after the works. */
  watch(queues: Queues): void;
  text(): Promise<string>;
};

/** What waits, asked for at the moment of reading. */
export type Queues = {
  readonly stages: () => Readonly<Record<Stage, StageState>>;
  readonly door: () => DoorState;
  readonly courier: () => CourierState;
  readonly asker: () => AskerState;
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
  const courier = courierMetrics(registers);
  const asker = askerMetrics(registers);
  const office = officeMetrics(registers);
  return {
    lane: laneMetrics(registers),
    courier: {
      onAttempt: courier.attempt,
      onFailure: (error) => {
        failures.inc({ stage: 'webhooks' });
        onFailure('webhooks', error);
      },
    },
    asker: {
      onCall: asker.call,
      onLate: asker.late,
      onFailure: (error) => {
        failures.inc({ stage: 'payment-data' });
        onFailure('payment-data', error);
      },
    },
    office: {
      onRound: office.round,
      onFailure: (error) => {
        failures.inc({ stage: 'office' });
        onFailure('office', error);
      },
    },
    news: {
      onBatch: (stage, items) => batches.observe({ stage }, items),
      onFailure: (stage, error) => {
        failures.inc({ stage });
        onFailure(stage, error);
      },
    },
    watch: (queues) => {
      watchQueues(queues, registers);
      courier.watch(queues.courier);
      asker.watch(queues.asker);
    },
    text: () => registry.metrics(),
  } satisfies PlatformMetrics;
}

function watchQueues({ stages, door }: Queues, registers: Registry[]): void {
  const gauge = (name: string, help: string, read: () => Readonly<Record<string, number>>) => {
    new Gauge({
      ...{ name, help, registers, labelNames: ['stage'] },
      collect() {
        for (const [stage, value] of Object.entries(read())) this.set({ stage }, value);
      },
    });
  };
  gauge('onestep_queue_records', 'Records that wait for their transaction or are in it.', () => {
    const { intake, clearance } = stages();
    return { intake: intake.waiting, clearance: clearance.waiting };
  });
  gauge('onestep_queue_messages', 'Messages that nobody has looked at yet.', () => {
    return { door: door().queued };
  });
  gauge('onestep_queue_oldest_seconds', 'How long the oldest is there that is not done.', () => {
    const { intake, clearance } = stages();
    const seconds = (milliseconds: number) => Math.round(milliseconds) / 1_000;
    return {
      door: seconds(door().age),
      intake: seconds(intake.age),
      clearance: seconds(clearance.age),
    };
  });
  const plain = (name: string, help: string, read: () => number): void => {
    new Gauge({
      ...{ name, help, registers },
      collect() {
        this.set(read());
      },
    });
  };
  plain('onestep_held_bytes', 'Messages that came in and are not answered.', () => door().bytes);
  plain('onestep_held_bytes_bound', 'So much is done in time, as learned.', () => door().bound);
  new Counter({
    name: 'onestep_refused_total',
    help: 'Messages turned away with 429, by reason.',
    labelNames: ['reason'],
    registers,
    collect() {
      this.reset();
      for (const [reason, count] of Object.entries(door().refused)) this.inc({ reason }, count);
    },
  });
}
