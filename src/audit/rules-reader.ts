import type { Instant } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import type { Watched } from './parcel-told.ts';
import { isOfExports } from './rule-again.ts';

/** One version of a rule that is or was in force. */
export type KeptRule = {
  readonly label: string;
  readonly text: string;
  readonly from: Instant;
  readonly until: Instant | null;
};

/** The rules that were ever in force, and who stood on watch lists when. */
export type KeptRules = {
  readonly imports: readonly KeptRule[];
  readonly exports: readonly KeptRule[];
  /** Who stood on the lists at an instant; null at about the time at which that changed. */
  watchedAt(at: Instant): Watched;
  /** The secret of keyed hashes. */
  readonly key: Buffer;
};

const RULES = `
  select 'R' || number || '.' || version as label, text, from_at as "from", until_at as "until"
  from risk.rules where activated_at is not null order by number, version`;
const ENTRIES = `
  select l.name, e.key, e.from_at as "from", e.until_at as "until"
  from risk.watch_lists l join risk.watch_entries e on e.name = l.name`;
const KEY = "select value from registry.settings where name = 'hash-key'";

type Entry = { name: string; key: string; from: Instant; until: Instant | null };

const entryKey = (list: string, key: string): string => `${key}\u0001${list}`;

/** Reads them. @param margin milliseconds by which the clocks of two processes may differ */
export async function readRules(sql: Sql, margin: number): Promise<KeptRules> {
  const rules = await sql.query<KeptRule>(RULES);
  const entries = Map.groupBy(await sql.query<Entry>(ENTRIES), ({ name, key }) => {
    return entryKey(name, key);
  });
  const [secret] = await sql.query<{ value: string }>(KEY);
  return {
    imports: rules.filter(({ text }) => !isOfExports(text)),
    exports: rules.filter(({ text }) => isOfExports(text)),
    key: Buffer.from(secret?.value ?? '', 'hex'),
    watchedAt: (at) => (list, key) => {
      const own = entries.get(entryKey(list, key)) ?? [];
      const times = own.flatMap(({ from, until }) => (until === null ? [from] : [from, until]));
      if (times.some((time) => Math.abs(time - at) < margin)) return null;
      return own.some(({ from, until }) => from <= at && (until === null || at < until));
    },
  };
}
