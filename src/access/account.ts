import type { Instant } from '../base/dates.ts';
import { OFFICER_ROLES_ZH } from '../registry/officer.ts';

/** What an account may be; the public needs none. All but the last are persons of the authority. */
export const ACCOUNT_ROLES = [
  'officer',
  'supervisor',
  'operator',
  'auditor',
  'enterprise',
] as const;
export type AccountRole = (typeof ACCOUNT_ROLES)[number];

/** As people of customs call them. */
export const ACCOUNT_ROLES_ZH: Readonly<Record<AccountRole, string>> = {
  ...OFFICER_ROLES_ZH,
  enterprise: '企业',
};

/** The address of a provider, and its lasting name for one person. */
export type AccountIdentity = { readonly issuer: string; readonly subject: string };

/** Who may sign in at the console. */
export type Account = {
  /** Lower case. */
  readonly name: string;
  readonly role: AccountRole;
  /** Number of the officer or code of the enterprise that it acts for. */
  readonly party: string;
  /** As `hashPassword` writes it; null where a provider alone says who somebody is. */
  readonly password: string | null;
  /** What a provider of OpenID Connect calls the person. */
  readonly identity: AccountIdentity | null;
  readonly createdAt: Instant;
  readonly lockedAt: Instant | null;
};

const NAME = /^[a-z0-9][a-z0-9._@-]{1,63}$/;

/** A name as it is kept: without blanks around it, in lower case; null when it cannot be one. */
export function accountName(text: string): string | null {
  const name = text.trim().toLowerCase();
  return NAME.test(name) ? name : null;
}
