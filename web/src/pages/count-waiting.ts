import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { CallError, call } from '../api/call.ts';
import { tellOver } from '../app/over.ts';
import {
  type Counted,
  CountQueue,
  memoryShelf,
  type Outcome,
  type Sent,
  type Shelf,
  type Waiting,
} from './count-queue.ts';

/** Until what waits is tried again, in milliseconds. */
const AGAIN = 4_000;

/** The storage of the browser where it keeps anything. */
function shelfOf(): { readonly shelf: Shelf; readonly isKept: boolean } {
  try {
    const probe = 'onestep.count.probe';
    localStorage.setItem(probe, '1');
    localStorage.removeItem(probe);
    return { shelf: localStorage, isKept: true };
  } catch {
    return { shelf: memoryShelf(), isKept: false };
  }
}

/** Tells the platform one thing. */
async function tell(countNo: string, one: Waiting): Promise<Outcome> {
  const { scanId, location, lot, recordNo, quantity, sets } = one;
  const path = { countNo };
  try {
    if (sets) {
      const lines = [{ location, lotNo: lot, recordNo, quantity }];
      await call('uploadCount', { path, query: { uploadId: scanId }, body: { lines } });
    } else {
      const said = { scanId, location, lot, quantity };
      await call('scanCount', { path, body: recordNo === '' ? said : { ...said, recordNo } });
    }
    return null;
  } catch (error) {
    return outcomeOf(error);
  }
}

/** What is over in a moment is tried again; what the platform says no to waits for somebody. */
function outcomeOf(error: unknown): Outcome {
  const problem = error instanceof CallError ? error.problem : null;
  if (!(error instanceof CallError) || problem === null) return 'away';
  if (error.isOver) return 'over';
  if (problem.retryable || problem.status >= 500 || problem.status === 429) return 'away';
  const [first] = problem.findings;
  return { refused: [first?.zh ?? problem.titleZh, first?.en ?? problem.title] };
}

/** What was counted and is not with the platform yet, and how it gets there. */
export function useWaiting(countNo: string, party: string) {
  const queries = useQueryClient();
  const { shelf, isKept } = useMemo(shelfOf, []);
  const queue = useMemo(
    () => new CountQueue(shelf, `${party}.${countNo}`),
    [shelf, party, countNo],
  );
  const [all, show] = useState(() => queue.all());
  const [state, setState] = useState<Sent>('told');
  const isSending = useRef(false);
  const refresh = useCallback(() => show(queue.all()), [queue]);
  const send = useCallback(async () => {
    if (isSending.current || !queue.all().some(({ refused }) => refused === null)) return;
    isSending.current = true;
    const before = queue.all().length;
    const sent = await alone(() => queue.send((one) => tell(countNo, one)));
    isSending.current = false;
    setState(sent);
    refresh();
    if (sent === 'over') tellOver();
    if (queue.all().length < before) {
      void queries.invalidateQueries({ queryKey: ['readCount', countNo] });
    }
  }, [queue, countNo, queries, refresh]);
  useEffect(() => {
    void send();
    const timer = setInterval(() => void send(), AGAIN);
    const now = (): void => void send();
    addEventListener('online', now);
    addEventListener('storage', refresh);
    return () => {
      clearInterval(timer);
      removeEventListener('online', now);
      removeEventListener('storage', refresh);
    };
  }, [send, refresh]);
  const changed = useCallback(() => {
    refresh();
    void send();
  }, [refresh, send]);
  return {
    ...{ all, state, isKept },
    /** @throws when the browser has no room for more */
    add: (one: Omit<Counted, 'scanId'>) => {
      queue.add({ ...one, scanId: scanNumber(Date.now()) });
      changed();
    },
    drop: (one: Waiting) => {
      queue.remove(one);
      changed();
    },
    again: (one: Waiting) => {
      queue.refuse(one, null);
      changed();
    },
  };
}

/** Of two tabs one sends at a time, where the browser can see to that; the order is then theirs. */
function alone(work: () => Promise<Sent>): Promise<Sent> {
  const locks: LockManager | undefined = navigator.locks;
  return locks === undefined ? work() : locks.request('onestep.count', work);
}

/** The platform puts in order by their numbers what came in one millisecond. */
const scanNumber = (now: number): string => `${now.toString(36).padStart(9, '0')}.${newNumber()}`;

/** A number that nothing else has; also where pages have no https and no `randomUUID`. */
export function newNumber(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (one) => one.toString(16).padStart(2, '0')).join('');
}
