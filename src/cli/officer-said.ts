import { businessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import type { Result } from '../base/result.ts';
import type { House } from '../flows/house.ts';
import { covers } from '../registry/dated.ts';
import type { Officer } from '../registry/officer.ts';
import { NotDone } from './command.ts';

/** The officer of a number who works here today. @throws NotDone */
export function officerNamed({ registry, clock }: House, number: string): Officer {
  const officer = registry.current().snapshot.staff.officers.get(number);
  if (officer !== undefined && covers(officer, businessDate(clock.now()))) return officer;
  throw new NotDone(`No officer ${number} works here. See: onestep officers`);
}

/** What was done. @throws NotDone with the findings, or when it is not for the officer to see */
export function taken<T>(result: Result<T | null, Finding[]>): T {
  if (!result.ok)
    throw new NotDone(result.error.map(({ code, en }) => `${code} ${en}.`).join('\n'));
  if (result.value === null) throw new NotDone('That is not for this officer to see.');
  return result.value;
}
