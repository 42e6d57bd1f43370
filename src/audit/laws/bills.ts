import { keyedNumbers } from '../hash-table.ts';
import type { Law, Scope, Tally } from '../law.ts';
import { pages } from '../snapshot.ts';
import { checkBySql } from '../sql-check.ts';

/**
 * Each list released since there are bills, on a day that has its bills, has one standing bill of
 * its tax less what refunds gave back, or none where that leaves nothing; others have none. Notices
 * are the sums of their bills, open bills are counted by month, and what was paid is free again in
 * the guarantor's account. The guarantor is told of each bill once, and once of what became of it.
 * Each stock-take has a notice of what was taxed of its missing goods. Those of customs
 * declarations have a law of their own.
 */
export const BILLS: Law = {
  id: 'bills',
  title: 'Every released list has the bill of its tax, and notices are the sums of bills',
  watch: (tally, scope) => {
    const told = keyedNumbers();
    return {
      onReceipts: ({ enterprise, receipts }) => {
        for (const { type, status, taxNo, at } of receipts ?? []) {
          if (taxNo === '' || scope.days.isExpired(at)) continue;
          const place = told.place(`${enterprise}|${taxNo}`);
          told.numbers()[place] = told.numbers()[place]! + (WEIGHTS[`${type} ${status}`] ?? 0);
        }
      },
      finish: async () => {
        const { sql } = scope;
        await checkBySql(sql, tally, RELEASED, UNBILLED);
        await checkBySql(sql, tally, MONTHS, UNCOUNTED);
        await checkBySql(sql, tally, NOTICES, UNLIKE);
        await checkBySql(sql, tally, NOTICES, UNPAID);
        await checkBySql(sql, tally, COUNTS, UNTAXED);
        await checkTold(tally, scope, (key) => {
          const place = told.find(key);
          return place < 0 ? 0 : told.numbers()[place]!;
        });
      },
    };
  },
};

/** One of each is 1, 100 and 10,000 in a sum. */
const WEIGHTS: Readonly<Record<string, number>> = {
  'CEB816 1': 1,
  'CEB818 2': 100,
  'CEB818 3': 10_000,
};

const DUE = `
  select c.list_no, c.duty - coalesce(r.duty, 0) as duty,
    c.consumption_tax - coalesce(r.consumption_tax, 0) as consumption_tax,
    c.vat - coalesce(r.vat, 0) as vat
  from clearance.cases c left join (
    select list_no, sum(duty) as duty, sum(consumption_tax) as consumption_tax, sum(vat) as vat
    from clearance.refunds where state = 'closed' group by list_no
  ) r using (list_no)
  where c.state = '800'
    and c.decided_at > (select through from clearance.progress where name = 'bills-began')
    and c.decided_at <= (select through from clearance.progress where name = 'bills')`;

const RELEASED = `select count(*) as n from (${DUE}) due`;

const UNBILLED = `
  select 'list ' || coalesce(d.list_no, b.list_no) || ' is billed with '
    || coalesce(b.duty + b.consumption_tax + b.vat, 0) || ' fen, should be '
    || coalesce(d.duty + d.consumption_tax + d.vat, 0)
  from (
    select * from (${DUE}) due where duty > 0 or consumption_tax > 0 or vat > 0
  ) d full join (select * from clearance.bills where state <> '3') b using (list_no)
  where d.duty is distinct from b.duty or d.consumption_tax is distinct from b.consumption_tax
    or d.vat is distinct from b.vat`;

const MONTHS = 'select count(*) as n from clearance.bill_months';

/** What is counted of each guarantor and month, against the bills that no notice collects. */
const UNCOUNTED = `
  select 'month ' || coalesce(m.month, b.month) || ' of ' || coalesce(m.assure_code, b.assure_code)
    || ' counts ' || coalesce(m.bills, 0) || ' open bills of ' || coalesce(m.amount, 0)
    || ' fen, there are ' || coalesce(b.bills, 0) || ' of ' || coalesce(b.amount, 0)
  from clearance.bill_months m full join (
    select assure_code, date_trunc('month', released_day)::date as month, count(*) as bills,
      sum(duty + consumption_tax + vat) as amount
    from clearance.bills where state = '1' group by 1, 2
  ) b using (assure_code, month)
  where coalesce(m.bills, 0) <> coalesce(b.bills, 0)
    or coalesce(m.amount, 0) <> coalesce(b.amount, 0)`;

