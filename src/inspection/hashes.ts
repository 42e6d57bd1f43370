import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from './canonical-json.ts';
import { ALGORITHM, type DrawFile, type DrawId, type Share } from './draw-file.ts';

/** SHA-256 in hexadecimal over the UTF-8 bytes of a text. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const words = (...parts: readonly (string | number)[]) => [ALGORITHM, ...parts].join(' ');

/** Hash of what is published before the seed: of which draw, when, and its canonical form. */
export function publishedHash(
  name: 'terms' | 'targets' | 'officers',
  { zone, day, sequence }: DrawId,
  publishedAt: string,
  body: Json,
): string {
  return sha256(words(name, zone, day, sequence, publishedAt, canonicalJson(body)));
}

/** What a party shows of its secret before it may show the secret itself. */
export function commitmentOf(
  { zone, day, sequence }: DrawId,
  party: string,
  secret: string,
): string {
  return sha256(words('commitment', zone, day, sequence, party, secret));
}

/** The hashes of terms, targets and officers. */
export type PublishedHashes = readonly [terms: string, targets: string, officers: string];

/** The seed: all that was published, each party's secret or `-`, the beacon's value or `-`. */
export function seedOf(
  published: PublishedHashes,
  secrets: readonly Pick<Share, 'party' | 'secret'>[],
  beacon: string | null,
): string {
  const shares = secrets.map(({ party, secret }) => `${party}=${secret ?? '-'}`);
  return sha256(words('seed', ...published, ...shares, beacon ?? '-'));
}

/** One block of the stream of a purpose: 32 bytes in hexadecimal. */
export function streamBlock(seed: string, purpose: string, index: number): string {
  return sha256(words('stream', seed, purpose, index));
}

/** The hash over everything in the file but itself. */
export function fileHash({ hash: _, ...rest }: DrawFile): string {
  return sha256(words('file', canonicalJson(rest)));
}
