import { type Instant, isoShanghai } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import { ALGORITHM } from './draw-file.ts';
import { sha256 } from './hashes.ts';

/*
 * What anybody can note down of draws while they are made: when each was opened and the hashes of
 * its registries, and a digest of each block of commitments. Whoever rewrites draws later, however
 * consistently, cannot rewrite these notes: `onestep audit --witness` compares them.
 */

/** One line of a journal. */
export type JournalEntry =
  | { readonly from: string; readonly until: string }
  | {
      readonly day: string;
      readonly first: number;
      readonly count: number;
      readonly series: string;
      readonly publishedAt: string;
      readonly digest: string;
    }
  | {
      readonly day: string;
      readonly sequence: number;
      readonly openedAt: string;
      readonly targetsHash: string;
      readonly officersHash: string;
    };

type BlockRow = {
  day: string;
  first: number;
  count: number;
  published_at: Instant;
  series: string;
  zone: string;
  terms: string;
  commitments: Buffer;
};

const BLOCKS = `
  select day, first, count, published_at, series, zone, terms, commitments
  from inspection.draw_blocks where (day, first) > ($1::date, $2::integer)
  order by day, first limit $3`;

type DrawRow = {
  day: string;
  sequence: number;
  opened_at: Instant;
  targets_hash: string;
  officers_hash: string;
};

const DRAWS = `
  select day, sequence, opened_at, targets_hash, officers_hash
  from inspection.draws where (day, sequence) > ($1::date, $2::integer)
  order by day, sequence limit $3`;

const BLOCK_PAGE = 100;
const DRAW_PAGE = 5_000;
const BEGINNING = '1970-01-01';

/** All that there is to be noted at an instant, one page after the other. */
export async function* journal(sql: Sql, now: Instant): AsyncGenerator<JournalEntry[]> {
  yield [{ from: isoShanghai(0), until: isoShanghai(now) }];
  for (let after = { day: BEGINNING, first: 0 }; ; ) {
    const rows = await sql.query<BlockRow>(BLOCKS, [after.day, after.first, BLOCK_PAGE]);
    const last = rows.at(-1);
    if (last === undefined) break;
    yield rows.map(blockEntry);
    after = last;
  }
  for (let after = { day: BEGINNING, sequence: 0 }; ; ) {
    const rows = await sql.query<DrawRow>(DRAWS, [after.day, after.sequence, DRAW_PAGE]);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(drawEntry);
    after = last;
  }
}

function blockEntry(row: BlockRow): JournalEntry {
  const { day, first, count, series, zone, terms, commitments } = row;
  const publishedAt = isoShanghai(row.published_at);
  const words = [ALGORITHM, 'block', zone, day, first, count, series, publishedAt, terms];
  const digest = sha256([...words, commitments.toString('hex')].join(' '));
  return { day, first, count, series, publishedAt, digest };
}

function drawEntry(row: DrawRow): JournalEntry {
  const { day, sequence, opened_at, targets_hash: targetsHash, officers_hash: officersHash } = row;
  return { day, sequence, openedAt: isoShanghai(opened_at), targetsHash, officersHash };
}
