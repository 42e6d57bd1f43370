import type { Instant } from '../base/dates.ts';
import type { Cause } from '../documents/cause.ts';
import type { Correction } from './correction.ts';
import type { FormKey } from './forms.ts';

/**
 * A repair is tried on every document of a cause (checking), waits for its owner (ready), is sent
 * (sending), and followed until each of its documents has an end (following, done).
 */
export type JobState = 'checking' | 'ready' | 'sending' | 'following' | 'done';

/**
 * What came of the trial: it would be released (of other documents than lists: filed); held or
 * await its arrival; wait for a document; be returned again; not be filed; the correction changes
 * nothing in it; it does not stand returned or refused any more.
 */
export const OUTCOMES = ['pass', 'hold', 'wait', 'fail', 'bad', 'same', 'moved'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Outcomes with which a list is sent. */
export const SENT_OUTCOMES: readonly Outcome[] = ['pass', 'hold', 'wait'];

/**
 * How an item ended. Sent: passed (released, of others than lists filed), refused (returned or
 * refused again), closed (withdrawn, sent back, destroyed). Not sent: left (by its trial), moved
 * (sent again meanwhile), taken (another repair has it), rejected (refused at the door), canceled.
 */
export const RESULTS = [
  ...(['passed', 'refused', 'closed'] as const),
  ...(['left', 'moved', 'taken', 'rejected', 'canceled'] as const),
] as const;
export type RepairResult = (typeof RESULTS)[number];

export type ItemState = 'open' | 'checked' | 'queued' | 'sent' | 'ended';

/** Why its documents were refused, which they are and which way they go. */
export type JobCause = Cause & FormKey;

export type Job = {
  readonly id: string;
  readonly enterprise: string;
  readonly cause: JobCause;
  readonly corrections: readonly Correction[];
  readonly state: JobState;
  readonly lists: number;
  /** Documents of the cause that it has no room for. */
  readonly beyond: number;
  readonly createdAt: Instant;
  readonly checkedAt: Instant | null;
  readonly sentAt: Instant | null;
  readonly canceledAt: Instant | null;
  readonly endedAt: Instant | null;
};
