import type { Sql } from '../io/postgres.ts';
import { buyersFor } from './facts.ts';

/** A person as asked about: keyed hashes, never the texts. */
export type PersonQuestion = { readonly idKey: string; readonly nameKey: string };

/**
 * match: number and name belong together. mismatch: the number belongs to another name. unknown:
 * the authority has no such number. blocked: the person may not buy (RULES ENT-6, ENT-7).
 */
export type IdentityAnswer = 'match' | 'mismatch' | 'unknown' | 'blocked';

/** Who knows whether a number and a name belong together (RULES ID-1). */
export type IdentityAuthority = {
  /** One answer a question, in order; asked once for a whole batch. */
  check(persons: readonly PersonQuestion[]): Promise<IdentityAnswer[]>;
};

/** The authority that knows the buyers on file in the registry. */
export function registryAuthority(sql: Sql): IdentityAuthority {
  return {
    async check(persons) {
      const known = await buyersFor(
        sql,
        persons.map((person) => person.idKey),
      );
      return persons.map(({ idKey, nameKey }) => {
        const buyer = known.get(idKey);
        if (buyer === undefined) return 'unknown';
        if (buyer.blocked) return 'blocked';
        return buyer.nameKey === nameKey ? 'match' : 'mismatch';
      });
    },
  };
}
