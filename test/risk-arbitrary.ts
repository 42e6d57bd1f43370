import fc from 'fast-check';
import type { Direction } from '../src/base/direction.ts';
import type { Condition, Operand, RiskRule } from '../src/risk/rule.ts';
import { type About, OPERATORS } from '../src/risk/rule-fields.ts';
import { WORDS } from '../src/risk/vocabulary.ts';

/** What random rules are made of beyond what any rule may have. */
export type RuleStuff = {
  /** Values that make a condition on a field hold, as often as others. */
  readonly valuesOf: (name: string) => readonly Operand[];
  /** Names of watch lists that a key may stand on. */
  readonly listsOf: (key: string) => fc.Arbitrary<string>;
};

const ANY: RuleStuff = {
  valuesOf: () => [],
  listsOf: () => fc.string({ minLength: 1, maxLength: 8 }),
};

/** Random rules of every kind of condition, of one direction. */
export function anyRule(
  { valuesOf, listsOf }: RuleStuff = ANY,
  direction: Direction = 'import',
): fc.Arbitrary<RiskRule> {
  const { fields, keys } = WORDS[direction];
  const compare = fc.constantFrom(...fields).chain(([field, about]) =>
    fc.constantFrom(...OPERATORS[about.kind]).chain((operator) =>
      fc.record({
        kind: fc.constant('compare' as const),
        field: fc.constant(field),
        operator: fc.constant(operator),
        values: fc.array(operandOf(about, valuesOf(field)), {
          minLength: 1,
          maxLength: operator === 'in' ? 3 : 1,
        }),
      }),
    ),
  );
  const watch = fc.constantFrom(...keys.keys()).chain((key) =>
    fc.record({
      kind: fc.constant('watch' as const),
      list: listsOf(key),
      key: fc.constant(key),
    }),
  );
  const { when } = fc.letrec<{ when: Condition }>((tie) => ({
    when: fc.oneof(
      { maxDepth: 3 },
      compare,
      watch,
      fc.record({ kind: fc.constant('not' as const), of: tie('when') }),
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        of: fc.array(tie('when'), { minLength: 2, maxLength: 3 }),
      }),
    ),
  }));
  const action = fc.constantFrom('inspect' as const, 'review' as const, 'stop' as const);
  return fc.record({ action, direction: fc.constant(direction), when });
}

function operandOf(field: About, own: readonly Operand[]): fc.Arbitrary<Operand> {
  const other = otherOf(field);
  return own.length === 0 ? other : fc.oneof(fc.constantFrom(...own), other);
}

function otherOf({ kind, choices }: About): fc.Arbitrary<Operand> {
  if (choices !== undefined) return fc.constantFrom(...choices);
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
    fc.constantFrom('2106', 'a"b', '\\', '“”', 'and', '（', 'Ａ', '#', '- -', '蜂蜜', '1.50'),
  );
  if (kind === 'code' || kind === 'name') return text.filter((one) => !one.includes('\n'));
  if (kind === 'count') return fc.nat();
  return fc.bigInt({ min: 0n, max: 10n ** 13n });
}
