import type { Finding } from '../../base/finding.ts';
import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/**
 * The payer is the orderer (DOC-5). By law only where no authorised source has verified the
 * orderer; the real platform asks it of everybody, and so does the profile switch.
 */
export const payer: Rule<ClearanceContext> = {
  code: '1327',
  law: lawOf('1327'),
  from: FROM_2016,
  until: null,
  check: ({ case: { order, payment }, identity, parameters }) => {
    if (!parameters.payerIsBuyer && identity === 'match') return null;
    const { buyer } = order.terms;
    const paidBy = payment.terms.payer;
    const findings: Finding[] = [];
    if (paidBy.idType !== buyer.idType || paidBy.idKey !== buyer.idKey) {
      findings.push(finding('1327', 'PaymentHead/payerIdNumber'));
    }
    if (paidBy.nameKey !== buyer.nameKey) findings.push(finding('1327', 'PaymentHead/payerName'));
    return findings;
  },
};
