import { zstdDecompressSync } from 'node:zlib';
import { isoShanghai } from '../base/dates.ts';
import type { DrawInput } from './derive.ts';
import type { Share, Terms } from './draw-file.ts';
import type { DrawRow } from './epoch-store.ts';

const HASH_BYTES = 32;

/**
 * The draw of a row, as it was made or would have been: what `deriveDraw` and `makeDraw` take. Rows
 * are written by this program, so their texts have the form of their types.
 */
export function inputOf(row: DrawRow): DrawInput {
  const { zone, day, sequence, openedAt, publishedAt } = row;
  const time = isoShanghai(openedAt);
  const terms: Terms = JSON.parse(row.terms);
  return {
    ...{ zone, day, sequence },
    terms: { publishedAt: isoShanghai(publishedAt), body: terms },
    targets: { publishedAt: time, body: registryOf(row.targets) },
    officers: { publishedAt: time, body: row.officers === null ? [] : registryOf(row.officers) },
    shares: terms.parties.map((party, i) => shareOf(row, party, i)),
    beacon: null,
    recusals: [],
  };
}

function registryOf<T>(packed: Uint8Array): readonly T[] {
  return JSON.parse(zstdDecompressSync(packed).toString('utf8'));
}

function shareOf(row: DrawRow, party: string, place: number): Share {
  const { first, count, sequence, commitments, secrets, revealedAt, publishedAt } = row;
  const start = (place * count + (sequence - first)) * HASH_BYTES;
  const shown = revealedAt?.[place] ?? null;
  return {
    party,
    commitment: commitments.toString('hex', start, start + HASH_BYTES),
    committedAt: isoShanghai(publishedAt),
    secret: secrets?.[place] ?? null,
    revealedAt: shown === null ? null : isoShanghai(Date.parse(shown)),
  };
}
