import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { type DrawInput, deriveDraw } from '../inspection/derive.ts';
import type { WeightReason } from '../inspection/draw-file.ts';
import { weightFor } from '../inspection/draw-officers.ts';
import { inputOf } from '../inspection/draw-reader.ts';
import { drawNumbered } from '../inspection/epoch-store.ts';
import { officeFinding } from '../inspection/office-codes.ts';
import {
  addOverride,
  addPairs,
  addRecusal,
  type DrawRef,
  inFile,
  originOf,
  overridesOf,
  recusalsOf,
  setManned,
} from '../inspection/pair-store.ts';
import { outcomeOf } from '../inspection/result.ts';
import { findOpening, resultsOf } from '../inspection/result-store.ts';
import { type Stage, type Task, workFindings } from '../inspection/task.ts';
import { recusalFindings } from '../inspection/task-actions.ts';
import { changeTask, trailOf } from '../inspection/task-store.ts';
import type { Sql } from '../io/postgres.ts';
import type { Officer } from '../registry/officer.ts';
import type { House } from './house.ts';
import { onTask, openingOf } from './on-task.ts';
import { tell } from './task-work.ts';

/**
 * An officer stands back from an inspection (RAND-3), or a supervisor takes note that one cannot
 * come. The draw says who comes instead, as it would say to anybody who computes it; where nobody
 * is left, or the pair was sent by two persons, two persons have to send somebody.
 * @param number who stands back
 */
export function recuse(
  house: House,
  officer: Officer,
  id: string,
  reason: WeightReason,
  number: string,
): Promise<Result<string | null, Finding[]>> {
  const { db, clock } = house;
  return onTask(db, id, officer, async (tx, task) => {
    const said = task.kind === 'inspection' ? await resultsOf(tx, openingOf(task)) : [];
    const findings = recusalFindings(task, officer, number, said);
    if (findings.length > 0) return fail(findings);
    const at = clock.now();
    const replacement = await replacementFor(tx, task, { officer: number, reason, at });
    const pair =
      replacement === null ? [] : task.pair.map((one) => (one === number ? replacement : one));
    if (replacement === null) await setManned(tx, openingOf(task), false, at);
    else await addPairs(tx, [{ ...openingOf(task), pair }], 'redrawn', at);
    const stage: Stage = replacement === null ? 'unassigned' : task.stage;
    await changeTask(tx, task, { stage, pair, holder: null }, at);
    await tell(tx, task, officer, 'stood-back', { officer: number, reason, replacement }, at);
    return ok(id);
  });
}

type Standing = { readonly officer: string; readonly reason: WeightReason; readonly at: Instant };

/** Null when nobody is left, or the pair is not that of the draw. */
async function replacementFor(
  tx: Sql,
  task: Task,
  { officer, reason, at }: Standing,
): Promise<string | null> {
  const origin = await originOf(tx, openingOf(task));
  if (origin === 'override' || origin === 'stand-in') return null;
  const draw = await drawOf(tx, task);
  const before = await recusalsOf(tx, draw);
  const { input, drawnAt } = await loadDraw(tx, draw);
  // In the file times do not go back, whatever the clocks of two processes say.
  const time = Math.max(at, drawnAt, ...before.map((one) => one.at));
  const recusal = { target: task.subject, officer, reason, at: time };
  const { redraws } = deriveDraw({ ...input, recusals: [...before, recusal].map(inFile) });
  const replacement = redraws.at(-1)?.replacement ?? null;
  await addRecusal(tx, draw, before.length + 1, { ...recusal, replacement });
  return replacement;
}

/** The draw of officers that had this inspection in its registry. */
async function drawOf(tx: Sql, task: Task): Promise<DrawRef> {
  const opening = present(await findOpening(tx, openingOf(task)), 'the opening of a task');
  return {
    day: present(opening.officersDay, 'the draw of officers'),
    sequence: present(opening.officersSequence, 'the draw of officers'),
  };
}

type Loaded = { readonly input: DrawInput; readonly drawnAt: Instant };

async function loadDraw(tx: Sql, { day, sequence }: DrawRef): Promise<Loaded> {
  const row = present(await drawNumbered(tx, day, sequence), 'a draw of officers');
  return { input: inputOf(row), drawnAt: present(row.drawnAt, 'the time of a draw') };
}

/** Whom a supervisor would send, and why. */
export type Proposal = { readonly pair: readonly string[]; readonly grounds: string };

