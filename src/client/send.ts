import type { Finding } from '../base/finding.ts';
import { ask, type Door, type Patience } from './door.ts';
import { type Accepted, readAccepted, readFindings } from './wire.ts';

/** What became of one message at the window. */
export type SendResult =
  | ({ readonly accepted: true } & Accepted)
  | { readonly accepted: false; readonly status: number; readonly findings: readonly Finding[] };

const PATIENCE: Patience = { seconds: 60 };

/**
 * Sends the bytes of one message. Busy answers and lost connections are repeated with the same
 * bytes, which does nothing twice.
 * @throws Unreachable when the platform stays away longer than the patience.
 */
export async function sendMessage(
  door: Door,
  bytes: Uint8Array,
  options: { readonly patience?: Patience; readonly signal?: AbortSignal } = {},
): Promise<SendResult> {
  const { patience = PATIENCE, signal } = options;
  const request = { method: 'POST', path: '/v1/messages', body: bytes } as const;
  const reply = await ask(door, signal === undefined ? request : { ...request, signal }, patience);
  if (reply.status === 202) return { accepted: true, ...readAccepted(reply.body) };
  return { accepted: false, status: reply.status, findings: readFindings(reply.body) };
}

/**
 * Does the work for all items, `concurrency` of them at a time, in their order.
 * @throws the first error; items not yet begun are then left.
 */
export async function inParallel<T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next;
      next += 1;
      await work(items[index]!, index).catch((error: unknown) => {
        next = items.length;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
}
