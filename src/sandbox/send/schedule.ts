/** One thing to send; `ready` says whether what it must come after has happened. */
export type Step = {
  readonly ready: () => boolean;
  readonly send: () => Promise<void>;
  /** Whether what it must come after will not happen while everything stays as it is. */
  readonly lost?: () => boolean;
};

/** Sends steps in their order, a few at a time; one that is not ready lets others pass. */
export type Schedule = {
  /** Resolves when every step is sent; rejects with the first error. */
  readonly done: Promise<void>;
  /** To be called when something happened that may make a step ready. */
  readonly poke: () => void;
  /** Steps that wait for others. */
  readonly held: () => number;
  /** Sends what waits although it is not ready: what it waits for will not come. */
  readonly release: () => void;
  /** Gives up what is lost. */
  readonly drop: () => void;
};

/** Starts sending. `concurrency` steps are under way at any moment. */
export function schedule(steps: readonly Step[], concurrency: number): Schedule {
  let queue = [...steps];
  let [running, forced, failed] = [0, false, false];
  const outcome = Promise.withResolvers<void>();

  const next = (): Step | undefined => {
    const at = forced ? 0 : queue.findIndex((step) => step.ready());
    return at < 0 ? undefined : queue.splice(at, 1)[0];
  };
  const poke = (): void => {
    while (!failed && running < concurrency) {
      const step = next();
      if (step === undefined) break;
      running += 1;
      void run(step);
    }
    if (running === 0 && queue.length === 0) outcome.resolve();
  };
  const run = async (step: Step): Promise<void> => {
    try {
      await step.send();
      running -= 1;
      poke();
    } catch (error) {
      failed = true;
      outcome.reject(error);
    }
  };
  poke();
  return {
    done: outcome.promise,
    poke,
    held: () => (running === 0 ? queue.length : 0),
    release: () => {
      forced = true;
      poke();
    },
    drop: () => {
      queue = queue.filter((step) => step.ready() || step.lost?.() !== true);
      poke();
    },
  };
}
