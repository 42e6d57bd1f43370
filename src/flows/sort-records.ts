import { addDays, addMonths, businessDate, type Instant, startOfDay } from '../base/dates.ts';
import type { Incoming } from '../documents/filing.ts';
import { cachedHash } from '../registry/personal-hash.ts';
import { type Classified, classify } from './classify.ts';
import type { Received } from './received.ts';
import type { RegistryView } from './registry-watch.ts';

/** The records of a batch, sorted before anything stored is looked at. */
export type Sorted = {
  readonly records: ReadonlyMap<Received, readonly Classified[]>;
  /** Those that may be filed. */
  readonly ready: readonly Incoming[];
  /** A waybill number accepted at or before this instant may be used anew (DOC-2). */
  readonly reusable: Instant;
};

/** Sorts the records of messages under the registry and the law as they stand. */
export function sortRecords(
  messages: readonly Received[],
  registry: RegistryView,
  at: Instant,
): Sorted {
  const date = businessDate(at);
  const hash = cachedHash(registry.hash);
  const records = new Map(
    messages.map((one) => [one, classify(one, registry.snapshot, hash, date)]),
  );
  const ready = [...records.values()].flatMap(readyOf);
  const months = registry.index.at(date).waybillReuseMonths;
  // A number used on the day six months ago counts as used until that day is over.
  const reusable = startOfDay(addDays(addMonths(date, -months), 1)) - 1;
  return { records, ready, reusable };
}

/** The records that may be filed. */
export function readyOf(records: readonly Classified[]): Incoming[] {
  return records.flatMap(({ sort }) => (sort.kind === 'ready' ? [sort.incoming] : []));
}
