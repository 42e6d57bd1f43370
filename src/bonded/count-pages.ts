import type { Sql } from '../io/postgres.ts';
import type { CountPlace } from './count.ts';
import type { CountScope } from './count-scope.ts';
import type { StoredPaper } from './paper.ts';

/** Which counts are asked for. */
export type CountsAsked = {
  /** Of books that this firm owns or keeps; null for the whole zone. */
  readonly keeper: string | null;
  /** Those alone that are not over. */
  readonly isOpen: boolean;
  /** The number behind which the page begins; empty for the first. */
  readonly after: string;
  readonly limit: number;
};

const PAPER = `
  select kind, paper_no as "paperNo", book_no as "bookNo", enterprise_code as enterprise,
    own_no as "ownNo", state, epoch, made_at as "madeAt", changed_at as "changedAt", holds, said,
    body
  from bonded.papers p
  where kind = 'count' and ($1 = '' or paper_no < $1)
    and ($2 = false or state in ('approved', 'declared'))`;
const PAGE = 'order by paper_no desc limit $3';
const OF_ALL = `${PAPER} ${PAGE}`;
const OF_KEEPER = `${PAPER} and exists (
  select from registry.books b where b.book_no = p.book_no and $4 in (enterprise_code, area_code)
) ${PAGE}`;

/** A page of stock-takes backwards by their numbers, which have the year and grow in it. */
export function countsPage(
  sql: Sql,
  { keeper, isOpen, after, limit }: CountsAsked,
): Promise<StoredPaper[]> {
  const asked = [after, isOpen, limit];
  if (keeper === null) return sql.query<StoredPaper>(OF_ALL, asked);
  return sql.query<StoredPaper>(OF_KEEPER, [...asked, keeper]);
}

/** A lot that is to be counted; how much of it there is stands nowhere here. */
export type SheetRow = CountPlace & { readonly expiresOn: string | null };

const SHEET = `
  select record_no as "recordNo", lot_no as "lotNo", location, expires_on as "expiresOn"
  from bonded.lots
  where book_no = $1 and quantity > 0 and ($2::text[] is null or record_no = any($2::text[]))
    and ($3::text[] is null or location = any($3::text[]))
    and (location, lot_no, record_no) > ($4, $5, $6)
  order by location, lot_no, record_no limit $7`;

/** A page of what is to be counted, place by place; by the index of places. */
export function sheetPage(
  sql: Sql,
  bookNo: string,
  { records, locations }: CountScope,
  after: CountPlace | null,
  limit: number,
): Promise<SheetRow[]> {
  const { location = '', lotNo = '', recordNo = '' } = after ?? {};
  const scope = [bookNo, records, locations];
  return sql.query<SheetRow>(SHEET, [...scope, location, lotNo, recordNo, limit]);
}
