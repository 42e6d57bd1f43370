import type { Numbers } from '../documents/numbers.ts';
import type { Clock } from '../io/clock.ts';
import type { Database, Sql } from '../io/postgres.ts';
import type { Entropy } from '../io/random.ts';
import type { ReceiptNews } from '../receipts/notify.ts';
import type { RegistrySnapshot } from '../registry/snapshot.ts';

/** The registry as it stands, reloaded when another process changed it. */
export type RegistryWatch = {
  /** What was last read; never waits. */
  current(): RegistrySnapshot;
  /** Looks at the revision with one small statement and reads anew when it moved. */
  fresh(sql: Sql): Promise<RegistrySnapshot>;
};

/** The parts that the flows share; `cli/serve.ts` wires them together. */
export type House = {
  readonly db: Database;
  readonly registry: RegistryWatch;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly numbers: Numbers;
  readonly news: ReceiptNews;
};
