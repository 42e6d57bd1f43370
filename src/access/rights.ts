import type { Enterprise, Role } from '../registry/enterprise.ts';
import type { AccountRole } from './account.ts';

/**
 * What the console offers beside the routes that were there before it, and to whom. The routes ask
 * this table, and the console reads it with its session, so that both say the same.
 */
export const RIGHTS = {
  /** Pages of lists, search by number, and one list. */
  'lists.read': ['officer', 'supervisor', 'operator', 'auditor', 'enterprise'],
  /** Declaring, by form or by file. */
  'lists.declare': ['enterprise'],
  /** Lists that are to be inspected: before the end only supervisors may know them (RAND-7). */
  'lists.inspection': ['supervisor', 'enterprise'],
  /** The lists of one person, found by the identity number; each search is noted. */
  'lists.person': ['officer', 'supervisor', 'enterprise'],
  /** Messages as they were signed, with what is personal in them. */
  'messages.read': ['officer', 'supervisor', 'enterprise'],
  /** Correcting refused documents in bulk: nobody's but those who answer for them. */
  'repairs.write': ['enterprise'],
  /** The figures of the zone. */
  'cockpit.read': ['officer', 'supervisor', 'operator', 'auditor'],
  /** Monthly statistics with single enterprises. */
  'statistics.read': ['officer', 'supervisor', 'operator', 'auditor'],
  /** How closed export lists were merged for their declarations. */
  'summaries.read': ['officer', 'supervisor', 'operator', 'auditor', 'enterprise'],
  /** The queue of officers, and what is done with its tasks. */
  'desk.work': ['officer', 'supervisor'],
  /** The draws of a day: what is public of them. */
  'draws.read': ['officer', 'supervisor', 'operator', 'auditor'],
  /** What was drawn beside what chance and the statutory ratios ask for. */
  'draws.compare': ['supervisor', 'operator', 'auditor'],
  /** Risk rules with their trials, and watch lists. */
  'risk.read': ['officer', 'supervisor', 'auditor'],
  /** Writes rules, tries them, puts them into force and out of it; fills watch lists. */
  'risk.write': ['officer', 'supervisor'],
  /** An enterprise's own keys, receipts, webhooks, tax and class. */
  'firm.read': ['enterprise'],
  /** The class, guarantee and tax of any enterprise. */
  'firms.read': ['officer', 'supervisor', 'operator', 'auditor'],
  /** Registers certificates that enterprises ask for. */
  'keys.decide': ['operator'],
  /** Books of bonded goods: an enterprise those that it keeps, the office any. */
  'stock.read': ['officer', 'supervisor', 'operator', 'auditor', 'enterprise'],
  /** Papers that do something to goods of a book: theirs to answer for who keep it. */
  'stock.write': ['enterprise'],
  /** Decides on papers of a book that wait for customs. */
  'stock.decide': ['officer', 'supervisor'],
  /** Stock-takes: firms see those of their books. */
  'counts.read': ['officer', 'supervisor', 'operator', 'auditor', 'enterprise'],
  /** Opens a stock-take, counts, and says what became of differences. */
  'counts.take': ['enterprise'],
  /** Agrees that goods are missing without tax, or does not. */
  'counts.decide': ['supervisor'],
  /** Vehicles before the gates: firms only where they keep one. */
  'gate.read': ['officer', 'supervisor', 'operator', 'auditor', 'enterprise'],
  /** Reports vehicles, holds them and turns them back; officers let them go. */
  'gate.work': ['officer', 'supervisor', 'enterprise'],
  /** The audit trail of the console. */
  'actions.read': ['supervisor', 'auditor'],
} as const satisfies Record<string, readonly AccountRole[]>;

export type Right = keyof typeof RIGHTS;

/** Whether one of the roles has the right. */
export function hasRight(roles: readonly AccountRole[], right: Right): boolean {
  const holders: readonly AccountRole[] = RIGHTS[right];
  return roles.some((role) => holders.includes(role));
}

/** What an enterprise may do only where it is registered as this (ENT-1, ENT-3). */
const REGISTERED_AS: Readonly<Partial<Record<Right, Role>>> = {
  'lists.declare': 'agent',
  'gate.read': 'site',
  'gate.work': 'site',
};

/** The rights of a role; of an enterprise, those that its registration leaves it. */
export function rightsOf(role: AccountRole, enterprise: Enterprise | null): Right[] {
  return (Object.keys(RIGHTS) as Right[]).filter((right) => {
    const kind = REGISTERED_AS[right];
    const isLeft = enterprise === null || kind === undefined || enterprise.roles.includes(kind);
    return isLeft && hasRight([role], right);
  });
}
