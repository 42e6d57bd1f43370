import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Begins work on one item in each turn of the event loop, so that the many items of one caller do
 * not keep the others waiting.
 * @returns the results in order, when all are there
 * @throws what the first work that fails throws
 */
export async function inTurns<Item, Done>(
  items: readonly Item[],
  work: (item: Item) => Promise<Done>,
): Promise<Done[]> {
  const begun: Promise<Done>[] = [];
  for (const item of items) {
    await nextTurn();
    const done = work(item);
    // One that fails before the last has begun is told by the end, not as an unhandled rejection.
    done.catch(() => {});
    begun.push(done);
  }
  return Promise.all(begun);
}
