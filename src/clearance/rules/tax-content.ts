import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';
import { taxFindings } from '../tax-findings.ts';

/** Cosmetics say how much is in them, where the price decides the rate (TAX-9). */
export const taxContent: Rule<ClearanceContext> = {
  code: 'TAX-CONTENT',
  law: lawOf('TAX-CONTENT'),
  from: FROM_2016,
  until: null,
  check: (context) => taxFindings('TAX-CONTENT', context),
};
