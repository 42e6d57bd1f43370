import type { Instant } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import type { Trial } from './rule-version.ts';
import { classOf, type RiskSubject } from './subject.ts';

/** Counts what a rule selects of the lists of a period. */
export type Tally = {
  /** Counts one list, whether selected or not. */
  add(subject: RiskSubject, listNo: string, selected: boolean): void;
  trial(about: Pick<Trial, 'from' | 'until' | 'decisions' | 'every'>, at: Instant): Trial;
};

type Count = { looked: number; selected: number };

/** Nothing counted yet. */
export function openTally(): Tally {
  const classes = new Map<string, Count>();
  const all: Count = { looked: 0, selected: 0 };
  const examples: string[] = [];
  return {
    add: (subject, listNo, selected) => {
      const name = classOf(subject, 'seller') || 'NONE';
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
