import type { Expected } from '../world/expected.ts';
import type { Need } from '../world/traffic/traffic.ts';
import type { DeclaredState } from './declared-state.ts';
import { heldExports, type IsStuck } from './held-exports.ts';
import { isList, type Journey, stateOf, type Travelling } from './journey.ts';

/** What goes no further because it hangs on a list or declaration drawn for inspection. */
export type HeldUp = {
  /** Guids, in capitals: of the drawn ones, and of those on a load with one of them. */
  readonly lists: ReadonlySet<string>;
  /** Files of requests about drawn lists. */
  readonly requests: ReadonlySet<string>;
  /** Own numbers. */
  readonly papers: ReadonlySet<string>;
  /** Names. */
  readonly reports: ReadonlySet<string>;
  /** Names of customs declarations. */
  readonly declared: ReadonlySet<string>;
  /** `book record` of lines that goods of these lists are on. */
  readonly lines: ReadonlySet<string>;
};

type World = Pick<Expected, 'lists' | 'messages' | 'stock'> &
  Partial<Pick<Expected, 'documents' | 'declarations'>>;

/** What lists that pass everything come to. */
const PASSED: readonly string[] = ['800', '899', '430'];
/** The first finding of a list that was drawn: with what a sandbox forces it is another. */
const DRAWN = 'INSPECT';

/** Where declarations stand until they are drawn. */
const BEFORE: readonly string[] = ['300', '400', '500'];

/** Whether a list is to pass, as far as anybody can foretell. */
export function isToPass(wanted: { readonly status: string; readonly code: string | null }) {
  return PASSED.includes(wanted.status) && wanted.code === null;
}

/** Guids of the lists that were drawn. */
export function drawnLists(journey: Journey): Set<string> {
  const isOne = ({ type, guid, wanted }: Travelling): boolean => {
    if (!isList(type) || wanted === null || !isToPass(wanted)) return false;
    const receipt = stateOf(journey, guid)?.receipt;
    return receipt?.status === '500' && receipt.findings[0]?.code === DRAWN;
  };
  return new Set([...journey.records.values()].filter(isOne).map(({ guid }) => guid));
}

/** Whether a customs declaration was drawn: what the law has inspected says so otherwise. */
export function isDrawn({ status, code }: Pick<DeclaredState, 'status' | 'code'>): boolean {
  return status === '500' && code === DRAWN;
}

/** Names of the customs declarations that were drawn. */
export function drawnInFull({ declared }: Journey): Set<string> {
  return new Set([...declared.states].filter(([, state]) => isDrawn(state)).map(([name]) => name));
}

/**
 * What hangs on lists and declarations that were drawn; of goods that come in nothing does.
 * @param inFull names of the declarations
 */
export function heldUp(
  drawn: ReadonlySet<string>,
  world: World,
  inFull: ReadonlySet<string> = new Set(),
): HeldUp {
  const { lists, messages, stock } = world;
  const isOne = (guid: string): boolean => drawn.has(guid.toUpperCase());
  const places = new Set(
    lists.filter(({ guid }) => isOne(guid)).map(({ file, record }) => `${file} ${record}`),
  );
  const requests = messages.filter(
    ({ names }) => names !== null && places.has(`${names.file} ${names.record}`),
  );
  const { papers, reports, declared, exported } = waiting(drawn, inFull, world);
  const loaded = papers.flatMap(({ after }) => after.flatMap(listIn));
  const held = new Set([...drawn, ...loaded, ...exported.lists]);
  const books = stock?.books ?? [];
  return {
    lists: held,
    requests: new Set([...requests.map(({ file }) => file), ...exported.files]),
    papers: new Set(papers.map(({ ownNo }) => ownNo)),
    reports: new Set(reports.map(({ name }) => name)),
    declared: new Set([...inFull, ...declared, ...exported.declared]),
    lines: new Set(
      books
        .filter((line) => line.lists.some((guid) => held.has(guid.toUpperCase())))
        .map(({ book, record }) => `${book} ${record}`),
    ),
  };
}

function listIn(need: Need): string[] {
  if ('list' in need) return [need.list.toUpperCase()];
  return 'guid' in need ? [need.guid.toUpperCase()] : [];
}

/**
 * Papers, reports, customs declarations and messages of exports that come after a drawn list, or
 * after one of these: exports need what happens in the special area, and that needs them.
 */
function waiting(drawn: ReadonlySet<string>, inFull: ReadonlySet<string>, world: World) {
  const { papers = [], reports = [] } = world.stock ?? {};
  const { declarations = [] } = world;
  const held = {
    papers: new Set<string>(),
    reports: new Set<string>(),
    declared: new Set<string>(),
  };
  const inArea: IsStuck = (need) => {
    if ('list' in need) return drawn.has(need.list.toUpperCase());
    if ('report' in need) return held.reports.has(need.report);
    if ('declared' in need) {
      const isHere = inFull.has(need.declared) && !need.status.some((one) => BEFORE.includes(one));
      return isHere || held.declared.has(need.declared);
    }
    return 'paper' in need && held.papers.has(need.paper);
  };
  let exported = heldExports(drawn, world, inArea);
  const count = () => held.papers.size + held.reports.size + held.declared.size;
  for (let before = -1; before < count(); ) {
    before = count();
    for (const { ownNo, after } of papers) {
      if (after.some(exported.isStuck)) held.papers.add(ownNo);
    }
    for (const { name, after } of reports) {
      if (after.some(exported.isStuck)) held.reports.add(name);
    }
    for (const { name, after } of declarations) {
      if (after.some(exported.isStuck)) held.declared.add(name);
    }
    exported = heldExports(drawn, world, inArea);
  }
  return {
    papers: papers.filter(({ ownNo }) => held.papers.has(ownNo)),
    reports: reports.filter(({ name }) => held.reports.has(name)),
    declared: held.declared,
    exported,
  };
}
