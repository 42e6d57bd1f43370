import type { MatchedCase } from '../matching/case.ts';
import type { Party } from '../matching/common-context.ts';
import { isBonded } from '../matching/stock.ts';

/** Every party of the case, in the order of the list's elements. */
export function partiesOf({ list, payment }: MatchedCase): Party[] {
  const { terms } = list;
  const parties: Party[] = [
    { path: 'InventoryHead/ebpCode', code: terms.ebpCode, role: 'platform' },
    { path: 'InventoryHead/ebcCode', code: terms.ebcCode, role: 'ecommerce' },
    { path: 'InventoryHead/logisticsCode', code: terms.logisticsCode, role: 'logistics' },
    { path: 'PaymentHead/payCode', code: payment.terms.payCode, role: 'payment' },
  ];
  // A domestic seller may declare its own parcels; then it needs no role as an agent.
  if (terms.agentCode !== terms.ebcCode) {
    parties.push({ path: 'InventoryHead/agentCode', code: terms.agentCode, role: 'agent' });
  }
  if (terms.areaCode !== null && isBonded(terms.tradeMode)) {
    parties.push({ path: 'InventoryHead/areaCode', code: terms.areaCode, role: 'area' });
  }
  return parties;
}
