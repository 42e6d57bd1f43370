import type { BusinessDate, Instant } from '../base/dates.ts';
import { pack } from '../io/pack.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import { canonicalJson, type Json } from './canonical-json.ts';
import type { Officer, Target, Terms } from './draw-file.ts';

/** What a draw is for: parcels of the line, or the officers of parcels that have arrived. */
export type Series = 'line' | 'officers';

/** Draws of a day that were committed to together, and under which terms. */
export type DrawBlock = {
  readonly zone: string;
  readonly day: BusinessDate;
  readonly first: number;
  readonly count: number;
  readonly series: Series;
  readonly publishedAt: Instant;
  readonly terms: Terms;
  /** One list for each party of the terms: a commitment for each draw of the block. */
  readonly commitments: readonly (readonly string[])[];
};

const STORE_BLOCK = `
  insert into inspection.draw_blocks (day, first, count, published_at, series, zone, terms,
    commitments)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`;

/** Publishes commitments, before anything of their draws is known. One statement. */
export async function storeBlock(sql: Sql, block: DrawBlock): Promise<void> {
  await sql.execute(STORE_BLOCK, [
    block.day,
    block.first,
    block.count,
    instantText(block.publishedAt),
    block.series,
    block.zone,
    canonicalJson(block.terms),
    Buffer.from(block.commitments.flat().join(''), 'hex'),
  ]);
}

/** A secret and when it was shown; null where it was not. */
export type Revealed = { readonly secret: string; readonly at: Instant } | null;

/** A draw whose registries are fixed. */
export type OpenedRow = {
  readonly day: BusinessDate;
  readonly sequence: number;
  readonly series: Series;
  readonly openedAt: Instant;
  readonly targets: readonly Target[];
  readonly officers: readonly Officer[];
  readonly targetsHash: string;
  readonly officersHash: string;
  /** Null while a party that is not of this process has to be asked. */
  readonly revealed: readonly Revealed[] | null;
};

const OPEN = `
  insert into inspection.draws (day, sequence, opened_at, size, series, state, targets_hash,
    officers_hash, secrets, revealed_at, targets, officers)
  values ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9, $10, $11)`;

/** Fixes the registries of a draw, before its seed is known to anybody. One statement. */
export async function storeOpened(sql: Sql, row: OpenedRow): Promise<void> {
  await sql.execute(OPEN, [
    row.day,
    row.sequence,
    instantText(row.openedAt),
    row.targets.length,
    row.series,
    row.targetsHash,
    row.officersHash,
    ...secretColumns(row.revealed),
    packed(row.targets),
    row.officers.length === 0 ? null : packed(row.officers),
  ]);
}

const packed = (registry: Json): Buffer => pack(canonicalJson(registry));

function secretColumns(revealed: OpenedRow['revealed']) {
  if (revealed === null) return [null, null] as const;
  const times = revealed.map((one) => (one === null ? null : instantText(one.at)));
  return [revealed.map((one) => one?.secret ?? null), times] as const;
}

const REVEAL = `
  update inspection.draws set secrets = $3, revealed_at = $4
  where day = $1 and sequence = $2 and state = 'open' and secrets is null`;

/** Writes what the parties have shown. One statement. */
export async function storeRevealed(
  sql: Sql,
  { day, sequence, revealed }: Pick<OpenedRow, 'day' | 'sequence' | 'revealed'>,
): Promise<void> {
  await sql.execute(REVEAL, [day, sequence, ...secretColumns(revealed)]);
}

/** Of one layer: targets, the sum of their weights, and how many were drawn. */
export type Tally = { readonly pool: number; readonly weight: number; readonly drawn: number };

export type SettledRow = {
  readonly day: BusinessDate;
  readonly sequence: number;
  readonly drawnAt: Instant;
  readonly outcome: string;
  readonly drawn: number;
  readonly tallies: Readonly<Record<string, Tally>>;
  /** Where the decisions of the line are that it was drawn for. */
  readonly facts: { readonly stream: string; readonly sequence: number } | null;
};

