import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import { type Entropy, systemEntropy } from '../io/random.ts';

const HASH_KEY_BYTES = 32;
const LANE_KEY_BYTES = 32;

/** The number of the last load: one cheap statement to see whether a snapshot is stale. */
export async function readRevision(sql: Sql): Promise<bigint> {
  const [row] = await sql.query<{ revision: bigint }>(
    "select value::bigint as revision from registry.settings where name = 'revision'",
  );
  return present(row, 'registry.settings revision').revision;
}

/** Counts one change of the registry; the row lock lets one load after the other through. */
export async function bumpRevision(tx: Sql): Promise<bigint> {
  const [row] = await tx.query<{ revision: bigint }>(
    `update registry.settings set value = (value::bigint + 1)::text
     where name = 'revision' returning value::bigint as revision`,
  );
  return present(row, 'registry.settings revision').revision;
}

/**
 * The secret of `makeHash`, made on first use. Two processes that start at once agree: the first
 * to insert wins.
 */
export function hashKey(sql: Sql, entropy: Entropy = systemEntropy): Promise<Uint8Array> {
  return secret(sql, 'hash-key', HASH_KEY_BYTES, entropy);
}

/** The seed of the key with which the lists that lanes hold are signed, made in the same way. */
export function laneSeed(sql: Sql, entropy: Entropy): Promise<Uint8Array> {
  return secret(sql, 'lane-key', LANE_KEY_BYTES, entropy);
}

/**
 * When the zone begins to draw for inspection: the first officers are on file, and every process
 * knows of it. Null while there are none. It never begins anew.
 */
export async function drawingSince(sql: Sql): Promise<Instant | null> {
  const [row] = await sql.query<{ at: bigint }>(
    "select value::bigint as at from registry.settings where name = 'drawing-since'",
  );
  return row === undefined ? null : Number(row.at);
}

/** Has the zone draw from an instant on, unless it does already. @returns whether it begins */
export async function beginDrawing(tx: Sql, at: Instant): Promise<boolean> {
  const begun = await tx.execute(
    `insert into registry.settings (name, value) values ('drawing-since', $1)
     on conflict (name) do nothing`,
    [String(at)],
  );
  return begun === 1;
}

async function secret(
  sql: Sql,
  name: string,
  bytes: number,
  entropy: Entropy,
): Promise<Uint8Array> {
  const known = await readSecret(sql, name);
  if (known !== null) return known;
  await sql.execute(
    `insert into registry.settings (name, value) values ($1, $2)
     on conflict (name) do nothing`,
    [name, Buffer.from(entropy.bytes(bytes)).toString('hex')],
  );
  return present(await readSecret(sql, name), `registry.settings ${name}`);
}

async function readSecret(sql: Sql, name: string): Promise<Uint8Array | null> {
  const [row] = await sql.query<{ value: string }>(
    'select value from registry.settings where name = $1',
    [name],
  );
  return row === undefined ? null : Buffer.from(row.value, 'hex');
}
