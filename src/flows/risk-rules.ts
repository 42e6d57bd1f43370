import { businessDate, type Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Sql } from '../io/postgres.ts';
import { bumpRevision } from '../registry/settings.ts';
import { guardFindings } from '../risk/guard-rail.ts';
import type { Condition } from '../risk/rule.ts';
import { riskFinding } from '../risk/rule-codes.ts';
import { activatedRules, activateRule, endRule, findRule, insertRule } from '../risk/rule-store.ts';
import { parseRule, writeRule } from '../risk/rule-text.ts';
import { labelOf, type RuleId, type RuleVersion } from '../risk/rule-version.ts';
import { WORDS, type Words } from '../risk/vocabulary.ts';
import { type WatchHead, watchHeads } from '../risk/watch-store.ts';
import type { House } from './house.ts';

/** What changes of rules need of the house. */
export type RiskHouse = Pick<House, 'db' | 'clock' | 'registry'>;

/** What somebody wrote; `number` is null for a rule of its own, else it is its next version. */
export type WrittenRule = {
  readonly number: number | null;
  readonly text: string;
  readonly reason: string;
  readonly by: string;
};

/** What was done, or everything that stands against it. */
export type RuleDone = Result<RuleVersion, Finding[]>;

/** Stores the text of a rule as a draft. It selects nothing until it was tried and activated. */
export async function addRule({ db, clock }: RiskHouse, written: WrittenRule): Promise<RuleDone> {
  const parsed = parseRule(written.text);
  const person = personFindings(written);
  if (!parsed.ok) return fail([...parsed.error, ...person]);
  const text = writeRule(parsed.value);
  const { direction, when } = parsed.value;
  const at = clock.now();
  return db.transaction(async (tx): Promise<RuleDone> => {
    // The row of the revision is locked: one change of rules after the other.
    await bumpRevision(tx);
    const { number } = written;
    const before = number === null ? null : await findRule(tx, { number, version: 1 });
    const findings = [
      ...person,
      ...watchFindings(WORDS[direction], when, await watchHeads(tx)),
      ...(number !== null && before === null ? [noneOf(`R${number}`)] : []),
    ];
    if (findings.length > 0) return fail(findings);
    return ok(await insertRule(tx, { ...written, text, at }));
  });
}

/** When a version is to be in force; null is as soon as can be, and for ever. */
export type RuleTime = { readonly from: Instant | null; readonly until: Instant | null };

/**
 * Puts a version into force that was tried. What stands against it: no trial; a share above the
 * ceiling of the law without a second person; another version of the rule in the same time.
 */
export async function putIntoForce(
  { db, clock, registry }: RiskHouse,
  id: RuleId,
  by: string,
  time: RuleTime,
): Promise<RuleDone> {
  const at = clock.now();
  const from = time.from ?? soonest(at);
  // Not in the transaction: the new revision must be read when all of the change is there.
  const ceiling = (await registry.fresh(db)).index.targetedCeiling(businessDate(at));
  return db.transaction(async (tx): Promise<RuleDone> => {
    await bumpRevision(tx);
    const [version, others] = await Promise.all([findRule(tx, id), activatedRules(tx)]);
    if (version === null) return fail([noneOf(labelOf(id))]);
    const findings = [
      ...personFindings({ by, reason: version.reason }),
      ...guardFindings(version, by, ceiling),
      ...timeFindings(version, { from, until: time.until }, others, at),
      ...(inForceFrom(others, at) < LIMITS.riskRules ? [] : [tooMany()]),
    ];
    if (findings.length > 0) return fail(findings);
    await activateRule(tx, id, { at, by, from, until: time.until });
    return changed(tx, id);
  });
}

/** Ends a version, at an instant to come or as soon as can be; a draft is put away. */
export async function takeOutOfForce(
  { db, clock }: RiskHouse,
  id: RuleId,
  by: string,
  until: Instant | null,
): Promise<RuleDone> {
  const at = clock.now();
  return db.transaction(async (tx): Promise<RuleDone> => {
    await bumpRevision(tx);
    const version = await findRule(tx, id);
    if (version === null) return fail([noneOf(labelOf(id))]);
    const rule = labelOf(id);
    const findings = [
      ...personFindings({ by, reason: version.reason }),
      ...(until === null || until >= soonest(at) ? [] : [periodOf(rule, rule)]),
    ];
    if (findings.length > 0) return fail(findings);
    const ended = await endRule(tx, id, { at, by, until: until ?? soonest(at) });
    if (!ended) return fail([riskFinding('RISK-STATE', { rule, state: version.state })]);
    return changed(tx, id);
  });
}

/**
 * The instant from which a change holds that is made now: by then every process has read it, so
 * that all of them decide by the same rules, and so does who assesses a parcel again later.
 */
export function soonest(at: Instant): Instant {
  return at + LIMITS.riskLeadMilliseconds;
}

/** Whether it is said who does something, and why. */
export function personFindings({ by, reason }: { by: string; reason: string }): Finding[] {
  const isSaid = [by, reason].every(
    (text) => text.trim() !== '' && text.length <= LIMITS.riskReason,
  );
  return isSaid ? [] : [riskFinding('RISK-PERSON', { most: LIMITS.riskReason })];
}

/** The finding that there is no such rule. */
export function noneOf(rule: string): Finding {
  return riskFinding('RISK-NONE', { rule });
}

async function changed(tx: Sql, id: RuleId): Promise<RuleDone> {
  const version = await findRule(tx, id);
  return version === null ? fail([noneOf(labelOf(id))]) : ok(version);
}

function watchFindings(words: Words, when: Condition, heads: readonly WatchHead[]): Finding[] {
  if (when.kind === 'not') return watchFindings(words, when.of, heads);
  if (when.kind === 'and' || when.kind === 'or') {
    return when.of.flatMap((one) => watchFindings(words, one, heads));
  }
  if (when.kind !== 'watch') return [];
  const { list, key } = when;
  const head = heads.find(({ name }) => name === list);
  const isFit = head !== undefined && words.keys.get(key)?.kinds.includes(head.kind);
  return isFit === true ? [] : [riskFinding('RISK-WATCH', { name: list, what: key })];
}

function timeFindings(
  version: RuleVersion,
  { from, until }: { readonly from: Instant; readonly until: Instant | null },
  activated: readonly RuleVersion[],
  at: Instant,
): Finding[] {
  const rule = labelOf(version);
  if (from < soonest(at) || (until !== null && until <= from)) return [periodOf(rule, rule)];
  const others = activated.filter(({ number }) => number === version.number);
  const met = others.find((one) => {
    const [begins, ends] = [one.from ?? from, one.until];
    return (ends === null || from < ends) && (until === null || begins < until);
  });
  return met === undefined ? [] : [periodOf(rule, labelOf(met))];
}

const periodOf = (rule: string, other: string): Finding =>
  riskFinding('RISK-PERIOD', { rule, other });

function inForceFrom(activated: readonly RuleVersion[], at: Instant): number {
  return activated.filter(({ until }) => until === null || until > at).length;
}

function tooMany(): Finding {
  const fill = { most: LIMITS.riskRules, what: 'rules in force', whatZh: '在用规则数' };
  return riskFinding('RISK-LONG', fill);
}
