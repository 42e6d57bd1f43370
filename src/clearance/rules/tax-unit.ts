import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';
import { taxFindings } from '../tax-findings.ts';

/** A line taxed by quantity declares one that can be counted (TAX-8). */
export const taxUnit: Rule<ClearanceContext> = {
  code: 'TAX-UNIT',
  law: lawOf('TAX-UNIT'),
  from: FROM_2016,
  until: null,
  check: (context) => taxFindings('TAX-UNIT', context),
};
