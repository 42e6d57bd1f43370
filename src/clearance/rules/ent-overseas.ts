import { FROM_2019 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** An overseas seller declares through a domestic agent, who is jointly liable (ENT-2). */
export const domesticAgent: Rule<ClearanceContext> = {
  code: 'ENT-OVERSEAS',
  law: lawOf('ENT-OVERSEAS'),
  from: FROM_2019,
  until: null,
  check: ({ case: { list }, facts }) => {
    const { ebcCode, agentCode } = list.terms;
    if (facts.enterprises.get(ebcCode)?.overseas !== true) return null;
    const agent = facts.enterprises.get(agentCode);
    if (agent === undefined || !agent.overseas) return null;
    return finding('ENT-OVERSEAS', 'InventoryHead/agentCode', { code: ebcCode });
  },
};
