import { DAY } from '../../base/dates.ts';
import type { Finding } from '../../base/finding.ts';
import type { ExportMatchContext } from '../export-case.ts';
import { exportMatchFinding, exportMatchLaw } from '../export-codes.ts';
import { FROM_2016 } from '../law.ts';
import type { Rule } from '../rule.ts';

/** Message times carry no zone and clocks differ: only a day ahead is the future. */
const CLOCK_SKEW = DAY;

/**
 * No document tells of what has not happened yet. Money may come before the order is filed or
 * long after it, and an order may be filed after the list that waits for it, so these are not
 * compared with each other (DOC-10).
 */
export const exportTimes: Rule<ExportMatchContext> = {
  code: 'EXP-TIME',
  law: exportMatchLaw('EXP-TIME'),
  from: FROM_2016,
  until: null,
  check: ({ case: { order, collection } }) => {
    const findings: Finding[] = [];
    if (order.terms.orderTime > order.acceptedAt + CLOCK_SKEW) {
      findings.push(exportMatchFinding('EXP-TIME', 'OrderHead/appTime'));
    }
    if (
      collection !== null &&
      collection.terms.accountingTime > collection.acceptedAt + CLOCK_SKEW
    ) {
      findings.push(exportMatchFinding('EXP-TIME', 'Receipts/accountingDate'));
    }
    return findings;
  },
};
