/**
 * Wakes those who wait for receipts. This process's own commits are announced at once; commits of
 * other processes are found by one small statement every `pollMs` for all who wait, and only while
 * somebody does. (`listen` is no way out: it does not exist across the shards of a cluster.)
 *
 * Nothing is lost between a reader's look and its wait: what was announced is remembered, so a wait
 * for cursors above `after` ends at once when such a cursor is known already.
 */
export type ReceiptNews = {
  /** Tells the last cursors that a commit has made visible. */
  announce(last: ReadonlyMap<string, bigint>): void;
  /**
   * True as soon as the enterprise has a cursor above `after`; false when `milliseconds` have
   * passed, the signal fires or the news are closed.
   */
  wait(
    enterprise: string,
    after: bigint,
    milliseconds: number,
    signal: AbortSignal,
  ): Promise<boolean>;
  /** Calls `hear` with every announcement, until the returned function is called. */
  subscribe(hear: (last: ReadonlyMap<string, bigint>) => void): () => void;
  /** How many wait at this moment. */
  waiting(): number;
  /** Ends every wait and the polling. */
  close(): void;
};

export type NewsSource = {
  /** The last cursors of the given enterprises; may throw when the database is away. */
  latest(enterprises: readonly string[]): Promise<ReadonlyMap<string, bigint>>;
  /** Milliseconds between two looks at what other processes committed; default 500. */
  readonly pollMs?: number;
};

type Waiter = { readonly after: bigint; readonly done: (news: boolean) => void };

/** Who waits for what, and the last cursor known of each enterprise. */
class Waiters {
  readonly #byEnterprise = new Map<string, Set<Waiter>>();
  readonly #known = new Map<string, bigint>();

  knows(enterprise: string, after: bigint): boolean {
    return (this.#known.get(enterprise) ?? 0n) > after;
  }

  add(enterprise: string, waiter: Waiter): void {
    const set = this.#byEnterprise.get(enterprise);
    if (set === undefined) this.#byEnterprise.set(enterprise, new Set([waiter]));
    else set.add(waiter);
  }

  remove(enterprise: string, waiter: Waiter): void {
    const set = this.#byEnterprise.get(enterprise);
    set?.delete(waiter);
    if (set?.size === 0) this.#byEnterprise.delete(enterprise);
  }

  tell(last: ReadonlyMap<string, bigint>): void {
    for (const [enterprise, cursor] of last) {
      // Announcements of two transactions may cross on their way here; the larger cursor stands.
      if (this.knows(enterprise, cursor - 1n)) continue;
      this.#known.set(enterprise, cursor);
      for (const waiter of [...(this.#byEnterprise.get(enterprise) ?? [])]) {
        if (waiter.after < cursor) waiter.done(true);
      }
    }
  }

  enterprises(): string[] {
    return [...this.#byEnterprise.keys()];
  }

  all(): Waiter[] {
    return [...this.#byEnterprise.values()].flatMap((set) => [...set]);
  }
}

/** Looks every `pollMs` while somebody waits; one look at a time. */
function poller(waiters: Waiters, source: NewsSource): { start(): void; stop(): void } {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  const look = async (): Promise<void> => {
    const enterprises = waiters.enterprises();
    if (enterprises.length === 0) return;
    // A database that is away for a moment is no reason to end a wait: the next look will tell.
    const last = await source.latest(enterprises).catch(() => new Map<string, bigint>());
    waiters.tell(last);
  };
  const start = (): void => {
    if (stopped || timer !== null) return;
    timer = setTimeout(async () => {
      await look();
      timer = null;
      if (waiters.enterprises().length > 0) start();
    }, source.pollMs ?? 500);
    timer.unref();
  };
  return {
    start,
    stop: () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** News of receipts for one process; see `ReceiptNews`. */
export function receiptNews(source: NewsSource): ReceiptNews {
  const waiters = new Waiters();
  const polling = poller(waiters, source);
  let closed = false;
  const wait = (
    enterprise: string,
    after: bigint,
    milliseconds: number,
    signal: AbortSignal,
  ): Promise<boolean> => {
    if (waiters.knows(enterprise, after)) return Promise.resolve(true);
    if (closed || signal.aborted || milliseconds <= 0) return Promise.resolve(false);
    return new Promise((resolve) => {
      const stop = () => waiter.done(false);
      const timer = setTimeout(stop, milliseconds);
      const waiter: Waiter = {
        after,
        done: (news) => {
          clearTimeout(timer);
          signal.removeEventListener('abort', stop);
          waiters.remove(enterprise, waiter);
          resolve(news);
        },
      };
      signal.addEventListener('abort', stop, { once: true });
      waiters.add(enterprise, waiter);
      polling.start();
    });
  };
  const hearers = new Set<(last: ReadonlyMap<string, bigint>) => void>();
  return {
    announce: (last) => {
      waiters.tell(last);
      for (const hear of hearers) hear(last);
    },
    subscribe: (hear) => {
      hearers.add(hear);
      return () => void hearers.delete(hear);
    },
    wait,
    waiting: () => waiters.all().length,
    close: () => {
      closed = true;
      polling.stop();
      for (const waiter of waiters.all()) waiter.done(false);
    },
  };
}
