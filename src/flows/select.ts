import { present } from '../base/assert.ts';
import { CaseRace } from '../base/case-race.ts';
import { DAY, type Instant } from '../base/dates.ts';
import type { ClearanceFacts } from '../clearance/facts.ts';
import type { FactsSegment } from '../clearance/facts-store.ts';
import type { Selection } from '../clearance/selection.ts';
import type { ListTerms } from '../documents/terms.ts';
import { answerable, type Classed, classify, FIRST_PRIORITY } from '../inspection/classify.ts';
import type { Target } from '../inspection/draw-file.ts';
import { type Carried, carriedOf, settleDraw } from '../inspection/epoch-store.ts';
import { type ChosenParcel, hitsOf, storeInspections } from '../inspection/inspection-store.ts';
import { layerOf } from '../inspection/standing-terms.ts';
import { BY_RULES, orderStops, type Stop } from '../inspection/stop-store.ts';
import { Fault } from '../io/faults.ts';
import type { Sql } from '../io/postgres.ts';
import { type Signal, storeSignals } from '../risk/signals.ts';
import { notedNumbers } from '../risk/subject.ts';
import type { RiskAnswer, RiskLook } from './assess-risk.ts';
import { type Draws, type OpenedDraw, settledRow } from './draws.ts';
import type { House } from './house.ts';
import type { RegistryView } from './registry-watch.ts';

/** A list that would be released now, as inspection looks at it, whichever way its parcel goes. */
export type Passing = {
  readonly terms: Parameters<typeof classify>[0];
  readonly preNo: string;
  /** An officer has looked at its documents already. */
  readonly reviewed: boolean;
  /** What its order number asks for in a sandbox. */
  readonly asked: Selection['action'];
  /** What the law has done to its goods or documents whatever its class; nothing if absent. */
  readonly byLaw?: Selection['action'];
  /** Whether the law has it inspected before all others, whatever its class. */
  readonly goesFirst?: boolean;
};

/** When and by which law they are looked at. */
export type LookFrame = Pick<ClearanceFacts, 'at' | 'date' | 'index' | 'enterprises'> & {
  /** Whether an article is traded under conditions; by the positive list if absent. */
  readonly isConditional?: (gcode: string) => boolean;
};

/** How a candidate was looked at. */
export type Chosen = {
  readonly selection: Selection;
  readonly classed: Classed;
  /** Whose class and whose findings count. */
  readonly enterpriseCode: string;
  /** Whether a rule has every lane stop it. */
  readonly stopped: boolean;
};

export type Selected = {
  /** One for each candidate; null where the law has no classes. */
  readonly chosen: readonly (Chosen | null)[];
  /** The draw that was made, to be settled in the same transaction. */
  readonly draw: OpenedDraw | null;
  /** Of persons who came often, to be stored with it. */
  readonly signals: readonly Signal[];
  /** Counts the persons of the batch: to be called when it is on the disk. */
  keep(): void;
};

/** Where there is nobody to look at. */
export const NOT_LOOKED: Selected = { chosen: [], draw: null, signals: [], keep: () => {} };

/**
 * Looks at the lists of a batch that would be released, before they are: their classes, what risk
 * officers have targeted, then chance. A zone that never had officers leaves nothing to chance.
 * All that are left to chance make one draw, whose registry is durable before its seed exists; one
 * that a void draw had drawn is inspected without another. Two statements and one for the draw,
 * and those of `assess`.
 * @param assess asks the rules of risk officers about each of them
 */
