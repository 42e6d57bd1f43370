import { isoShanghai } from '../base/dates.ts';
import type { DetainedView } from '../flows/detained.ts';
import type { House } from '../flows/house.ts';
import { officeOn } from '../flows/office.ts';
import { SUB_OUTCOMES, type SubOutcome } from '../inspection/combine.ts';
import { DETAINED_ENDS } from '../inspection/detained-store.ts';
import type { Task, TaskKind } from '../inspection/task.ts';
import { tasksOf } from '../inspection/task-store.ts';
import { detainedJson } from '../office/detained.ts';
import { NotDone, numberOf, textOf, UsageError, type Values } from './command.ts';
import { officerNamed, taken } from './officer-said.ts';
import { required } from './registered.ts';
import type { Told } from './told.ts';

/** Says what an officer decided on a list, as the office over HTTP takes it. */
export async function decide(
  house: House,
  values: Values,
  given: readonly string[],
): Promise<Told> {
  const [listNo] = given;
  if (listNo === undefined || given.length > 1) {
    throw new UsageError('onestep inspect decide takes one list number.');
  }
  const officer = officerNamed(house, required(values, 'officer', 'inspect'));
  const isReview = values.accept === true || values.return === true;
  const task = await taskFor(house, isReview ? 'review' : 'inspection', listNo);
  const office = officeOn(house);
  if (isReview) {
    if (values.accept === values.return) throw new UsageError('--accept or --return, not both.');
    const decision = values.accept === true ? 'accept' : 'return';
    const reason = textOf(values, 'findings') ?? '';
    const done = taken(await office.review(officer, task.id, { decision, reason }));
    return { json: { listNo, ...done }, lines: [`${listNo}: ${done.decision}.`] };
  }
  const said = saidIn(values);
  const spoken =
    said === null ? office.confirm(officer, task.id) : office.say(officer, task.id, said);
  const { stage, outcome } = taken(await spoken);
  const next = stage === 'closed' ? 'closed' : `the ${stage} officer is next`;
  return { json: { listNo, stage, outcome }, lines: [`${listNo}: ${outcome}; ${next}.`] };
}

/** More proposals than anybody makes of one list. */
const MOST_PROPOSALS = 1_000_000;

/**
 * Proposes how a list at 501 or 502 ends, or with --approve approves the proposal of that number;
 * without --officer shows what was said.
 */
export async function end(house: House, values: Values, given: readonly string[]): Promise<Told> {
  const [listNo] = given;
  if (listNo === undefined || given.length > 1) {
    throw new UsageError('onestep inspect end takes one list number.');
  }
  const office = officeOn(house);
  if (values.officer === undefined && values.outcome === undefined) {
    return tellWords(known(await office.viewDetained(listNo), listNo));
  }
  const officer = officerNamed(house, required(values, 'officer', 'inspect'));
  const text = required(values, 'outcome', 'inspect');
  const outcome = DETAINED_ENDS.find((one) => one === text);
  if (outcome === undefined) {
    throw new UsageError(`--outcome takes ${DETAINED_ENDS.join(', ')}, not ${text}.`);
  }
  const proposal = numberOf(values, 'approve', 0, 1, MOST_PROPOSALS);
  const reason = textOf(values, 'findings') ?? '';
  const done =
    proposal > 0
      ? await office.approveEnd(officer, listNo, { proposal, outcome })
      : await office.proposeEnd(officer, listNo, { outcome, reason });
  if (done.ok) known(done.value, listNo);
  const view = taken(done);
  const next =
    proposal > 0
      ? `now ${view.status}`
      : `proposal ${view.words.length}; a supervisor who is somebody else approves it`;
  return { json: detainedJson(view), lines: [`${listNo}: ${outcome}; ${next}.`] };
}

/** @throws NotDone for a list that there is not */
function known(view: DetainedView | null, listNo: string): DetainedView {
  if (view === null) throw new NotDone(`No list ${listNo} is known.`);
  return view;
}

function tellWords(view: DetainedView): Told {
  const { listNo, status, words } = view;
  const lines = words.map(({ position, at, action, officer, outcome, reason }) => {
    return `  ${position}  ${isoShanghai(at)}  ${officer} ${action} ${outcome}: ${reason}`;
  });
  return { json: detainedJson(view), lines: [`${listNo} is ${status}.`, ...lines] };
}

/** What the options say; null to confirm. @throws UsageError */
function saidIn(values: Values) {
  const [customs, quarantine] = [halfOf(values, 'customs'), halfOf(values, 'quarantine')];
  const isSaid = customs !== null || quarantine !== null;
  if (isSaid === (values.confirm === true)) {
    throw new UsageError('Give --customs, --quarantine or both; or --confirm, --accept, --return.');
  }
  return isSaid ? { customs, quarantine, findings: textOf(values, 'findings') ?? '' } : null;
}

function halfOf(values: Values, name: string): SubOutcome | null {
  const text = textOf(values, name);
  if (text === undefined) return null;
  const known = SUB_OUTCOMES.find((one) => one === text);
  if (known !== undefined) return known;
  throw new UsageError(`--${name} takes ${SUB_OUTCOMES.join(', ')}, not ${text}.`);
}

/** The open task of a list. @throws NotDone */
async function taskFor({ db }: House, kind: TaskKind, listNo: string): Promise<Task> {
  const tasks = await tasksOf(db, kind, [listNo]);
  const task = tasks.findLast(({ closedAt }) => closedAt === null) ?? tasks.at(-1);
  if (task !== undefined) return task;
  throw new NotDone(`There is no ${kind} of the list ${listNo} to decide on.`);
}
