import { CaseRace } from '../base/case-race.ts';
import type { BusinessDate, Instant } from '../base/dates.ts';
import type { Fen } from '../base/fen.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { BillSums } from './bill.ts';

/**
 * A payment notice (缴款书): the bills of one guarantor's lists of one day of release, or what an
 * enterprise has to pay by a document, such as a stock-take with a shortage.
 */
export type Notice = BillSums & {
  readonly dutyNo: string;
  /** Who pays. */
  readonly assureCode: string;
  /** What it is of, `count PD...`; null: of the bills of lists. */
  readonly document: string | null;
  readonly releasedDay: BusinessDate;
  readonly issuedAt: Instant;
  /** The last day on which it can be paid in time. */
  readonly due: BusinessDate;
  readonly bills: number;
  readonly paidAt: Instant | null;
  /** When its document was taken back, so that nothing is to be paid any more. */
  readonly voidedAt: Instant | null;
};

/** Of `clearance.duty_notices`, as a `Notice` has them. */
export const NOTICE_COLUMNS = `
  duty_no as "dutyNo", assure_code as "assureCode", document,
  to_char(released_day, 'YYYY-MM-DD') as "releasedDay", issued_at as "issuedAt",
  to_char(due_day, 'YYYY-MM-DD') as due, bills, duty, consumption_tax as "consumptionTax", vat,
  paid_at as "paidAt", voided_at as "voidedAt"`;

const BY_NUMBER = `select ${NOTICE_COLUMNS} from clearance.duty_notices where duty_no = $1`;

/** The notice with this number, or null. */
export async function noticeNumbered(sql: Sql, dutyNo: string): Promise<Notice | null> {
  const [notice] = await sql.query<Notice>(BY_NUMBER, [dutyNo]);
  return notice ?? null;
}

const FOR = `select ${NOTICE_COLUMNS} from clearance.duty_notices where document = $1`;

/** The notice of a document, or null. */
export async function noticeFor(sql: Sql, document: string): Promise<Notice | null> {
  const [notice] = await sql.query<Notice>(FOR, [document]);
  return notice ?? null;
}

const UNPAID = `
  select ${NOTICE_COLUMNS} from clearance.duty_notices where paid_at is null and voided_at is null
  order by due_day, duty_no limit $1`;

/** Notices that are not paid, the first due first. */
export async function unpaidNotices(sql: Sql, limit: number): Promise<Notice[]> {
  return sql.query<Notice>(UNPAID, [limit]);
}

const COUNTS = `
  select assure_code as "assureCode", to_char(released_day, 'YYYY-MM-DD') as day,
    count(*)::integer as n
  from clearance.duty_notices
  where (assure_code, released_day) in (select * from unnest($1::text[], $2::date[]))
  group by assure_code, released_day`;

/** How many notices a guarantor has of a day of release, by `noticeGroup`. One statement. */
export async function noticeCounts(
  sql: Sql,
  groups: readonly { readonly assureCode: string; readonly releasedDay: BusinessDate }[],
): Promise<Map<string, number>> {
  const rows = await sql.query<{ assureCode: string; day: BusinessDate; n: number }>(COUNTS, [
    groups.map(({ assureCode }) => assureCode),
    groups.map(({ releasedDay }) => releasedDay),
  ]);
  return new Map(
    rows.map(({ assureCode, day, n }) => [noticeGroup({ assureCode, releasedDay: day }), n]),
  );
}

/** Whose bills come into one notice. */
export function noticeGroup(bill: Pick<Notice, 'assureCode' | 'releasedDay'>): string {
  return `${bill.assureCode} ${bill.releasedDay}`;
}

const INSERT = `
  insert into clearance.duty_notices (issued_at, duty_no, assure_code, released_day, due_day, bills,
    duty, consumption_tax, vat, document)
  select $1::timestamptz, u.* from unnest($2::text[], $3::text[], $4::date[], $5::date[],
    $6::integer[], $7::bigint[], $8::bigint[], $9::bigint[], $10::text[]) as u
  on conflict do nothing`;

/**
 * Writes new notices. One statement or none.
 * @throws CaseRace when another process took one of the numbers meanwhile
 */
export async function addNotices(tx: Sql, notices: readonly Notice[], at: Instant): Promise<void> {
  if (notices.length === 0) return;
  const written = await tx.execute(INSERT, [
    instantText(at),
    notices.map(({ dutyNo }) => dutyNo),
    notices.map(({ assureCode }) => assureCode),
    notices.map(({ releasedDay }) => releasedDay),
    notices.map(({ due }) => due),
    notices.map(({ bills }) => bills),
    notices.map(({ duty }) => duty),
    notices.map(({ consumptionTax }) => consumptionTax),
    notices.map(({ vat }) => vat),
    notices.map(({ document }) => document),
  ]);
  if (written !== notices.length) throw new CaseRace('a notice was written meanwhile');
}

const PAY = `
  update clearance.duty_notices set paid_at = $2::timestamptz
  where duty_no = $1 and paid_at is null and voided_at is null`;

/** Marks a notice as paid; false when it was before. One statement. */
export async function payNotice(tx: Sql, dutyNo: string, at: Instant): Promise<boolean> {
  return (await tx.execute(PAY, [dutyNo, instantText(at)])) === 1;
}

const VOID = `
  update clearance.duty_notices set voided_at = $2::timestamptz
  where document = $1 and paid_at is null and voided_at is null`;

/**
 * Makes the notice of a document void that is taken back. One statement.
 * @throws CaseRace when it was paid meanwhile
 */
export async function voidNotice(tx: Sql, document: string, at: Instant): Promise<void> {
  const voided = await tx.execute(VOID, [document, instantText(at)]);
  if (voided !== 1) throw new CaseRace('a notice was paid meanwhile');
}

const FROZEN = `
  select coalesce(sum(b.duty + b.consumption_tax + b.vat), 0)::bigint as amount
  from clearance.bills b
  where b.duty_no = $1 and exists (
    select from ledger.postings p where p.key = b.assure_code and p.ledger = 'guarantee'
      and p.ref = b.list_no and p.kind in ('direct', 'post'))`;

/** How much of a notice is frozen in its guarantor's account; a waived guarantee froze nothing. */
export async function frozenBy(sql: Sql, dutyNo: string): Promise<Fen> {
  const [row] = await sql.query<{ amount: Fen }>(FROZEN, [dutyNo]);
  return row?.amount ?? 0n;
}
