import { businessDate, type Instant } from '../../base/dates.ts';
import type { Sql } from '../../io/postgres.ts';
import { declaredLooks } from '../declared-looks.ts';
import { DRAW_PAGE, nameOf, SETTLED_DRAWS, type SettledDrawRow } from '../draw-reader.ts';
import { evidenceCache, placeKey } from '../evidence-cache.ts';
import { loadExportFacts, loadFacts } from '../facts-at.ts';
import { type Hits, hitsOf } from '../hits.ts';
import type { Law, Scope, Tally } from '../law.ts';
import { BEGINNING, type Decision, inspectedOf, type KeptLook, looksProblems } from '../looks.ts';
import { type PoolView, poolOf } from '../pool.ts';
import { readStatutes, type Statutes } from '../profile-reader.ts';
import { recordsAt } from '../records-at.ts';
import { type Peek, rowsOf } from '../snapshot.ts';

/**
 * The pool of each draw of the line is the lists that were decided with it and left to chance, each
 * with its classes and its chance, worked out again from the law of its day; who was drawn is
 * inspected, nobody else by chance, and nothing is released that nobody looked at so.
 */
export const POOLS: Law = {
  id: 'pools',
  title: 'Every list was looked at by its classes, and every pool has just those left to chance',
  watch: (tally, scope) => ({ finish: () => checkPools(tally, scope) }),
};

const COLUMNS = `list_no, pre_no, state, profile_version, stream, sequence, position, decided_at`;
const decisions = (schema: string, leaves: boolean): string => `
  select ${COLUMNS}, ${leaves} as leaves, false as declared from ${schema}.cases
  where stream is not null and list_no is not null
  union all select ${COLUMNS}, ${leaves}, false from ${schema}.past_cases`;
/** Steps of customs declarations before which somebody looked; held for duty they had passed. */
const DECLARED = `
  select d.entry_id, d.decl_seq_no, case s.state when '600' then '800' else s.state end,
    d.profile_version, s.stream, s.sequence, 0, s.at, true, true
  from b2b.steps s join b2b.declarations d using (decl_seq_no) where s.stream is not null`;
/** The sample of the walk of parcels. */
const sampled = (of: number): string =>
  `('x' || substr(md5(stream::text || sequence), 1, 7))::bit(28)::int % ${of} = 0`;
const DECISIONS = (of: number): string => `
  select * from (
    ${decisions('clearance', false)} union all ${decisions('export', true)}
    union all ${DECLARED}
  ) d where ${sampled(of)} order by stream, sequence, position`;

const PAGE = 2_000;
/** Decisions that are worked out together; those of one segment are never parted. */
const AT_ONCE = 500;

/** What the decisions of the walk are judged by. */
type Frame = {
  readonly laws: ReadonlyMap<string, Statutes | null>;
  readonly hits: Hits;
  readonly since: Instant | null;
  readonly evidence: ReturnType<typeof evidenceCache>;
};

async function checkPools(tally: Tally, scope: Scope): Promise<void> {
  const { sql, sampleOf } = scope;
  const frame: Frame = {
    laws: await loadLaws(scope),
    hits: await hitsOf(sql),
    since: await drawingSince(tally, sql),
    evidence: evidenceCache(scope),
  };
  if (sampleOf > 1) tally.note(`one batch of decisions in ${sampleOf} was worked out`);
  const decisions = rowsOf<Decision>(sql, 'audit_looks', DECISIONS(sampleOf), PAGE);
  const draws = rowsOf<SettledDrawRow>(sql, 'audit_pools', SETTLED_DRAWS, DRAW_PAGE);
  for (;;) {
    const some = await takeSegments(decisions);
    if (some.length === 0) break;
    const pools = await poolsUpTo(tally, scope, draws, some);
    await checkDecisions(tally, scope, frame, some, pools);
  }
  await poolsUpTo(tally, scope, draws, null);
  await checkUnlooked(tally, scope, frame);
}

/** Steps of declarations that passed after the platform began to look at them, and no look. */
const UNLOOKED = `
  select s.decl_seq_no as number, s.state, s.at, d.profile_version as version from (
    select *, lag(state) over (partition by decl_seq_no order by step) as was from b2b.steps
  ) s join b2b.declarations d using (decl_seq_no)
  where s.stream is null and s.state in ('300', '500', '600', '800')
    and s.was in ('120', '300', '400') and s.at > to_timestamp((
      select value::bigint + ${BEGINNING} from registry.settings
      where name = 'declarations-looked-since') / 1000.0)`;

/** Nothing that is declared in full passes without a look where the law has classes. */
async function checkUnlooked(tally: Tally, { sql }: Scope, { laws }: Frame): Promise<void> {
  type Row = { number: string; state: string; at: Instant; version: string };
  for (const { number, state, at, version } of await sql.query<Row>(UNLOOKED)) {
    const hasClasses = (laws.get(version)?.classesOn(businessDate(at)) ?? null) !== null;
    tally.check(!hasClasses, () => `declaration ${number} came to ${state} without a look`);
  }
}

type Began = { readonly since: string | null; readonly first: Instant | null };

const BEGAN = `
  select (select value from registry.settings where name = 'drawing-since') as since,
    (select min(opened_at) from inspection.draws where series = 'line') as first`;

