import type { Account, AccountRole } from '../access/account.ts';
import { addAccount, setPassword } from '../access/account-store.ts';
import { hashPassword, SALT_BYTES } from '../access/password.ts';
import { systemClock } from '../io/clock.ts';
import { systemEntropy } from '../io/random.ts';
import type { Officer, OfficerRole } from '../registry/officer.ts';
import { bumpRevision } from '../registry/settings.ts';
import { writeOfficers } from '../registry/staff-store.ts';
import { AREAS } from '../sandbox/world/parties.ts';
import type { Sample } from './sample.ts';
import type { Served } from './serve.ts';

/** Names that may sign in at the console of the sample, and the password of all of them. */
export type Seats = { readonly names: readonly string[]; readonly password: string };

/** Reviews documents and opens nothing, so that no draw takes them. */
const LICENCE = 'review';

const STAFF: readonly (readonly [role: OfficerRole, number: string])[] = [
  ['officer', '4612901'],
  ['supervisor', '4612902'],
  ['operator', '4612903'],
  ['auditor', '4612904'],
];

/**
 * One account of each role, the enterprise being the first agent of the sample, and the officers
 * two who were drawn for the same parcel, so that they have something to inspect. The warehouse is
 * the first that keeps bonded goods. Their password is random and new with each start, so that none
 * is kept anywhere but on the screen; who was signed in at the start before signs in again.
 */
export async function openSampleAccounts(
  { db, house }: Pick<Served, 'db' | 'house'>,
  { expected }: Pick<Sample, 'expected'>,
  pair: readonly [string, string] | null = null,
): Promise<Seats> {
  const at = systemClock.now();
  const password = newPassword();
  const kept = await hashPassword(password, systemEntropy.bytes(SALT_BYTES));
  const [agent] = expected.lists.map(({ sender }) => sender);
  const seats: Seat[] = [
    ...(pair === null ? STAFF : STAFF.slice(1)).map(([role, party]) => seat(role, party)),
    ...(pair ?? []).map((party, i) => seat('officer', party, i === 0 ? 'officer' : 'officer-2')),
    ...(agent === undefined ? [] : [seat('enterprise', agent)]),
    ...AREAS.slice(0, 1).map(({ code }) => seat('enterprise', code, 'warehouse')),
  ];
  await db.transaction(async (tx) => {
    await writeOfficers(tx, STAFF.map(personOf));
    for (const one of seats) {
      const account: Account = {
        ...one,
        ...{ password: kept, identity: null, createdAt: at, lockedAt: null },
      };
      if (!(await addAccount(tx, account))) await setPassword(tx, account.name, kept);
    }
    await bumpRevision(tx);
  });
  await house.registry.fresh(db);
  return { names: seats.map(({ name }) => name), password };
}

type Seat = Pick<Account, 'name' | 'role' | 'party'>;

const seat = (role: AccountRole, party: string, name: string = role): Seat => ({
  ...{ name: `sample-${name}`, role, party },
});

function personOf([role, number]: (typeof STAFF)[number]): Officer {
  return {
    ...{ number, name: `样例${number.at(-1)}`, roles: [role], tags: [LICENCE], weight: 1 },
    ...{ capacity: 20, from: '2015-06-01', until: null },
  };
}

/** Sixteen letters and digits that are not mistaken for each other: 80 bits. */
function newPassword(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  const text = [...systemEntropy.bytes(16)].map((byte) => letters[byte % letters.length]).join('');
  return text.match(/.{4}/g)!.join('-');
}
