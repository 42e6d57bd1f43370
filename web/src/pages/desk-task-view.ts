import type { Answer } from '../api/call.ts';

/** A task of officers as the interface gives it. */
export type Task = Answer<'readTask'>;
export type QueuedTask = Answer<'readQueue'>['tasks'][number];

export const KINDS = ['inspection', 'review', 'pending', 'detained'] as const;
