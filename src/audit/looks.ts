import { type BusinessDate, DAY, type Instant } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import { answeringOf, type Cell, cellOf, classOf, goodsClassOf } from './class-again.ts';
import type { KeptFacts, KeptSelection } from './facts-reader.ts';
import type { Hits } from './hits.ts';
import type { PoolView } from './pool.ts';
import type { Statutes } from './profile-reader.ts';
import { elementOf, type RawRecord } from './xml-text.ts';

/** One decision and where its facts are. */
export type Decision = {
  readonly list_no: string;
  readonly pre_no: string;
  readonly state: string;
  readonly profile_version: string;
  readonly stream: string;
  readonly sequence: number;
  readonly position: number;
  readonly decided_at: Instant;
  /** Whether it is on something that leaves. */
  readonly leaves: boolean;
  /** Whether it is on a customs declaration, and not on a list. */
  readonly declared: boolean;
};

/** What was kept of a decision, as far as it tells of looks. */
export type KeptLook = Pick<KeptFacts, 'list' | 'enterprises' | 'held' | 'state' | 'selection'>;

/** The first inspection of a list, as it was written with the decision. */
type InspectionRow = {
  readonly list_no: string;
  readonly selected_at: Instant;
  readonly draw: string | null;
  readonly weight: number;
  readonly label: string;
  readonly pre_no: string;
  readonly priority: number;
  readonly place: string;
  readonly enterprise_code: string;
  readonly enterprise_class: string;
  readonly goods_class: string;
  readonly needs: readonly string[];
  readonly rules: readonly string[];
};

/** Inspections by the numbers of their lists. */
export type Inspected = {
  readonly rows: ReadonlyMap<string, InspectionRow>;
  /** Void draws that had drawn a list, by its pre-entry number. */
  readonly carried: ReadonlyMap<string, string>;
};

const INSPECTIONS = `
  select list_no, selected_at, drawn_day || '/' || drawn_sequence as draw, weight, label, pre_no,
    priority, place, enterprise_code, enterprise_class, goods_class, needs, rules
  from inspection.inspections where list_no = any($1::text[]) and serial = 1`;
const CARRIED = `
  select c.pre_no, c.day || '/' || c.sequence as draw from inspection.carried c
  join inspection.draws d on d.day = c.day and d.sequence = c.sequence and d.state = 'void'
  where c.pre_no = any($1::text[])`;

/** Reads what was written of some decisions besides them. */
export async function inspectedOf(sql: Sql, decisions: readonly Decision[]): Promise<Inspected> {
  const rows = await sql.query<InspectionRow>(INSPECTIONS, [
    decisions.map(({ list_no }) => list_no),
  ]);
  const carried = await sql.query<{ pre_no: string; draw: string }>(CARRIED, [
    decisions.map(({ pre_no }) => pre_no),
  ]);
  return {
    rows: new Map(rows.map((row) => [row.list_no, row])),
    carried: new Map(carried.map(({ pre_no, draw }) => [pre_no, draw])),
  };
}

/** Everything by which it is judged how one list was looked at. */
export type Look = {
  readonly decision: Decision;
  readonly facts: KeptLook;
  readonly law: Statutes | null;
  /** Of the decision. */
  readonly day: BusinessDate;
  /** The list as it was declared; null when it is not there or not asked for. */
  readonly list: RawRecord | null;
  readonly hits: Hits;
  /** Since when the zone draws; null for one that never had officers. */
  readonly since: Instant | null;
  readonly pool: PoolView | null;
  readonly inspected: Inspected;
};

/** States from which officers let a list go without another look. */
const OPENED = ['500', '501', '502'];

/** What is wrong with how a list was looked at before its release. */
export function looksProblems(look: Look): string[] {
  const { facts, law, day } = look;
  const { selection, held, state } = facts;
  const passes = ['800', '500', '300'].includes(state) && !OPENED.includes(held ?? '');
  if (!passes) return selection === null ? [] : ['was looked at without having passed'];
  const hasClasses = (law?.classesOn(day) ?? null) !== null;
  if (selection === null) {
    return hasClasses || state !== '800' ? ['was decided without a look at its classes'] : [];
  }
  return [...actionProblems(look, selection), ...chanceProblems(look, selection)].concat(
    hasClasses ? classProblems(look, selection) : ['has classes that its law does not know'],
  );
}

const STATES: Readonly<Record<string, string>> = { inspect: '500', review: '300' };

/** A load or an upgrade takes this long at most: what is decided meanwhile may not know of it. */
export const BEGINNING = 60_000;

/** Whether the zone surely had officers when the list was decided, or surely had none. */
function isManned({ decision, since }: Look): boolean | null {
  if (since === null || decision.decided_at < since) return false;
  return decision.decided_at > since + BEGINNING ? true : null;
}