export async function choose(
  tx: Sql,
  { draws }: Pick<House, 'draws'>,
  registry: RegistryView,
  frame: LookFrame,
  passing: readonly Passing[],
  assess: () => Promise<RiskLook>,
): Promise<Selected> {
  const { at, date, index } = frame;
  const table = index.classes(date);
  if (table === null || passing.length === 0) {
    return { ...NOT_LOOKED, chosen: passing.map(() => null) };
  }
  const { drawingSince } = registry.snapshot;
  const manned = drawingSince !== null && at >= drawingSince;
  const enterpriseOf = (code: string) => frame.enterprises.get(code);
  const answering = passing.map(({ terms }) => answerable(terms, enterpriseOf));
  const [risk, hits, carried] = await Promise.all([
    assess(),
    hitsOf(tx, answering, at - table.historyDays * DAY),
    // A zone that never drew has carried nothing over.
    manned ? carriedBefore(tx, passing) : NOTHING_CARRIED,
  ]);
  const looked = passing.map((one, i): Looked => {
    const enterpriseCode = answering[i]!;
    const given = { ...frame, enterpriseOf, hits: hits.get(enterpriseCode) ?? 0 };
    const byClass = present(classify(one.terms, given), 'classes of a law that has a table');
    const classed = one.goesFirst === true ? { ...byClass, priority: FIRST_PRIORITY } : byClass;
    const looks = { ...one, classed, enterpriseCode, answer: risk.answers[i]! };
    return {
      ...looks,
      isReviewed: needsReview(looks, manned),
      carried: carried.get(one.preNo) ?? null,
    };
  });
  const pool = manned ? looked.filter(isLeftToChance) : [];
  const draw = pool.length === 0 ? null : await drawLine(draws, index.profile.name, pool);
  const drawn = new Set(draw?.derived.result.map(({ target }) => target));
  const { signals, keep } = risk;
  return {
    ...{ draw, signals, keep },
    chosen: looked.map((one): Chosen => {
      const { classed, enterpriseCode } = one;
      const stopped = one.answer.action === 'stop';
      const selection = selectionOf(one, draw, drawn.has(one.preNo));
      return { classed, enterpriseCode, stopped, selection };
    }),
  };
}

const NOTHING_CARRIED: ReadonlyMap<string, Carried> = new Map();

/** Which of these a void draw had drawn, by pre-entry number. */
async function carriedBefore(
  tx: Sql,
  passing: readonly Passing[],
): Promise<ReadonlyMap<string, Carried>> {
  const preNos = passing.map(({ preNo }) => preNo);
  return new Map((await carriedOf(tx, preNos)).map((one) => [one.preNo, one]));
}

type Looked = Passing & {
  readonly classed: Classed;
  readonly enterpriseCode: string;
  readonly answer: RiskAnswer;
  /** Whether a person reads its documents first. */
  readonly isReviewed: boolean;
  readonly carried: Carried | null;
};

/** Whether a rule has it opened; one that stops the line does so as well. */
function isTargeted({ answer }: Pick<Looked, 'answer'>): boolean {
  return answer.action === 'inspect' || answer.action === 'stop';
}

/** @param manned whether the zone has officers who review what its class asks to be read */
function needsReview(
  { answer, classed, reviewed, byLaw }: Pick<Looked, 'answer' | 'classed' | 'reviewed' | 'byLaw'>,
  manned: boolean,
): boolean {
  const byClass = manned && classed.documents === 'person';
  return !reviewed && (byClass || byLaw === 'review' || answer.action === 'review');
}

// What is targeted, ordered or asked for stays out of the pool: that is no chance (RAND-4).
function isLeftToChance(one: Looked): boolean {
  const isChosen = isTargeted(one) || one.byLaw === 'inspect' || one.isReviewed;
  return one.carried === null && !isChosen && one.asked === null;
}

async function drawLine(
  draws: House['draws'],
  zone: string,
  pool: readonly Looked[],
): Promise<OpenedDraw> {
  const targets = pool.map(targetOf).sort((a, b) => (a.id < b.id ? -1 : 1));
  const draw = await draws.open({ series: 'line', zone, targets, officers: [] });
  // Without a seed nobody is drawn. To let the pool go would reward who keeps a secret back.
  if (draw.derived.outcome === 'void') throw new Fault('draw-parties', 'a draw has no seed');
  return draw;
}

function targetOf({ preNo, classed, enterpriseCode: enterprise }: Looked): Target {
  const { enterpriseClass, goodsClass, weight, needs } = classed;
  const layer = layerOf(enterpriseClass, goodsClass);
  // In the order of the canonical form, which is made in a sixth of the time then.
  return { enterprise, id: preNo, layer, needs, weight };
}

