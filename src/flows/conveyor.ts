import { failureOf, mayPass } from './failure.ts';

/**
 * A conveyor gathers work while a batch is on its way and hands over everything that has come
 * as the next batch: one transaction for many items, and no waiting when there is little to do.
 *
 * A batch that fails for a reason that may pass is tried again. A batch that breaks an assertion
 * is halved until the poison item stands alone; that one goes to `setAside` and the others are
 * done (DESIGN section 3). A batch that loses race after race is halved too: smaller ones are
 * quicker and meet fewer others. Items keep their order within a batch.
 */
export type Conveyor<Item, Result> = {
  /** The result of one item, after its batch is committed. */
  push(item: Item): Promise<Result>;
  /** Weight of the items that wait or are under way. */
  load(): number;
  /** Resolves when nothing waits or is under way. */
  idle(): Promise<void>;
};

export type ConveyorOptions<Item, Result> = {
  readonly work: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** What becomes of the one item that breaks an assertion on its own. */
  readonly setAside: (item: Item, bug: unknown) => Promise<Result>;
  readonly weight: (item: Item) => number;
  /** Most weight in one batch; a single heavier item still goes alone. */
  readonly mostWeight: number;
  readonly mostItems: number;
  /** Tries of a batch that fails for reasons that may pass. */
  readonly tries: number;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly onBatch?: (items: number, weight: number) => void;
};

type Waiting<Item, Result> = {
  readonly item: Item;
  readonly weight: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
};

/** A conveyor with one batch under way at a time. */
export function conveyor<Item, Result>(
  options: ConveyorOptions<Item, Result>,
): Conveyor<Item, Result> {
  const queue: Waiting<Item, Result>[] = [];
  const idlers: (() => void)[] = [];
  let load = 0;
  let running = false;

  const run = async (): Promise<void> => {
    running = true;
    while (queue.length > 0) {
      const batch = nextBatch(queue, options);
      await settle(batch, options);
      for (const { weight } of batch) load -= weight;
    }
    running = false;
    for (const wake of idlers.splice(0)) wake();
  };

  return {
    push: (item) =>
      new Promise<Result>((resolve, reject) => {
        const weight = options.weight(item);
        load += weight;
        queue.push({ item, weight, resolve, reject });
        // The rest of this turn of the event loop may push more into the same batch.
        if (!running) {
          running = true;
          setImmediate(() => void run());
        }
      }),
    load: () => load,
    idle: () => (load === 0 ? Promise.resolve() : new Promise((done) => idlers.push(done))),
  };
}

function nextBatch<Item, Result>(
  queue: Waiting<Item, Result>[],
  options: ConveyorOptions<Item, Result>,
): Waiting<Item, Result>[] {
  let weight = 0;
  let count = 0;
  while (count < queue.length && count < options.mostItems) {
    const next = queue[count]!.weight;
    if (count > 0 && weight + next > options.mostWeight) break;
    weight += next;
    count += 1;
  }
  options.onBatch?.(count, weight);
  return queue.splice(0, count);
}

async function settle<Item, Result>(
  batch: readonly Waiting<Item, Result>[],
  options: ConveyorOptions<Item, Result>,
): Promise<void> {
  try {
    const results = await attempt(
      batch.map((one) => one.item),
      options,
    );
    batch.forEach((one, i) => {
      one.resolve(results[i]!);
    });
  } catch (error) {
    const failure = failureOf(error);
    if (failure !== 'world' && batch.length > 1) {
      const middle = batch.length >> 1;
      await settle(batch.slice(0, middle), options);
      await settle(batch.slice(middle), options);
    } else if (failure === 'poison') {
      const [one] = batch;
      await options.setAside(one!.item, error).then(one!.resolve, one!.reject);
    } else {
      for (const one of batch) one.reject(error);
    }
  }
}

async function attempt<Item, Result>(
  items: readonly Item[],
  options: ConveyorOptions<Item, Result>,
): Promise<readonly Result[]> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await options.work(items);
    } catch (error) {
      if (attempts >= options.tries || !mayPass(error)) throw error;
      // A lost race is over at once; a database that restarts needs a moment.
      const short = failureOf(error) === 'race';
      await options.pause(short ? attempts : Math.min(50 * 2 ** attempts, 2_000));
    }
  }
}
