import type { SeededRandom } from '../../base/random.ts';
import type { SettableClock } from '../../io/clock.ts';
import type { Journal } from './journal.ts';
import type { Named } from './letters.ts';
import type { Mail } from './mail.ts';
import type { Weather } from './story.ts';
import type { Turns } from './turns.ts';
import type { Zone } from './zone.ts';

/** What a run is played on. */
export type Stage = {
  readonly random: SeededRandom;
  readonly weather: Weather;
  readonly turns: Turns;
  readonly zone: Zone;
  readonly mail: Mail;
  readonly clock: SettableClock;
  /** The number of a list or refund as the platform has it now; null for none. */
  readonly numberOf: (named: Named) => Promise<string | null>;
  readonly journal: Journal;
  /** Takes the first thing that is not as foreseen. */
  readonly wrong: (what: string) => void;
  readonly failed: () => boolean;
  /** Everybody at once, by the machine's clock: not reproducible. */
  readonly concurrent: boolean;
};
