import { LIMITS } from '../base/limits.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Poster } from '../io/post.ts';
import type { DrawId } from './draw-file.ts';
import type { SeedParty } from './party.ts';
import { COMMIT_ANSWER, REVEAL_ANSWER, readShape } from './party-codec.ts';
import type { Shape } from './shape.ts';

/** Where a party of somebody else answers. */
export type PartyAddress = {
  readonly id: string;
  /** Of its server, without a path. */
  readonly url: string;
  readonly token: string | null;
  /** How long a call may take before it counts as unanswered. */
  readonly milliseconds: number;
};

/** Such a party, with how often it did not give what it was asked for, by reason. */
export type RemoteParty = SeedParty & { readonly failures: ReadonlyMap<string, number> };

/** A party on a machine of its own, asked over HTTP: see `startPartyServer`. */
export function remoteParty(address: PartyAddress, poster: Poster): RemoteParty {
  const { id } = address;
  const failures = new Map<string, number>();
  const ask = async <T extends { readonly party: string }>(
    path: string,
    body: object,
    shape: Shape<T>,
  ): Promise<Result<T, string>> => {
    const asked = await call(address, poster, path, body, shape);
    const result = asked.ok && asked.value.party !== id ? fail(`is ${asked.value.party}`) : asked;
    if (!result.ok) failures.set(result.error, (failures.get(result.error) ?? 0) + 1);
    return result;
  };
  return {
    id,
    failures,
    commit: async (draws) => {
      const commitments: string[] = [];
      for (let at = 0; at < draws.length; at += LIMITS.partyDraws) {
        const some = draws.slice(at, at + LIMITS.partyDraws).map(plain);
        const made = await ask('/commitments', { draws: some }, COMMIT_ANSWER);
        if (!made.ok) throw new Error(`party ${id} does not commit itself: ${made.error}`);
        commitments.push(...made.value.commitments);
      }
      if (commitments.length === draws.length) return commitments;
      throw new Error(`party ${id} commits itself to ${commitments.length} of ${draws.length}`);
    },
    reveal: async (draw, { targets, officers }) => {
      const shown = await ask('/reveals', { ...plain(draw), targets, officers }, REVEAL_ANSWER);
      return shown.ok ? shown.value.secret : null;
    },
  };
}

const plain = ({ zone, day, sequence }: DrawId) => ({ zone, day, sequence });

/** One call; why there is no answer as one word. */
async function call<T>(
  { url, token, milliseconds }: PartyAddress,
  poster: Poster,
  path: string,
  body: object,
  shape: Shape<T>,
): Promise<Result<T, string>> {
  const headers = {
    'content-type': 'application/json',
    ...(token !== null && { authorization: `Bearer ${token}` }),
  };
  const posted = await poster.post({
    url: new URL(path, url),
    headers,
    body: JSON.stringify(body),
    milliseconds,
    keep: true,
  });
  if ('failure' in posted) return fail(posted.failure);
  if (posted.status !== 200) return fail(`status ${posted.status}`);
  const read = readShape(posted.content?.toString() ?? '', shape);
  return read.ok ? ok(read.value) : fail('unreadable');
}
