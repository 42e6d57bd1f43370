import { type DrawFinding, drawFinding } from './codes.ts';
import type { Derived, DrawInput } from './derive.ts';
import type { DrawFile } from './draw-file.ts';
import { fileHash } from './hashes.ts';

/*
 * Steps 2 to 6 of the verification: what was fixed before the draw, and the seed that came of it.
 */

/** Step 2: the content is the one that the file's own hash is of. */
export function hashFindings(file: DrawFile): DrawFinding[] {
  const expected = fileHash(file);
  return expected === file.hash ? [] : [drawFinding('DRAW-HASH', 'hash', { expected })];
}

/** Whether each text comes after the one before it: sorted, and none twice. */
const ascending = (texts: readonly string[]) =>
  texts.every((text, index) => index === 0 || texts[index - 1]! < text);

/** Step 3: terms that were published as they are, and can be kept. */
export function termsFindings(file: DrawFile, derived: Derived): DrawFinding[] {
  const { publishedAt, body, hash } = file.terms;
  const { plan, parties, commitBy, revealFrom, revealBy, revealWithin, beacon } = body;
  const { from, by } = derived.window;
  const once =
    revealWithin === null
      ? revealFrom !== null && revealBy !== null
      : revealFrom === null && revealBy === null;
  const layers = plan.map(({ layer }) => layer);
  const checks: readonly (readonly [boolean, string, string])[] = [
    [hash === derived.hashes[0], `their hash is ${derived.hashes[0]}`, '哈希不符'],
    [publishedAt <= commitBy, 'published after commitBy', '公布晚于承诺截止时间'],
    [new Set(layers).size === layers.length, 'a layer is planned twice', '同一层级重复'],
    [ascending(parties), 'the parties are not in order, each once', '各方未按序或重复'],
    [once, 'reveals are timed in both ways or in neither', '揭示时间须按且仅按一种方式规定'],
    [commitBy <= from, 'commitBy is after the first reveal', '承诺截止晚于揭示开始'],
    [from < by, 'the last reveal is not after the first', '揭示截止不晚于揭示开始'],
    [beacon === null || beacon.at > by, 'beacon not after the last reveal', '信标不晚于揭示截止'],
  ];
  return checks
    .filter(([holds]) => !holds)
    .map(([, reason, reasonZh]) => drawFinding('DRAW-TERMS', 'terms', { reason, reasonZh }));
}

/** Step 4: registries that were fixed before any secret could be known. */
export function registryFindings(file: DrawFile, derived: Derived): DrawFinding[] {
  const layers = new Set(file.terms.body.plan.map(({ layer }) => layer));
  const stray = file.targets.body.find(({ layer }) => !layers.has(layer));
  const findings = [
    ...publishedFindings(file, 'targets', derived.hashes[1], derived.window.from),
    ...publishedFindings(file, 'officers', derived.hashes[2], derived.window.from),
  ];
  if (stray !== undefined) {
    const reason = `${stray.id} is of layer ${stray.layer}, which is not planned`;
    const reasonZh = `${stray.id} 所属层级不在计划内`;
    findings.push(drawFinding('DRAW-REGISTRY', 'targets', { reason, reasonZh }));
  }
  return findings;
}

function publishedFindings(
  file: DrawFile,
  name: 'targets' | 'officers',
  expected: string,
  latest: string,
): DrawFinding[] {
  const { publishedAt: at, hash, body } = file[name];
  const findings: DrawFinding[] = [];
  if (hash !== expected) {
    findings.push(drawFinding('DRAW-PUBLISHED-HASH', `${name}/hash`, { expected }));
  }
  if (at >= latest) {
    findings.push(drawFinding('DRAW-PUBLISHED-LATE', `${name}/publishedAt`, { at, latest }));
  }
  if (!ascending(body.map(({ id }) => id))) {
    const fill = { reason: 'the ids are not in order, each once', reasonZh: '编号未按序或重复' };
    findings.push(drawFinding('DRAW-REGISTRY', name, fill));
  }
  return findings;
}

/** Step 5: a share of every party, each worth what the file says. */
export function shareFindings({ terms, shares }: DrawFile, derived: Derived): DrawFinding[] {
  const { parties } = terms.body;
  const listed = shares.map(({ party }) => party);
  const halves = shares.some(
    ({ commitment, committedAt, secret, revealedAt }) =>
      (commitment === null) !== (committedAt === null) ||
      (secret === null) !== (revealedAt === null),
  );
  if (halves || parties.length !== listed.length || parties.some((one, i) => one !== listed[i])) {
    return [drawFinding('DRAW-PARTIES', 'shares')];
  }
  return shares.flatMap(({ party, state: found }, index) => {
    const [expected, path] = [derived.states[index]!, `shares[${index}]`];
    if (found === expected) return [];
    if (expected === 'false' && found === 'counted') {
      return [drawFinding('DRAW-COMMITMENT', `${path}/secret`, { party })];
    }
    return [drawFinding('DRAW-STATE', `${path}/state`, { party, expected, found })];
  });
}

/** Step 6: the seed, how it came about, and that nothing was drawn before it. */
export function seedFindings(file: DrawFile, derived: Derived): DrawFinding[] {
  const findings: DrawFinding[] = [];
  const { outcome: expected, seed } = derived;
  if (file.beacon !== null && file.terms.body.beacon === null) {
    findings.push(drawFinding('DRAW-BEACON', 'beacon'));
  }
  if (file.outcome !== expected) {
    const fill = { expected, found: file.outcome };
    findings.push(drawFinding('DRAW-OUTCOME', 'outcome', fill));
  }
  if (file.seed !== seed) {
    findings.push(drawFinding('DRAW-SEED', 'seed', { expected: seed ?? 'null' }));
  }
  const earliest = earliestDraw(file, derived);
  if (file.drawnAt < earliest) findings.push(drawFinding('DRAW-TIME', 'drawnAt', { earliest }));
  return findings;
}

/** When the last source was known, or could no longer come. */
export function earliestDraw(
  { terms, shares }: Pick<DrawInput, 'terms' | 'shares'>,
  derived: Derived,
): string {
  const { states, outcome, window } = derived;
  const reveals = shares.flatMap(({ revealedAt }, index) =>
    states[index] === 'counted' && revealedAt !== null ? [revealedAt] : [],
  );
  const ends = outcome === 'complete' ? [] : [window.by];
  return [window.from, ...reveals, ...ends, terms.body.beacon?.at ?? ''].sort().at(-1)!;
}
