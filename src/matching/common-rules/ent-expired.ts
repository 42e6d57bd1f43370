import type { Finding } from '../../base/finding.ts';
import { commonFinding, commonLaw } from '../common-codes.ts';
import type { CommonContext } from '../common-context.ts';
import { FROM_2016 } from '../law.ts';
import type { Rule } from '../rule.ts';

/** Registrations run through their last day (ENT-1). */
export const notExpired: Rule<CommonContext> = {
  code: 'ENT-EXPIRED',
  law: commonLaw('ENT-EXPIRED'),
  from: FROM_2016,
  until: null,
  check: ({ parties, facts, date }) => {
    const findings: Finding[] = [];
    for (const { path, code } of parties) {
      const until = facts.enterprises.get(code)?.validUntil ?? null;
      if (until !== null && until < date) {
        findings.push(commonFinding('ENT-EXPIRED', path, { code, until }));
      }
    }
    return findings;
  },
};
