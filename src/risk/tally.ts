import type { Instant } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import type { CreditClass } from '../registry/enterprise.ts';
import type { Trial } from './rule-version.ts';

/** What a trial was made on. */
export type TrialPeriod = Pick<Trial, 'from' | 'until' | 'decisions' | 'archivedDays' | 'every'>;

/** Counts what a rule selects of the lists of a period. */
export type Tally = {
  /**
   * Counts one list, whether selected or not.
   * @param seller the class of its seller; empty when that has none
   */
  add(seller: CreditClass | '', listNo: string, selected: boolean): void;
  trial(about: TrialPeriod, at: Instant): Trial;
};

type Count = { looked: number; selected: number };

/** Nothing counted yet. */
export function openTally(): Tally {
  const classes = new Map<string, Count>();
  const all: Count = { looked: 0, selected: 0 };
  const examples: string[] = [];
  return {
    add: (seller, listNo, selected) => {
      const name = seller || 'NONE';
      const own = classes.get(name) ?? { looked: 0, selected: 0 };
      classes.set(name, own);
      for (const count of [all, own]) {
        count.looked += 1;
        count.selected += selected ? 1 : 0;
      }
      if (selected && examples.length < LIMITS.trialExamples) examples.push(listNo);
    },
    trial: (about, at) => {
      const sorted = [...classes].sort(([a], [b]) => (a < b ? -1 : 1));
      return { at, ...about, ...all, classes: Object.fromEntries(sorted), examples };
    },
  };
}
