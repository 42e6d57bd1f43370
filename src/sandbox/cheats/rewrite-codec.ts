import { zstdDecompressSync } from 'node:zlib';
import { settledRow } from '../../flows/draws.ts';
import { canonicalJson } from '../../inspection/canonical-json.ts';
import { type Derived, type DrawInput, deriveDraw } from '../../inspection/derive.ts';
import type { Officer, Target, Terms } from '../../inspection/draw-file.ts';
import { inputOf } from '../../inspection/draw-reader.ts';
import { type DrawRow, drawNumbered } from '../../inspection/epoch-store.ts';
import { commitmentOf, publishedHash } from '../../inspection/hashes.ts';
import { pack } from '../../io/pack.ts';
import type { Sql } from '../../io/postgres.ts';

/*
 * How an operator rewrites draws and decisions so that as much as possible agrees again: with the
 * engine's own arithmetic, as whoever runs the platform has it.
 */

/** A draw as it stands, and what it was made from. */
export type Drawn = { readonly row: DrawRow; readonly input: DrawInput; readonly derived: Derived };

/** One draw. @throws Bug when there is none of the number */
export async function readDraw(sql: Sql, day: string, sequence: number): Promise<Drawn | null> {
  const row = await drawNumbered(sql, day, sequence);
  if (row === null) return null;
  const input = inputOf(row);
  return { row, input, derived: deriveDraw(input) };
}

/** What is put in place of what was drawn from. */
export type Change = {
  readonly targets?: readonly Target[];
  readonly officers?: readonly Officer[];
  /** Of the first party. */
  readonly secret?: string;
};

/** The draw as it would be with a change whose commitments were made for it. */
export function changed({ input }: Pick<Drawn, 'input'>, change: Change): DrawInput {
  const { secret } = change;
  const shares = input.shares.map((share, i) => {
    if (i > 0 || secret === undefined) return share;
    return { ...share, secret, commitment: commitmentOf(input, share.party, secret) };
  });
  return {
    ...input,
    targets: { ...input.targets, body: change.targets ?? input.targets.body },
    officers: { ...input.officers, body: change.officers ?? input.officers.body },
    shares,
  };
}

const MEND = `
  update inspection.draws set targets = $3, targets_hash = $4, size = $5, officers = $6,
    officers_hash = $7, secrets = $8, outcome = $9, drawn = $10, tallies = $11::jsonb
  where day = $1 and sequence = $2`;

/** Writes the row of a draw anew so that all in it agrees: hashes, who was drawn, how many. */
export async function mendDraw(sql: Sql, { row }: Pick<Drawn, 'row'>, input: DrawInput) {
  const { day, sequence, series } = row;
  const derived = deriveDraw(input);
  const { targets, officers, shares } = input;
  const own = { ref: { day, sequence }, series, targets: targets.body, derived, drawnAt: 0 };
  const { outcome, drawn, tallies } = settledRow(own);
  const hash = (name: 'targets' | 'officers') =>
    publishedHash(name, input, input[name].publishedAt, input[name].body);
  await sql.execute(MEND, [
    ...[day, sequence, pack(canonicalJson(targets.body)), hash('targets'), targets.body.length],
    officers.body.length === 0 ? null : pack(canonicalJson(officers.body)),
    ...[hash('officers'), shares.map(({ secret }) => secret), outcome, drawn],
    JSON.stringify(tallies),
  ]);
  return derived;
}

const HASH_BYTES = 32;

/** Puts the commitments of a draw in place of those in its block. */
export async function mendCommitments(sql: Sql, { row }: Pick<Drawn, 'row'>, input: DrawInput) {
  const bytes = Buffer.from(row.commitments);
  for (const [i, { commitment }] of input.shares.entries()) {
    const at = (i * row.count + (row.sequence - row.first)) * HASH_BYTES;
    Buffer.from(commitment ?? '', 'hex').copy(bytes, at);
  }
  await sql.execute(
    'update inspection.draw_blocks set commitments = $3 where day = $1 and first = $2',
    [row.day, row.first, bytes],
  );
}

/** Writes the terms of all blocks of a series anew. */
export async function mendTerms(sql: Sql, change: (terms: Terms) => Terms): Promise<void> {
  const rows = await sql.query<{ day: string; first: number; terms: string }>(
    `select day, first, terms from inspection.draw_blocks where series = 'line'`,
  );
  for (const { day, first, terms } of rows) {
    await sql.execute(
      'update inspection.draw_blocks set terms = $3 where day = $1 and first = $2',
      [day, first, canonicalJson(change(JSON.parse(terms)))],
    );
  }
}

type Place = { stream: string; sequence: number; position: number; body: Uint8Array };

const PLACES = `
  select d.stream, d.sequence, d.position, s.body from (
    select list_no, stream, sequence, position from clearance.cases
    union all select list_no, stream, sequence, position from clearance.past_cases
  ) d join clearance.segments s using (stream, sequence) where d.list_no = $1`;

/** Which member of a decision says how the list was looked at, and the members of that. */
const SELECTION = 11;
export const LOOK = { class: 0, weight: 2, label: 4 } as const;

/**
 * Writes anew how a list was looked at, in the kept facts of its decision.
 * @param change what was looked at, changed in place; null to leave all of it out
 */
export async function mendLook(
  sql: Sql,
  listNo: string,
  change: ((look: unknown[]) => void) | null,
): Promise<void> {
  for (const { stream, sequence, position, body } of await sql.query<Place>(PLACES, [listNo])) {
    const entries = zstdDecompressSync(body).toString('utf8').split('\n');
    const [refs = '', text = ''] = (entries[position] ?? '').split('\t');
    const kept = JSON.parse(text) as unknown[];
    const look = kept[SELECTION] as unknown[] | null | undefined;
    if (look === null || look === undefined) continue;
    if (change === null) kept.splice(SELECTION, 1);
    else change(look);
    entries[position] = `${refs}\t${JSON.stringify(kept)}`;
    await sql.execute(
      'update clearance.segments set body = $3 where stream = $1 and sequence = $2',
      [stream, sequence, pack(entries.join('\n'))],
    );
  }
}
