import type { Instant } from '../../base/dates.ts';
import { type KeyedNumbers, keyedNumbers } from '../hash-table.ts';
import type { Law, Scope, Tally } from '../law.ts';
import { pages } from '../snapshot.ts';
import { checkBySql } from '../sql-check.ts';

/**
 * A parcel from bonded stock is out when a gate let its exit list through: then its goods left the
 * lots and the book, as much as was promised, and each reader of its list was told 899 once
 * (GATE-7). Nobody else ever was. Load lists and exit lists say the same of what is on a vehicle.
 * What is put back because it never left is in its book once. No vehicle passed while it was held.
 */
export const DEPARTURES: Law = {
  id: 'departures',
  title: 'What left the zone left its book, and its readers were told once',
  watch: (tally, scope) => {
    const told = keyedNumbers();
    return {
      onReceipts: ({ enterprise, receipts }) => {
        for (const { status, type, preNo, invtNo, at } of receipts ?? []) {
          if (status !== '899' || type !== 'CEB622' || scope.days.isExpired(at)) continue;
          const place = told.place(readerKey(enterprise, preNo, invtNo));
          told.numbers()[place] = told.numbers()[place]! + 1;
        }
      },
      finish: async () => {
        await checkBySql(scope.sql, tally, POSTED, DIFFERENT);
        await checkBySql(scope.sql, tally, SLIPS, UNLIKE);
        await checkBySql(scope.sql, tally, BACK, DOUBLED);
        await checkBySql(scope.sql, tally, HELD, PASSED_ALL_THE_SAME);
        await takeTold(tally, told, scope);
        tally.check(told.nonZero() === 0, () => {
          return `${told.nonZero()} receipts 899 are of lists that did not leave`;
        });
      },
    };
  },
};

const readerKey = (enterprise: string, preNo: string, listNo: string): string =>
  `${enterprise}|${preNo}|${listNo}`;

/** Lists of imports that exit lists say are gone, with the slip they left on. */
const GONE = `
  select one ->> 'listNo' as list_no, p.book_no, one ->> 'slipNo' as slip_no
  from bonded.papers p cross join lateral jsonb_array_elements(p.body::jsonb -> 'lists') as one
  where p.kind = 'exit' and one ->> 'gone' = 'true' and substr(one ->> 'listNo', 9, 1) = 'I'`;

const POSTED = `
  select count(*) as n from ledger.postings
  where ledger = 'stock' and kind = 'post' and ref not like '% %'`;

/**
 * Movements of exit lists name the parcel's list as their line, and so do those of the slips and
 * departures of exports. A parcel whose goods are refunded and that no gate reported is booked out
 * by its refund, as `left` and the list. Goods that are in no parcels are looked at by `exits`.
 */
const MOVED = `
  select line, key, -sum(quantity) as moved, bool_or(refunded) as refunded from (
    select case when document like 'refund %' then substr(line, 6) else line end as line,
      book_no || ':' || record_no as key, quantity, document like 'refund %' as refunded
    from bonded.movements
    where (document like 'exit %' and line ~ '^[0-9]{8}I') or document like 'departure %'
      or (document like 'slip %' and quantity < 0)
      or (document like 'refund %' and line like 'left %')
  ) parts group by line, key`;

/** What officers put back of it, whose departure did not take place, and promised once more. */
const PUT_BACK = `
  select line, book_no || ':' || record_no as key, sum(quantity) as back,
    min(substr(document, 11)) as again
  from bonded.movements where document like 'take-back %' and quantity > 0 group by 1, 2`;

const BACK = "select count(*) as n from export.take_backs where action = 'approved'";

/** What a stock-take found of goods after they left is no surplus from when they were put back. */
const DOUBLED = `
  select 'list ' || t.list_no || ' has ' || m.back || ' of line ' || m.record_no
    || ' back, of which stock-takes had found ' || f.booked || ' too much, and ' || m.taken
    || ' are surplus no more'
  from export.take_backs t cross join lateral (
    select book_no, record_no, min(at) as at, sum(quantity) filter (where quantity > 0) as back,
      -coalesce(sum(quantity) filter (where quantity < 0), 0) as taken
    from bonded.movements where document = 'take-back ' || t.list_no || '/' || t.serial
    group by 1, 2
  ) m cross join lateral (
    select coalesce(sum(s.quantity), 0) as booked
    from bonded.lots l join bonded.movements s using (book_no, record_no, lot_no)
    where l.book_no = m.book_no and l.record_no = m.record_no and l.status = 'surplus'
      and l.document like 'count %' and l.opened_at >= t.closed_at and s.at < m.at
      and split_part(s.document, ' ', 1) in ('count', 'take-back')
  ) f
  where t.action = 'approved' and m.taken <> least(m.back, f.booked)`;

