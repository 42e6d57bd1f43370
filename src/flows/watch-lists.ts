import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { PersonalHash } from '../registry/personal-hash.ts';
import { bumpRevision } from '../registry/settings.ts';
import { riskFinding } from '../risk/rule-codes.ts';
import { watchKeyOf } from '../risk/watch-entry.ts';
import type { WatchKind } from '../risk/watch-keys.ts';
import {
  addEntries,
  countEntries,
  countStanding,
  endEntries,
  putWatchList,
  type WatchHead,
  watchHeads,
} from '../risk/watch-store.ts';
import { personFindings, type RiskHouse, soonest } from './risk-rules.ts';

/** What somebody puts on a list or takes off it, as it is written on documents. */
export type WatchChange = {
  readonly name: string;
  readonly values: readonly string[];
  readonly by: string;
};

/** The list afterwards, and how many entries were added to it or ended. */
export type WatchDone = Result<{ readonly list: WatchHead; readonly changed: number }, Finding[]>;

/**
 * Puts values on a watch list, which is made when there is none of the name. Personal ones are
 * hashed here and kept as hashes alone. What stands on the list already stays as it is.
 * @param until when they leave it again; null for never
 */
export async function watch(
  { db, clock, registry }: RiskHouse,
  change: WatchChange & {
    readonly kind: WatchKind;
    readonly reason: string;
    readonly until: Instant | null;
  },
): Promise<WatchDone> {
  const at = clock.now();
  const { name, kind, reason, by, until } = change;
  return db.transaction(async (tx): Promise<WatchDone> => {
    const revision = await bumpRevision(tx);
    const { hash } = registry.current();
    const keys = keysOf(change, kind, hash);
    const total = keys.keys.length + (await countEntries(tx));
    const findings = [
      ...personFindings({ by, reason }),
      ...nameFindings(name),
      ...keys.findings,
      ...(until === null || until > soonest(at) ? [] : [periodOf(name)]),
      ...(total <= LIMITS.watchEntries ? [] : [tooMany()]),
    ];
    if (findings.length > 0) return fail(findings);
    const madeAt = at;
    const list = await putWatchList(tx, { name, kind, reason, madeBy: by, madeAt, revision });
    if (list === null) return fail([riskFinding('RISK-WATCH', { name, what: kind })]);
    const changed = await addEntries(tx, name, keys.keys, { from: soonest(at), until, by });
    return ok({ list, changed });
  });
}

/** Takes values off a watch list. Entries stay on record with their end. */
export async function unwatch(
  { db, clock, registry }: RiskHouse,
  change: WatchChange,
): Promise<WatchDone> {
  const at = clock.now();
  const { name, by } = change;
  return db.transaction(async (tx): Promise<WatchDone> => {
    const revision = await bumpRevision(tx);
    const { hash } = registry.current();
    const head = (await watchHeads(tx)).find((one) => one.name === name);
    if (head === undefined) return fail([riskFinding('RISK-WATCH', { name, what: name })]);
    const keys = keysOf(change, head.kind, hash);
    const findings = [...personFindings({ by, reason: head.reason }), ...keys.findings];
    if (findings.length > 0) return fail(findings);
    const list = (await putWatchList(tx, { ...head, revision })) ?? head;
    return ok({ list, changed: await endEntries(tx, name, keys.keys, { until: soonest(at), by }) });
  });
}

/** All watch lists with the number of keys that stand on them or will. */
export async function watchLists({ db, clock }: RiskHouse) {
  const at = clock.now();
  const heads = await watchHeads(db);
  const standing = await countStanding(db, at);
  return heads.map((head) => ({ ...head, entries: standing.get(head.name) ?? 0 }));
}

type Keys = { readonly keys: string[]; readonly findings: Finding[] };

function keysOf({ values }: WatchChange, kind: WatchKind, hash: PersonalHash): Keys {
  const read = values.map((value) => watchKeyOf(kind, value, hash));
  return {
    keys: read.flatMap((one) => (one.ok ? [one.value] : [])),
    findings: read.flatMap((one) => (one.ok ? [] : [one.error])).slice(0, LIMITS.findingsShown),
  };
}

const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u;

function nameFindings(name: string): Finding[] {
  if (NAME.test(name)) return [];
  const fill = {
    expected: 'a name of at most 64 letters, digits, blanks, . _ and -',
    expectedZh: '不超过64个字母、汉字、数字、空格或 . _ - 的名称',
  };
  return [riskFinding('RISK-ENTRY', fill)];
}

const periodOf = (rule: string): Finding => riskFinding('RISK-PERIOD', { rule, other: rule });

function tooMany(): Finding {
  const fill = { most: LIMITS.watchEntries, what: 'entries of watch lists', whatZh: '名单条目数' };
  return riskFinding('RISK-LONG', fill);
}
