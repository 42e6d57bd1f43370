import { type ClassTable, cellAt, classTable, GOODS_CLASSES } from './classification.ts';
import { ordinaryClass, REGIME_CLASSES } from './credit-regime.ts';
import { intersect } from './dated.ts';
import type { CreditClass } from './enterprise.ts';
import type { Parameters } from './profile.ts';

/** What is wrong: the number of the period, and where in it. */
export type ClassificationProblem = {
  readonly period: number;
  readonly path: readonly string[];
  readonly detail: string;
};

/**
 * Statutory ratios (RULES CLS-2): a class stays below so many hundredths of what the ordinary class
 * of its order is drawn at.
 */
export const BELOW_ORDINARY: ReadonlyMap<CreditClass, number> = new Map([
  ['ADV', 20],
  ['GEN_CERT', 50],
]);

/** The least chance, in millionths, at which lists of the dishonest are drawn (RULES CLS-2). */
export const LEAST_DISHONEST = 800_000;

/**
 * Where the classifications of a law break the rules on credit. The ratios must hold for each class
 * of goods by itself: the law speaks of means, and what is traded changes from day to day.
 */
export function classificationProblems(parameters: Parameters): ClassificationProblem[] {
  return parameters.classification.flatMap((dated, period) => {
    const regimes = parameters.creditRegime.filter((one) => intersect(one, dated) !== null);
    const names = [...new Set(regimes.map(({ value }) => value))];
    return names.flatMap((regime) => {
      const table = classTable(dated.value, regime);
      const missing = missingClasses(table);
      const found = missing.length > 0 ? missing : [...ratioProblems(table), ...duties(table)];
      return found.map((problem) => ({ period, ...problem }));
    });
  });
}

type Problem = Omit<ClassificationProblem, 'period'>;

const at = (creditClass: CreditClass, key: string): string[] => [
  'value',
  'enterprises',
  creditClass,
  key,
];

function missingClasses({ regime, cells }: ClassTable): Problem[] {
  return REGIME_CLASSES[regime]
    .filter((one) => !cells.has(one))
    .map((one) => ({
      path: ['value', 'enterprises', one],
      detail: `order ${regime}, in force in this period, has the class ${one}`,
    }));
}

function ratioProblems(table: ClassTable): Problem[] {
  const ordinary = ordinaryClass(table.regime);
  return REGIME_CLASSES[table.regime].flatMap((one) =>
    GOODS_CLASSES.flatMap((goods) => {
      const detail = ratioProblem(
        one,
        cellAt(table, one, goods).weights[0]!,
        cellAt(table, ordinary, goods).weights[0]!,
      );
      return detail === null ? [] : [{ path: at(one, 'rate'), detail: `${goods}: ${detail}` }];
    }),
  );
}

/** Why a weight breaks CLS-2, or null; both in millionths, the other that of the ordinary class. */
function ratioProblem(one: CreditClass, weight: number, ordinary: number): string | null {
  const hundredths = BELOW_ORDINARY.get(one);
  if (hundredths !== undefined && weight * 100 >= ordinary * hundredths) {
    return `${weight} in a million is not below ${hundredths} % of the ordinary ${ordinary}`;
  }
  if (one === 'DISHONEST' && weight < LEAST_DISHONEST) {
    return `${weight} in a million is less than ${LEAST_DISHONEST}`;
  }
  return null;
}

function duties(table: ClassTable): Problem[] {
  return cellAt(table, 'DISHONEST', 'ORDINARY').guarantee === 'full'
    ? []
    : [{ path: at('DISHONEST', 'guarantee'), detail: 'the dishonest guarantee in full' }];
}
