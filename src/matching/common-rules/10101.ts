import type { Role } from '../../registry/enterprise.ts';
import { commonFinding, commonLaw } from '../common-codes.ts';
import type { CommonContext } from '../common-context.ts';
import { FROM_2016 } from '../law.ts';
import type { Rule } from '../rule.ts';

const ROLE_NAMES: Readonly<Record<Role, string>> = {
  platform: '电商平台 platform',
  ecommerce: '电商企业 ecommerce',
  agent: '申报企业 agent',
  payment: '支付企业 payment',
  logistics: '物流企业 logistics',
  area: '区内企业 area',
  assure: '担保企业 assure',
  site: '监管场所 site',
};

/** Every party is registered for what it does here (ENT-1, ENT-3). */
export const roles: Rule<CommonContext> = {
  code: '-10101',
  law: commonLaw('-10101'),
  from: FROM_2016,
  until: null,
  check: ({ parties, facts }) => {
    const wrong = parties.filter(({ code, role }) => {
      const enterprise = facts.enterprises.get(code);
      return enterprise !== undefined && !enterprise.roles.includes(role);
    });
    return wrong.map(({ path, code, role }) =>
      commonFinding('-10101', path, { code, role: ROLE_NAMES[role] }),
    );
  },
};