const NOTICES = 'select count(*) as n from clearance.duty_notices';

const UNLIKE = `
  select 'notice ' || coalesce(n.duty_no, b.duty_no) || ' is of ' || coalesce(n.bills, 0)
    || ' bills, there are ' || coalesce(b.bills, 0)
  from (select * from clearance.duty_notices where document is null) n full join (
    select duty_no, assure_code, count(*) as bills, sum(duty) as duty,
      sum(consumption_tax) as consumption_tax, sum(vat) as vat, min(released_day) as first_day,
      max(released_day) as last_day
    from clearance.bills where state = '2' group by duty_no, assure_code
  ) b using (duty_no, assure_code)
  where n.bills is distinct from b.bills or n.duty is distinct from b.duty
    or n.consumption_tax is distinct from b.consumption_tax or n.vat is distinct from b.vat
    or b.first_day <> n.released_day or b.last_day <> n.released_day`;

/** What of a paid notice was frozen, against what was made free under its number. */
const UNPAID = `
  select 'notice ' || n.duty_no || ' made ' || coalesce(p.amount, 0) || ' fen free, should be '
    || n.frozen
  from (
    select d.duty_no, case when d.paid_at is null then 0 else coalesce((
      select sum(b.duty + b.consumption_tax + b.vat) from clearance.bills b
      join ledger.postings g on g.key = b.assure_code and g.ledger = 'guarantee'
        and g.ref = b.list_no and g.kind in ('direct', 'post')
      where b.duty_no = d.duty_no), 0) end as frozen
    from clearance.duty_notices d
  ) n left join ledger.postings p on p.ledger = 'guarantee' and p.kind = 'correct'
    and p.ref = n.duty_no
  where coalesce(p.amount, 0) <> n.frozen`;

const COUNTS = "select count(*) as n from bonded.papers where kind = 'count'";

/** Counts that closed before there were such notices say nothing of an agreement. */
const UNTAXED = `
  select coalesce(c.document, n.document) || ' has a notice of '
    || coalesce(n.duty + n.consumption_tax + n.vat, 0) || ' fen, should be '
    || coalesce(c.duty + c.consumption_tax + c.vat, 0)
  from (
    select 'count ' || paper_no as document,
      sum((tax ->> 'duty')::numeric * 100)::bigint as duty,
      sum((tax ->> 'consumptionTax')::numeric * 100)::bigint as consumption_tax,
      sum((tax ->> 'vat')::numeric * 100)::bigint as vat
    from bonded.papers
    cross join lateral jsonb_path_query(body::jsonb, '$.settled[*].tax ? (@ != null)') as tax
    where kind = 'count' and state = 'closed' and body::jsonb ? 'agreedAt' group by paper_no
  ) c full join (
    select * from clearance.duty_notices where document like 'count %'
  ) n using (document)
  where coalesce(c.duty, 0) <> coalesce(n.duty, 0)
    or coalesce(c.consumption_tax, 0) <> coalesce(n.consumption_tax, 0)
    or coalesce(c.vat, 0) <> coalesce(n.vat, 0)`;

type Billed = { tax_no: string; assure_code: string; state: string };

const ALL = `
  select list_no || lpad(serial::text, 2, '0') as tax_no, assure_code, state, issued_at
  from clearance.bills`;

const PAGE = 2_000;

async function checkTold(
  tally: Tally,
  { sql, days }: Scope,
  toldOf: (key: string) => number,
): Promise<void> {
  for await (const rows of pages<Billed & { issued_at: number }>(sql, 'audit_bills', ALL, PAGE)) {
    for (const { tax_no, assure_code, state, issued_at } of rows) {
      if (days.isExpired(issued_at)) continue;
      const due = 1 + (state === '2' ? 100 : state === '3' ? 10_000 : 0);
      const told = toldOf(`${assure_code}|${tax_no}`);
      tally.check(told === due, () => {
        return `bill ${tax_no} in state ${state} is not told to ${assure_code} as it stands`;
      });
    }
  }
}
