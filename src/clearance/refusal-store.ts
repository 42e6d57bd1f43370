import type { Instant } from '../base/dates.ts';
import { inKeyOrder, keyColumns } from '../base/keys.ts';
import type { ListTerms } from '../documents/terms.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { DecidedCase } from './case-store.ts';
import { type Cause, causesOf } from './cause.ts';
import type { Verdict } from './verdict.ts';

/** A verdict as far as it says whether, and why, a list stands returned. */
export type Judged = Pick<DecidedCase, 'orderKey' | 'listNo'> & {
  readonly list: { readonly terms: ListTerms };
  readonly verdict: Pick<Verdict, 'status' | 'findings'>;
  /** The state before, if there was one. */
  readonly before: string | null;
};

const FORGET = `
  delete from clearance.refusals r using unnest($1::text[], $2::text[]) as u (ebp_code, order_no)
  where r.ebp_code = u.ebp_code and r.order_no = u.order_no`;

const INSERT = `
  insert into clearance.refusals (decided_at, ebp_code, order_no, code, field, value, agent_code,
    list_no, path, zh, en, hint, hint_zh)
  select $1::timestamptz, u.* from unnest($2::text[], $3::text[], $4::text[], $5::text[],
    $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
    $13::text[]) u`;

/**
 * Keeps why lists stand returned: forgets what an order was returned for that is decided again, and
 * notes what these were returned for. A statement for each of them where there are some. Comes
 * after the write of the cases, whose guards part those who decide the same order.
 */
export async function storeRefusals(
  tx: Sql,
  judged: readonly Judged[],
  at: Instant,
): Promise<void> {
  const again = judged.filter(({ before }) => before === '100').map(({ orderKey }) => orderKey);
  const rows = inKeyOrder(
    judged.filter(({ verdict }) => verdict.status === '100'),
    ({ orderKey }) => orderKey,
  ).flatMap(({ orderKey, listNo, list: { terms }, verdict }) =>
    causesOf(verdict.findings, terms).map((cause) => {
      return { ...cause, orderKey, listNo, agentCode: terms.agentCode };
    }),
  );
  await Promise.all([
    again.length > 0 && tx.execute(FORGET, keyColumns(again.sort())),
    rows.length > 0 &&
      tx.execute(INSERT, [
        instantText(at),
        ...keyColumns(rows.map(({ orderKey }) => orderKey)),
        rows.map(({ code }) => code),
        rows.map(({ field }) => field),
        rows.map(({ value }) => value),
        rows.map(({ agentCode }) => agentCode),
        rows.map(({ listNo }) => listNo),
        rows.map(({ finding }) => finding.path),
        rows.map(({ finding }) => finding.zh),
        rows.map(({ finding }) => finding.en),
        rows.map(({ finding }) => finding.hint),
        rows.map(({ finding }) => finding.hintZh ?? null),
      ]),
  ]);
}

/** A cause with how many lists stand returned for it, and what one of them was told. */
export type CountedCause = Cause & {
  readonly lists: number;
  /** When the last of them was returned. */
  readonly latest: Instant;
  readonly zh: string;
  readonly en: string;
  readonly hint: string | null;
  readonly hintZh: string | null;
};

/*
 * Counting reads one range of `refusals_cause` and nothing of the table; the words of each cause
 * that is shown are one look-up more.
 */
const CAUSES = `
  select k.*, w.zh, w.en, w.hint, w.hint_zh as "hintZh" from (
    select code, field, value, count(*)::int as lists, max(decided_at) as latest
    from clearance.refusals where agent_code = $1
    group by code, field, value order by lists desc, code, field, value limit $2
  ) k cross join lateral (
    select zh, en, hint, hint_zh from clearance.refusals r
    where agent_code = $1 and r.code = k.code and r.field = k.field and r.value = k.value
    order by decided_at desc, list_no desc limit 1
  ) w order by lists desc, code, field, value`;

/** What lists of this declarant stand returned for, the commonest first. One statement. */
export function causesOfAgent(sql: Sql, agent: string, limit: number): Promise<CountedCause[]> {
  return sql.query<CountedCause>(CAUSES, [agent, limit]);
}

/** Why lists of a declarant stand returned, whatever stood in them. */
export type CountedRefusal = Pick<
  CountedCause,
  'code' | 'field' | 'lists' | 'latest' | 'zh' | 'en'
>;

const REFUSALS = `
  select k.*, w.zh, w.en from (
    select code, field, count(*)::int as lists, max(decided_at) as latest
    from clearance.refusals where agent_code = $1
    group by code, field order by lists desc, code, field limit $2
  ) k cross join lateral (
    select zh, en from clearance.refusals r
    where agent_code = $1 and r.code = k.code and r.field = k.field limit 1
  ) w order by lists desc, code, field`;

/** The same as `causesOfAgent` without the values. One statement. */
export function refusalsOfAgent(sql: Sql, agent: string, limit: number): Promise<CountedRefusal[]> {
  return sql.query<CountedRefusal>(REFUSALS, [agent, limit]);
}

/** A list that stands returned for a cause. */
export type RefusedList = {
  readonly listNo: string;
  readonly ebpCode: string;
  readonly orderNo: string;
  readonly at: Instant;
  readonly path: string | null;
  readonly zh: string;
  readonly en: string;
};

const LISTS = `
  select list_no as "listNo", ebp_code as "ebpCode", order_no as "orderNo", decided_at as at,
    path, zh, en
  from clearance.refusals
  where agent_code = $1 and code = $2 and field = $3 and value = $4
    and (decided_at, list_no) > ($5::timestamptz, $6::text)
  order by decided_at, list_no limit $7`;

/** Lists that stand returned for a cause, the oldest first; one range of an index. */
export function listsOfCause(
  sql: Sql,
  agent: string,
  { code, field, value }: Cause,
  after: { readonly at: Instant; readonly name: string } | null,
  limit: number,
): Promise<RefusedList[]> {
  const place = [after === null ? '-infinity' : instantText(after.at), after?.name ?? ''];
  return sql.query<RefusedList>(LISTS, [agent, code, field, value, ...place, limit]);
}
