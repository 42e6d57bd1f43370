import type { Finding } from '../../base/finding.ts';
import { commonFinding, commonLaw } from '../common-codes.ts';
import type { CommonContext } from '../common-context.ts';
import { FROM_2016 } from '../law.ts';
import type { Rule } from '../rule.ts';

/** Platform and seller are named as registered (DOC-6). */
export const registeredNames: Rule<CommonContext> = {
  code: 'ENT-NAME',
  law: commonLaw('ENT-NAME'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list }, facts }) => {
    const { ebpCode, ebpName, ebcCode, ebcName } = list.terms;
    const findings: Finding[] = [];
    const look = (code: string, name: string, path: string) => {
      const enterprise = facts.enterprises.get(code);
      if (enterprise !== undefined && enterprise.name !== name) {
        findings.push(commonFinding('ENT-NAME', path, { code }));
      }
    };
    look(ebpCode, ebpName, 'InventoryHead/ebpName');
    look(ebcCode, ebcName, 'InventoryHead/ebcName');
    return findings;
  },
};