function actionProblems(look: Look, selection: KeptSelection): string[] {
  const { facts, decision, inspected } = look;
  const { action, label, draw, rules } = selection;
  const problems: string[] = [];
  const due = action === null ? '800' : STATES[action];
  if (facts.state !== due || decision.state !== due) {
    problems.push(`is ${decision.state}, should be ${due}`);
  }
  if (label === 'targeted' && rules.length === 0) problems.push('is targeted by no rule');
  const isReviewed = action === 'review' || facts.held === '300';
  if (label === 'forced') problems.push(...forcedProblems(look, selection));
  problems.push(...orderedProblems(look, selection));
  const isOpened = ['targeted', 'ordered'].includes(label ?? '');
  const isAsked = isOpened || isReviewed || isCarried(look, selection);
  if (rules.length > 0 && !isAsked) problems.push('was chosen by a rule and not looked at');
  if (action === null && label !== null) problems.push('is chosen and not looked at');
  const isLeftOut = action === null && draw === null;
  if (isLeftOut && isManned(look) === true) problems.push('was in no draw');
  if (draw !== null && isManned(look) === false) problems.push('was drawn before the zone drew');
  if (action === 'inspect' && (label === 'random') !== (draw !== null)) {
    problems.push('is inspected by chance without a draw');
  }
  if (action === 'inspect' && label === null) problems.push('is inspected for no reason');
  if (action === 'review' && draw !== null) problems.push('was drawn for a review');
  const row = inspected.rows.get(decision.list_no);
  if (action === 'inspect') problems.push(...rowProblems(decision, selection, row));
  return problems;
}

/** What the law of the day has done to what a declaration is of, unless officers saw it. */
function byLaw({ decision, facts, law, day, list }: Look): 'inspect' | 'review' | null {
  if (!decision.declared || facts.held === '300' || list === null) return null;
  const exports = law?.exportsOn(day) ?? null;
  if (list.lines.some((line) => exports?.isInspected(codeOf(line)) === true)) return 'inspect';
  const isExempt = list.lines.some((line) => elementOf(line, 'dutyMode') === '3');
  return isExempt || elementOf(list.head, 'licenseNo') !== null ? 'review' : null;
}

/** Inspected by order of the law, which nothing but a rule goes before; and nothing else is. */
function orderedProblems(look: Look, { label }: KeptSelection): string[] {
  if (look.list === null) return [];
  const isDue = byLaw(look) === 'inspect';
  if (isDue) {
    const isOpened = label === 'ordered' || label === 'targeted';
    return isOpened ? [] : ['is of goods that the law has inspected, and was not'];
  }
  return label === 'ordered' ? ['is inspected by a law that does not say so'] : [];
}

const FORCED =
  /^SBX\.(?:(INSPECT|INSP-(?:AMEND|ABROAD|DESTROYED|DETAINED|TRANSFERRED))|REVIEW(?:-RETURNED)?)\./;

/** Whether the law of the day is a sandbox's, and the order number asks for this look. */
function forcedProblems({ law, day, list }: Look, { action, draw }: KeptSelection): string[] {
  // That the law or the evidence of a list is gone is told by other laws.
  if (law === null || list === null) return [];
  if (!law.flag('forcedOutcomes', day)) return ['was looked at by force under an earnest law'];
  const asked = FORCED.exec(elementOf(list.head, 'orderNo') ?? '');
  const due = asked === null ? null : asked[1] === undefined ? 'review' : 'inspect';
  const isSo = due === action && draw === null;
  return isSo ? [] : ['was looked at by force, and its order number does not ask for it'];
}

/** Whether it is inspected because a void draw had drawn it. */
function isCarried({ inspected, decision }: Look, { action, draw }: KeptSelection): boolean {
  return action === 'inspect' && inspected.carried.get(decision.pre_no) === draw;
}

function rowProblems(
  decision: Decision,
  { weight, label, draw, rules, enterpriseClass, goodsClass }: KeptSelection,
  row: InspectionRow | undefined,
): string[] {
  if (row === undefined) return ['has no inspection'];
  const same =
    row.selected_at === decision.decided_at &&
    row.pre_no === decision.pre_no &&
    row.draw === draw &&
    row.weight === weight &&
    row.label === label &&
    row.enterprise_class === enterpriseClass &&
    row.goods_class === goodsClass &&
    row.rules.join() === rules.join();
  return same ? [] : ['has an inspection that says otherwise'];
}

