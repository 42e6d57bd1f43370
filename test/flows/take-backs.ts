import type { Finding } from '../../src/base/finding.ts';
import type { House } from '../../src/flows/house.ts';
import { approveTakeBack, proposeTakeBack } from '../../src/flows/take-back.ts';
import type { Officer, OfficerRole } from '../../src/registry/officer.ts';

/** Somebody of the authority. */
export function officer(number: string, ...roles: readonly OfficerRole[]): Officer {
  const days = { from: '2016-01-01', until: null };
  return { number, name: `Officer ${number}`, roles, tags: [], weight: 1, capacity: 9, ...days };
}

export const PROPOSER = officer('1', 'officer');
export const APPROVER = officer('2', 'supervisor');

/** Has two officers take a closed list back; what is against it. */
export async function takeBack(house: House, listNo: string): Promise<readonly Finding[]> {
  const proposed = await proposeTakeBack(house, PROPOSER, listNo, { reason: '未实际离境' });
  if (!proposed.ok) return proposed.error;
  const proposal = proposed.value?.words.length ?? 0;
  const approved = await approveTakeBack(house, APPROVER, listNo, { proposal });
  return approved.ok ? [] : approved.error;
}
