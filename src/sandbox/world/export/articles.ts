import type { ExportGoods } from '../../../registry/export-law.ts';
import type { Fraction } from '../fraction.ts';

/** What the law asks of an article beside its code. */
export type ExportUse = 'plain' | 'licensed' | 'dutiable' | 'inspected' | 'prohibited';

/** A made-up article that sellers of a world send abroad; its code is one of the law's table. */
export type ExportArticle = {
  readonly itemNo: string;
  /** 10-digit code. */
  readonly hs: string;
  readonly name: string;
  readonly model: string;
  /** Where it was made. */
  readonly country: string;
  /** Declared unit, for example 011 piece. */
  readonly unit: string;
  /** FOB price of one declared unit, fen. */
  readonly price: bigint;
  /** Net grams of one declared unit. */
  readonly grams: bigint;
  /** First legal unit and its quantity in one declared unit, 0.00001 units. */
  readonly unit1: string;
  readonly perUnit1: bigint;
  readonly unit2: string | null;
  readonly perUnit2: bigint | null;
  /** Plain ones may go in any channel: nothing under their heading is under a rule. */
  readonly use: ExportUse;
  /** Rate of its export duty. */
  readonly duty: Fraction;
  /** Whether it is inspected before export, which goods of other uses may be as well. */
  readonly inspected: boolean;
};

const CHINA = '142';
const KILOGRAM = '035';
const GRAM = '036';
const PIECE = '011';
const ONE = 100_000n;

/** Letters of supervision: export inspection, and licences and permits of export of any kind. */
const INSPECTION = 'B';
const LICENCES = '345DEGIJLSTVWX';

/** The articles of a table: one of each code, its price and weight made up from its digits. */
export function exportArticles(table: readonly ExportGoods[]): ExportArticle[] {
  const strict = new Set(table.filter((line) => ruleOf(line) !== 'plain').map(headingOf));
  return table.flatMap((line) => {
    const use = ruleOf(line);
    // Goods without a rule of their own below a heading with one would go in some channels only.
    return use === 'plain' && strict.has(headingOf(line)) ? [] : [articleOf(line, use)];
  });
}

const headingOf = ({ hs }: ExportGoods): string => hs.slice(0, 4);

function ruleOf({ prohibited, duty, conditions }: ExportGoods): ExportUse {
  if (prohibited) return 'prohibited';
  if (duty.n > 0n) return 'dutiable';
  if (conditions.some((letter) => LICENCES.includes(letter))) return 'licensed';
  return conditions.includes(INSPECTION) ? 'inspected' : 'plain';
}

function articleOf(line: ExportGoods, use: ExportUse): ExportArticle {
  const digits = BigInt(line.hs.slice(0, 8));
  const grams = 60n + (digits % 900n);
  const amount = (unit: string): bigint =>
    unit === KILOGRAM ? grams * 100n : unit === GRAM ? grams * ONE : ONE;
  const { unit1, unit2, duty, conditions } = line;
  return {
    ...{ itemNo: `CK${line.hs}`, hs: line.hs, name: line.name, model: '标准款', country: CHINA },
    unit: unit1 === KILOGRAM || unit1 === GRAM ? PIECE : unit1,
    price: 1_500n + (digits % 130n) * 100n + (digits % 7n) * 15n,
    ...{ grams, unit1, perUnit1: amount(unit1) },
    ...{ unit2, perUnit2: unit2 === null ? null : amount(unit2), use },
    ...{ duty: [duty.n, duty.d], inspected: conditions.includes(INSPECTION) },
  };
}
