import type { PagesWish } from './pages-wish.ts';

/*
 * What the pages of a firm show, multiplied from cases that were cleared: `position`, the place of
 * a list in its batch, parts them into hundredths.
 */

/** Tax bills that no notice collects yet, of lists released in the last twenty days. */
const OPEN_BILLS = `
  insert into clearance.bills (list_no, serial, state, assure_code, released_day, issued_at, duty,
    consumption_tax, vat)
  select list_no, 1, '1', assure_code, $1::date - c.position % 20, decided_at, duty,
    consumption_tax, vat
  from clearance.cases c where state = '800' and c.position % 100 < 25`;

/** Bills of the sixteen months before, a notice for each day and guarantor. */
const COLLECTED = `
  insert into clearance.bills (list_no, serial, state, assure_code, released_day, issued_at, duty,
    consumption_tax, vat, duty_no)
  select list_no, 1, '2', assure_code, day, decided_at, duty, consumption_tax, vat,
    'JK' || to_char(day, 'YYYYMMDD') || assure_code || '0001'
  from (
    select *, $1::date - 40
      - (row_number() over (partition by assure_code order by list_no) % 480)::integer as day
    from clearance.cases c where state = '800' and c.position % 100 between 25 and 29
  ) c`;

const NOTICES = `
  insert into clearance.duty_notices (duty_no, assure_code, released_day, issued_at, due_day, bills,
    duty, consumption_tax, vat, paid_at)
  select duty_no, assure_code, released_day, max(issued_at), released_day + 45, count(*),
    sum(duty), sum(consumption_tax), sum(vat),
    case when released_day < $1::date - 60 then max(issued_at) end
  from clearance.bills where state = '2' group by duty_no, assure_code, released_day`;

const MONTHS = `
  insert into clearance.bill_months (assure_code, month, bills, amount)
  select assure_code, date_trunc('month', released_day)::date, count(*),
    sum(duty + consumption_tax + vat)::bigint
  from clearance.bills where state = '1' group by 1, 2`;

/** The daily round finds nothing to bill, so that nothing changes while pages are asked for. */
const BILLED = `
  insert into clearance.progress (name, through)
  values ('bills', now() + interval '50 years'), ('bills-began', now() + interval '50 years')
  on conflict (name) do update set through = excluded.through`;

/** Lists in every state that a page shows; none is moved by a round of the platform. */
const STATES = `
  update clearance.cases c set state = case c.position % 100 when 34 then '500' when 35 then '300'
      when 36 then '400' when 37 then '501' else '100' end,
    codes = case when c.position % 100 < 34
      then array['R' || lpad((ascii(right(c.order_no, 1)) % 20)::text, 3, '0')]
      else '{}' end
  where c.position % 100 between 30 and 37 and c.state = '800'`;

/** Why lists stand returned: twenty causes of fifty values. */
const REFUSALS = `
  insert into clearance.refusals (ebp_code, order_no, code, field, value, agent_code, list_no,
    decided_at, path, zh, en)
  select ebp_code, order_no, codes[1], 'goods/price',
    'V' || (row_number() over (order by list_no)) % 50, agent_code, list_no, decided_at,
    'goods[1]/price', '申报价格与订单不符', 'the price is not that of the order'
  from clearance.cases where state = '100'`;

/** Orders that were not filed and not sent again: twenty causes of fifty values. */
const REFUSED_ORDERS = `
  insert into documents.refusals (sender, direction, document, firm, number, message_id, record,
    code, field, value, refused_at, path, zh, en)
  select agent_code, 'import', 'order', ebp_code, 'X' || order_no, md5(list_no)::uuid, 0,
    'R' || lpad((ascii(right(order_no, 1)) % 20)::text, 3, '0'), 'OrderList/unit',
    'V' || (row_number() over (order by list_no)) % 50, decided_at, 'OrderList[1]/unit',
    '没有这个计量单位', 'there is no such unit'
  from clearance.cases c where c.position % 100 = 38`;

