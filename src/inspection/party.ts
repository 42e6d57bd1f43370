import { present } from '../base/assert.ts';
import type { Entropy } from '../io/random.ts';
import type { DrawId } from './draw-file.ts';
import { commitmentOf } from './hashes.ts';

/** The hashes of what was published before the seed. */
export type RegistryHashes = { readonly targets: string; readonly officers: string };

/**
 * One that gives a share of the seed: it commits to a secret for each draw beforehand, and shows it
 * when it is told what was published. It shows a secret for one pair of registries only.
 */
export type SeedParty = {
  readonly id: string;
  /** Its commitments, 64 hexadecimal digits each, in the order of the draws. */
  commit(draws: readonly DrawId[]): Promise<readonly string[]>;
  /** 64 hexadecimal digits, or null when it does not show it in time. */
  reveal(draw: DrawId, published: RegistryHashes): Promise<string | null>;
};

const SECRET_BYTES = 32;

const nameOf = ({ zone, day, sequence }: DrawId) => `${zone}/${day}/${sequence}`;

/** A party in this process: its secrets are in memory, and gone when they are shown. */
export function localParty(id: string, entropy: Entropy): SeedParty & LocalParty {
  const secrets = new Map<string, string>();
  const show = (draw: DrawId): string => {
    const name = nameOf(draw);
    const secret = present(secrets.get(name), 'a secret that was not shown yet');
    secrets.delete(name);
    return secret;
  };
  return {
    id,
    commit: async (draws) =>
      draws.map((draw) => {
        const secret = Buffer.from(entropy.bytes(SECRET_BYTES)).toString('hex');
        secrets.set(nameOf(draw), secret);
        return commitmentOf(draw, id, secret);
      }),
    reveal: async (draw) => show(draw),
    show,
  };
}

/** What only a party of the same process can do. */
export type LocalParty = {
  /** The secret at once: it is written with the registries in one statement, and used after it. */
  show(draw: DrawId): string;
};

/** Whether a party is in this process. */
export function isLocal(party: SeedParty): party is SeedParty & LocalParty {
  return 'show' in party;
}
