import { createHash } from 'node:crypto';
import type { Instant } from '../../base/dates.ts';
import { atLeast, type Fraction, fractionOf } from '../decimals.ts';
import { evidenceCache } from '../evidence-cache.ts';
import { type FactsPlace, loadFacts } from '../facts-at.ts';
import type { KeptFacts } from '../facts-reader.ts';
import type { Law, Scope, Tally } from '../law.ts';
import { type PaidOrderText, type PaidText, readPaid, unpackText } from '../payment-reader.ts';
import { recordsAt } from '../records-at.ts';
import { pages } from '../snapshot.ts';
import { checkBySql } from '../sql-check.ts';
import { elementOf, type RawRecord } from '../xml-text.ts';

/**
 * Every signal of payment data belongs to a pull that has its code, and the other way round; the
 * codes of a pull are what was found in its uploads and that its time was over; it was late only
 * after its time; it names a decided list of its order. What was accepted is compared again with
 * the bytes of order and payment, and comes to what was found.
 */
export const PAYDATA: Law = {
  id: 'paydata',
  title: 'Payment data was found to be what it is, and signals say that and no more',
  watch: (tally, scope) => ({
    finish: async () => {
      const { sql } = scope;
      await checkBySql(sql, tally, PULLS, UNLIKE_SIGNALS);
      await checkBySql(sql, tally, PULLS, UNLIKE_UPLOADS);
      await checkBySql(sql, tally, PULLS, UNTIMELY);
      await checkBySql(sql, tally, PULLS, UNDECIDED);
      await compareAgain(tally, scope);
    },
  }),
};

const PULLS = 'select count(*) as n from paydata.pulls';

const UNLIKE_SIGNALS = `
  select 'pull ' || coalesce(p.ref, s.ref) || ' and the signals differ in '
    || coalesce(p.code, s.code)
  from (
    select session_id::text as ref, ebp_code, order_no, list_no, unnest(codes) as code
    from paydata.pulls
  ) p full join (
    select ref, enterprise_code as ebp_code, order_no, list_no, code from risk.signals
    where source = 'payment-data'
  ) s using (ref, ebp_code, order_no, list_no, code)
  where p.ref is null or s.ref is null`;

/** One of these is the code of a pull whose time was over. */
const ENDS = `('PULL-LATE', 'PULL-REFUSED', 'PULL-UNREACHED')`;

const UNLIKE_UPLOADS = `
  select 'pull ' || session_id || ' has the codes ' || array_to_string(codes, ', ')
    || ', should be ' || array_to_string(due, ', ')
  from (
    select p.session_id, p.codes, p.late_at, array(
      select distinct code from (
        select f ->> 'code' as code from paydata.uploads u
          cross join lateral jsonb_array_elements(u.findings) f
          where u.session_id = p.session_id
        union all select 'PULL-SERVICE' where p.state = 'unregistered'
        union all select code from unnest(p.codes) as c (code)
          where p.late_at is not null and code in ${ENDS}
      ) found order by 1) as due
    from paydata.pulls p
  ) pulls
  where codes <> due or (late_at is not null)::integer <> (
    select count(*) from unnest(codes) as c (code) where code in ${ENDS})`;

const UNTIMELY = `
  select 'pull ' || p.session_id || case
    when p.late_at < p.due_at then ' was late before its time'
    when (p.state = 'answered') <> (u.session_id is not null) then ' is ' || p.state || ' with '
      || case when u.session_id is null then 'no' else 'an' end || ' accepted upload'
    when p.state = 'asked' then ' was never acknowledged'
    else ' was answered at another time' end
  from paydata.pulls p left join paydata.uploads u
    on u.session_id = p.session_id and u.accepted
  where p.late_at < p.due_at or (p.state = 'answered') <> (u.session_id is not null)
    or (p.state = 'asked' and p.acknowledged_at is null)
    or u.received_at is distinct from p.answered_at`;

const UNDECIDED = `
  select 'pull ' || p.session_id || ' is of list ' || p.list_no || ', which was not decided for '
    || p.ebp_code || '/' || p.order_no
  from paydata.pulls p
  where not exists (
    select from clearance.cases c where c.list_no = p.list_no
      and c.ebp_code = p.ebp_code and c.order_no = p.order_no
  ) and not exists (
    select from clearance.past_cases c where c.list_no = p.list_no
      and c.ebp_code = p.ebp_code and c.order_no = p.order_no
  )`;

type Upload = {
  session_id: string;
  list_no: string;
  order_no: string;
  accepted: boolean;
  digest: Buffer;
  body: Uint8Array;
  findings: readonly { code: string; path: string | null }[];
};

const UPLOADS = `
  select u.session_id, p.list_no, p.order_no, u.accepted, u.digest, u.body, u.findings
  from paydata.uploads u join paydata.pulls p on p.session_id = u.session_id`;

const PAGE = 200;

async function compareAgain(tally: Tally, scope: Scope): Promise<void> {
  for await (const rows of pages<Upload>(scope.sql, 'audit_uploads', UPLOADS, PAGE)) {
    const documents = await documentsOf(
      scope,
      rows.filter(({ accepted }) => accepted).map(({ list_no }) => list_no),
    );
    for (const row of rows) {
      const problem = problemOf(row, documents.get(row.list_no));
      tally.check(problem === null, () => `the upload of ${row.session_id} ${problem}`);
    }
  }
}

