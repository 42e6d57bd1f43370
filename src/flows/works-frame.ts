import { setTimeout as sleep } from 'node:timers/promises';
import { LIMITS } from '../base/limits.ts';
import type { ConveyorOptions } from './conveyor.ts';
import type { House } from './house.ts';

export type Stage = 'intake' | 'clearance';

/** What the works report to: logs and metrics. */
export type WorksNews = {
  onBatch?(stage: Stage, items: number): void;
  onFailure?(stage: Stage, error: unknown): void;
};

/** Waits before another try; the simulator puts its own in place of the timer. */
export type Pause = (milliseconds: number) => Promise<unknown>;

/** What both conveyors share. */
export type WorksFrame = {
  readonly house: House;
  readonly news: WorksNews;
  readonly belt: Pick<ConveyorOptions<never, never>, 'tries' | 'pause' | 'mostWeight' | 'pace'>;
};

export type FrameOptions = {
  readonly news?: WorksNews;
  readonly pause?: Pause;
  /**
   * Milliseconds that have passed; without it, as in the simulator, batches are as large as they
   * may be and the order of all work depends on the arrivals alone.
   */
  readonly stopwatch?: () => number;
};

/** The frame of the works of one process or thread. */
export function worksFrame(house: House, options: FrameOptions = {}): WorksFrame {
  const { news = {}, pause = sleep, stopwatch } = options;
  const pace =
    stopwatch === undefined ? {} : { pace: { stopwatch, batchTime: LIMITS.batchMilliseconds } };
  return {
    house,
    news,
    belt: {
      tries: LIMITS.transactionTries,
      mostWeight: LIMITS.batchRecords,
      pause: async (milliseconds) => {
        await pause(milliseconds);
      },
      ...pace,
    },
  };
}
