import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';

const INSERT = `
  insert into clearance.segments (stream, sequence, count, body, decided_at)
  values ($1, $2, $3, $4, $5)`;

/** Keeps the facts and verdicts of one batch, one text a parcel, as one row. One statement. */
export async function storeFacts(
  tx: Sql,
  place: { readonly stream: string; readonly sequence: number },
  entries: readonly string[],
  at: Instant,
): Promise<void> {
  const body = zstdCompressSync(Buffer.from(entries.join('\n')));
  await tx.execute(INSERT, [place.stream, place.sequence, entries.length, body, instantText(at)]);
}

const READ = 'select body from clearance.segments where stream = $1 and sequence = $2';

/** The facts text of one parcel. @throws Bug when the segment or the position is missing. */
export async function readFacts(
  sql: Sql,
  stream: string,
  sequence: number,
  position: number,
): Promise<string> {
  const [row] = await sql.query<{ body: Uint8Array }>(READ, [stream, sequence]);
  const body = present(row, 'facts segment').body;
  const entries = zstdDecompressSync(body).toString('utf8').split('\n');
  return present(entries[position], 'facts of the parcel');
}
