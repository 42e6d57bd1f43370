import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** The guarantor of the tax is one of the four enterprises that may collect it (ENT-1, TAX-1). */
export const guarantor: Rule<ClearanceContext> = {
  code: 'ENT-ASSURE',
  law: lawOf('ENT-ASSURE'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list } }) => {
    const { assureCode, ebpCode, ebcCode, logisticsCode, agentCode } = list.terms;
    return [ebpCode, ebcCode, logisticsCode, agentCode].includes(assureCode)
      ? null
      : finding('ENT-ASSURE', 'InventoryHead/assureCode');
  },
};
