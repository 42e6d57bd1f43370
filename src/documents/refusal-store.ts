import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { inKeyOrder, keyColumns } from '../base/keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import { type Cause, causesOf, type HeadCodes, type Lined } from './cause.ts';

/** A verdict as far as it says whether, and why, a list stands returned. */
export type Judged<Terms> = {
  readonly orderKey: string;
  readonly listNo: string;
  readonly list: { readonly terms: Terms };
  readonly verdict: { readonly status: string; readonly findings: readonly Finding[] };
  /** The state before, if there was one. */
  readonly before: string | null;
};

/** Where a page of lists ended. */
export type RefusalPlace = { readonly at: Instant; readonly name: string };

/** Why lists of one direction stand returned. */
export type Refusals<Terms> = {
  /**
   * Keeps why lists stand returned: forgets what an order was returned for that is decided again,
   * and notes what these were returned for. A statement for each of them where there are some.
   * Comes after the write of the cases, whose guards part those who decide the same order.
   */
  store(tx: Sql, judged: readonly Judged<Terms>[], at: Instant): Promise<void>;
  /** Forgets why lists of orders stand returned. One statement. */
  forget(tx: Sql, orderKeys: readonly string[]): Promise<void>;
  /** What lists of this declarant stand returned for, the commonest first. One statement. */
  causes(sql: Sql, agent: string, limit: number): Promise<CountedCause[]>;
  /** The same whatever stood in the lists, the commonest first. One statement. */
  byCode(sql: Sql, agent: string, limit: number): Promise<CountedRefusal[]>;
  /** Lists that stand returned for a cause, the oldest first; one range of an index. */
  lists(
    sql: Sql,
    agent: string,
    cause: Cause,
    after: RefusalPlace | null,
    limit: number,
  ): Promise<RefusedList[]>;
};

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

/** Lists that stand returned for one code and element, with the words of one of them. */
export type CountedRefusal = Pick<
  CountedCause,
  'code' | 'field' | 'lists' | 'latest' | 'zh' | 'en'
>;

/** A list that stands returned for a cause, or another document that was not filed for it. */
export type RefusedList = {
  /** What a page goes on after. */
  readonly name: string;
  /** Its customs number; of another document its own number. */
  readonly listNo: string;
  /** The key of its order; of another document the firm and number under which it is filed. */
  readonly ebpCode: string;
  readonly orderNo: string;
  readonly at: Instant;
  readonly path: string | null;
  readonly zh: string;
  readonly en: string;
};

/** The refusals of lists with the codes of their heads. */
export function refusalStore<Terms extends Lined & { readonly agentCode: string }>(
  schema: 'clearance' | 'export',
  head: HeadCodes<Terms>,
): Refusals<Terms> {
  const texts = textsOf(`${schema}.refusals`);
  const forget = async (tx: Sql, orderKeys: readonly string[]): Promise<void> => {
    await tx.execute(texts.forget, keyColumns([...orderKeys].sort()));
  };
  return {
    forget,
    store: async (tx, judged, at) => {
      const again = judged.filter(({ before }) => before === '100');
      const rows = rowsOf(judged, head);
      await Promise.all([
        again.length > 0 &&
          forget(
            tx,
            again.map(({ orderKey }) => orderKey),
          ),
        rows.length > 0 && tx.execute(texts.insert, [instantText(at), ...columnsOf(rows)]),
      ]);
    },
    causes: (sql, agent, limit) => sql.query<CountedCause>(texts.causes, [agent, limit]),
    byCode: (sql, agent, limit) => sql.query<CountedRefusal>(texts.byCode, [agent, limit]),
    lists: (sql, agent, { code, field, value }, after, limit) => {
      const place = [after === null ? '-infinity' : instantText(after.at), after?.name ?? ''];
      return sql.query<RefusedList>(texts.lists, [agent, code, field, value, ...place, limit]);
    },
  };
}

function rowsOf<Terms extends Lined & { readonly agentCode: string }>(
  judged: readonly Judged<Terms>[],
  head: HeadCodes<Terms>,
) {
  return inKeyOrder(
    judged.filter(({ verdict }) => verdict.status === '100'),
    ({ orderKey }) => orderKey,
  ).flatMap(({ orderKey, listNo, list: { terms }, verdict }) =>
    causesOf(verdict.findings, terms, head).map((cause) => {
      return { ...cause, orderKey, listNo, agentCode: terms.agentCode };
    }),
  );
}

function columnsOf(rows: ReturnType<typeof rowsOf>) {
  return [
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
  ];
}

const textsOf = (table: string) => ({
  forget: `
  delete from ${table} r using unnest($1::text[], $2::text[]) as u (ebp_code, order_no)
  where r.ebp_code = u.ebp_code and r.order_no = u.order_no`,
  insert: `
  insert into ${table} (decided_at, ebp_code, order_no, code, field, value, agent_code,
    list_no, path, zh, en, hint, hint_zh)
  select $1::timestamptz, u.* from unnest($2::text[], $3::text[], $4::text[], $5::text[],
    $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
    $13::text[]) u`,
  // Counting reads one range of `refusals_cause` and nothing of the table; the words of each cause
  // that is shown are one look-up more.
  causes: `
  select k.*, w.zh, w.en, w.hint, w.hint_zh as "hintZh" from (
    select code, field, value, count(*)::int as lists, max(decided_at) as latest
    from ${table} where agent_code = $1
    group by code, field, value order by lists desc, code, field, value limit $2
  ) k cross join lateral (
    select zh, en, hint, hint_zh from ${table} r
    where agent_code = $1 and r.code = k.code and r.field = k.field and r.value = k.value
    order by decided_at desc, list_no desc limit 1
  ) w order by lists desc, code, field, value`,
  byCode: `
  select k.*, w.zh, w.en from (
    select code, field, count(*)::int as lists, max(decided_at) as latest
    from ${table} where agent_code = $1
    group by code, field order by lists desc, code, field limit $2
  ) k cross join lateral (
    select zh, en from ${table} r
    where agent_code = $1 and r.code = k.code and r.field = k.field limit 1
  ) w order by lists desc, code, field`,
  lists: `
  select list_no as name, list_no as "listNo", ebp_code as "ebpCode", order_no as "orderNo",
    decided_at as at, path, zh, en
  from ${table}
  where agent_code = $1 and code = $2 and field = $3 and value = $4
    and (decided_at, list_no) > ($5::timestamptz, $6::text)
  order by decided_at, list_no limit $7`,
});
