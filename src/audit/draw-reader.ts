import type { BusinessDate, Instant } from '../base/dates.ts';
import type { DrawOfficer, DrawSource, DrawTarget, DrawTerms } from './draw-again.ts';
import { unpackText } from './payment-reader.ts';

/** Terms and commitments of some numbers of a day, as they stand in the table. */
export type BlockRow = {
  readonly day: BusinessDate;
  readonly first: number;
  readonly count: number;
  readonly published_at: Instant;
  readonly series: string;
  readonly zone: string;
  readonly terms: string;
  readonly commitments: Buffer;
};

export type DrawRow = {
  readonly day: BusinessDate;
  readonly sequence: number;
  readonly opened_at: Instant;
  readonly drawn_at: Instant | null;
  readonly stream: string | null;
  readonly facts_sequence: number | null;
  readonly size: number;
  readonly drawn: number | null;
  readonly series: string;
  readonly state: 'open' | 'drawn' | 'void';
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly targets_hash: string;
  readonly officers_hash: string;
  readonly secrets: readonly (string | null)[] | null;
  /** ISO texts. */
  readonly revealed_at: readonly (string | null)[] | null;
  readonly tallies: Readonly<Record<string, unknown>>;
  readonly targets: Uint8Array;
  readonly officers: Uint8Array | null;
};

export const BLOCKS = `
  select day, first, count, published_at, series, zone, terms, commitments
  from inspection.draw_blocks order by day, first`;

const COLUMNS = `day, sequence, opened_at, drawn_at, stream, facts_sequence, size, drawn, series,
  state, outcome, reason, targets_hash, officers_hash, secrets,
  to_jsonb(revealed_at) as revealed_at, tallies, targets, officers`;

export const DRAWS = `select ${COLUMNS} from inspection.draws order by day, sequence`;

/** A draw of decisions with its block, whose columns are null when there is none. */
export type SettledDrawRow = DrawRow & {
  readonly first: number | null;
  readonly count: number;
  readonly published_at: Instant;
  readonly zone: string;
  readonly terms: string;
  readonly commitments: Buffer;
};

/** Draws of decisions, in the order of the segments these are kept in. */
export const SETTLED_DRAWS = `
  select d.*, b.first, b.count, b.published_at, b.zone, b.terms, b.commitments
  from (select ${COLUMNS} from inspection.draws where stream is not null) d
  left join lateral (
    select * from inspection.draw_blocks where day = d.day and first <= d.sequence
      and d.sequence < first + count order by first limit 1
  ) b on true
  order by d.stream, d.facts_sequence, d.day, d.sequence`;

/** A draw that has its block. */
export type OfficerDrawRow = DrawRow & BlockRow;

/** Draws of officers that hold, of days of which something is kept, each with its block. */
export const OFFICER_DRAWS = `
  select d.*, b.first, b.count, b.published_at, b.zone, b.terms, b.commitments
  from (select ${COLUMNS} from inspection.draws
    where series = 'officers' and state = 'drawn' and day in (select day from inspection.draw_days)
  ) d
  join inspection.draw_blocks b on b.day = d.day and b.first <= d.sequence
    and d.sequence < b.first + b.count
  order by d.day, d.sequence`;

/** Draws read at once: their registries have up to a few megabytes each. */
export const DRAW_PAGE = 20;

const DIGITS = 64;

/** A draw by its number. */
export const nameOf = ({ day, sequence }: Pick<DrawRow, 'day' | 'sequence'>): string =>
  `${day}/${sequence}`;

/** The terms of a block; null when they are of no known form. */
export function termsOf({ terms }: Pick<BlockRow, 'terms'>): DrawTerms | null {
  const read = jsonOf(terms) as Partial<DrawTerms> | null;
  const lists = [read?.plan, read?.parties].every(Array.isArray);
  return lists && typeof read?.commitBy === 'string' ? (read as DrawTerms) : null;
}

/** The parcels of a registry with its text; null when it cannot be read. */
export function targetsOf(
  row: Pick<DrawRow, 'targets'>,
): { readonly text: string; readonly list: readonly DrawTarget[] } | null {
  const text = unpackText(row.targets);
  const list = text === null ? null : jsonOf(text);
  const isTarget = (one: DrawTarget): boolean =>
    typeof one?.id === 'string' && typeof one.layer === 'string' && Array.isArray(one.needs);
  return text !== null && Array.isArray(list) && list.every(isTarget) ? { text, list } : null;
}

function officersOf(
  row: DrawRow,
): { readonly text: string; readonly list: readonly DrawOfficer[] } | null {
  const text = row.officers === null ? '[]' : unpackText(row.officers);
  const list = text === null ? null : jsonOf(text);
  const isOfficer = (one: DrawOfficer): boolean =>
    typeof one?.id === 'string' && Array.isArray(one.tags) && Array.isArray(one.declared);
  return text !== null && Array.isArray(list) && list.every(isOfficer) ? { text, list } : null;
}

/** What a draw was made from; null when a registry or the terms cannot be read. */
export function sourceOf(
  row: DrawRow,
  block: BlockRow,
  recusals: readonly string[] = [],
): DrawSource | null {
  const [terms, targets, officers] = [termsOf(block), targetsOf(row), officersOf(row)];
  if (terms === null || targets === null || officers === null) return null;
  const digits = block.commitments.toString('hex');
  return {
    ...{ zone: block.zone, day: row.day, sequence: row.sequence },
    ...{ committedAt: block.published_at, openedAt: row.opened_at },
    ...{ termsText: block.terms, terms, targetsText: targets.text, targets: targets.list },
    ...{ officersText: officers.text, officers: officers.list, recusals },
    shares: terms.parties.map((party, i) => {
      const from = (i * block.count + (row.sequence - block.first)) * DIGITS;
      const shownAt = row.revealed_at?.[i] ?? null;
      return {
        party,
        commitment: digits.slice(from, from + DIGITS),
        secret: row.secrets?.[i] ?? null,
        shownAt: shownAt === null ? null : Date.parse(shownAt),
      };
    }),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What cannot be read is a break of the law, not of the audit.
    return null;
  }
}
