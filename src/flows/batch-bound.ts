/**
 * How heavy a batch may be: so heavy that what it holds takes `target` milliseconds, beside what
 * any batch takes whatever is in it. Who comes with little while much is under way waits for the
 * end of a batch, and no fair order helps there; but a batch that is mostly commit and round trips
 * only makes everything slower, so when those take long it may hold for twice their time.
 *
 * Both parts are learned from the batches before, as the line through their times by weight; the
 * older ones fade.
 */
export type BatchBound = {
  value(): number;
  /** The weight for the next batch. */
  next(): number;
  /** A batch of this weight took so many milliseconds. */
  note(weight: number, took: number): void;
};

/** What is left of an older batch with each new one that is as heavy as it may be. */
const KEPT = 0.9;
/** A pause of the disk says little of the batches after it. */
const LONGEST = 3;
const FIXED_SHARE = 2;
/** One batch of so many is half as heavy: from batches of one weight no line can be drawn. */
const PROBE = 8;
/** What the line was before counts as that much of the squared weight. */
const INERTIA = 0.05;
/** The whole of a batch is never less than this share of the most. */
const LEAST_SHARE = 10;
const START_SHARE = 2;

export function batchBound(most: number, target: number): BatchBound {
  const least = Math.ceil(most / LEAST_SHARE);
  // The start is a guess that counts as one batch.
  let bound = Math.ceil(most / START_SHARE);
  let [count, weight, time] = [1, bound, target];
  let [square, product] = [0, 0];

  let each = target / bound;
  let asked = 0;

  return {
    value: () => bound,
    next: () => {
      asked += 1;
      return asked % PROBE === 0 ? Math.ceil(bound / 2) : bound;
    },
    note: (amount, took) => {
      const likely = time + each * (amount - weight);
      const known = Math.min(took, Math.max(likely, target) * LONGEST);
      // Small batches come when there is little to do, and say little of when there is much.
      const counts = Math.min(amount / bound, 1);
      const kept = KEPT ** counts;
      count = count * kept + counts;
      const [away, off] = [amount - weight, known - time];
      weight += (away * counts) / count;
      time += (off * counts) / count;
      square = square * kept + away * (amount - weight) * counts;
      product = product * kept + off * (amount - weight) * counts;
      const inert = weight * weight * INERTIA;
      // The line goes neither below zero at no weight nor down with more of it.
      const steep = time / weight;
      const slope = (product + inert * each) / (square + inert);
      each = Math.min(Math.max(slope, steep / 100), steep);
      const fixed = time - each * weight;
      const wanted = Math.max(target, fixed * FIXED_SHARE) / each;
      bound = Math.round(Math.min(Math.max(wanted, least), most));
    },
  };
}
