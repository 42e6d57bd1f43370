import { assert } from '../base/assert.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Condition, Operand, Operator, RiskAction, RiskRule } from './rule.ts';
import { type RiskCode, riskFinding } from './rule-codes.ts';
import { type About, OPERATORS } from './rule-fields.ts';
import { expectedOf, quoted, readValue, writeValue } from './rule-values.ts';
import { type Token, wordsOf } from './rule-words.ts';
import { named, WORDS, type Words } from './vocabulary.ts';

/*
 * The language in which an officer writes a risk rule:
 *
 *   rule      = action [ "import" | "export" ] "when" any
 *   action    = "inspect" | "review" | "stop"
 *   any       = all { "or" all }
 *   all       = one { "and" one }
 *   one       = "not" one | "(" any ")" | "watch" TEXT "has" KEY | FIELD operator
 *   operator  = ("=" | "!=" | "<" | "<=" | ">" | ">=" | "starts" | "contains") VALUE
 *             | "in" "(" VALUE { "," VALUE } ")"
 *
 * Words may be Chinese, with blanks between them. What does not parse has one finding, for nothing
 * behind it can be trusted; unknown fields and wrong values are all told at once.
 */

/** The words of rules in Chinese. */
export const RULE_WORDS: Readonly<Record<string, string>> = {
  查验: 'inspect',
  审核: 'review',
  拦截: 'stop',
  进口: 'import',
  出口: 'export',
  当: 'when',
  或: 'or',
  且: 'and',
  非: 'not',
  名单: 'watch',
  列有: 'has',
  属于: 'in',
  开头为: 'starts',
  包含: 'contains',
};

const ACTIONS: Readonly<Record<string, RiskAction>> = {
  inspect: 'inspect',
  review: 'review',
  stop: 'stop',
};

const COMPARED: Readonly<Record<string, Operator>> = {
  '=': '=',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  in: 'in',
  starts: 'starts',
  contains: 'contains',
};

/** Where the parser stands, and what it has to say. */
type Reading = {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly findings: Finding[];
  words: Words;
  at: number;
  depth: number;
  conditions: number;
};

/** Reads the text of a rule, or says everything that is wrong with it. */
export function parseRule(text: string): Result<RiskRule, Finding[]> {
  if (text.length > LIMITS.riskText) {
    const fill = { most: LIMITS.riskText, what: 'characters', whatZh: '字数' };
    return fail([riskFinding('RISK-LONG', fill)]);
  }
  const words = wordsOf(text);
  const tokens = words.ok ? words.value : [];
  const r: Reading = {
    text,
    tokens,
    findings: [],
    words: WORDS.import,
    at: 0,
    depth: 0,
    conditions: 0,
  };
  if (!words.ok) {
    const { at, unended } = words.error;
    const [en, zh] = unended ? ['a closing quote', '右引号'] : ['a word or a sign', '词或符号'];
    say(r, at, 'RISK-TEXT', { expected: en, expectedZh: zh, found: shown(text.slice(at)) });
    return fail(r.findings);
  }
  const rule = readRule(r);
  return rule === null || r.findings.length > 0
    ? fail(r.findings.slice(0, LIMITS.findingsShown))
    : ok(rule);
}

function readRule(r: Reading): RiskRule | null {
  const action = ACTIONS[keyword(r)];
  if (action === undefined) return expected(r, 'inspect, review or stop', '查验、审核或拦截');
  r.at += 1;
  const direction = takes(r, 'export') ? 'export' : 'import';
  if (direction === 'import') takes(r, 'import');
  r.words = WORDS[direction];
  if (!takes(r, 'when')) return expected(r, 'when', '当');
  const when = readAny(r);
  if (when === null) return null;
  return peek(r).kind === 'end'
    ? { action, direction, when }
    : expected(r, 'and, or, or the end', '且、或');
}

function readAny(r: Reading): Condition | null {
  return joined(r, 'or', readAll);
}

function readAll(r: Reading): Condition | null {
  return joined(r, 'and', readOne);
}

function joined(
  r: Reading,
  kind: 'and' | 'or',
  read: (r: Reading) => Condition | null,
): Condition | null {
  const of: Condition[] = [];
  do {
    const one = read(r);
    if (one === null) return null;
    of.push(one);
  } while (takes(r, kind));
  return of.length === 1 ? of[0]! : { kind, of };
}

function readOne(r: Reading): Condition | null {
  if (takes(r, 'not')) {
    const of = deeper(r, readOne);
    return of === null ? null : { kind: 'not', of };
  }
  if (takes(r, '(')) {
    const inner = deeper(r, readAny);
    if (inner === null) return null;
    return takes(r, ')') ? inner : expected(r, 'a closing parenthesis', '右括号');
  }
  r.conditions += 1;
  if (r.conditions > LIMITS.riskConditions) {
    return tooLong(r, LIMITS.riskConditions, 'conditions', '条件数');
  }
  return takes(r, 'watch') ? readWatch(r) : readCompare(r);
}

function deeper(r: Reading, read: (r: Reading) => Condition | null): Condition | null {
  r.depth += 1;
  if (r.depth > LIMITS.riskDepth) return tooLong(r, LIMITS.riskDepth, 'levels', '层数');
  const inner = read(r);
  r.depth -= 1;
  return inner;
}

function readWatch(r: Reading): Condition | null {
  const list = peek(r);
  if (list.kind !== 'text' && list.kind !== 'word') {
    return expected(r, 'the name of a watch list in quotes', '引号内的名单名称');
  }
  r.at += 1;
  if (!takes(r, 'has')) return expected(r, 'has', '列有');
  const word = peek(r);
  const key = named(r.words.keys, word.text);
  const keys = [...r.words.keys];
  if (key === null) {
    const zh = keys.map(([, one]) => one.zh).join('、');
    return expected(r, keys.map(([name]) => name).join(', '), zh);
  }
  r.at += 1;
  return { kind: 'watch', list: list.text, key };
}

