import type { Instant } from '../base/dates.ts';
import type { Scaled5 } from '../base/fen.ts';
import type { Sql } from '../io/postgres.ts';
import type { PaperKind } from './paper.ts';

/** What of a paper is shown in a list of papers. */
export type PaperRow = {
  readonly kind: PaperKind;
  readonly paperNo: string;
  readonly bookNo: string;
  readonly enterprise: string;
  readonly ownNo: string;
  readonly state: string;
  readonly madeAt: Instant;
  readonly changedAt: Instant;
  /** Its work or way, the statuses of a change, or the vehicle of a slip. */
  readonly about: string | null;
  /** Of a transfer. */
  readonly fromBook: string | null;
  readonly toBook: string | null;
};

/** Behind this paper the page begins; '' is before all, and behind all where it goes backwards. */
export type PaperPlace = { readonly kind: string; readonly paperNo: string };

const ROW = `
  kind, paper_no as "paperNo", book_no as "bookNo", enterprise_code as enterprise,
  own_no as "ownNo", state, made_at as "madeAt", changed_at as "changedAt",
  case kind when 'processing' then body::jsonb ->> 'work' when 'disposal' then body::jsonb ->> 'way'
    when 'slip' then body::jsonb ->> 'vehicleNo'
    when 'change' then (body::jsonb ->> 'from') || ' ' || (body::jsonb ->> 'to') end as about,
  body::jsonb ->> 'fromBook' as "fromBook", body::jsonb ->> 'toBook' as "toBook"`;

// As the indexes `papers_open` and `papers_other_side` have them.
const IS_OPEN = `state in ('approved', 'declared', 'agreed', 'released')`;
const OTHER = `(case when body::jsonb ->> 'fromBook' = book_no then body::jsonb ->> 'toBook'
  else body::jsonb ->> 'fromBook' end)`;

const OPEN = `
  select * from (
  (select ${ROW} from bonded.papers
    where book_no = $1 and ${IS_OPEN} and (kind, paper_no) > ($2, $3)
    order by kind, paper_no limit $4)
  union all
  (select ${ROW} from bonded.papers
    where kind = 'transfer' and ${OTHER} = $1 and ${IS_OPEN} and (kind, paper_no) > ($2, $3)
    order by paper_no limit $4)
  ) p order by kind, "paperNo" limit $4`;

/** Papers of a book on which somebody still has to act, by kind and number. One statement. */
export function pageOfOpenPapers(
  sql: Sql,
  bookNo: string,
  { kind, paperNo }: PaperPlace,
  limit: number,
): Promise<PaperRow[]> {
  return sql.query<PaperRow>(OPEN, [bookNo, kind, paperNo, limit]);
}

const OF_KIND = `
  select * from (
  (select ${ROW} from bonded.papers
    where book_no = $1 and kind = $2 and paper_no < $3 order by paper_no desc limit $4)
  union all
  (select ${ROW} from bonded.papers
    where $2 = 'transfer' and kind = 'transfer' and ${OTHER} = $1 and paper_no < $3
    order by paper_no desc limit $4)
  ) p order by "paperNo" desc limit $4`;

/** Numbers of papers are words of letters, digits and dashes. */
const LAST = '~';

/** All papers of a book of one kind, the newest number first. One statement. */
export function pageOfPapers(
  sql: Sql,
  bookNo: string,
  { kind, paperNo }: PaperPlace,
  limit: number,
): Promise<PaperRow[]> {
  return sql.query<PaperRow>(OF_KIND, [bookNo, kind, paperNo || LAST, limit]);
}

/** How many papers of a book are open, of a kind and state. */
export type OpenPapers = {
  readonly bookNo: string;
  readonly kind: PaperKind;
  readonly state: string;
  readonly count: number;
  /** Since when the oldest waits. */
  readonly since: Instant;
};

const COUNTS = `
  select book_no as "bookNo", kind, state, count(*)::integer as count, min(made_at) as since
  from (
    select book_no, kind, state, made_at from bonded.papers
    where book_no = any($1::text[]) and ${IS_OPEN}
    union all
    select ${OTHER}, kind, state, made_at from bonded.papers
    where kind = 'transfer' and ${OTHER} = any($1::text[]) and ${IS_OPEN}
  ) p group by 1, 2, 3 order by 1, 2, 3`;

/** What is open of books; a transfer in both. One statement. */
export function countOpenPapers(sql: Sql, bookNos: readonly string[]): Promise<OpenPapers[]> {
  return sql.query<OpenPapers>(COUNTS, [bookNos]);
}

/** What of the bonded goods of a line is promised to papers of the book; 0.00001 units. */
export type PromisedToPapers = {
  readonly recordNo: string;
  /** To exit lists for an overseas warehouse. */
  readonly exports: Scaled5;
  /** To changes of status, transfers between zones and disposals. */
  readonly deeds: Scaled5;
};

const PROMISED = `
  select part ->> 'recordNo' as "recordNo",
    coalesce(sum(amount) filter (where kind = 'exit'), 0)::bigint as exports,
    coalesce(sum(amount) filter (where kind <> 'exit'), 0)::bigint as deeds
  from (
    select kind, case kind when 'exit' then body::jsonb #> '{overseas,parts}'
      else body::jsonb -> 'parts' end as parts
    from bonded.papers
    where book_no = $1 and ${IS_OPEN} and (kind = 'exit' or kind = 'change'
      and body::jsonb ->> 'from' = 'bonded' or kind = 'disposal'
      and body::jsonb ->> 'status' = 'bonded' or kind = 'transfer'
      and (body::jsonb ->> 'isBetweenZones')::boolean)
  ) p
  cross join jsonb_array_elements(p.parts) part
  cross join lateral (select ((part ->> 'quantity')::numeric * 100000)::bigint as amount) a
  where part ->> 'recordNo' = any($2::text[]) group by 1`;

/** What is promised to open papers of a book, of these lines. One statement or none. */
export async function promisedToPapers(
  sql: Sql,
  bookNo: string,
  records: readonly string[],
): Promise<Map<string, PromisedToPapers>> {
  if (records.length === 0) return new Map();
  const rows = await sql.query<PromisedToPapers>(PROMISED, [bookNo, records]);
  return new Map(rows.map((row) => [row.recordNo, row]));
}
