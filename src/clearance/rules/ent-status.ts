import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** No party is suspended or struck off (ENT-1, ENT-7). */
export const active: Rule<ClearanceContext> = {
  code: 'ENT-STATUS',
  law: lawOf('ENT-STATUS'),
  from: FROM_2016,
  until: null,
  check: ({ parties, facts }) => {
    const barred = parties.filter(({ code }) => {
      const enterprise = facts.enterprises.get(code);
      return enterprise !== undefined && enterprise.status !== 'active';
    });
    return barred.map(({ path, code }) => finding('ENT-STATUS', path, { code }));
  },
};
