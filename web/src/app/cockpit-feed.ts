import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type Answer, CallError, call } from '../api/call.ts';
import { ROUTES } from '../api/generated.ts';

export type CockpitView = Answer<'readCockpit'>;

const STREAM = ROUTES.watchCockpit.slice('GET '.length);
/** Until a stream that was refused is asked for again. */
const COME_BACK = 10_000;

type Members = Readonly<Record<string, unknown>>;

/** What a JSON Merge Patch makes of a state (RFC 7396). */
export function merged(before: unknown, patch: unknown): unknown {
  if (!isMembers(patch)) return patch;
  const result: Record<string, unknown> = isMembers(before) ? { ...before } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = merged(result[name], value);
  }
  return result;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The cockpit as it is now: read once, then watched. The browser comes back by itself with the
 * number of the last event. A stream that is refused is asked for anew after a while, and the
 * reading beside it tells of a session that has ended.
 */
export function useCockpit() {
  const [watched, setWatched] = useState<CockpitView | null>(null);
  const [isLive, setLive] = useState(false);
  const [round, setRound] = useState(0);
  const asked = useQuery({
    queryKey: ['readCockpit', round],
    queryFn: ({ signal }) => call('readCockpit', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    // Walls have nobody who presses a button: asked again until the platform is back.
    refetchInterval: ({ state: { error } }) =>
      error === null || (error instanceof CallError && error.isOver) ? false : COME_BACK,
  });
  const isThere = asked.isSuccess;
  useEffect(() => {
    if (!isThere) return;
    const events = new EventSource(STREAM);
    let later: ReturnType<typeof setTimeout> | undefined;
    events.addEventListener('state', ({ data }) => setWatched(JSON.parse(data)));
    events.addEventListener('change', ({ data }) => {
      setWatched((before) => merged(before, JSON.parse(data)) as CockpitView);
    });
    events.onopen = () => setLive(true);
    events.onerror = () => {
      setLive(false);
      if (events.readyState !== EventSource.CLOSED) return;
      later = setTimeout(() => setRound((one) => one + 1), COME_BACK);
    };
    return () => {
      clearTimeout(later);
      events.close();
    };
  }, [isThere]);
  const { isPending, error, refetch } = asked;
  return { view: watched ?? asked.data, isPending, error, refetch, isLive };
}
