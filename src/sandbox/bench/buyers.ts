import { assert, present } from '../../base/assert.ts';
import { addDays } from '../../base/dates.ts';
import { seededRandom } from '../../base/random.ts';
import { checkCharacter, makePeople, type Person } from '../world/people.ts';

/** Buyers of one chunk of freight; their numbers are the last digits before the check character. */
export const CHUNK_BUYERS = 1_000;
/** One day of birth a chunk: more chunks would share buyers and, with them, annual limits. */
export const MOST_CHUNKS = 17_500;

/**
 * A made-up buyer, told by number: two chunks never share one, whoever makes them and when, so no
 * annual limit is passed by chunks that know nothing of each other.
 */
export function buyerAt(seed: bigint, chunk: number, index: number): Person {
  assert(chunk < MOST_CHUNKS && index < CHUNK_BUYERS, 'freight has run out of buyers');
  const random = seededRandom((seed << 40n) + BigInt(chunk * CHUNK_BUYERS + index));
  const person = present(makePeople(random, 1)[0], 'a person');
  const born = addDays('1955-01-01', chunk).replaceAll('-', '');
  const first17 = person.idNumber.slice(0, 6) + born + String(index).padStart(3, '0');
  return { ...person, idNumber: `${first17}${checkCharacter(first17)}` };
}
