import { commonFinding, commonLaw } from '../common-codes.ts';
import type { CommonContext } from '../common-context.ts';
import { FROM_2016 } from '../law.ts';
import type { Rule } from '../rule.ts';

/** No party is suspended or struck off (ENT-1, ENT-7). */
export const active: Rule<CommonContext> = {
  code: 'ENT-STATUS',
  law: commonLaw('ENT-STATUS'),
  from: FROM_2016,
  until: null,
  check: ({ parties, facts }) => {
    const barred = parties.filter(({ code }) => {
      const enterprise = facts.enterprises.get(code);
      return enterprise !== undefined && enterprise.status !== 'active';
    });
    return barred.map(({ path, code }) => commonFinding('ENT-STATUS', path, { code }));
  },
};
