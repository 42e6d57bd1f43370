import { businessDate, type Instant } from '../base/dates.ts';
import type { House } from './house.ts';
import { type OfficeRound, officeRound } from './office-round.ts';
import type { RegistryView } from './registry-watch.ts';
import { endRounds, type Lease, leaseOf, startRounds } from './rounds.ts';
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
  /** Between two looks where nobody works: no staff is on file, and the law has no stand-ins. */
  readonly idleMilliseconds: number;
};

const PATIENCE: OfficePatience = {
  lookMilliseconds: 1_000,
  leaseMilliseconds: 10_000,
  idleMilliseconds: 60_000,
};

/**
 * Starts the rounds of the office. One process alone draws officers, by a lease of its own: two
 * that draw for the same parcels would make draws that nobody follows. Where nobody works a round
 * comes once a minute, for what waits to be seen, and as soon as the registry has changed: the
 * sweep of the process keeps it fresh in memory, so that looking at it costs no statement.
 */
export function startOffice(
  house: House,
  news: OfficeNews = {},
  patience: Partial<OfficePatience> = {},
): OfficeWorks {
  const {
    lookMilliseconds,
    leaseMilliseconds: milliseconds,
    idleMilliseconds,
  } = {
    ...PATIENCE,
    ...patience,
  };
  const holder = house.entropy.uuid();
  const lease: Lease = leaseOf(house.db, { name: 'office', holder, milliseconds });
  const onFailure = (error: unknown): void => news.onFailure?.(error);
  let looked: { readonly at: Instant; readonly revision: bigint } | null = null;
  const turn = async (): Promise<boolean> => {
    const at = house.clock.now();
    if (!(await lease.holds(at))) return false;
    const view = house.registry.current();
    const { revision, staff } = view.snapshot;
    const isDue = looked?.revision !== revision || at - looked.at >= idleMilliseconds;
    const standsIn = isDue || isSandbox(view, at);
    if (!standsIn && staff.officers.size === 0) return false;
    // Also what a law that was a sandbox has left is ended.
    if (standsIn) await standIn(house);
    const round = await officeRound(house);
    if (isDue) looked = { at, revision };
    news.onRound?.(round);
    return round.assigned > 0;
  };
  const rounds = startRounds(turn, { lookMilliseconds, onFailure });
  return { close: () => endRounds(rounds, lease, onFailure) };
}

function isSandbox({ index }: RegistryView, at: Instant): boolean {
  const date = businessDate(at);
  return index.covers(date) && index.at(date).forcedOutcomes;
}
