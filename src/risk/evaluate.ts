import { assert, present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import type { Condition, Operand, Operator, RiskAction, RiskRule } from './rule.ts';
import { RISK_ACTIONS } from './rule.ts';
import type { Asked, Field } from './rule-fields.ts';
import type { Vocabulary } from './vocabulary.ts';
import type { WatchKind } from './watch-keys.ts';

/** A watch list as rules ask it: whether a key stands on it at an instant. */
export type WatchList = {
  readonly name: string;
  readonly kind: WatchKind;
  readonly has: (key: string, at: Instant) => boolean;
};

/** Watch lists by name. */
export type WatchLists = ReadonlyMap<string, WatchList>;

/** Whether a parcel is one of those that a rule means. */
export type Test<S> = (subject: S) => boolean;

/** A rule made ready to be asked for every parcel. */
export type CompiledRule<S> = {
  /** Number and version: `R12.3`. */
  readonly label: string;
  readonly action: RiskAction;
  readonly test: Test<S>;
};

/** Rules in force at one time. */
export type CompiledRules<S> = readonly CompiledRule<S>[];

/** What the rules say of a parcel: the strictest action, and all rules that select it. */
export type Assessment = {
  readonly action: RiskAction | null;
  readonly rules: readonly string[];
};

const NOTHING: Assessment = { action: null, rules: [] };

/** Asks all rules about one parcel. Pure: the same subject has the same answer for ever. */
export function assess<S>(rules: CompiledRules<S>, subject: S): Assessment {
  let hit: CompiledRule<S>[] | null = null;
  for (const rule of rules) {
    if (!rule.test(subject)) continue;
    hit ??= [];
    hit.push(rule);
  }
  if (hit === null) return NOTHING;
  const action = RISK_ACTIONS.find((one) => hit.some((rule) => rule.action === one)) ?? null;
  return { action, rules: hit.map(({ label }) => label) };
}

/** Makes a rule that was parsed ready; a watch list that is not there holds nobody. */
export function compileRule<S extends Asked>(
  words: Vocabulary<S>,
  label: string,
  rule: RiskRule,
  lists: WatchLists,
): CompiledRule<S> {
  return { label, action: rule.action, test: compile(words, rule.when, lists) };
}

function compile<S extends Asked>(
  words: Vocabulary<S>,
  condition: Condition,
  lists: WatchLists,
): Test<S> {
  switch (condition.kind) {
    case 'not': {
      const inner = compile(words, condition.of, lists);
      return (subject) => !inner(subject);
    }
    case 'and':
      return condition.of.map((one) => compile(words, one, lists)).reduceRight(both);
    case 'or':
      return condition.of.map((one) => compile(words, one, lists)).reduceRight(either);
    case 'watch':
      return watching(words, condition, lists);
    case 'compare': {
      const field = present(words.fields.get(condition.field), 'field of a rule');
      return comparing(field, matcher(condition.operator, condition.values));
    }
  }
}

function both<S>(behind: Test<S>, first: Test<S>): Test<S> {
  return (subject) => first(subject) && behind(subject);
}

function either<S>(behind: Test<S>, first: Test<S>): Test<S> {
  return (subject) => first(subject) || behind(subject);
}

function watching<S extends Asked>(
  words: Vocabulary<S>,
  { list: name, key }: Extract<Condition, { kind: 'watch' }>,
  lists: WatchLists,
): Test<S> {
  const list = lists.get(name);
  const { kinds, keys } = present(words.keys.get(key), 'key of a watch list');
  if (list === undefined || !kinds.includes(list.kind)) return () => false;
  return (subject) => keys(subject).some((one) => list.has(one, subject.at));
}

type Match = (value: Operand) => boolean;

function comparing<S extends Asked>(field: Field<S>, match: Match): Test<S> {
  if (field.of === 'parcel') {
    const { read } = field;
    return (subject) => match(read(subject));
  }
  const { read } = field;
  return ({ list }) => {
    for (const line of list.lines) if (match(read(line))) return true;
    return false;
  };
}

function matcher(operator: Operator, values: readonly Operand[]): Match {
  const [first] = values;
  assert(first !== undefined, 'a comparison has a value');
  switch (operator) {
    case '=':
      return (value) => value === first;
    case '!=':
      return (value) => value !== first;
    case '<':
      return (value) => value < first;
    case '<=':
      return (value) => value <= first;
    case '>':
      return (value) => value > first;
    case '>=':
      return (value) => value >= first;
    case 'in': {
      const set = new Set(values);
      return (value) => set.has(value);
    }
    case 'starts':
      return (value) => String(value).startsWith(String(first));
    case 'contains':
      return (value) => String(value).includes(String(first));
  }
}
