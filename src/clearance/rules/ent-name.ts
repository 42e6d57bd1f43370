import type { Finding } from '../../base/finding.ts';
import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';

/** Platform and seller are named as registered (DOC-6). */
export const registeredNames: Rule<ClearanceContext> = {
  code: 'ENT-NAME',
  law: lawOf('ENT-NAME'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list }, facts }) => {
    const { ebpCode, ebpName, ebcCode, ebcName } = list.terms;
    const findings: Finding[] = [];
    const look = (code: string, name: string, path: string) => {
      const enterprise = facts.enterprises.get(code);
      if (enterprise !== undefined && enterprise.name !== name) {
        findings.push(finding('ENT-NAME', path, { code }));
      }
    };
    look(ebpCode, ebpName, 'InventoryHead/ebpName');
    look(ebcCode, ebcName, 'InventoryHead/ebcName');
    return findings;
  },
};
