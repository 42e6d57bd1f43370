import type { Finding } from '../../base/finding.ts';
import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** Registrations run through their last day (ENT-1). */
export const notExpired: Rule<ClearanceContext> = {
  code: 'ENT-EXPIRED',
  law: lawOf('ENT-EXPIRED'),
  from: FROM_2016,
  until: null,
  check: ({ parties, facts, date }) => {
    const findings: Finding[] = [];
    for (const { path, code } of parties) {
      const until = facts.enterprises.get(code)?.validUntil ?? null;
      if (until !== null && until < date) {
        findings.push(finding('ENT-EXPIRED', path, { code, until }));
      }
    }
    return findings;
  },
};
