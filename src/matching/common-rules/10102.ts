import { commonFinding, commonLaw } from '../common-codes.ts';
import type { CommonContext } from '../common-context.ts';
import { FROM_2016 } from '../law.ts';
import type { Rule } from '../rule.ts';

/** Every party is registered (ENT-1). */
export const registered: Rule<CommonContext> = {
  code: '-10102',
  law: commonLaw('-10102'),
  from: FROM_2016,
  until: null,
  check: ({ parties, facts }) => {
    const strange = parties.filter(({ code }) => !facts.enterprises.has(code));
    return strange.map(({ path, code }) => commonFinding('-10102', path, { code }));
  },
};
