import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ClearingHall, FromHall, HallGift, HallNews, HallState, ToHall } from './hall.ts';
import { stopwatch } from './stopwatch.ts';

const THREAD = new URL('./clearing-thread.ts', import.meta.url);

/**
 * Opens the hall; resolves when its thread has read the registry. Should the thread ever die of a
 * bug outside of its batches, the process does too: it is crash-only and starts over.
 */
export async function openHall(gift: HallGift, news: HallNews): Promise<ClearingHall> {
  const worker = new Worker(THREAD, { workerData: gift, name: 'clearing' });
  const state = hallState();
  worker.on('message', (told: FromHall) => {
    if (told.kind === 'state') {
      state.hear(told);
      news.onState?.();
    } else if (told.kind === 'announce') news.announce(told.last);
    else if (told.kind === 'batch') news.onBatch?.('clearance', told.items);
    else news.onFailure?.('clearance', told.error);
  });
  const tell = (message: ToHall, transfer: readonly ArrayBuffer[] = []): void =>
    worker.postMessage(message, transfer);
  // The first state says that it is there; an error until then is the caller's.
  await once(worker, 'message');
  worker.on('error', (error) => {
    throw error;
  });
  return {
    clearing: {
      ...state.view,
      look: (looks) => {
        if (looks.length === 0) return;
        state.sent(looks.length);
        tell({ kind: 'looks', looks });
      },
    },
    putTerms: (block, messages) => {
      const copy = new Uint8Array(block);
      tell({ kind: 'terms', block: copy, messages }, [copy.buffer]);
    },
    end: async () => {
      const ended = once(worker, 'exit');
      tell({ kind: 'end' });
      await ended;
    },
  };
}

/** What this side knows of the hall: its last word, and what was sent since. */
function hallState() {
  let last: HallState = { seen: 0, load: 0, age: 0, decided: 0 };
  let heard = stopwatch();
  let sent = 0;
  const idlers: (() => void)[] = [];
  const load = (): number => last.load + sent - last.seen;
  return {
    hear: (state: HallState): void => {
      last = state;
      heard = stopwatch();
      if (load() === 0) for (const wake of idlers.splice(0)) wake();
    },
    sent: (looks: number): void => {
      sent += looks;
    },
    view: {
      load,
      age: () => (last.load === 0 ? 0 : last.age + stopwatch() - heard),
      idle: () =>
        load() === 0 ? Promise.resolve() : new Promise<void>((done) => idlers.push(done)),
      decided: () => last.decided,
    },
  };
}
