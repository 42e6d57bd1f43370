import type { Finding } from '../../base/finding.ts';
import { FROM_2016 } from '../../matching/law.ts';
import type { Rule } from '../../matching/rule.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';
import { DIRECT_MODE } from '../modes.ts';

/** A parcel from abroad names what carried it; its arrival is matched by that (LINE-10). */
export const directFields: Rule<ClearanceContext> = {
  code: 'TRADE-9610',
  law: lawOf('TRADE-9610'),
  from: FROM_2016,
  until: null,
  check: ({ case: { list } }) => {
    const { tradeMode, trafNo, voyageNo, billNo } = list.terms;
    if (tradeMode !== DIRECT_MODE) return null;
    const findings: Finding[] = [];
    if (trafNo === null) findings.push(finding('TRADE-9610', 'InventoryHead/trafNo'));
    if (voyageNo === null) findings.push(finding('TRADE-9610', 'InventoryHead/voyageNo'));
    if (billNo === null) findings.push(finding('TRADE-9610', 'InventoryHead/billNo'));
    return findings;
  },
};
