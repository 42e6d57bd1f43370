import { fail, ok, type Result } from '../base/result.ts';
import type { Round } from './beacon.ts';

const PUBLISHED_BYTES = 4_096;

/** Reads `/{chain hash}/public/{round}` of a relay; other members of the answer are passed over. */
export function readRound(bytes: Uint8Array): Result<Round, 'no round'> {
  if (bytes.length > PUBLISHED_BYTES) return fail('no round');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return fail('no round');
  }
  const { round, signature } = Object(value) as Readonly<Record<string, unknown>>;
  const fits = typeof signature === 'string' && /^[0-9a-f]{96}$/.test(signature);
  if (!fits || typeof round !== 'number' || !Number.isSafeInteger(round) || round < 1) {
    return fail('no round');
  }
  return ok({ round, signature });
}