const SETTLE = `
  update inspection.draws set state = 'drawn', drawn_at = $3, outcome = $4, drawn = $5,
    tallies = $6::jsonb, stream = $7, facts_sequence = $8
  where day = $1 and sequence = $2 and state = 'open'`;

/**
 * Says that what was drawn holds, in the transaction of what follows from it. One statement.
 * @returns false when it was made void meanwhile
 */
export async function settleDraw(tx: Sql, row: SettledRow): Promise<boolean> {
  const touched = await tx.execute(SETTLE, [
    row.day,
    row.sequence,
    instantText(row.drawnAt),
    row.outcome,
    row.drawn,
    JSON.stringify(row.tallies),
    row.facts?.stream ?? null,
    row.facts?.sequence ?? null,
  ]);
  return touched === 1;
}

const VOID = `
  with gone as (
    update inspection.draws set state = 'void', reason = $3
    where day = $1 and sequence = $2 and state = 'open' returning day, sequence
  )
  insert into inspection.carried (pre_no, day, sequence, voided_at)
  select u.pre_no, gone.day, gone.sequence, $4::timestamptz
  from gone cross join unnest($5::text[]) as u (pre_no)
  on conflict (pre_no) do nothing`;

/** Makes a draw void, and carries over what it had drawn. One statement. */
export async function voidDraw(
  sql: Sql,
  { day, sequence }: Pick<OpenedRow, 'day' | 'sequence'>,
  reason: string,
  drawn: readonly string[],
  at: Instant,
): Promise<void> {
  await sql.execute(VOID, [day, sequence, reason, instantText(at), drawn]);
}

const CARRIED = `
  select pre_no as "preNo", day, sequence from inspection.carried where pre_no = any($1::text[])`;

export type Carried = {
  readonly preNo: string;
  readonly day: BusinessDate;
  readonly sequence: number;
};

/** Which of these lists a void draw had drawn. One statement. */
export function carriedOf(sql: Sql, preNos: readonly string[]): Promise<Carried[]> {
  return sql.query<Carried>(CARRIED, [preNos]);
}

/** A draw by its number; the file of it needs the block of its number as well. */
export type DrawRow = {
  readonly zone: string;
  readonly day: BusinessDate;
  readonly sequence: number;
  readonly first: number;
  readonly count: number;
  readonly series: Series;
  readonly publishedAt: Instant;
  readonly terms: string;
  readonly commitments: Buffer;
  readonly openedAt: Instant;
  readonly drawnAt: Instant | null;
  readonly state: 'open' | 'drawn' | 'void';
  readonly secrets: readonly (string | null)[] | null;
  /** ISO texts of UTC. */
  readonly revealedAt: readonly (string | null)[] | null;
  readonly targets: Buffer;
  readonly officers: Buffer | null;
};

const DRAWS = `
  select
  b.zone, d.day, d.sequence, b.first, b.count, d.series, b.published_at as "publishedAt", b.terms,
  b.commitments, d.opened_at as "openedAt", d.drawn_at as "drawnAt", d.state, d.secrets,
  to_jsonb(d.revealed_at) as "revealedAt", d.targets, d.officers
  from inspection.draws d join inspection.draw_blocks b on b.day = d.day
    and b.first <= d.sequence and d.sequence < b.first + b.count`;

const ABANDONED = `
  ${DRAWS}
  where d.state = 'open' and d.series = $1 and d.opened_at < $2::timestamptz
  order by d.opened_at limit $3`;

/** Draws of a series that were opened before an instant and came to nothing yet: a process died. */
export function abandonedDraws(
  sql: Sql,
  series: Series,
  before: Instant,
  limit: number,
): Promise<DrawRow[]> {
  return sql.query<DrawRow>(ABANDONED, [series, instantText(before), limit]);
}

const BY_NUMBER = `
  ${DRAWS}
  where d.day = $1 and d.sequence = $2`;

/** One draw; null when there is none of that number. */
export async function drawNumbered(
  sql: Sql,
  day: BusinessDate,
  sequence: number,
): Promise<DrawRow | null> {
  const rows = await sql.query<DrawRow>(BY_NUMBER, [day, sequence]);
  return rows[0] ?? null;
}
