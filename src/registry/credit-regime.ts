import type { CreditClass } from './enterprise.ts';

/** The customs order on enterprise credit in force: its number, or the year of the revision. */
export const CREDIT_REGIMES = ['225', '237', '251', '2026'] as const;
export type CreditRegime = (typeof CREDIT_REGIMES)[number];

const FOUR = ['ADV', 'GEN_CERT', 'GENERAL', 'DISHONEST'] as const;
const THREE = ['ADV', 'ROUTINE', 'DISHONEST'] as const;

/** The classes that an order knows, the best first (RULES CLS-1). */
export const REGIME_CLASSES: Readonly<Record<CreditRegime, readonly CreditClass[]>> = {
  '225': FOUR,
  '237': FOUR,
  '251': THREE,
  '2026': THREE,
};

/** The class of an order for those who are neither certified nor dishonest. */
export function ordinaryClass(regime: CreditRegime): CreditClass {
  return regime === '225' || regime === '237' ? 'GENERAL' : 'ROUTINE';
}

/**
 * What a class is under another order than the one that gave it: the ordinary one where the order
 * does not know it. Nobody is certified anew by a change of law.
 */
export function classUnder(regime: CreditRegime, creditClass: CreditClass): CreditClass {
  return REGIME_CLASSES[regime].includes(creditClass) ? creditClass : ordinaryClass(regime);
}
