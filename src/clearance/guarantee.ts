import type { Fen } from '../base/fen.ts';
import { limitOf, usedOf } from '../ledger/running-balances.ts';
import { type ClassTable, cellAt } from '../registry/classification.ts';
import { classUnder } from '../registry/credit-regime.ts';
import type { Enterprise, Guarantee } from '../registry/enterprise.ts';
import type { ClearanceContext } from './context.ts';
import type { ClearanceFacts } from './facts.ts';

/**
 * Whether the tax of this list must be guaranteed (TAX-11). The zone may waive it, and a guarantor
 * of a class that the law exempts when it applied for that; but never for a list in which a
 * dishonest enterprise declares, sells or guarantees: those guarantee in full (CLS-3). A list
 * without tax needs none.
 */
export function mustGuarantee(context: ClearanceContext): boolean {
  const {
    bill,
    case: { list },
    facts,
    parameters,
  } = context;
  if (bill === null || bill.total === 0n) return false;
  const { agentCode, ebcCode, assureCode } = list.terms;
  const isDishonest = [agentCode, ebcCode, assureCode].some(
    (code) => facts.enterprises.get(code)?.creditClass === 'DISHONEST',
  );
  if (isDishonest) return true;
  return parameters.guaranteeRequired && !isExempt(facts, assureCode);
}

function isExempt({ enterprises, index, date }: ClearanceFacts, code: string): boolean {
  return exemptBy(enterprises.get(code), index.classes(date));
}

/** Whether an enterprise need not guarantee: it applied, and the law exempts its class. */
export function exemptBy(enterprise: Enterprise | undefined, table: ClassTable | null): boolean {
  if (enterprise?.guaranteeExempt !== true || table === null) return false;
  const creditClass = classUnder(table.regime, enterprise.creditClass);
  return cellAt(table, creditClass, 'ORDINARY').guarantee === 'exempt';
}

/** The guarantor's guarantee when it is in force on the day: from `from`, before `until`. */
export function guaranteeInForce(context: ClearanceContext): Guarantee | null {
  const {
    case: { list },
    facts,
    date,
  } = context;
  const guarantee = facts.guarantees.get(list.terms.assureCode);
  if (guarantee === undefined || date < guarantee.from) return null;
  return guarantee.until === null || date < guarantee.until ? guarantee : null;
}

/** What is left of a guarantee in fen, never below zero. */
export function guaranteeLeft({ guarantee: balance }: ClearanceContext, lodged: Guarantee): Fen {
  const left = limitOf(balance, lodged.amount) - usedOf(balance);
  return left < 0n ? 0n : left;
}
