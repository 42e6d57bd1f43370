import { fail, ok, type Result } from '../base/result.ts';
import type { Poster } from '../io/post.ts';
import { type Chain, isSigned, type Round } from './beacon.ts';
import { readRound } from './beacon-codec.ts';

/** The League of Entropy's public relays, none of which has to be trusted. */
export const RELAYS: readonly string[] = [
  'https://api.drand.sh',
  'https://api2.drand.sh',
  'https://api3.drand.sh',
  'https://drand.cloudflare.com',
];

/** Who gave no round, and why in a word or two. */
export type RelayMiss = { readonly relay: string; readonly reason: string };

/**
 * A round that the chain signed, from the first of its relays that has it. They are asked one after
 * the other, so it takes at most their number times `milliseconds`; a later one is not asked when
 * an earlier one had the round.
 * @param relays URLs of servers, without a path
 * @param milliseconds for all of one call
 */
export async function askRound(
  poster: Poster,
  relays: readonly string[],
  chain: Chain,
  round: number,
  milliseconds: number,
): Promise<Result<Round, readonly RelayMiss[]>> {
  const misses: RelayMiss[] = [];
  for (const relay of relays) {
    const url = new URL(`/${chain.hash}/public/${round}`, relay);
    const given = await askRelay(poster, url, milliseconds);
    const asked = given.ok ? signed(chain, round, given.value) : given;
    if (asked.ok) return asked;
    misses.push({ relay, reason: asked.error });
  }
  return fail(misses);
}

async function askRelay(
  poster: Poster,
  url: URL,
  milliseconds: number,
): Promise<Result<Round, string>> {
  const headers = { accept: 'application/json' };
  const request = { method: 'GET', url, headers, body: '', milliseconds, keep: true } as const;
  const posted = await poster.post(request);
  if ('failure' in posted) return fail(posted.failure);
  if (posted.status !== 200) return fail(`status ${posted.status}`);
  // The status came, and not the whole: it was too long or broke off.
  if (posted.content === undefined) return fail('unfinished');
  const read = readRound(posted.content);
  return read.ok ? ok(read.value) : fail('unreadable');
}

/** What a relay says is worth as much as the signature in it. */
function signed(chain: Chain, round: number, given: Round): Result<Round, string> {
  if (given.round !== round) return fail(`is round ${given.round}`);
  return isSigned(chain, given) ? ok(given) : fail('not signed by the chain');
}