function selectionOf(one: Looked, draw: OpenedDraw | null, isDrawn: boolean): Selection {
  const { enterpriseClass, goodsClass, weight } = one.classed;
  const { rules } = one.answer;
  const noted = rules.length === 0 ? null : notedNumbers(one.answer.noted);
  const common = { enterpriseClass, goodsClass, weight, rules, noted };
  if (isTargeted(one)) return { ...common, action: 'inspect', label: 'targeted', draw: null };
  if (one.byLaw === 'inspect') {
    return { ...common, action: 'inspect', label: 'ordered', draw: null };
  }
  if (one.carried === null && one.isReviewed) {
    return { ...common, action: 'review', label: null, draw: null };
  }
  // Only what no rule, class or draw has chosen: stand-ins take nothing from officers.
  if (one.carried === null && one.asked !== null) {
    return { ...common, action: one.asked, label: 'forced', draw: null };
  }
  const ref = one.carried ?? draw?.ref ?? null;
  const chance = ref === null ? null : { day: ref.day, sequence: ref.sequence };
  if (!isDrawn && one.carried === null) {
    return { ...common, action: null, label: null, draw: chance };
  }
  return { ...common, action: 'inspect', label: 'random', draw: chance };
}

/** What is noted of a parcel that is to be inspected. */
type DeclaredTerms = Pick<
  ListTerms,
  'ebpCode' | 'orderNo' | 'logisticsCode' | 'logisticsNo' | 'agentCode' | 'customsCode'
>;

/** A decided list, and how it was looked at. */
type ChosenList = {
  readonly listNo: string;
  readonly list: { readonly terms: DeclaredTerms; readonly preNo: string };
  readonly chosen: Chosen | null;
};

/** The parcels of a batch that are to be inspected. */
function inspectionsOf(lists: readonly ChosenList[]): ChosenParcel[] {
  return lists.flatMap(({ listNo, list, chosen }): ChosenParcel[] => {
    if (chosen === null || chosen.selection.action !== 'inspect') return [];
    const { terms, preNo } = list;
    const { ebpCode, orderNo, logisticsCode, logisticsNo, agentCode, customsCode } = terms;
    const { selection, classed, enterpriseCode } = chosen;
    const { enterpriseClass, goodsClass, weight, label, rules, draw } = selection;
    const { priority, place, needs } = classed;
    return [
      {
        ...{ listNo, preNo, ebpCode, orderNo, logisticsCode, logisticsNo, agentCode, customsCode },
        ...{ enterpriseCode, enterpriseClass, goodsClass, weight, rules, draw },
        ...{ priority, place, needs, label: label ?? 'random' },
      },
    ];
  });
}

function stopsOf(lists: readonly ChosenList[], at: Instant): Stop[] {
  return lists.flatMap(({ list: { terms }, chosen }): Stop[] => {
    if (chosen?.stopped !== true) return [];
    const { logisticsCode, logisticsNo } = terms;
    const orderedBy = chosen.selection.rules.join(' ');
    return [{ logisticsCode, logisticsNo, orderedAt: at, orderedBy, reason: BY_RULES }];
  });
}

/**
 * Writes what follows from the selection of a batch, in the transaction of its decisions.
 * @throws CaseRace when the draw was made void meanwhile
 */
export async function settleSelection(
  tx: Sql,
  { draw, signals }: Pick<Selected, 'draw' | 'signals'>,
  lists: readonly ChosenList[],
  facts: FactsSegment,
  at: Instant,
): Promise<void> {
  const [settled] = await Promise.all([
    draw === null ? true : settleDraw(tx, { ...settledRow(draw), facts }),
    storeInspections(tx, inspectionsOf(lists), at),
    storeSignals(tx, signals),
    orderStops(tx, stopsOf(lists, at)),
  ]);
  if (!settled) throw new CaseRace('a draw was made void meanwhile');
}

/**
 * Runs a transaction that may draw: when it fails, its draws are void and what they had drawn is
 * carried over, before anybody tries again.
 */
export async function withDraws<T>(
  { draws }: Pick<House, 'draws'>,
  work: (draws: Draws) => Promise<T>,
): Promise<T> {
  const opened: OpenedDraw[] = [];
  const noting: Draws = {
    ...draws,
    open: async (wanted) => {
      const draw = await draws.open(wanted);
      opened.push(draw);
      return draw;
    },
  };
  try {
    return await work(noting);
  } catch (error) {
    // What cannot be made void now is found by the sweep, as after a crash.
    const reason = error instanceof Error ? error.name : 'unknown';
    await draws.abandon(opened, reason).catch(() => undefined);
    throw error;
  }
}
