import type { Instant } from '../../base/dates.ts';
import { fractionOf } from '../decimals.ts';
import { evidenceCache } from '../evidence-cache.ts';
import type { Law, Scope, Tally } from '../law.ts';
import { type Posting, postingsOn, stockPurposes } from '../postings-at.ts';
import { recordsAt } from '../records-at.ts';
import { pages } from '../snapshot.ts';
import { checkBySql } from '../sql-check.ts';
import { elementOf, filledOf, type RawPart, type RawRecord } from '../xml-text.ts';

/**
 * Each accepted return of exported goods (CEB213) stands in the table, and nothing else does. It is
 * of a list that is closed, asked for and ended within the year from its release, and of no line
 * does more come back than the bytes of the list declare. The closing of one whose returns were all
 * withdrawn may have been taken back since. Goods that were sold out of a book came back into it,
 * in the line they were sold from, as large a part of what left as of the line.
 */
export const EXPORT_RETURNS: Law = {
  id: 'export-returns',
  title: 'Exported goods come back in time, and never more than left',
  watch: (tally, scope) => ({
    finish: async () => {
      await checkBySql(scope.sql, tally, ALL, UNASKED);
      await checkBySql(scope.sql, tally, ALL, UNTIMELY);
      await checkBySql(scope.sql, tally, STOCKED, UNRETURNED);
      await workOut(tally, scope);
    },
  }),
};

const ALL = 'select count(*) as n from export.returns';

/** A request that was deleted and filed anew under its number may have been accepted again. */
const UNASKED = `
  select 'returns of ' || coalesce(f.name, r.name) || ' of ' || coalesce(f.code, r.code)
    || ': ' || coalesce(f.n, 0) || ', accepted ' || coalesce(r.n, 0)
  from (
    select code, name, count(*) as n, count(*) filter (where state = 'withdrawn') as over
    from export.returns group by code, name
  ) f full join (
    select code, name, count(*) filter (where state = '120') as n,
      count(*) filter (where state = '399') as over
    from clearance.requests where name like 'CEB213 %' and state <> '100'
    group by code, name
  ) r using (code, name)
  where coalesce(f.n, 0) <> coalesce(r.n, 0) or coalesce(f.over, 0) > coalesce(r.over, 0)`;

/** Days are those of Shanghai; the longest that any law allows is a year from the release. */
const UNTIMELY = `
  select 'return ' || pre_no || ' of list ' || list_no || case
    when state is distinct from '899' and ending <> 'withdrawn'
      then ' is of a list that was not closed'
    when ended > due_day and ending = 'closed' then ' was closed after its last day'
    when ending in ('lapsed') and not ended > due_day then ' lapsed before its last day was over'
    else ' was asked for, or may end, too late' end
  from (
    select r.pre_no, r.list_no, c.state, r.due_day, r.state as ending,
      (least(r.accepted_at, o.accepted_at) at time zone 'Asia/Shanghai')::date as asked,
      (least(r.ended_at, t.accepted_at) at time zone 'Asia/Shanghai')::date as ended,
      (c.released_at at time zone 'Asia/Shanghai')::date as released
    from export.returns r
    left join export.cases c using (list_no)
    left join documents.others o on o.code = r.code and o.name = r.name
    left join documents.others t on t.code = r.tally_code and t.name = r.tally_name
  ) r
  where (state is distinct from '899' and ending <> 'withdrawn')
    or (ending = 'closed' and ended > due_day)
    or (ending = 'lapsed' and not ended > due_day)
    or asked > due_day or due_day > released + interval '12 months'`;

/** Movements by which goods came into a book; a WMS may name a return too. */
const INTO_BOOKS = "bonded.movements where document like 'return %' and line not like 'wms %'";
const STOCKED = `select count(*) as n from ${INTO_BOOKS}`;

const UNRETURNED = `
  select m.document || ' moved goods of book ' || m.book_no || ', and was not closed for it'
  from (select distinct document, book_no from ${INTO_BOOKS}) m
  left join export.returns r on m.document = 'return ' || r.pre_no and r.state = 'closed'
    and r.book_no = m.book_no
  where r.pre_no is null`;

type Row = {
  list_no: string;
  name: string | null;
  received_at: Instant | null;
  gnums: readonly number[];
  quantities: readonly string[];
  closed: readonly string[];
};