/**
 * A supervisor proposes whom to send where the draw left nobody; another one approves it. What was
 * drawn stays as it is (RAND-5).
 */
export function proposePair(
  { db, clock }: House,
  officer: Officer,
  id: string,
  { pair, grounds }: Proposal,
): Promise<Result<string | null, Finding[]>> {
  return onTask(db, id, officer, async (tx, task) => {
    const findings = await overrideFindings(tx, task, officer);
    if (findings.length > 0) return fail(findings);
    const against = await pairFindings(tx, task, pair, [officer.number]);
    if (against.length > 0) return fail(against);
    await tell(tx, task, officer, 'proposed', { pair, grounds }, clock.now());
    return ok(id);
  });
}

/** Approves what another supervisor proposed last. */
export function approvePair(
  { db, clock }: House,
  officer: Officer,
  id: string,
): Promise<Result<string | null, Finding[]>> {
  return onTask(db, id, officer, async (tx, task) => {
    const findings = await overrideFindings(tx, task, officer);
    if (findings.length > 0) return fail(findings);
    const proposed = await proposalOf(tx, task);
    if (proposed === null) return fail([officeFinding('OFF-PROPOSAL')]);
    const { pair, grounds } = proposed;
    if (proposed.by === officer.number) {
      return fail([officeFinding('OFF-SAME', null, { officer: officer.number })]);
    }
    const by = [proposed.by, officer.number];
    const against = await pairFindings(tx, task, pair, by);
    if (against.length > 0) return fail(against);
    const [at, draw] = [clock.now(), await drawOf(tx, task)];
    const place = (await overridesOf(tx, draw)).length + 1;
    const target = task.subject;
    const time = Math.max(at, (await loadDraw(tx, draw)).drawnAt);
    await addOverride(tx, draw, place, {
      ...{ action: 'assign', target, pair, by, grounds, at: time },
    });
    await addPairs(tx, [{ ...openingOf(task), pair }], 'override', at);
    await setManned(tx, openingOf(task), true, at);
    const isSaid = outcomeOf(await resultsOf(tx, openingOf(task))) !== 'hold';
    const stage: Stage = isSaid ? 'second' : 'first';
    await changeTask(tx, task, { stage, pair, holder: null }, at);
    await tell(tx, task, officer, 'assigned', { pair, by, grounds }, at);
    return ok(id);
  });
}

async function overrideFindings(tx: Sql, task: Task, officer: Officer): Promise<Finding[]> {
  if (task.kind !== 'inspection') return [officeFinding('OFF-KIND', null, { kind: task.kind })];
  if (task.stage !== 'unassigned') {
    return [officeFinding('OFF-STAGE', null, { stage: task.stage })];
  }
  const findings = workFindings(task, officer);
  if (findings.length > 0) return findings;
  // Before its draw there is nothing to decide beside.
  const opening = await findOpening(tx, openingOf(task));
  return opening?.officersDay == null
    ? [officeFinding('OFF-STAGE', null, { stage: 'waiting' })]
    : [];
}

/** What the file of the draw would not be sound with (step 10). */
async function pairFindings(
  tx: Sql,
  task: Task,
  pair: readonly string[],
  by: readonly string[],
): Promise<Finding[]> {
  const twice = pair.filter((one, place) => by.includes(one) || pair.indexOf(one) !== place);
  if (twice.length > 0) {
    return twice.map((officer) => officeFinding('OFF-SAME', 'pair', { officer }));
  }
  const { input } = await loadDraw(tx, await drawOf(tx, task));
  const { targets, officers } = input;
  const target = present(
    targets.body.find(({ id }) => id === task.subject),
    'the target in the registry of its draw',
  );
  return pair.flatMap((officer) => {
    const known = officers.body.find(({ id }) => id === officer);
    const weight = known === undefined ? 0 : weightFor(known, target);
    return weight > 0 ? [] : [officeFinding('OFF-WEIGHT', 'pair', { officer })];
  });
}

/** What ends a proposal, and the proposal itself. */
const DECIDING = ['proposed', 'assigned', 'stood-back'];

/** The last proposal of the task since it was left without officers; null when there is none. */
export async function proposalOf(
  sql: Sql,
  { id }: Task,
): Promise<(Proposal & { readonly by: string }) | null> {
  const trail = await trailOf(sql, id);
  const last = trail.findLast(({ action }) => DECIDING.includes(action));
  if (last?.action !== 'proposed' || last.officer === null) return null;
  const { pair, grounds } = last.detail as unknown as Proposal;
  return { pair, grounds, by: last.officer };
}
