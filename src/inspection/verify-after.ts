import { type DrawFinding, drawFinding } from './codes.ts';
import type { Derived } from './derive.ts';
import type { DrawFile, Drawn, Officer, Override, Target } from './draw-file.ts';
import { weightFor } from './draw-officers.ts';

/*
 * Steps 7 to 10 of the verification: who was drawn, who stood back, and what two persons decided.
 */

const shown = (items: readonly string[]) => (items.length === 0 ? '-' : items.join(', '));
const same = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((one, index) => one === b[index]);

/** Step 7: the targets in their order; the first that differs. */
export function targetFindings({ result }: DrawFile, derived: Derived): DrawFinding[] {
  const length = Math.max(result.length, derived.result.length);
  for (let i = 0; i < length; i += 1) {
    const [expected, found] = [derived.result[i]?.target ?? '-', result[i]?.target ?? '-'];
    if (expected === found) continue;
    const fill = { place: i + 1, expected, found };
    return [drawFinding('DRAW-TARGETS', `result[${i}]/target`, fill)];
  }
  return [];
}

/** The registries of a file by id, and how many officers go to a target of a layer. */
function registries({ terms, targets, officers }: DrawFile) {
  return {
    sent: new Map(terms.body.plan.map((one) => [one.layer, one.officers])),
    targets: new Map(targets.body.map((one) => [one.id, one])),
    officers: new Map(officers.body.map((one) => [one.id, one])),
  };
}

/** How many officers the plan sends to a target; 0 to one that is not registered. */
function sentTo(id: string, { targets, sent }: ReturnType<typeof registries>): number {
  return sent.get(targets.get(id)?.layer ?? '') ?? 0;
}

/** Step 8: the pairs of officers; what is wrong with each by itself, then that it was not drawn. */
export function officerFindings(file: DrawFile, derived: Derived): DrawFinding[] {
  const known = registries(file);
  const { targets, officers } = known;
  const pairs = file.result.flatMap(({ target, pair }, index) => {
    const path = `result[${index}]/pair`;
    return pairFindings(path, pair, targets.get(target), officers);
  });
  return [
    ...pairs,
    ...capacityFindings(file),
    ...drawnFindings(file.result, derived.result),
    ...poolFindings(file, known),
  ];
}

function pairFindings(
  path: string,
  pair: readonly string[],
  target: Target | undefined,
  officers: ReadonlyMap<string, Officer>,
): DrawFinding[] {
  if (pair.length === 1 || (pair.length === 2 && pair[0] === pair[1])) {
    return [drawFinding('DRAW-PAIR', path, { found: shown(pair) })];
  }
  return pair
    .filter((id) => !mayGo(officers.get(id), target))
    .map((officer) => drawFinding('DRAW-EXCLUDED', path, { officer }));
}

function mayGo(officer: Officer | undefined, target: Target | undefined): boolean {
  return officer !== undefined && target !== undefined && weightFor(officer, target) > 0;
}

function capacityFindings({ result, officers }: DrawFile): DrawFinding[] {
  const times = new Map<string, number>();
  for (const id of result.flatMap((one) => one.pair)) times.set(id, (times.get(id) ?? 0) + 1);
  return officers.body.flatMap(({ id, capacity: most }, index) => {
    const found = times.get(id) ?? 0;
    if (found <= most) return [];
    const fill = { officer: id, found, most };
    return [drawFinding('DRAW-CAPACITY', `officers/body[${index}]`, fill)];
  });
}

function drawnFindings(result: readonly Drawn[], derived: readonly Drawn[]): DrawFinding[] {
  const pairs = new Map(derived.map(({ target, pair }) => [target, pair]));
  for (const [index, { target, pair }] of result.entries()) {
    const expected = pairs.get(target);
    // A target that was not drawn is the finding of the step before.
    if (expected === undefined || same(pair, expected)) continue;
    const fill = { expected: shown(expected), found: shown(pair) };
    return [drawFinding('DRAW-OFFICERS', `result[${index}]/pair`, fill)];
  }
  return [];
}

