import type { Party } from '../matching/common-context.ts';
import type { ExportMatched } from '../matching/export-case.ts';
import { AREA_MODE, STOCK_MODE } from './modes.ts';

/**
 * Every party of the case and what it acts as, in the order of the list's elements (ENT-1). On a
 * list for an overseas warehouse the warehouse stands in place of the platform; EXP-WAREHOUSE and
 * its like ask for it.
 */
export function exportPartiesOf({ list: { terms } }: ExportMatched): Party[] {
  const parties: Party[] = [
    { path: 'InventoryHead/ebcCode', code: terms.ebcCode, role: 'ecommerce' },
    { path: 'InventoryHead/logisticsCode', code: terms.logisticsCode, role: 'logistics' },
  ];
  if (terms.tradeMode !== STOCK_MODE) {
    parties.unshift({ path: 'InventoryHead/ebpCode', code: terms.ebpCode, role: 'platform' });
  }
  // A seller may declare its own parcels; then it needs no role as an agent.
  if (terms.agentCode !== terms.ebcCode) {
    parties.push({ path: 'InventoryHead/agentCode', code: terms.agentCode, role: 'agent' });
  }
  if (terms.iacCode !== null && terms.tradeMode === AREA_MODE) {
    parties.push({ path: 'InventoryHead/iacCode', code: terms.iacCode, role: 'area' });
  }
  return parties;
}
