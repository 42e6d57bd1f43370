import { fileURLToPath } from 'node:url';
import { startOfDay } from '../../src/base/dates.ts';
import { seededRandom } from '../../src/base/random.ts';
import { guaranteeAccount } from '../../src/clearance/facts.ts';
import type { Database, Sql } from '../../src/io/postgres.ts';
import { setLimits } from '../../src/ledger/store.ts';
import { readCertificate } from '../../src/registry/certificates.ts';
import type { Guarantee, Undertaking } from '../../src/registry/enterprise.ts';
import { makeHash } from '../../src/registry/personal-hash.ts';
import type { Parameters, Profile } from '../../src/registry/profile.ts';
import { completeProfile } from '../../src/registry/profile-codec.ts';
import { readProfile } from '../../src/registry/profile-file.ts';
import { beginDrawing, bumpRevision, hashKey } from '../../src/registry/settings.ts';
import * as store from '../../src/registry/store.ts';
import { tokenHash } from '../../src/registry/tokens.ts';
import { CATALOG } from '../../src/sandbox/world/catalog.ts';
import { makeCertificate, type WorldCertificate } from '../../src/sandbox/world/certificate.ts';
import { makeKey, type WorldKey } from '../../src/sandbox/world/keys.ts';
import {
  AGENTS,
  BAD,
  CARRIERS,
  PARTIES,
  PAYMENTS,
  type Party,
  PLATFORMS,
  SELLERS,
  SITES,
} from '../../src/sandbox/world/parties.ts';
import type { Person } from '../../src/sandbox/world/people.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

/** Business date of all documents; every rule of 2020 is in force. */
export const START = '2020-09-18';
/** The evening of that day: everything has been ordered, paid and shipped. */
export const EVENING = startOfDay(START) + 20 * 3_600_000;

export const [PLATFORM, PLATFORM_2, PLATFORM_3] = PLATFORMS as [Party, Party, Party];
export const [SELLER] = SELLERS as [Party];
export const [PAYFIRM, PAYFIRM_2] = PAYMENTS as [Party, Party];
export const [CARRIER, CARRIER_2] = CARRIERS as [Party, Party];
export const [AGENT, AGENT_2] = AGENTS as [Party, Party];
export const POOR_AGENT = BAD.poorAgent;
export const [SITE] = SITES as [Party];

const SENDERS = [
  ...PLATFORMS,
  SELLER,
  ...PAYMENTS,
  CARRIER,
  CARRIER_2,
  ...AGENTS,
  POOR_AGENT,
  SITE,
];

/** What a sender signs and comes in with. */
export type Card = {
  readonly key: WorldKey;
  readonly certificate: WorldCertificate;
  readonly token: string;
};

/** A zone of its own: a database with parties, goods and the law, and the keys of the senders. */
export type Zone = {
  readonly database: TestDatabase;
  readonly db: Database;
  readonly profile: Profile;
  cardOf(party: Party): Card;
  /** Changes the registry as another program would: one transaction, a new revision. */
  register(change: (tx: Sql) => Promise<unknown>): Promise<void>;
};

const PROFILE = fileURLToPath(new URL('../../profiles/cn-zhengzhou', import.meta.url));
const ALWAYS = '2016-04-08';

/**
 * Makes a zone; drop its database afterwards. `switches` stand in for what the law says; nothing is
 * taken from books unless they say so.
 */
