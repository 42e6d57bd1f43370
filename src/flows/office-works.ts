import type { House } from './house.ts';
import { type OfficeRound, officeRound } from './office-round.ts';
import { type Lease, leaseOf, startRounds } from './rounds.ts';
import { standIn } from './stand-ins.ts';

/** What the office does by itself, in one process of several. */
export type OfficeWorks = {
  /** Ends the round under way and lets another process go on. */
  close(): Promise<void>;
};

export type OfficeNews = {
  onRound?(round: OfficeRound): void;
  onFailure?(error: unknown): void;
};

/** What the office puts up with; a test passes smaller ones. */
export type OfficePatience = {
  readonly lookMilliseconds: number;
  readonly leaseMilliseconds: number;
};

const PATIENCE: OfficePatience = { lookMilliseconds: 1_000, leaseMilliseconds: 10_000 };

/**
 * Starts the rounds of the office. One process alone draws officers, by a lease of its own: two
 * that draw for the same parcels would make draws that nobody follows.
 */
export function startOffice(
  house: House,
  news: OfficeNews = {},
  patience: Partial<OfficePatience> = {},
): OfficeWorks {
  const { lookMilliseconds, leaseMilliseconds: milliseconds } = { ...PATIENCE, ...patience };
  const holder = house.entropy.uuid();
  const lease: Lease = leaseOf(house.db, { name: 'office', holder, milliseconds });
  const onFailure = (error: unknown): void => news.onFailure?.(error);
  const turn = async (): Promise<boolean> => {
    if (!(await lease.holds(house.clock.now()))) return false;
    await standIn(house);
    const round = await officeRound(house);
    news.onRound?.(round);
    return round.assigned > 0;
  };
  const rounds = startRounds(turn, { lookMilliseconds, onFailure });
  return {
    close: async () => {
      rounds.stop();
      await rounds.over;
      await lease.leave().catch(onFailure);
    },
  };
}
