import { setImmediate } from 'node:timers/promises';
import { present } from '../../base/assert.ts';
import { seededRandom } from '../../base/random.ts';
import type { Signer } from '../../client/sign.ts';
import { makeCertificate, type WorldCertificate } from './certificate.ts';
import { makeKey, makeSm2Key, type WorldKey } from './keys.ts';
import { PARTIES, type Party } from './parties.ts';

/** What one sender of a world signs and comes in with. */
export type Credentials = {
  readonly party: Party;
  readonly key: WorldKey;
  readonly certificate: WorldCertificate;
  readonly token: string;
};

/** Long enough for any business date; a world is no place for real secrets anyway. */
const FROM = '2015-06-01';
const UNTIL = '2045-05-31';
const EXPIRED = '2017-05-31';

/** Parties that transmit messages in some case. */
export const SENDERS: readonly Party[] = PARTIES.filter(
  (party) => party.registered && !party.overseas && !party.roles.includes('area'),
);

/**
 * Keys, cards and tokens of every sender, from the seed alone: worlds of one seed share them
 * whatever their size. About 0.1 s for each sender.
 * @param others who sends something beside them
 */
export function makeCredentials(
  seed: bigint,
  others: readonly Party[] = [],
): ReadonlyMap<string, Credentials> {
  const senders = [...SENDERS, ...others];
  return new Map(senders.map((party, i) => [party.code, credentials(seed, party, i)]));
}

/** Those of some senders alone. */
export function makeCredentialsOf(
  seed: bigint,
  codes: ReadonlySet<string>,
): ReadonlyMap<string, Credentials> {
  const some = [...SENDERS.entries()].filter(([, { code }]) => codes.has(code));
  return new Map(some.map(([i, party]) => [party.code, credentials(seed, party, i)]));
}

/** The same of all, with a pause behind each, so that a server which makes them still answers. */
export async function makeCredentialsBeside(
  seed: bigint,
): Promise<ReadonlyMap<string, Credentials>> {
  const made = new Map<string, Credentials>();
  for (const [i, party] of SENDERS.entries()) {
    made.set(party.code, credentials(seed, party, i));
    await setImmediate();
  }
  return made;
}

function credentials(seed: bigint, party: Party, position: number): Credentials {
  const random = seededRandom((seed << 8n) + BigInt(position) + 0x5ea1_0000_0000_0000n);
  const isSm2 = party.algorithm === 'sm2-sm3';
  const key = isSm2 ? makeSm2Key(random) : makeKey(random, party.bits);
  // The first of eight digits is 1 to 7, so that the number is the same with and without leading
  // zeros and stays positive in DER.
  const first = 1 + random.below(7);
  const digits = Buffer.from(random.bytes(isSm2 ? 7 : 4)).toString('hex');
  const serial = isSm2 ? `03${digits}` : `${first}${digits.slice(1)}`;
  const until = party.card === 'expired' ? EXPIRED : UNTIL;
  const certificate = makeCertificate(key, {
    serial,
    code: party.code,
    name: party.name,
    from: FROM,
    until,
  });
  const token = `sandbox_${Buffer.from(random.bytes(24)).toString('base64url')}`;
  return { party, key, certificate, token };
}

/** The credentials of one sender. */
export function credentialsOf(all: ReadonlyMap<string, Credentials>, party: Party): Credentials {
  return present(all.get(party.code), `the credentials of ${party.code}`);
}

/** What a sender signs its messages with. */
export function signerOf({ party, key, certificate }: Credentials): Signer {
  return {
    key: key.privateKey,
    keyName: certificate.serial,
    certificateBase64: Buffer.from(certificate.der).toString('base64'),
    algorithm: party.algorithm,
  };
}