/** Whether chance decided as the draw did. */
function chanceProblems({ decision, pool, inspected }: Look, selection: KeptSelection): string[] {
  const { pre_no: preNo } = decision;
  const { draw, action } = selection;
  const carried = inspected.carried.get(preNo) ?? null;
  if (draw === null) {
    return pool?.targets.has(preNo) === true ? ['was in the pool and says it was not'] : [];
  }
  if (pool === null || pool.name !== draw) {
    if (action === 'inspect' && carried === draw) return [];
    return [`says it was in draw ${draw}, which is not of its decisions`];
  }
  const target = pool.targets.get(preNo);
  if (target === undefined) return [`is not in the pool of draw ${draw}`];
  pool.taken.add(preNo);
  const problems: string[] = [];
  const layer = `${selection.enterpriseClass}.${selection.goodsClass}`;
  if (target.layer !== layer) problems.push(`is in layer ${target.layer}, should be ${layer}`);
  if (target.weight !== selection.weight) {
    problems.push(`has the weight ${target.weight} in the pool, should be ${selection.weight}`);
  }
  if (pool.drawn.has(preNo) && action !== 'inspect') problems.push('was drawn and not inspected');
  if (!pool.drawn.has(preNo) && action === 'inspect') problems.push('was not drawn and inspected');
  return problems;
}

/** Classes, chance and place by the law of the day. */
function classProblems(look: Look, selection: KeptSelection): string[] {
  const { law, day, list, facts, decision, pool, inspected } = look;
  const classes = law?.classesOn(day) ?? null;
  // That the evidence of a list is gone is told by other laws.
  if (law === null || classes === null || list === null) return [];
  const said = (name: string) => elementOf(list.head, name) ?? '';
  const answering = answeringOf(said('ebcCode'), said('agentCode'), facts.enterprises);
  const own = facts.enterprises.find(({ code }) => code === answering);
  const [enterprise, codes] = [classOf(classes, own), list.lines.map(codeOf)];
  const isConditional = decision.leaves ? conditionalOf(law, day) : law.isConditional;
  const goods = goodsClassOf(classes, codes, isConditional, day);
  const problems: string[] = [];
  const agree = (is: unknown, due: unknown, what: string) => {
    if (is !== due) problems.push(`has the ${what} ${is}, should be ${due}`);
  };
  agree(selection.enterpriseClass, enterprise, 'enterprise class');
  agree(selection.goodsClass, goods, 'goods class');
  const cell = cellOf(classes, enterprise, goods);
  if (cell === null) return [...problems, 'has classes without a row in the law'];
  const { weight } = selection;
  const due = weightsOf(look, cell, answering, classes.history.days);
  if (!due.includes(weight)) problems.push(`has the weight ${weight}, should be ${due[0]}`);
  problems.push(...reviewProblems(look, selection, cell));
  const needs = goods === 'QUARANTINE' ? 'customs,quarantine' : 'customs';
  const target = pool?.targets.get(decision.pre_no);
  if (target !== undefined) {
    agree(target.enterprise, answering, 'enterprise');
    agree(target.needs.join(), needs, 'need');
  }
  const row = selection.action === 'inspect' ? inspected.rows.get(decision.list_no) : undefined;
  if (row !== undefined) {
    agree(row.enterprise_code, answering, 'enterprise');
    agree(row.needs.join(), needs, 'need');
    agree(row.place, cell.place, 'place');
    const goesFirst = decision.leaves && FIRMS.includes(said('tradeMode'));
    const isFirst = goesFirst && law.flag('b2bInspectedFirst', day) === true;
    agree(row.priority, isFirst ? 0 : cell.priority, 'priority');
  }
  return problems;
}

/** Modes of sales to firms. */
const FIRMS = ['9710', '9810'];

const codeOf = (line: string): string => elementOf(line, 'gcode')?.trimEnd() ?? '';

/** Of exports, what the table of export goods has a letter of supervision on. */
function conditionalOf(law: Statutes, day: BusinessDate): (code: string) => boolean {
  const exports = law.exportsOn(day);
  return (code) => exports?.isConditional(code) === true;
}

/** Documents that a person is to see are seen before chance is asked; carried ones are opened. */
function reviewProblems(look: Look, selection: KeptSelection, cell: Cell): string[] {
  const { facts } = look;
  const { action, label, rules } = selection;
  const isRead = byLaw(look) === 'review';
  const byClass = cell.documents === 'person' && facts.held !== '300';
  const isDue = isRead || (byClass && isManned(look) !== false);
  const isOpened = label === 'targeted' || label === 'ordered';
  const isSeen = action === 'review' || isOpened || isCarried(look, selection);
  if (isDue && !isSeen && (isRead || isManned(look) === true)) return ['was seen by nobody'];
  const isAsked = isDue || rules.length > 0 || label === 'forced';
  return !isAsked && action === 'review' ? ['is reviewed for no reason'] : [];
}

/** What is concluded within this time of a decision may count for it or not. */
const MOMENT = 10_000;

/** The chances that a list may have had; more than one when something was concluded just then. */
function weightsOf({ hits, decision }: Look, cell: Cell, answering: string, days: number) {
  const { decided_at: at } = decision;
  const since = at - days * DAY;
  const sure = hits.within(answering, since + MOMENT, at - MOMENT);
  const most = hits.within(answering, since - MOMENT, at + MOMENT);
  return Array.from({ length: most - sure + 1 }, (_, more) => cell.weight(sure + more));
}
