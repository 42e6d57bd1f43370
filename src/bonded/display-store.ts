import type { BusinessDate } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import type { Displayed, OverdueDisplay } from './display.ts';

const PAST = `
  select p.book_no as "bookNo", p.paper_no as "paperNo", p.own_no as "ownNo",
    p.body::jsonb ->> 'until' as until, l.record_no as "recordNo", l.lot_no as "lotNo",
    l.location, l.quantity
  from bonded.lots l
  join bonded.papers p on p.kind = 'change' and p.paper_no = substr(l.document, 8)
  where l.status = 'display' and l.quantity > 0 and l.document like 'change %'
    and ($2::text is null or l.book_no = $2)
    and p.body::jsonb ->> 'until' < $1
  order by p.paper_no, l.record_no, l.lot_no`;

type Row = Omit<OverdueDisplay, 'goods'> & Omit<Displayed, 'unit'>;

/** Goods on display past their last day by paper, without units; of a book, or of all. */
export async function displaysPast(
  sql: Sql,
  today: BusinessDate,
  bookNo: string | null,
): Promise<Map<string, Row[]>> {
  const rows = await sql.query<Row>(PAST, [today, bookNo]);
  return Map.groupBy(rows, ({ paperNo }) => paperNo);
}

const TELL = `
  insert into bonded.overdue (paper_no, told_on)
  select paper_no, $1::date from unnest($2::text[]) as u (paper_no) order by paper_no
  on conflict (paper_no) do update set told_on = excluded.told_on
    where bonded.overdue.told_on < excluded.told_on
  returning paper_no as "paperNo"`;

/** Takes note that these papers are told of today. @returns those that were not told of yet */
export async function tellOverdue(
  tx: Sql,
  today: BusinessDate,
  paperNos: readonly string[],
): Promise<Set<string>> {
  if (paperNos.length === 0) return new Set();
  const rows = await tx.query<{ paperNo: string }>(TELL, [today, paperNos]);
  return new Set(rows.map(({ paperNo }) => paperNo));
}
