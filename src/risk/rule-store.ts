import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { RuleId, RuleVersion, Trial } from './rule-version.ts';

const COLUMNS = `number, version, state, text, reason, made_by as "madeBy", made_at as "madeAt",
  approved_by as "approvedBy", activated_at as "activatedAt", from_at as "from",
  until_at as "until", ended_by as "endedBy", trial`;

/** A rule that somebody wrote; `number` is null for a new rule. */
export type NewRule = {
  readonly number: number | null;
  readonly text: string;
  readonly reason: string;
  readonly by: string;
  readonly at: Instant;
};

const INSERT = `
  insert into risk.rules (number, version, state, text, reason, made_by, made_at)
  select n.number, (select coalesce(max(version), 0) + 1 from risk.rules r
      where r.number = n.number), 'draft', $2, $3, $4, $5::timestamptz
  from (select coalesce($1::integer, (select coalesce(max(number), 0) + 1 from risk.rules))
    as number) n
  returning ${COLUMNS}`;

/** Stores the next version of a rule, or the first one of the next rule, as a draft. */
export async function insertRule(tx: Sql, rule: NewRule): Promise<RuleVersion> {
  const { number, text, reason, by, at } = rule;
  const rows = await tx.query<RuleVersion>(INSERT, [number, text, reason, by, instantText(at)]);
  return present(rows[0], 'row of a rule');
}

const FIND = `select ${COLUMNS} from risk.rules where number = $1 and version = $2`;

/** One version, or null. */
export async function findRule(sql: Sql, { number, version }: RuleId): Promise<RuleVersion | null> {
  return (await sql.query<RuleVersion>(FIND, [number, version]))[0] ?? null;
}

const ALL = `select ${COLUMNS} from risk.rules
  where ($1 or state <> 'ended') order by number, version limit $2`;

/** Versions by number, those that ended only when asked for. */
export function listRules(sql: Sql, ended: boolean, limit: number): Promise<RuleVersion[]> {
  return sql.query<RuleVersion>(ALL, [ended, limit]);
}

const ACTIVATED = `select ${COLUMNS} from risk.rules
  where activated_at is not null order by number, version`;

/** Every version that is or was in force: old decisions are assessed again under them. */
export function activatedRules(sql: Sql): Promise<RuleVersion[]> {
  return sql.query<RuleVersion>(ACTIVATED);
}

const TRIED = `
  update risk.rules set state = 'tried', tried_at = $3::timestamptz, trial = $4::jsonb
  where number = $1 and version = $2 and state in ('draft', 'tried')`;

/** Stores a trial with a version that was never in force, in place of an older one. */
export async function storeTrial(tx: Sql, id: RuleId, trial: Trial): Promise<boolean> {
  const { number, version } = id;
  const at = instantText(trial.at);
  return (await tx.execute(TRIED, [number, version, at, JSON.stringify(trial)])) > 0;
}

const ACTIVATE = `
  update risk.rules set state = 'active', activated_at = $3::timestamptz, approved_by = $4,
    from_at = $5::timestamptz, until_at = $6::timestamptz
  where number = $1 and version = $2 and state = 'tried'`;

/** Puts a tried version into force for a time. Whether it was still tried. */
export async function activateRule(
  tx: Sql,
  { number, version }: RuleId,
  more: {
    readonly at: Instant;
    readonly by: string;
    readonly from: Instant;
    readonly until: Instant | null;
  },
): Promise<boolean> {
  const { at, by, from, until } = more;
  const times = [instantText(from), until === null ? null : instantText(until)];
  return (await tx.execute(ACTIVATE, [number, version, instantText(at), by, ...times])) > 0;
}

const END = `
  update risk.rules set state = 'ended', ended_at = $3::timestamptz, ended_by = $4,
    until_at = case when from_at is null then null
      else greatest(from_at, least(until_at, $5::timestamptz)) end
  where number = $1 and version = $2 and state <> 'ended'`;

/** Ends a version at an instant, or at its own end if that is earlier. Whether it went on. */
export async function endRule(
  tx: Sql,
  { number, version }: RuleId,
  { at, by, until }: { readonly at: Instant; readonly by: string; readonly until: Instant },
): Promise<boolean> {
  const ended = [number, version, instantText(at), by, instantText(until)];
  return (await tx.execute(END, ended)) > 0;
}
