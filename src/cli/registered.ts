import { type Instant, isBusinessDate, isoShanghai, startOfDay } from '../base/dates.ts';
import type { RegistrySnapshot } from '../registry/snapshot.ts';
import { NotDone, textOf, UsageError, type Values } from './command.ts';

/** The code of a registered enterprise, as typed. @throws NotDone when there is none */
export function registeredCode(registry: RegistrySnapshot, code: string): string {
  if (registry.enterprises.has(code)) return code;
  throw new NotDone(`No enterprise ${code} is registered. Register it with onestep load.`);
}

/** An option that must be there. @throws UsageError */
export function required(values: Values, name: string, command: string): string {
  const text = textOf(values, name);
  if (text !== undefined && text !== '') return text;
  throw new UsageError(`--${name} is missing. See: onestep ${command} --help`);
}

/** The beginning of a day given as an option, in Shanghai; null without it. @throws UsageError */
export function dayOf(values: Values, name: string): Instant | null {
  const text = textOf(values, name);
  if (text === undefined) return null;
  if (isBusinessDate(text)) return startOfDay(text);
  throw new UsageError(`--${name} takes a day like 2027-01-31, not ${text}.`);
}

/** How long a token or certificate may be used, in words. */
export function stateAt(
  { revokedAt, until }: { readonly revokedAt: Instant | null; readonly until: Instant | null },
  now: Instant,
): string {
  if (revokedAt !== null && revokedAt <= now) return `revoked ${isoShanghai(revokedAt)}`;
  if (until !== null && until <= now) return `expired ${isoShanghai(until)}`;
  return until === null ? 'in force' : `in force until ${isoShanghai(until)}`;
}