/** What came back and what is awaited of each line, and where the list lies. */
const BACK = `
  select b.list_no, l.message_id || '/' || l.record as name, m.received_at, b.gnums, b.quantities,
    b.closed
  from (
    select list_no, array_agg(gnum order by gnum) as gnums,
      array_agg(quantity::text order by gnum) as quantities,
      array_agg(closed::text order by gnum) as closed
    from (
      select list_no, gnum, sum(quantity) as quantity,
        coalesce(sum(quantity) filter (where state = 'closed'), 0) as closed
      from export.returns cross join unnest(gnums, quantities) as u (gnum, quantity)
      where state in ('open', 'closed') group by list_no, gnum
    ) lines group by list_no
  ) b
  left join export.cases c using (list_no)
  left join documents.export_lists l
    on l.ebp_code = c.ebp_code and l.order_no = c.order_no and l.attempt = c.attempt
  left join documents.messages m on m.message_id = l.message_id
  order by m.stream, m.sequence, m.start_at`;

const PAGE = 250;

async function workOut(tally: Tally, scope: Scope): Promise<void> {
  const { sql, days } = scope;
  const evidence = evidenceCache(scope);
  for await (const rows of pages<Row>(sql, 'audit_export_returns', BACK, PAGE)) {
    const there = rows.filter(({ received_at: at }) => at === null || !days.isExpired(at));
    const names = there.flatMap(({ name }) => name ?? []);
    const read = await recordsAt(scope, evidence, names);
    const listOf = ({ name }: Row) => (name === null ? null : read(name));
    const purposes = there.flatMap((row) => stockPurposes(listOf(row), row.list_no));
    const postings = await postingsOn(sql, purposes);
    const listNos = there.map(({ list_no }) => list_no);
    const moved = Map.groupBy(await sql.query<Moved>(MOVED, [listNos]), ({ list_no }) => list_no);
    for (const row of there) {
      const raw = listOf(row)?.raw ?? null;
      const left = postings.get(row.list_no) ?? [];
      const problem =
        raw === null
          ? 'has no bytes'
          : (problemOf(row, raw) ?? bookProblem(row, raw, left, moved.get(row.list_no) ?? []));
      tally.check(problem === null, () => `list ${row.list_no} ${problem}`);
    }
  }
}

type Moved = { list_no: string; key: string; quantity: string };

/** What came into books with the returns of lists. */
const MOVED = `
  select r.list_no, m.book_no || ':' || m.record_no as key, sum(m.quantity)::text as quantity
  from export.returns r join (select * from ${INTO_BOOKS}) m on m.document = 'return ' || r.pre_no
  where r.list_no = any($1::text[]) group by 1, 2`;

/** Of each line of the book the share of what left that came back, in whole units of its scale. */
function bookProblem(
  { gnums, closed }: Row,
  { head, lines }: RawRecord,
  postings: readonly Posting[],
  moved: readonly Moved[],
): string | null {
  const book = filledOf(head, 'emsNo');
  const due = new Map<string, bigint>();
  for (const { key, amount } of postings.filter(({ kind }) => kind === 'post')) {
    const own = lines.filter((line) => `${book}:${filledOf(line, 'itemRecordNo')}` === key);
    // Lines in several units would have to be turned into that of the book first.
    if (new Set(own.map((line) => filledOf(line, 'unit'))).size > 1) return null;
    const sold = own.map((line) => scaledOf(line) ?? 0n);
    const all = sold.reduce((sum, one) => sum + one, 0n);
    for (const [i, line] of own.entries()) {
      const at = gnums.indexOf(Number(filledOf(line, 'gnum')));
      if (at < 0 || all === 0n) continue;
      const taken = (amount * sold[i]!) / all;
      const share = (taken * BigInt(closed[at]!)) / sold[i]!;
      due.set(key, (due.get(key) ?? 0n) + share);
    }
  }
  const came = new Map(moved.map(({ key, quantity }) => [key, BigInt(quantity)]));
  const wrong = [...new Set([...due.keys(), ...came.keys()])].find((key) => {
    return (due.get(key) ?? 0n) !== (came.get(key) ?? 0n);
  });
  if (wrong === undefined) return null;
  return `brought ${came.get(wrong) ?? 0n} back to ${wrong}, should be ${due.get(wrong) ?? 0n}`;
}

/** The declared quantity of a line in 0.00001 units. */
function scaledOf(line: RawPart): bigint | null {
  const quantity = fractionOf(elementOf(line, 'qty') ?? '');
  return quantity === null ? null : (quantity.n * 100_000n) / quantity.d;
}

function problemOf({ gnums, quantities }: Row, { lines }: RawRecord): string | null {
  for (const [at, gnum] of gnums.entries()) {
    const line = lines.find((one) => Number(filledOf(one, 'gnum')) === gnum);
    const declared = line === undefined ? null : fractionOf(elementOf(line, 'qty') ?? '');
    if (declared === null) return `has no line ${gnum}, of which goods come back`;
    // Quantities of returns are in 0.00001 units.
    if (BigInt(quantities[at]!) * declared.d > declared.n * 100_000n) {
      return `gets more of line ${gnum} back than was declared`;
    }
  }
  return null;
}
