import { LIMITS } from '../base/limits.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Poster } from '../io/post.ts';
import type { Sql } from '../io/postgres.ts';
import type { Entropy } from '../io/random.ts';
import { bumpRevision } from '../registry/settings.ts';
import { ID } from './draw-codec.ts';
import { localParty, type SeedParty } from './party.ts';
import { readShape } from './party-codec.ts';
import { remoteParty } from './party-remote.ts';
import { listOf, type Misfit, members, orNull, text, whole } from './shape.ts';

/** A party of the zone's draws: within the platform without an address, else a server. */
export type PartyEntry = {
  readonly id: string;
  readonly url: string | null;
  readonly token: string | null;
  /** How long it is waited for; null takes the usual time. */
  readonly milliseconds: number | null;
};

const local = (id: string): PartyEntry => ({ id, url: null, token: null, milliseconds: null });
/** Two within the platform: a draw needs two, and these prove nothing to anybody outside. */
export const LOCAL_PARTIES = ['customs', 'zone'] as const;
const USUAL: readonly PartyEntry[] = LOCAL_PARTIES.map(local);

const URL_TEXT = text('http://... or https://... or null', (value) => {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && value.length <= 500;
});
const TOKEN = text('8 to 200 visible characters', (value) => /^[\x21-\x7e]{8,200}$/.test(value));
const ENTRIES = listOf(
  members<PartyEntry>({
    id: ID,
    url: orNull(URL_TEXT),
    token: orNull(TOKEN),
    milliseconds: orNull(whole(10, LIMITS.drawReveal)),
  }),
  2,
  LIMITS.drawParties,
);

/** The parties of a JSON text, ordered by their ids as a draw has them. */
export function readParties(json: string): Result<readonly PartyEntry[], Misfit> {
  const read = readShape(json, ENTRIES);
  if (!read.ok) return read;
  const entries = [...read.value].sort((a, b) => (a.id < b.id ? -1 : 1));
  const twice = entries.find(({ id }, at) => entries[at - 1]?.id === id);
  return twice === undefined ? ok(entries) : fail({ path: twice.id, expected: 'each id once' });
}

/** The parties of the zone, in the order of their ids. @throws Error when the setting is none */
export async function partyEntries(sql: Sql): Promise<readonly PartyEntry[]> {
  const [row] = await sql.query<{ value: string }>(
    "select value from registry.settings where name = 'seed-parties'",
  );
  if (row === undefined) return USUAL;
  const read = readParties(row.value);
  if (read.ok) return read.value;
  throw new Error(`setting seed-parties: ${read.error.path} is not ${read.error.expected}`);
}

/** Names other parties; draws that are committed go on with theirs. */
export async function storeParties(tx: Sql, entries: readonly PartyEntry[]): Promise<void> {
  await tx.execute(
    `insert into registry.settings (name, value) values ('seed-parties', $1)
     on conflict (name) do update set value = excluded.value`,
    [JSON.stringify(entries)],
  );
  await bumpRevision(tx);
}

/** The parties of the zone, ready to be asked, in the order of their ids. */
export async function partiesOf(sql: Sql, entropy: Entropy, poster: Poster): Promise<SeedParty[]> {
  const entries = await partyEntries(sql);
  return entries.map(({ id, url, token, milliseconds }) => {
    if (url === null) return localParty(id, entropy);
    const patience = milliseconds ?? LIMITS.partyMilliseconds;
    return remoteParty({ id, url, token, milliseconds: patience }, poster);
  });
}
