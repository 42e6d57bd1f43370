import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type PeerState, watchPeers } from './peer-metrics.ts';

/** What `/metrics` tells about HTTP; the platform adds its own text. No label has personal data. */
export type WindowMetrics = {
  readonly registry: Registry;
  request(method: string, route: string, status: number, seconds: number): void;
  /** `outcome`: accepted, duplicate or the refusal's status. */
  message(outcome: string, bytes: number): void;
  receiptsSent(count: number): void;
  /** +1 when somebody begins to wait for receipts, -1 at the end. */
  waiting(change: 1 | -1): void;
  /** Somebody asked as a buyer; `outcome`: shown, refused or bounded. */
  buyer(outcome: 'shown' | 'refused' | 'bounded'): void;
  /** A peer that was too slow, too many or did not read. */
  cut(reason: CutReason): void;
  /** What is read at the moment of asking. */
  watch(now: PeerState): void;
};

/** slow, crowded: see half-read.ts; unread: unread.ts; connection: turned away, no place free. */
export type CutReason = 'slow' | 'crowded' | 'unread' | 'connection';

/** Metrics in a registry of their own, so that two windows in one process do not collide. */
export function windowMetrics(): WindowMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'onestep_http_request_seconds',
    help: 'Time from request to answer; its count is the number of requests.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    registers,
  });
  const messages = new Counter({
    name: 'onestep_http_messages_total',
    help: 'Messages at the door by outcome: accepted, duplicate or the status of the refusal.',
    labelNames: ['outcome'],
    registers,
  });
  const bytes = new Histogram({
    name: 'onestep_http_message_bytes',
    help: 'Size of the messages at the door, unpacked.',
    buckets: [1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 8_388_608],
    registers,
  });
  const sent = new Counter({
    name: 'onestep_http_receipts_sent_total',
    help: 'Receipts handed out, repeated readings included.',
    registers,
  });
  const waiting = new Gauge({
    name: 'onestep_http_receipt_waits',
    help: 'Calls that wait for receipts at this moment.',
    registers,
  });
  const buyers = new Counter({
    name: 'onestep_http_buyers_total',
    help: 'Buyers who asked for their own quota and parcels: shown, refused or bounded.',
    labelNames: ['outcome'],
    registers,
  });
  const cuts = new Counter({
    name: 'onestep_http_cut_total',
    help: 'Requests, answers and connections given up, by reason.',
    labelNames: ['reason'],
    registers,
  });
  // Found by one look instead of hashing the labels at every request.
  const series = new Map<string, Histogram.Internal<'method' | 'route' | 'status'>>();
  return {
    registry,
    request: (method, route, status, time) => {
      const key = `${method} ${route} ${status}`;
      const known = series.get(key);
      const own = known ?? seconds.labels({ method, route, status: String(status) });
      if (known === undefined) series.set(key, own);
      own.observe(time);
    },
    message: (outcome, size) => {
      messages.inc({ outcome });
      bytes.observe(size);
    },
    receiptsSent: (count) => sent.inc(count),
    waiting: (change) => waiting.inc(change),
    buyer: (outcome) => buyers.inc({ outcome }),
    cut: (reason) => cuts.inc({ reason }),
    watch: (now) => watchPeers(now, registers),
  };
}
