import { useQuery } from '@tanstack/react-query';
import { type Answer, call } from '../api/call.ts';

/** A task of officers as the interface gives it. */
export type Task = Answer<'readTask'>;
export type QueuedTask = Answer<'readQueue'>['tasks'][number];

export const KINDS = ['inspection', 'review', 'pending', 'detained'] as const;

/** The other one of the pair may speak meanwhile, in milliseconds. */
const ANEW = 15_000;

/** That a supervisor looks at an open inspection is noted each time, so nothing looks by itself. */
const isNoted = ({ kind, isPair, closedAt }: Task): boolean =>
  kind === 'inspection' && !isPair && closedAt === null;

/** A task with all that belongs to it. */
export function useTask(id: string) {
  return useQuery({
    queryKey: ['readTask', id],
    queryFn: ({ signal }) => call('readTask', { path: { id }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.closedAt !== null || isNoted(data) ? false : ANEW,
  });
}