/** Targets that nobody goes to, unless a later draw sends officers or two persons assigned them. */
function poolFindings(file: DrawFile, known: ReturnType<typeof registries>): DrawFinding[] {
  const assigned = assignedIn(file.overrides);
  return file.result.flatMap(({ target, pair }, index) =>
    pair.length > 0 || assigned.has(target) || sentTo(target, known) === 0
      ? []
      : [drawFinding('DRAW-POOL', `result[${index}]/pair`, { target })],
  );
}

function assignedIn(overrides: readonly Override[]): Set<string> {
  const some = overrides.filter(({ action }) => action === 'assign');
  return new Set(some.map(({ target }) => target));
}

/** Step 9: who stood back had been drawn, and the one who stands in was drawn then. */
export function redrawFindings(file: DrawFile, derived: Derived): DrawFinding[] {
  const pairs = new Map(file.result.map(({ target, pair }) => [target, [...pair]]));
  const assigned = assignedIn(file.overrides);
  let last = file.drawnAt;
  return file.redraws.flatMap(({ target, officer, at, replacement }, index) => {
    const path = `redraws[${index}]`;
    const wrong = (reason: string, reasonZh: string) => [
      drawFinding('DRAW-REDRAW', path, { reason, reasonZh }),
    ];
    const pair = pairs.get(target);
    if (pair === undefined || !pair.includes(officer)) {
      return wrong(`${officer} was not to inspect ${target}`, `${officer} 本不检查 ${target}`);
    }
    if (at < last) return wrong('before the draw or the one before', '早于抽取或上一次重抽');
    last = at;
    const expected = derived.redraws[index]?.replacement ?? null;
    if (replacement !== expected) {
      const name = expected ?? 'nobody';
      return wrong(`${name} stands in, not ${replacement ?? 'nobody'}`, `替补应为 ${name}`);
    }
    pairs.set(target, [
      ...pair.filter((one) => one !== officer),
      ...(expected === null ? [] : [expected]),
    ]);
    if (expected !== null || assigned.has(target)) return [];
    return wrong(`nobody can stand in at ${target}`, `${target} 无人可替补`);
  });
}

type Check = readonly [holds: boolean, reason: string, reasonZh: string];

/** Step 10: each decision by two persons, with two officers who may go where any are sent. */
export function overrideFindings(file: DrawFile): DrawFinding[] {
  const known = registries(file);
  const drawn = new Set(file.result.map(({ target }) => target));
  return file.overrides.flatMap((one, index) => {
    const wrong = checksOf(one, file, known, drawn).find(([holds]) => !holds);
    if (wrong === undefined) return [];
    const fill = { reason: wrong[1], reasonZh: wrong[2] };
    return [drawFinding('DRAW-OVERRIDE', `overrides[${index}]`, fill)];
  });
}

function checksOf(
  { action, target, pair, by, at }: Override,
  { drawnAt }: DrawFile,
  known: ReturnType<typeof registries>,
  drawn: ReadonlySet<string>,
): Check[] {
  const place = known.targets.get(target);
  const fit = pair.every((id) => mayGo(known.officers.get(id), place));
  const sent = sentTo(target, known);
  const count = action === 'drop' ? 0 : sent;
  return [
    [by[0] !== by[1], 'one person alone decided', '仅一人决定'],
    [place !== undefined, 'the target is not in the registry', '对象不在名录内'],
    [
      drawn.has(target) === (action !== 'add'),
      `${action} does not fit what was drawn`,
      '与抽取不符',
    ],
    [sent > 0 || action !== 'assign', 'a later draw sends its officers', '由后续抽取指派人员'],
    [pair.length === count, `${action} names ${count} officers`, `应指派 ${count} 名人员`],
    [new Set(pair).size === pair.length, 'one officer is named twice', '人员重复'],
    [fit, 'an officer is not registered, or excluded', '人员未登记或应回避'],
    [!pair.some((id) => by.includes(id)), 'who decides goes himself', '决定人不得自行前往'],
    [at >= drawnAt, 'decided before the draw', '早于抽取'],
  ];
}
