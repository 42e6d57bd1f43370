import { type Finding, isTest, type Source } from './source.ts';

/** DESIGN, section 3: a file imports from a lower rank or from its own folder. */
export const RANKS: Readonly<Record<string, number>> = {
  base: 0,
  io: 1,
  xml: 1,
  registry: 2,
  documents: 2,
  ledger: 2,
  cockpit: 2,
  statistics: 2,
  client: 3,
  receipts: 3,
  access: 3,
  matching: 3,
  risk: 3,
  clearance: 4,
  inspection: 4,
  bonded: 4,
  export: 4,
  b2b: 4,
  repair: 4,
  retail: 4,
  webhooks: 4,
  paydata: 4,
  flows: 5,
  window: 6,
  office: 6,
  sandbox: 6,
  audit: 6,
  cli: 7,
};

/** The auditor must not believe the engine: it shares the plain words and the driver, no more. */
const ONLY: Readonly<Record<string, readonly string[]>> = { audit: ['base', 'io'] };

/** `src/<folder>/...` -> folder; null for everything else. */
function folderOf(path: string): string | null {
  return /^src\/([^/]+)\//.exec(path)?.[1] ?? null;
}

function rankMessage(from: Source, target: string): string | null {
  const own = folderOf(from.path);
  if (from.path.startsWith('web/')) {
    return target.startsWith('web/') ? null : 'the console imports nothing but its own files';
  }
  if (own === null) return null;
  const other = folderOf(target);
  if (other === null) {
    if (isTest(from.path) && target.startsWith('test/')) return null;
    return /^(test|scripts|bench|web)\//.test(target) ? 'src imports nothing outside src' : null;
  }
  if (own !== other && ONLY[own]?.includes(other) === false) {
    return `${own} shares no code with ${other}: it may import ${ONLY[own].join(' and ')} only`;
  }
  const [mine, theirs] = [RANKS[own], RANKS[other]];
  if (own === other || mine === undefined || theirs === undefined || theirs < mine) return null;
  return `${own} (rank ${mine}) must not import ${other} (rank ${theirs})`;
}

/** Imports against the ranks, and folders that have no rank. */
export function rankFindings(sources: readonly Source[]): Finding[] {
  return sources.flatMap((source) => {
    const { path } = source;
    const folder = folderOf(path);
    const unknown: Finding[] =
      folder === null || RANKS[folder] !== undefined
        ? []
        : [{ path, line: 1, rule: 'rank', message: `the folder src/${folder} has no rank` }];
    const broken = source.imports.flatMap(({ target, line }) => {
      const message = rankMessage(source, target);
      return message === null ? [] : [{ path, line, rule: 'rank', message }];
    });
    return [...unknown, ...broken];
  });
}

type Graph = ReadonlyMap<string, readonly string[]>;

function graphOf(sources: readonly Source[]): Graph {
  const known = new Set(sources.map(({ path }) => path));
  const targets = ({ imports }: Source) =>
    imports.map(({ target }) => target).filter((target) => known.has(target));
  return new Map(sources.map((source) => [source.path, targets(source)]));
}

/** Every file that can be reached from the given ones, themselves included. */
function reachable(graph: Graph, from: readonly string[]): Set<string> {
  const seen = new Set(from);
  for (const path of seen) for (const next of graph.get(path) ?? []) seen.add(next);
  return seen;
}

/** The shortest way from a file back to itself, if there is one. */
function wayBack(graph: Graph, start: string): string[] | null {
  const came = new Map<string, string>();
  const queue = [start];
  for (const path of queue) {
    for (const next of graph.get(path) ?? []) {
      if (next === start) {
        const way = [start];
        for (let at = path; at !== start; at = came.get(at) ?? start) way.unshift(at);
        return [start, ...way];
      }
      if (came.has(next)) continue;
      came.set(next, path);
      queue.push(next);
    }
  }
  return null;
}

/** Import cycles, of values and of types; one finding for each group of files. */
export function cycleFindings(sources: readonly Source[]): Finding[] {
  const graph = graphOf(sources);
  const told = new Set<string>();
  const findings: Finding[] = [];
  for (const path of [...graph.keys()].sort()) {
    const way = told.has(path) ? null : wayBack(graph, path);
    if (way === null) continue;
    for (const member of way) told.add(member);
    findings.push({ path, line: 1, rule: 'cycle', message: `import cycle ${way.join(' -> ')}` });
  }
  return findings;
}

/** Where programs, pages and tests begin. */
function isEntry(path: string): boolean {
  return !path.startsWith('src/') || isTest(path) || /^src\/(cli|client)\/main\.ts$/.test(path);
}

/** Types of a package that brings none: the compiler reads them, nothing is loaded. */
const isDeclaration = (path: string): boolean => path.endsWith('.d.ts');

/** Files of src that no program and no test ever loads. */
export function deadFindings(sources: readonly Source[]): Finding[] {
  const paths = sources.map(({ path }) => path);
  const living = reachable(graphOf(sources), paths.filter(isEntry));
  return paths
    .filter((path) => !living.has(path) && !isDeclaration(path))
    .map((path) => ({
      path,
      line: 1,
      rule: 'dead',
      message: 'no program and no test imports this file: use it or delete it',
    }));
}
