import { hash } from 'node:crypto';
import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Entropy } from '../io/random.ts';
import { registryFinding } from './codes.ts';
import type { Enterprise } from './enterprise.ts';
import type { RegistrySnapshot } from './snapshot.ts';

const TOKEN_BYTES = 32;

/** A new token: 256 random bits behind a word that scanners of leaked secrets know it by. */
export function newToken(entropy: Entropy): string {
  return `onestep_${Buffer.from(entropy.bytes(TOKEN_BYTES)).toString('base64url')}`;
}

/** SHA-256 of a token in hex. Tokens are long and random, so a plain hash cannot be searched. */
export function tokenHash(token: string): string {
  return hash('sha256', token, 'hex');
}

/**
 * The enterprise a bearer token stands for. A suspended enterprise may still come in and read its
 * receipts; what it sends is refused by the rules. One whose registration is revoked may not.
 * @param bearerToken the text after "Bearer ".
 */
export function authenticate(
  snapshot: RegistrySnapshot,
  bearerToken: string,
  at: Instant,
): Result<Enterprise, Finding> {
  const token = snapshot.tokens.get(tokenHash(bearerToken));
  const enterprise = snapshot.enterprises.get(token?.enterpriseCode ?? '');
  if (token === undefined || enterprise === undefined) {
    return fail(registryFinding('REG-TOKEN-UNKNOWN'));
  }
  const { revokedAt, expiresAt } = token;
  if (revokedAt !== null && revokedAt <= at) return fail(registryFinding('REG-TOKEN-REVOKED'));
  if (expiresAt !== null && expiresAt <= at) return fail(registryFinding('REG-TOKEN-EXPIRED'));
  if (enterprise.status === 'revoked') return fail(registryFinding('REG-ENTERPRISE-REVOKED'));
  return ok(enterprise);
}