function problemOf(row: Upload, declared: Declared | undefined): string | null {
  const text = unpackText(row.body);
  if (text === null || !createHash('sha256').update(text).digest().equals(row.digest)) {
    return 'is not as it came';
  }
  if (!row.accepted) return row.findings.length > 0 ? null : 'was refused without a reason';
  const paid = readPaid(text);
  if (paid === null) return 'was accepted and cannot be read';
  // What the decision rests on is gone with its day, or is missing: that is told by other laws.
  if (declared === undefined) return null;
  const due = differences(paid, row.order_no, declared).sort().join(', ');
  const found = row.findings.map(({ code, path }) => `${code} ${path}`);
  const is = found.sort().join(', ');
  return is === due ? null : `was found to have ${is || 'nothing'}, should be ${due || 'nothing'}`;
}

/** Order and payments of a list, as their senders wrote them. */
type Declared = { readonly order: RawRecord; readonly payments: readonly RawRecord[] };

type Decision = { list_no: string; present: boolean; decided_at: Instant } & Omit<FactsPlace, 'at'>;

const DECISIONS = `
  select list_no, true as present, stream, sequence, position, decided_at from clearance.cases
  where list_no = any($1::text[])
  union all
  select list_no, false, stream, sequence, position, decided_at from clearance.past_cases
  where list_no = any($1::text[])
  order by present desc, decided_at desc`;

async function documentsOf(
  { sql, days }: Scope,
  listNos: readonly string[],
): Promise<Map<string, Declared>> {
  const decisions = await sql.query<Decision>(DECISIONS, [[...new Set(listNos)]]);
  const facts = await loadFacts(
    sql,
    days,
    decisions.map((one) => ({ ...one, at: one.decided_at })),
  );
  const kept = new Map<string, KeptFacts>();
  for (const one of decisions) {
    const own = facts(one);
    // The decision that withdraws a list has no facts; the one before it has.
    if (own !== null && !kept.has(one.list_no)) kept.set(one.list_no, own);
  }
  const names = [...kept.values()].flatMap(({ order, payments }) => [order, ...payments]);
  const read = await recordsAt({ sql, days }, evidenceCache({ sql, days }), names);
  const found = new Map<string, Declared>();
  for (const [listNo, { order, payments }] of kept) {
    const records = [order, ...payments].map((ref) => read(ref));
    const [first, ...others] = records.map((record) => record?.raw ?? null);
    if (first == null || others.includes(null)) continue;
    found.set(listNo, { order: first, payments: others as RawRecord[] });
  }
  return found;
}

const HEAD = '/payExchangeInfoHead';
const LISTS = '/payExchangeInfoLists';

/** Milliseconds for which the two times may be apart. */
const APART = 3_600_000;

/** What an upload says otherwise than the documents, as `code path`. */
function differences(paid: PaidText, orderNo: string, declared: Declared): string[] {
  const { order, payments } = declared;
  const named = payments.find(
    ({ head }) => elementOf(head, 'payTransactionId') === paid.payTransactionId,
  );
  const payment = (named ?? payments[0]!).head;
  const is = (name: string): string => elementOf(payment, name) ?? '';
  const found: string[] = [];
  const check = (holds: boolean, code: string, path: string): void => {
    if (!holds) found.push(`PULL-${code} ${path}`);
  };
  check(paid.ebpCode === elementOf(order.head, 'ebpCode'), 'PLATFORM', `${HEAD}/ebpCode`);
  check(paid.payCode === is('payCode'), 'FIRM', `${HEAD}/payCode`);
  check(named !== undefined, 'TRANSACTION', `${HEAD}/payTransactionId`);
  const isPaid = amountFits(paid, fractionOf(is('amountPaid')));
  check(isPaid, 'AMOUNT', `${HEAD}/totalAmount`);
  check(paid.currency === is('currency'), 'CURRENCY', `${HEAD}/currency`);
  const apart = Math.abs(utcOf(paid.tradingTime) - utcOf(is('payTime')));
  check(apart <= APART, 'TIME', `${HEAD}/tradingTime`);
  const at = paid.orders.findIndex((one) => one.orderNo === orderNo);
  check(at >= 0, 'ORDER', LISTS);
  if (at >= 0) found.push(...orderDifferences(paid.orders[at]!, `${LISTS}/${at}`, order));
  return found;
}

function amountFits({ totalAmount, orders }: PaidText, due: Fraction | null): boolean {
  if (totalAmount === null || due === null) return false;
  return atLeast(totalAmount, due) && (orders.length > 1 || atLeast(due, totalAmount));
}

function orderDifferences(
  { goodsInfo, recpName }: PaidOrderText,
  path: string,
  order: RawRecord,
): string[] {
  const names = order.lines.map((line) => bare(elementOf(line, 'itemName') ?? ''));
  const payees = ['ebcName', 'ebpName'].map((name) => bare(elementOf(order.head, name) ?? ''));
  return [
    ...goodsInfo.flatMap(({ gname, itemLink }, i) => [
      ...(names.includes(bare(gname)) ? [] : [`PULL-GOODS ${path}/goodsInfo/${i}/gname`]),
      ...(isLink(itemLink) ? [] : [`PULL-LINK ${path}/goodsInfo/${i}/itemLink`]),
    ]),
    ...(payees.includes(bare(recpName)) ? [] : [`PULL-PAYEE ${path}/recpName`]),
  ];
}

const bare = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toUpperCase();

function isLink(text: string): boolean {
  const parsed = URL.parse(text);
  return parsed?.protocol === 'http:' || parsed?.protocol === 'https:';
}

/** Digits of a time as milliseconds; of two times only what they are apart matters. */
function utcOf(digits: string): number {
  const [year, month, day, hour, minute, second] = [0, 4, 6, 8, 10, 12].map((from) =>
    Number(digits.slice(from, from === 0 ? 4 : from + 2)),
  ) as [number, number, number, number, number, number];
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