function readCompare(r: Reading): Condition | null {
  const word = peek(r);
  if (word.kind !== 'word')
    return expected(r, 'a field, watch, not or (', '字段、名单、非或左括号');
  const name = named(r.words.fields, word.text);
  r.at += 1;
  const sign = peek(r);
  const operator = COMPARED[keyword(r)];
  if (operator === undefined) return expected(r, Object.keys(COMPARED).join(' '), '比较符');
  r.at += 1;
  const values = operator === 'in' ? readSet(r) : readSingle(r);
  if (values === null) return null;
  const field = name === null ? undefined : r.words.fields.get(name);
  if (name === null || field === undefined) return unknownField(r, word);
  const allowed = OPERATORS[field.kind];
  if (!allowed.includes(operator)) {
    say(r, sign.at, 'RISK-OPERATOR', { field: name, operator, allowed: allowed.join(' ') });
  }
  return { kind: 'compare', field: name, operator, values: valuesOf(r, name, field, values) };
}

/** Says that there is no such field, and goes on as if there were. */
function unknownField(r: Reading, { text, at }: Token): Condition {
  const near = [...r.words.fields].find(
    ([name, { zh }]) => name.endsWith(`.${text}`) || name.startsWith(`${text}.`) || zh === text,
  );
  const guess = near === undefined ? '' : `; did you mean ${near[0]}?`;
  const guessZh = near === undefined ? '' : `；是否为 ${near[0]}`;
  say(r, at, 'RISK-FIELD', { field: shown(text), guess, guessZh });
  return { kind: 'compare', field: '', operator: '=', values: [] };
}

function valuesOf(
  r: Reading,
  name: string,
  field: About,
  written: readonly Token[],
): readonly Operand[] {
  const [expected, expectedZh] = expectedOf(field);
  return written.flatMap((token) => {
    const value = readValue(field, token);
    if (value !== null) return [value];
    say(r, token.at, 'RISK-VALUE', { field: name, expected, expectedZh });
    return [];
  });
}

function readSet(r: Reading): Token[] | null {
  if (!takes(r, '(')) return expected(r, 'an opening parenthesis', '左括号');
  const values: Token[] = [];
  do {
    const one = readSingle(r);
    if (one === null) return null;
    values.push(...one);
  } while (takes(r, ','));
  return takes(r, ')') ? values : expected(r, 'a comma or a closing parenthesis', '逗号或右括号');
}

function readSingle(r: Reading): Token[] | null {
  const token = peek(r);
  if (token.kind === 'sign' || token.kind === 'end') return expected(r, 'a value', '取值');
  r.at += 1;
  return [token];
}

function peek(r: Reading): Token {
  const token = r.tokens[r.at];
  assert(token !== undefined, 'nothing is read behind the end of a rule');
  return token;
}

/** The next word in English, empty for a text in quotes. */
function keyword(r: Reading): string {
  const { kind, text } = peek(r);
  return kind === 'text' ? '' : (RULE_WORDS[text] ?? text);
}

function takes(r: Reading, word: string): boolean {
  if (peek(r).kind === 'end' || keyword(r) !== word) return false;
  r.at += 1;
  return true;
}

function expected(r: Reading, en: string, zh: string): null {
  const { kind, text, at } = peek(r);
  const found = kind === 'end' ? 'the end' : shown(text);
  say(r, at, 'RISK-TEXT', { expected: en, expectedZh: zh, found });
  return null;
}

function tooLong(r: Reading, most: number, what: string, whatZh: string): null {
  say(r, peek(r).at, 'RISK-LONG', { most, what, whatZh });
  return null;
}

function say(r: Reading, at: number, code: RiskCode, fill: Record<string, string | number>): void {
  const before = r.text.slice(0, at).split('\n');
  const column = [...(before.at(-1) ?? '')].length + 1;
  r.findings.push(
    riskFinding(code, fill, { path: `${before.length}:${column}`, line: before.length }),
  );
}

/** Characters of a wrong word that a finding shows. */
const SHOWN = 24;

function shown(text: string): string {
  const [first = ''] = text.split('\n');
  return first.length > SHOWN ? `${first.slice(0, SHOWN)}…` : first;
}

/** The canonical text of a rule, which `parseRule` reads as the same rule. */
export function writeRule({ action, direction, when }: RiskRule): string {
  const way = direction === 'export' ? ' export' : '';
  return `${action}${way} when ${written(WORDS[direction], when, 'or')}`;
}

/** `around` is what the condition stands in; an `or` in an `and` needs parentheses. */
function written(words: Words, condition: Condition, around: 'or' | 'and' | 'not'): string {
  const { kind } = condition;
  if (kind === 'not') return `not ${written(words, condition.of, 'not')}`;
  if (kind === 'watch') return `watch ${quoted(condition.list)} has ${condition.key}`;
  if (kind === 'compare') return compared(words, condition);
  const inner = condition.of.map((one) => written(words, one, kind)).join(` ${kind} `);
  const isBare = around === 'or' || (around === 'and' && kind === 'and');
  return isBare ? inner : `(${inner})`;
}

function compared(
  { fields }: Words,
  { field, operator, values }: Extract<Condition, { kind: 'compare' }>,
): string {
  const about = fields.get(field);
  assert(about !== undefined, 'a rule that was read has known fields');
  const texts = values.map((value) => writeValue(about, value));
  return `${field} ${operator} ${operator === 'in' ? `(${texts.join(', ')})` : texts[0]}`;
}