/** What is promised to papers has blanks in its reference; the law of stock looks at it. */
const DIFFERENT = `
  select 'list ' || coalesce(p.ref, m.line) || ' left with ' || coalesce(m.moved, 0)
    || ' from the lots and ' || coalesce(p.amount, 0) || ' from the book on '
    || coalesce(p.key, m.key) || case when g.list_no is null then ', and is not gone' else '' end
    || coalesce(', ' || b.back || ' was put back', '')
  from (
    select ref, key, amount from ledger.postings
    where ledger = 'stock' and kind = 'post' and ref not like '% %'
  ) p full join (${MOVED}) m on m.line = p.ref and m.key = p.key
  left join (
    select list_no from (${GONE}) gone
    union all
    select list_no from bonded.outgoing where left_at is not null
  ) g on g.list_no = split_part(coalesce(p.ref, m.line), '/', 1)
  left join (${PUT_BACK}) b on b.line = coalesce(p.ref, m.line) and b.key = coalesce(p.key, m.key)
  left join ledger.postings r on r.ledger = 'stock' and r.kind = 'reserve' and r.key = b.key
    and r.ref = b.again
  where p.amount is distinct from m.moved
    or (b.back is null and g.list_no is null and m.refunded is distinct from true)
    or (b.back is not null and (b.back <> m.moved or r.amount is distinct from b.back
      or not exists (select from export.take_backs t
        where t.action = 'approved' and t.list_no || '/' || t.serial = b.again)))`;

const SLIPS = "select count(*) as n from bonded.papers where kind = 'slip'";

const UNLIKE = `
  select 'list ' || list_no || ' is on slip ' || slip_no || ' by '
    || case when e.slip_no is null then 'that alone' else 'its exit list alone' end
  from (
    select paper_no as slip_no, list_no from bonded.papers
    cross join lateral jsonb_path_query(body::jsonb, '$.lists[*]') as list
    cross join lateral (select list #>> '{}' as list_no) text
    where kind = 'slip' and state <> 'cancelled' and substr(list_no, 9, 1) = 'I'
  ) s full join (
    select one ->> 'slipNo' as slip_no, one ->> 'listNo' as list_no from bonded.papers
    cross join lateral jsonb_path_query(body::jsonb, '$.lists[*] ? (@.slipNo != null)') as one
    where kind = 'exit' and substr(one ->> 'listNo', 9, 1) = 'I'
  ) e using (slip_no, list_no)
  where s.slip_no is null or e.slip_no is null`;

/** Each hold of a vehicle, from its report until customs let it go. */
const HOLDS = `
  select p.paper_no, hold ->> 'crossingId' as crossing_id,
    (hold ->> 'at')::timestamptz as at,
    coalesce((hold ->> 'releasedAt')::timestamptz, 'infinity') as until
  from bonded.papers p
  cross join lateral jsonb_path_query(p.body::jsonb, '$.holds[*]') as hold
  where p.kind = 'slip'`;

const HELD = `select count(*) as n from (${HOLDS}) h`;

const PASSED_ALL_THE_SAME = `
  select 'slip ' || h.paper_no || case
      when r.crossing_id is null then ' is held by no report of a gate'
      else ' passed while its vehicle was held' end
  from (${HOLDS}) h
  left join bonded.crossings r on r.crossing_id = h.crossing_id and r.slip_no = h.paper_no
    and not r.passed
  where r.crossing_id is null or exists (
    select from bonded.crossings c
    where c.slip_no = h.paper_no and c.passed and c.reported_at >= h.at
      and c.reported_at < h.until
  )`;

type Departed = {
  list_no: string;
  pre_no: string;
  readers: string | null;
  slip_no: string | null;
  crossed: boolean;
  at: Instant | null;
};

const DEPARTED = `
  select g.list_no, g.slip_no, c.pre_no, l.readers, s.changed_at as at,
    coalesce(s.state = 'crossed', false) as crossed
  from (${GONE}) g
  left join bonded.papers s on s.kind = 'slip' and s.paper_no = g.slip_no
  left join clearance.cases c on c.list_no = g.list_no
  left join documents.lists l using (ebp_code, order_no, attempt)
  order by g.list_no`;

const PAGE = 2_000;

async function takeTold(tally: Tally, told: KeyedNumbers, { sql, days }: Scope): Promise<void> {
  for await (const rows of pages<Departed>(sql, 'audit_departures', DEPARTED, PAGE)) {
    for (const { list_no, pre_no, readers, slip_no, crossed, at } of rows) {
      tally.check(crossed, () => `list ${list_no} is gone, but slip ${slip_no} did not cross`);
      if (at !== null && days.isExpired(at)) continue;
      const wrong = (readers ?? '').split(' ').filter((reader) => {
        const place = told.find(readerKey(reader, pre_no, list_no));
        const times = place < 0 ? 0 : told.numbers()[place]!;
        if (place >= 0) told.numbers()[place] = 0;
        return times !== 1;
      });
      tally.check(wrong.length === 0, () => {
        return `list ${list_no} is gone, which ${wrong.join(', ')} was not told once`;
      });
    }
  }
}