/** When the zone began to draw: never after its first draw. */
async function drawingSince(tally: Tally, sql: Sql): Promise<Instant | null> {
  const [row] = await sql.query<Began>(BEGAN);
  const since = row?.since == null ? null : Number(row.since);
  const first = row?.first ?? null;
  if (first !== null) {
    tally.check(since !== null && since <= first, () => 'draws were made before the zone drew');
  }
  return since;
}

async function loadLaws({ sql }: Scope): Promise<ReadonlyMap<string, Statutes | null>> {
  const rows = await sql.query<{ version: string; content: string }>(
    'select version, content from registry.profile_versions',
  );
  return new Map(rows.map(({ version, content }) => [version, readStatutes(content)]));
}

async function takeSegments(decisions: Peek<Decision>): Promise<Decision[]> {
  const some: Decision[] = [];
  for (let one = await decisions.peek(); one !== undefined; one = await decisions.peek()) {
    const last = some.at(-1);
    if (some.length >= AT_ONCE && last !== undefined && placeKey(last) !== placeKey(one)) break;
    some.push(one);
    await decisions.take();
  }
  return some;
}

/** The pools of these decisions; others that come before them are of none, unless of no sample. */
async function poolsUpTo(
  tally: Tally,
  { sampleOf }: Scope,
  draws: Peek<SettledDrawRow>,
  some: readonly Decision[] | null,
): Promise<Map<string, PoolView>> {
  const wanted = new Set(some?.map(placeKey));
  const last = some?.at(-1) ?? null;
  const pools = new Map<string, PoolView>();
  for (let row = await draws.peek(); row !== undefined; row = await draws.peek()) {
    const place = { stream: row.stream ?? '', sequence: row.facts_sequence ?? 0 };
    if (last !== null && isBehind(place, last)) break;
    await draws.take();
    const key = placeKey(place);
    const pool = poolOf(row);
    if (pool === null) continue;
    const isFirst = !pools.has(key);
    if (wanted.has(key)) {
      tally.check(isFirst, () => `draw ${nameOf(row)} is the second one of its decisions`);
      if (isFirst) pools.set(key, pool);
    } else if (sampleOf === 1) {
      tally.check(false, () => `draw ${nameOf(row)} is of decisions that there are not`);
    }
  }
  return pools;
}

type Place = { readonly stream: string; readonly sequence: number };

function isBehind(a: Place, b: Place): boolean {
  return a.stream === b.stream ? a.sequence > b.sequence : a.stream > b.stream;
}

async function checkDecisions(
  tally: Tally,
  scope: Scope,
  { laws, hits, since, evidence }: Frame,
  all: readonly Decision[],
  pools: ReadonlyMap<string, PoolView>,
): Promise<void> {
  const { sql, days } = scope;
  const some = all.filter(({ decided_at }) => !days.isExpired(decided_at));
  const factsOf = await keptOf(scope, some);
  const inFull = await declaredLooks(
    sql,
    some.filter(({ declared }) => declared),
  );
  const kept = some.map((one) => {
    const look = inFull(one);
    if (look === null) return { one, look, facts: factsOf(one), version: one.profile_version };
    const { law: version = '', rested } = look.kept ?? {};
    // Its state stands in the step alone.
    const facts = rested === undefined ? null : { ...rested, state: one.state };
    return { one, look, facts, version };
  });
  const looked = kept.flatMap(({ look, facts }) => {
    return look !== null || facts?.selection == null ? [] : [facts.list];
  });
  const read = await recordsAt(scope, evidence, looked);
  const inspected = await inspectedOf(sql, some);
  for (const { one, look: own, facts, version } of kept) {
    // A decision that cannot be read is told by the law of facts.
    if (facts === null) continue;
    const law = laws.get(version) ?? null;
    const day = businessDate(one.decided_at);
    const record = facts.selection === null ? null : (read(facts.list)?.raw ?? null);
    const list = own === null ? record : own.list;
    const pool = pools.get(placeKey(one)) ?? null;
    const look = { decision: one, facts, law, day, list, hits, since, pool, inspected };
    const problems = looksProblems(look);
    tally.check(problems.length === 0, () => `list ${one.list_no} ${problems.join(', ')}`);
  }
  for (const { name, targets, taken } of pools.values()) {
    const strange = [...targets.keys()].filter((id) => !taken.has(id));
    tally.check(strange.length === 0, () => {
      return `draw ${name} has parcels that were not decided with it: ${strange[0]}`;
    });
  }
}

/** How each of these lists was looked at; null for one that cannot be read or rests on nothing. */
async function keptOf(
  { sql, days }: Scope,
  some: readonly Decision[],
): Promise<(one: Decision) => KeptLook | null> {
  const lists = some.filter(({ declared }) => !declared);
  const places = lists.map((one) => ({ ...one, at: one.decided_at }));
  const [into, out] = [false, true].map((way) => places.filter(({ leaves }) => leaves === way));
  const [factsOf, exportsOf] = [
    await loadFacts(sql, days, into!),
    await loadExportFacts(sql, days, out!),
  ];
  return (one) => (one.leaves ? (exportsOf(one)?.rested ?? null) : factsOf(one));
}
