import { type BatchBound, batchBound } from './batch-bound.ts';
import { failureOf, mayPass } from './failure.ts';
import { type FairQueue, fairQueue } from './fair-queue.ts';

/**
 * A conveyor gathers work while a batch is on its way and hands over everything that has come
 * as the next batch: one transaction for many items, and no waiting when there is little to do.
 *
 * A batch that fails for a reason that may pass is tried again. A batch that breaks an assertion
 * is halved until the poison item stands alone; that one goes to `setAside` and the others are
 * done (DESIGN section 3). A batch that loses race after race is halved too: smaller ones are
 * quicker and meet fewer others.
 *
 * The items of one owner keep their order; of several owners that wait each has its turn in every
 * batch. With a `pace` a batch is kept so small that it is over in that time: who comes
 * with little while much is under way waits for the end of a batch, and no fair order helps there.
 */
export type Conveyor<Item, Result> = {
  /** The result of one item, after its batch is committed. */
  push(item: Item): Promise<Result>;
  /** Weight of the items that wait or are under way. */
  load(): number;
  /** Whether what waits does not fill the next batch yet: one more item delays nobody. */
  hungry(): boolean;
  /** Milliseconds since the oldest item of the batch under way came; 0 without a pace. */
  age(): number;
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
  /** Whose item it is, and the weight of one owner's turn; without it all belong to one. */
  readonly lanes?: { readonly ownerOf: (item: Item) => string; readonly turn: number };
  /** A stopwatch in milliseconds and what it may show at the end of a batch. */
  readonly pace?: Pace;
  /**
   * With a pace: for how many milliseconds after the begin of one batch the next waits for more,
   * unless half of a batch is there. Larger batches cost less for each item.
   */
  readonly gather?: () => number;
  /** Tries of a batch that fails for reasons that may pass. */
  readonly tries: number;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly onBatch?: (items: number, weight: number) => void;
};

export type Pace = { readonly stopwatch: () => number; readonly batchTime: number };

type Waiting<Item, Result> = {
  readonly item: Item;
  readonly weight: number;
  readonly since: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
};

/** A conveyor with one batch under way at a time. */
export function conveyor<Item, Result>(
  options: ConveyorOptions<Item, Result>,
): Conveyor<Item, Result> {
  const queue = fairQueue<Waiting<Item, Result>>(options.lanes?.turn ?? options.mostWeight);
  const idlers: (() => void)[] = [];
  const ownerOf = options.lanes?.ownerOf ?? (() => '');
  const stopwatch = options.pace?.stopwatch ?? (() => 0);
  const gather = options.pace === undefined ? () => 0 : (options.gather ?? (() => 0));
  const bound = boundOf(options);
  let load = 0;
  let underWay = 0;
  let running = false;
  let began = Number.NEGATIVE_INFINITY;
  let oldest: number | null = null;

  const run = async (): Promise<void> => {
    running = true;
    while (queue.size() > 0) {
      const wait = load < bound.value() / 2 ? began + gather() - stopwatch() : 0;
      if (wait >= 1) await options.pause(wait);
      const batch = nextBatch(queue, options, bound.next());
      began = stopwatch();
      oldest = batch.since;
      underWay = batch.weight;
      await settle(batch.items, options);
      bound.note(batch.weight, stopwatch() - began);
      load -= batch.weight;
      underWay = 0;
      oldest = null;
    }
    running = false;
    for (const wake of idlers.splice(0)) wake();
  };

  return {
    push: (item) =>
      new Promise<Result>((resolve, reject) => {
        const weight = options.weight(item);
        load += weight;
        queue.push(ownerOf(item), { item, weight, since: stopwatch(), resolve, reject }, weight);
        // The rest of this turn of the event loop may push more into the same batch.
        if (!running) {
          running = true;
          setImmediate(() => void run());
        }
      }),
    load: () => load,
    hungry: () => load - underWay < bound.value(),
    age: () => (oldest === null ? 0 : stopwatch() - oldest),
    idle: () => (load === 0 ? Promise.resolve() : new Promise((done) => idlers.push(done))),
  };
}

function boundOf({
  mostWeight,
  pace,
}: Pick<ConveyorOptions<never, never>, 'mostWeight' | 'pace'>): BatchBound {
  if (pace !== undefined) return batchBound(mostWeight, pace.batchTime);
  return { value: () => mostWeight, next: () => mostWeight, note: () => {} };
}

type Batch<Item, Result> = {
  readonly items: readonly Waiting<Item, Result>[];
  readonly weight: number;
  /** When the first of them came. */
  readonly since: number;
};

function nextBatch<Item, Result>(
  queue: FairQueue<Waiting<Item, Result>>,
  options: ConveyorOptions<Item, Result>,
  mostWeight: number,
): Batch<Item, Result> {
  const items: Waiting<Item, Result>[] = [];
  let weight = 0;
  let since = Number.POSITIVE_INFINITY;
  while (items.length < options.mostItems) {
    const next = queue.peek();
    if (next === undefined || (items.length > 0 && weight + next.weight > mostWeight)) break;
    queue.take();
    items.push(next);
    weight += next.weight;
    since = Math.min(since, next.since);
  }
  options.onBatch?.(items.length, weight);
  return { items, weight, since };
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
