import { LIMITS } from '../base/limits.ts';

/** How long and how much the window puts up with; a test passes smaller ones. */
export type Patience = {
  readonly connections: number;
  readonly headersMilliseconds: number;
  readonly requestMilliseconds: number;
  readonly idleMilliseconds: number;
  readonly unreadMilliseconds: number;
  readonly unreadBytesEach: number;
  readonly halfRead: number;
  readonly halfReadEach: number;
  readonly halfReadBytes: number;
  readonly halfReadBytesEach: number;
  readonly graceMilliseconds: number;
  readonly leastRate: number;
  readonly longPollsEach: number;
  /** Milliseconds between two looks for those who are too slow. */
  readonly lookMilliseconds: number;
};

export const PATIENCE: Patience = { ...LIMITS, lookMilliseconds: 1_000 };
