import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** Every party is registered (ENT-1). */
export const registered: Rule<ClearanceContext> = {
  code: '-10102',
  law: lawOf('-10102'),
  from: FROM_2016,
  until: null,
  check: ({ parties, facts }) => {
    const strange = parties.filter(({ code }) => !facts.enterprises.has(code));
    return strange.map(({ path, code }) => finding('-10102', path, { code }));
  },
};
