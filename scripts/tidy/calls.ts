import { child, type Finding, isTest, type Node, nameAt, type Source } from './source.ts';

type Ban = {
  readonly rule: string;
  readonly message: string;
  /** Whether the ban holds in this file. */
  readonly holds: (path: string) => boolean;
  readonly matches: (node: Node, parent: Node | null) => boolean;
};

const inSrc = (path: string) => path.startsWith('src/') && !isTest(path);
/** Where time and chance may be read: the impure floor, and programs that stand at the edge. */
const pure = (path: string) => inSrc(path) && !/^src\/(io|cli|sandbox)\//.test(path);

const called = (node: Node) => (node.type === 'CallExpression' ? node : null);
const isCallOf = (name: string) => (node: Node) =>
  called(node) !== null && (nameAt(node, 'callee') === name || method(node) === name);

/** `x.name(...)` -> name. */
function method(node: Node): string {
  const callee = child(node, 'callee', 'MemberExpression');
  return callee === null || callee.computed === true ? '' : nameAt(callee, 'property');
}

/** `object.name`, called or not. */
const isMember = (object: string, name: string) => (node: Node) =>
  node.type === 'MemberExpression' &&
  nameAt(node, 'object') === object &&
  nameAt(node, 'property') === name;

const isNumber = (value: unknown, test: (value: number, raw: string) => boolean) => {
  const node = value as Node | null;
  if (node?.type !== 'Literal' || typeof node.value !== 'number') return false;
  return test(node.value, String(node.raw));
};

/** Money lives in these files as whole fen; rates as exact ratios. */
const onMoney = (path: string) =>
  inSrc(path) && /^src\/(clearance|ledger)\/|^src\/base\/(fen|rate|rounding)\.ts$|\btax/.test(path);

const FLOAT_MATH = new Set(['round', 'floor', 'ceil', 'trunc', 'pow']);

/** A bigint that becomes a position or a count is no money. */
const isCount = (parent: Node | null) =>
  parent?.type === 'CallExpression' && /^(slice|at|repeat|fill)$/.test(method(parent));

function isFloatStep(node: Node, parent: Node | null): boolean {
  if (isNumber(node, (value) => !Number.isInteger(value))) return true;
  if (node.type === 'BinaryExpression') {
    const scale = (value: number) => value >= 10 && /^10+$/.test(String(value));
    return node.operator === '/' && isNumber(node.right, scale);
  }
  if (node.type !== 'CallExpression') return false;
  const callee = child(node, 'callee', 'MemberExpression');
  if (callee !== null && nameAt(callee, 'object') === 'Math') return FLOAT_MATH.has(method(node));
  return nameAt(node, 'callee') === 'Number' && !isCount(parent);
}

const BANS: readonly Ban[] = [
  {
    rule: 'clock',
    message: 'take the time as a parameter (Clock of src/io/clock.ts)',
    holds: (path) => pure(path) && path !== 'src/base/dates.ts',
    matches: (node) =>
      isMember('Date', 'now')(node) ||
      (node.type === 'NewExpression' && nameAt(node, 'callee') === 'Date'),
  },
  {
    rule: 'random',
    message: 'use seededRandom of src/base/random.ts or Entropy of src/io/random.ts',
    holds: () => true,
    matches: isMember('Math', 'random'),
  },
  {
    rule: 'random',
    message: 'take ids and secrets as parameters (Entropy of src/io/random.ts)',
    holds: pure,
    matches: (node) => isCallOf('randomUUID')(node) || isCallOf('randomBytes')(node),
  },
  {
    rule: 'float',
    message: 'parse decimals into bigint (src/base/fen.ts, quantity, rate)',
    holds: inSrc,
    matches: isCallOf('parseFloat'),
  },
  {
    rule: 'float',
    message: 'write decimals from bigint (formatFen and its like)',
    holds: inSrc,
    matches: isCallOf('toFixed'),
  },
  {
    rule: 'float',
    message: 'money is bigint fen and rates are exact: no floating point here',
    holds: onMoney,
    matches: isFloatStep,
  },
  {
    rule: 'any',
    message: 'say the type, or unknown and check it',
    holds: () => true,
    matches: (node) => node.type === 'TSAnyKeyword',
  },
  {
    rule: 'json',
    message: 'read outside data in a codec that checks its shape',
    holds: (path) => inSrc(path) && !/^src\/io\/|(codec|json|reader)[^/]*$/.test(path),
    matches: isMember('JSON', 'parse'),
  },
  {
    rule: 'console',
    message: 'return text, or log through src/io/log.ts',
    holds: (path) => inSrc(path) && !path.startsWith('src/cli/'),
    matches: (node) => node.type === 'MemberExpression' && nameAt(node, 'object') === 'console',
  },
];

const RUNNERS = new Set(['test', 'it', 'describe', 'suite', 'bench']);

/** `test.only`, `describe.skip` and their like; `skipIf` with its condition is allowed. */
function isSwitchedOff(node: Node): boolean {
  if (node.type !== 'MemberExpression' || !RUNNERS.has(nameAt(node, 'object'))) return false;
  return ['only', 'skip', 'todo', 'fails'].includes(nameAt(node, 'property'));
}

/** Banned calls and types, each with what to use instead. */
export function callFindings(source: Source): Finding[] {
  const { path, nodes, lineOf } = source;
  const bans = BANS.filter((ban) => ban.holds(path));
  return nodes.flatMap(([node, parent]) => {
    const line = () => lineOf(node.start);
    const found: Finding[] = bans
      .filter((ban) => ban.matches(node, parent))
      .map(({ rule, message }) => ({ path, line: line(), rule, message }));
    if (isTest(path) && isSwitchedOff(node)) {
      found.push({ path, line: line(), rule: 'switched-off', message: 'every test runs' });
    }
    return found;
  });
}
