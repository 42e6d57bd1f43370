import { CaseRace } from '../base/case-race.ts';
import type { BusinessDate, Instant } from '../base/dates.ts';
import type { Fen } from '../base/fen.ts';
import { keyColumns, keyOf } from '../base/keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { RefundState, Relief, Returned } from './refund.ts';

/** A refund that customs accepted, as it stands. */
export type Refund = {
  readonly listNo: string;
  readonly preNo: string;
  /** The request's key in `documents.others`. */
  readonly key: string;
  readonly state: RefundState;
  readonly acceptedAt: Instant;
  /** The last day on which the goods may arrive. */
  readonly due: BusinessDate;
  readonly endedAt: Instant | null;
  /** Why it ended without relief. */
  readonly reason: string | null;
  readonly lines: readonly Returned[];
  /** Fen given back; zero until it is closed. */
  readonly dutiable: Fen;
  readonly duty: Fen;
  readonly consumptionTax: Fen;
  readonly vat: Fen;
};

type Row = Omit<Refund, 'key' | 'lines'> & {
  readonly code: string;
  readonly name: string;
  readonly gnums: readonly number[];
  readonly quantities: readonly string[];
};

const COLUMNS = `
  list_no as "listNo", pre_no as "preNo", code, name, state, accepted_at as "acceptedAt",
  to_char(due_day, 'YYYY-MM-DD') as due, ended_at as "endedAt", reason, gnums,
  quantities::text[] as quantities, dutiable, duty, consumption_tax as "consumptionTax", vat`;

const BY_LIST = `
  select ${COLUMNS} from clearance.refunds where list_no = any($1::text[])
  order by accepted_at, pre_no`;

/** The refunds of these lists, the oldest first. One statement or none. */
export async function refundsOf(sql: Sql, listNos: readonly string[]): Promise<Refund[]> {
  if (listNos.length === 0) return [];
  return (await sql.query<Row>(BY_LIST, [[...new Set(listNos)]])).map(refundOf);
}

const BY_NUMBER = `
  select ${COLUMNS} from clearance.refunds where pre_no = any($1::text[]) order by pre_no`;

/** The refunds with these pre-entry numbers. One statement. */
export async function refundsNumbered(sql: Sql, preNos: readonly string[]): Promise<Refund[]> {
  return (await sql.query<Row>(BY_NUMBER, [[...new Set(preNos)]])).map(refundOf);
}

const OVERDUE = `
  select pre_no as "preNo" from clearance.refunds r
  where state = 'open' and due_day < $1::date
    and not exists (select from clearance.quarantine q where q.ebp_code = r.code
      and q.order_no = r.name)
  order by due_day, pre_no limit $2`;

/** Numbers of open refunds whose last day is over; none set aside. One statement. */
export async function overdueRefunds(
  sql: Sql,
  today: BusinessDate,
  limit: number,
): Promise<string[]> {
  const rows = await sql.query<{ preNo: string }>(OVERDUE, [today, limit]);
  return rows.map(({ preNo }) => preNo);
}

function refundOf({ code, name, gnums, quantities, ...row }: Row): Refund {
  const lines = gnums.map((gnum, i) => ({ gnum, qty: BigInt(quantities[i]!) }));
  return { ...row, key: keyOf(code, name), lines };
}

const INSERT = `
  insert into clearance.refunds (accepted_at, state, list_no, pre_no, code, name, due_day, gnums,
    quantities)
  select $1::timestamptz, 'open', u.list_no, u.pre_no, u.code, u.name, u.due_day,
    string_to_array(u.gnums, ' ')::integer[], string_to_array(u.quantities, ' ')::bigint[]
  from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::date[], $7::text[], $8::text[])
    as u (list_no, pre_no, code, name, due_day, gnums, quantities)
  on conflict do nothing`;

/**
 * Writes refunds that were accepted now. One statement or none.
 * @throws CaseRace when a list got an open refund meanwhile
 */
export async function openRefunds(
  tx: Sql,
  refunds: readonly Pick<Refund, 'listNo' | 'preNo' | 'key' | 'due' | 'lines'>[],
  at: Instant,
): Promise<void> {
  if (refunds.length === 0) return;
  const written = await tx.execute(INSERT, [
    instantText(at),
    refunds.map(({ listNo }) => listNo),
    refunds.map(({ preNo }) => preNo),
    ...keyColumns(refunds.map(({ key }) => key)),
    refunds.map(({ due }) => due),
    refunds.map(({ lines }) => lines.map(({ gnum }) => gnum).join(' ')),
    refunds.map(({ lines }) => lines.map(({ qty }) => qty).join(' ')),
  ]);
  if (written !== refunds.length) throw new CaseRace('another refund was opened meanwhile');
}

/** How an open refund ends; what it gives back is zero unless it is closed. */
export type EndedRefund = Pick<Refund, 'listNo' | 'preNo' | 'reason'> & {
  readonly state: Exclude<RefundState, 'open'>;
  readonly relief: Omit<Relief, 'transfers'>;
};

const END = `
  update clearance.refunds r set state = u.state, ended_at = $1::timestamptz, reason = u.reason,
    dutiable = u.dutiable, duty = u.duty, consumption_tax = u.consumption_tax, vat = u.vat
  from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[],
      $8::bigint[], $9::bigint[])
    as u (list_no, pre_no, state, reason, dutiable, duty, consumption_tax, vat)
  where r.list_no = u.list_no and r.pre_no = u.pre_no and r.state = 'open'`;

/**
 * Ends open refunds. One statement or none.
 * @throws CaseRace when one of them was ended meanwhile
 */
export async function endRefunds(
  tx: Sql,
  ended: readonly EndedRefund[],
  at: Instant,
): Promise<void> {
  if (ended.length === 0) return;
  const written = await tx.execute(END, [
    instantText(at),
    ended.map(({ listNo }) => listNo),
    ended.map(({ preNo }) => preNo),
    ended.map(({ state }) => state),
    ended.map(({ reason }) => reason),
    ended.map(({ relief }) => relief.dutiablePrice),
    ended.map(({ relief }) => relief.duty),
    ended.map(({ relief }) => relief.consumptionTax),
    ended.map(({ relief }) => relief.vat),
  ]);
  if (written !== ended.length) throw new CaseRace('a refund was ended meanwhile');
}