/** Repairs that are over, of one agent. */
const JOBS = `
  insert into repair.jobs (id, enterprise, direction, document, code, field, value, corrections,
    state, lists, beyond, created_at, checked_at, sent_at, ended_at, look_at)
  select md5('job' || i)::uuid, $1, 'import', 'list', 'R000', 'goods/price', 'V' || i % 50, '[]',
    'done', 1, 0, at, at, at, at, at
  from generate_series(1, greatest(1, $2::integer / 2000)) i
  cross join lateral (select now() - i * interval '1 hour' as at) t`;

/** The lists of the newest of them, as many as one may have. */
const ITEMS = `
  insert into repair.items (job, position, ebp_code, order_no, attempt, list_no, state, outcome,
    changes, findings, result)
  select md5('job1')::uuid, row_number() over (order by list_no), ebp_code, order_no, 1, list_no,
    'ended', 'pass', '[{"path": "goods[1]/price", "before": "10", "after": "12"}]', '[]', 'passed'
  from clearance.refusals where agent_code = $1 limit 20000`;

const ITEMS_COUNTED = `
  update repair.jobs set lists = (select count(*) from repair.items)
  where id = md5('job1')::uuid`;

/** Calls for original payment data that were answered. */
const PULLS = `
  insert into paydata.pulls (session_id, drawn_at, due_at, answered_at, ordered, state, ebp_code,
    order_no, list_no)
  select md5('pull' || list_no)::uuid, decided_at, decided_at, decided_at, false, 'answered',
    ebp_code, order_no, list_no
  from clearance.cases c where c.position % 100 < 10`;

/** Of an endpoint that nothing is sent to. */
export const WEBHOOK = `wh_${'0'.repeat(32)}`;

const ENDPOINT = `
  insert into webhooks.endpoints (enterprise_code, id, position, created_at, next_at, batch, state,
    url, description, types, secret)
  values ($1, '${WEBHOOK}', 0, now(), now(), 100, 'paused', 'https://example.com/', '', '{}', '')`;

const ATTEMPTS = `
  insert into webhooks.attempts (enterprise_code, endpoint, at, after, through, receipts,
    milliseconds)
  select $1, '${WEBHOOK}', now() - i * interval '1 minute', i, i + 1, 1, 20
  from generate_series(1, 100) i`;

/** Certificates that the authority decided on, and a token for each hour of some days. */
const REQUESTS = `
  insert into registry.certificate_requests (id, enterprise_code, asked_at, decided_at, state,
    serial, der, decided_by)
  select md5('request' || i)::uuid, $1, now() - i * interval '1 hour', now(), 'accepted', i::text,
    (select der from registry.certificates limit 1), 'bench'
  from generate_series(1, greatest(60, $2::integer / 1000)) i`;

/** What people did by session. */
const ACTIONS = `
  insert into access.actions (id, at, account, role, party, method, route, target, status)
  select md5('action' || i)::uuid, now() - i * interval '1 second', 'bench', 'supervisor', '',
    'POST', '/v1/office/tasks/:id/claim', md5(i::text), 200
  from generate_series(1, $1::integer / 4) i`;

/** Fills what pages of firms show. Within a transaction. */
export async function fillFirmPages({ tx, parcels, day, agent }: PagesWish): Promise<void> {
  await tx.execute(OPEN_BILLS, [day]);
  await tx.execute(COLLECTED, [day]);
  await tx.execute(NOTICES, [day]);
  await tx.execute(MONTHS);
  await tx.execute(BILLED);
  await tx.execute(STATES);
  await tx.execute(REFUSALS);
  await tx.execute(REFUSED_ORDERS);
  await tx.execute(JOBS, [agent, parcels]);
  await tx.execute(ITEMS, [agent]);
  await tx.execute(ITEMS_COUNTED);
  await tx.execute(PULLS);
  await tx.execute(ENDPOINT, [agent]);
  await tx.execute(ATTEMPTS, [agent]);
  await tx.execute(REQUESTS, [agent, parcels]);
  await tx.execute(ACTIONS, [parcels]);
}
