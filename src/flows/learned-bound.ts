/**
 * How much may be under way at once so that it is done within a given time. Nobody can say that
 * beforehand: it depends on the machine, on the mix of messages and on who else uses the disk. So
 * it is learned from what was under way and how long that took. Too long brings the bound down to
 * what would have been in time; in time, with the bound used up, moves it up by steps. While there
 * is little to do the bound stays: a house at rest says nothing of what it can do.
 */
export type LearnedBound = {
  value(): number;
  /** `amount` was under way and took so many milliseconds. */
  note(amount: number, took: number): void;
};

export type BoundOptions = {
  readonly least: number;
  readonly most: number;
  readonly start: number;
  /** Milliseconds. */
  readonly target: number;
};

/** One step up. */
const GROWTH = 1.25;
/** One step down goes no further: a pause of the disk says little of the time after it. */
const STEP_DOWN = 0.5;
/** From this share of the bound on, it was the bound that held the amount down. */
const USED_UP = 0.75;

export function learnedBound({ least, most, start, target }: BoundOptions): LearnedBound {
  let bound = start;
  return {
    value: () => bound,
    note: (amount, took) => {
      if (took > target) {
        const inTime = Math.max(bound * STEP_DOWN, (amount * target) / took);
        bound = Math.max(least, Math.min(bound, Math.round(inTime)));
      } else if (amount >= bound * USED_UP) {
        const step = Math.min(GROWTH, target / Math.max(took, 1));
        bound = Math.min(most, Math.ceil(bound * step));
      }
    },
  };
}