export async function openZone(
  switches: Partial<Parameters> | ((law: Profile) => Partial<Parameters>) = {},
): Promise<Zone> {
  const read = await readProfile(PROFILE);
  if (!read.ok) throw new Error('the profile cannot be read');
  const { parameters } = read.value;
  const own = typeof switches === 'function' ? switches(read.value) : switches;
  const profile = completeProfile({
    ...read.value,
    parameters: { ...parameters, stockRequired: [], ...own },
  });
  const cards = new Map(SENDERS.map((party, i) => [party.code, makeCard(party, i)]));
  const database = await createTestDatabase();
  const { db } = database;
  const zone: Zone = {
    database,
    db,
    profile,
    cardOf: ({ code }) => cards.get(code)!,
    register: (change) =>
      db.transaction(async (tx) => {
        await change(tx);
        await bumpRevision(tx);
      }),
  };
  await hashKey(db);
  await zone.register(async (tx) => {
    await store.writeProfile(tx, profile, EVENING);
    await writeParties(tx, cards);
    if (own.classification !== undefined) await beginDrawing(tx, 0);
  });
  return zone;
}

/** A key and a certificate for a party; another position gives other ones. */
export function makeCard(party: Party, position: number): Card {
  const key = makeKey(seededRandom(BigInt(1_000 + position)), 1024);
  const serial = `1a2b3c${String(10 + position)}`;
  const terms = { serial, code: party.code, name: party.name };
  const certificate = makeCertificate(key, { ...terms, from: '2015-06-01', until: '2045-05-31' });
  return { key, certificate, token: `token-of-${party.code}` };
}

async function writeParties(tx: Sql, cards: ReadonlyMap<string, Card>): Promise<void> {
  const registered = PARTIES.filter((party) => party.registered);
  await store.writeEnterprises(tx, registered);
  for (const [code, card] of cards) await registerCard(tx, code, card);
  await store.writeTokens(
    tx,
    [...cards].map(([enterpriseCode, { token }]) => {
      const hash = tokenHash(token);
      return { enterpriseCode, label: 'test', hash, expiresAt: null, revokedAt: null };
    }),
  );
  const sellers = registered.filter((party) => party.roles.includes('ecommerce'));
  await store.writeGoods(
    tx,
    sellers.flatMap(({ code }) =>
      CATALOG.map(({ itemNo, hs, name, content, pieces, grams }) => ({
        ...{ enterpriseCode: code, itemNo, hs, name },
        ...{ contentPerUnit: content, piecesPerUnit: pieces, gramsPerUnit: grams },
      })),
    ),
  );
  const lodged = registered.flatMap(({ code, guarantee }) =>
    guarantee === null ? [] : [guaranteeOf(code, guarantee)],
  );
  await lodge(tx, lodged);
}

/** Registers the certificate of a card. */
export async function registerCard(tx: Sql, enterpriseCode: string, card: Card): Promise<void> {
  const { serial, der, validFrom, validUntil } = readCertificate(card.certificate.der)!;
  const row = { enterpriseCode, serial, der, validFrom, validUntil, revokedAt: null };
  await store.writeCertificates(tx, [row]);
}

/** A guarantee without an end. */
export function guaranteeOf(enterpriseCode: string, amount: bigint): Guarantee {
  return { enterpriseCode, amount, from: ALWAYS, until: null };
}

/** Lodges guarantees as `load` does: the rows, and the limits of the accounts. */
export async function lodge(tx: Sql, guarantees: readonly Guarantee[]): Promise<void> {
  await store.writeGuarantees(tx, guarantees);
  await setLimits(
    tx,
    guarantees.map(({ enterpriseCode, amount }) => ({
      account: guaranteeAccount(enterpriseCode),
      limit: amount,
    })),
  );
}

/** An undertaking of `operator` to send for `principal`. */
export function undertaking(
  operator: Party,
  principal: Party,
  kind: Undertaking['kind'],
  from = ALWAYS,
  until: string | null = null,
): Undertaking {
  return { operator: operator.code, principal: principal.code, kind, from, until };
}

/** What the authority says of a person. */
export async function knowBuyer(
  tx: Sql,
  { idNumber, name }: Pick<Person, 'idNumber' | 'name'>,
  blocked: boolean,
): Promise<void> {
  const hash = makeHash(await hashKey(tx));
  const row = { idKey: hash('id', idNumber), nameKey: hash('name', name), blocked };
  await store.writeBuyers(tx, [row]);
}
