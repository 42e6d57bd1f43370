import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { LaneRun, LaneWork } from './lane-loop.ts';

/**
 * Lanes in a thread of their own, warmed up. A sorter has a machine to itself: beside those who
 * send the messages of clearing and read its receipts an answer would lie there for a while before
 * its time is taken.
 * @returns what begins the load that is measured
 */
export async function lanesApart(work: LaneWork): Promise<() => Promise<LaneRun>> {
  const worker = new Worker(new URL('./lane-worker.ts', import.meta.url), { workerData: work });
  await once(worker, 'message');
  return async () => {
    worker.postMessage(null);
    const [run] = await once(worker, 'message');
    return run;
  };
}
