import { type BusinessDate, stamp14, startOfDay } from '../../base/dates.ts';
import {
  algorithmOf,
  type KeyPair,
  pemOf,
  publicKeyInfo,
  type Subject,
  signedBy,
  subjectName,
} from '../../client/x509.ts';
import { hexOf, identifier, integer, sequence, tlv } from '../../xml/der.ts';

/** A self-signed certificate of a made-up enterprise. */
export type WorldCertificate = {
  /** Lower-case hex: 8 digits on RSA cards, 16 that begin with 03 on SM2 ones (NOTES section 6). */
  readonly serial: string;
  readonly der: Uint8Array;
  readonly pem: string;
};

/** What stands in a certificate; the days are Shanghai days, `until` its last one. */
export type CertificateTerms = Subject & {
  readonly serial: string;
  readonly from: BusinessDate;
  readonly until: BusinessDate;
  /** What the key is for; nothing is said of it by default. */
  readonly usage?: keyof typeof USAGES;
};

const KEY_USAGE = '551d0f';

/** Bit strings of keyUsage: digitalSignature with nonRepudiation, keyEncipherment. */
const USAGES = { signature: '030206c0', encryption: '03020520' } as const;

/**
 * Writes an X.509 v3 certificate (RFC 5280) signed by its own key, with SHA-256 or SM3. The same
 * key and terms give the same bytes: the signatures hold no randomness.
 */
export function makeCertificate(key: KeyPair, terms: CertificateTerms): WorldCertificate {
  const name = subjectName(terms);
  const content = sequence(
    tlv(0xa0, integer(2n)),
    integer(BigInt(`0x${terms.serial}`)),
    algorithmOf(key),
    name,
    sequence(time(terms.from, 0), time(terms.until, 86_399)),
    name,
    publicKeyInfo(key),
    terms.usage === undefined ? '' : tlv(0xa3, sequence(keyUsage(USAGES[terms.usage]))),
  );
  const der = signedBy(key, content);
  return { serial: terms.serial, der, pem: pemOf('CERTIFICATE', der) };
}

function keyUsage(bits: string): string {
  const critical = tlv(0x01, 'ff');
  return sequence(identifier(KEY_USAGE), critical, tlv(0x04, bits));
}

/** UTCTime; good for 1950 to 2049. */
function time(date: BusinessDate, seconds: number): string {
  // UTCTime has two digits of the year and a Z; worlds only need whole seconds of a UTC day.
  const stamp = stamp14(startOfDay(date) + seconds * 1000);
  return tlv(0x17, hexOf(`${stamp.slice(2)}Z`));
}
