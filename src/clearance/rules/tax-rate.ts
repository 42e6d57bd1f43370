import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';
import { taxFindings } from '../tax-findings.ts';

/** Every line has a rate on the day (TAX-5). */
export const taxRate: Rule<ClearanceContext> = {
  code: 'TAX-RATE',
  law: lawOf('TAX-RATE'),
  from: FROM_2016,
  until: null,
  check: (context) => taxFindings('TAX-RATE', context),
};
