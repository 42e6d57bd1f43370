import { useQuery } from '@tanstack/react-query';
import { type Answer, call } from '../api/call.ts';
import { ROUTES } from '../api/generated.ts';

/** A task of officers as the interface gives it. */
export type Task = Answer<'readTask'>;
export type QueuedTask = Answer<'readQueue'>['tasks'][number];

/** Where an image of a task is. */
export function addressOf(
  call: 'readPhoto' | 'readXray',
  numbers: Readonly<Record<string, string>>,
): string {
  const [, template = ''] = ROUTES[call].split(' ');
  return template.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(numbers[name] ?? ''));
}

/** The name of an alarm: its kind, site and scan, of which the last may hold strokes. */
export function alarmParts(subject: string | null) {
  const [kind = '', site = '', ...scan] = (subject ?? '').split('/');
  return { kind, site, scan: scan.join('/') };
}

/** What a task is of, in short: the list, or the scan behind an alarm. */
export function nameOf({ kind, subject }: Pick<Task, 'kind' | 'subject'>): string | null {
  return kind === 'pending' ? alarmParts(subject).scan : subject;
}

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
