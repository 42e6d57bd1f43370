import { type Account, type AccountIdentity, accountName } from '../access/account.ts';
import { addAccount } from '../access/account-store.ts';
import { hashPassword, PASSWORD_LEAST, PASSWORD_MOST, SALT_BYTES } from '../access/password.ts';
import { type BusinessDate, businessDate, type Instant } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import type { Entropy } from '../io/random.ts';
import { covers } from '../registry/dated.ts';
import type { RegistrySnapshot } from '../registry/snapshot.ts';

/** Why an account or password is not taken, in one sentence; null when nothing is against it. */
export type Objection = string | null;

/** Whether somebody may have an account in that role. */
export function partyObjection(
  { enterprises, staff }: RegistrySnapshot,
  { role, party }: Pick<Account, 'role' | 'party'>,
  today: BusinessDate,
): Objection {
  if (role === 'enterprise') {
    return enterprises.has(party) ? null : `No enterprise ${party} is registered.`;
  }
  const officer = staff.officers.get(party);
  if (officer === undefined || !covers(officer, today)) {
    return `No officer ${party} is on file.`;
  }
  if (officer.roles.includes(role)) return null;
  return `Officer ${party} is no ${role}; the registry has ${officer.roles.join(', ')}.`;
}

/** Long ones are good ones; nothing else is asked. */
export function passwordObjection(password: string): Objection {
  const length = [...password].length;
  if (length < PASSWORD_LEAST) return `A password has ${PASSWORD_LEAST} characters or more.`;
  return length > PASSWORD_MOST ? `A password has ${PASSWORD_MOST} characters at most.` : null;
}

/** With a password, an identity at a provider, or both. */
export type NewAccount = Pick<Account, 'name' | 'role' | 'party'> & {
  readonly password?: string;
  readonly identity?: AccountIdentity;
};

/** Opens an account. @returns why not, in one sentence */
export async function openAccount(
  tx: Sql,
  { name: typed, role, party, password, identity }: NewAccount,
  {
    registry,
    entropy,
    at,
  }: { readonly registry: RegistrySnapshot; readonly entropy: Entropy; readonly at: Instant },
): Promise<Objection> {
  const name = accountName(typed);
  if (name === null) return 'A name has 2 to 64 letters, digits, dots, hyphens or @.';
  const objection =
    partyObjection(registry, { role, party }, businessDate(at)) ??
    (password === undefined ? null : passwordObjection(password));
  if (objection !== null) return objection;
  const kept =
    password === undefined ? null : await hashPassword(password, entropy.bytes(SALT_BYTES));
  const added = await addAccount(tx, {
    ...{ name, role, party, password: kept, identity: identity ?? null },
    ...{ createdAt: at, lockedAt: null },
  });
  if (added) return null;
  return `There is an account ${name} already${identity ? ', or one with that identity' : ''}.`;
}
