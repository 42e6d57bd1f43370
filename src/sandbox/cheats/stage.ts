import type { SeededRandom } from '../../base/random.ts';
import type { House } from '../../flows/house.ts';
import type { SettableClock } from '../../io/clock.ts';
import type { Database } from '../../io/postgres.ts';

/** What a cheating operator has: all of the database, and the programs. */
export type CheatStage = {
  readonly db: Database;
  readonly random: SeededRandom;
  readonly clock: SettableClock;
  /** Name of the zone in its draws. */
  readonly zone: string;
  /** A process of the platform of the operator's own. */
  process(): Promise<House>;
};

/** One way to bend what chance decides. */
export type Cheat = {
  readonly name: string;
  /** What is bent: the seed, which parcels are drawn and inspected, or who inspects them. */
  readonly bends: 'seed' | 'list' | 'roster';
  /** What the operator does, as a sentence. */
  readonly does: string;
  /** Whether the tables agree afterwards, so that only notes of somebody outside tell. */
  readonly agrees?: boolean;
  /** What comes before the witness notes down the draws: as yet nobody was deceived. */
  begin?(stage: CheatStage): Promise<void>;
  /** Does it. @returns false when the zone gave no occasion */
  cheat(stage: CheatStage): Promise<boolean>;
};
