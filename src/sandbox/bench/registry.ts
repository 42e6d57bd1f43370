import type { Credentials } from '../world/credentials.ts';
import type { Person } from '../world/people.ts';
import { worldArguments } from '../world/plan.ts';
import { registryFiles, type WorldFile } from '../world/registry-files.ts';
import { buyerAt } from './buyers.ts';

/** Every fifth buyer of these chunks is known to the authority; of the later ones nobody is. */
const KNOWN_CHUNKS = 20;
const SEEN = 500;

/** What the registry of a load has beside firms: a staff, the rates of currencies. */
export type RegistryWish = { readonly officers?: boolean; readonly exports?: boolean };

/** What `onestep load` reads before freight of that seed can be sent. */
export function freightRegistry(
  seed: bigint,
  credentials: ReadonlyMap<string, Credentials>,
  { officers = false, exports = false }: RegistryWish = {},
): WorldFile[] {
  const people: Person[] = [];
  for (let chunk = 0; chunk < KNOWN_CHUNKS; chunk += 1) {
    for (let index = 0; index < SEEN; index += 1) people.push(buyerAt(seed, chunk, index));
  }
  const args = worldArguments({ seed, parcels: 0, officers, exports: exports ? 1 : 0 });
  const plan = { arguments: args, parcels: [], sets: new Map(), messages: [], people };
  return registryFiles(plan, credentials);
}
