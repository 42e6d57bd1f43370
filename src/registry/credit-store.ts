import type { BusinessDate, Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { CreditEvent, CreditKind } from './credit.ts';
import type { CreditClass, Role } from './enterprise.ts';

/** An event as it is kept: who entered it, and when. */
export type FiledEvent = CreditEvent & {
  readonly enterpriseCode: string;
  readonly enteredBy: string;
  readonly enteredAt: Instant;
};

/** A class that an enterprise had, and from when; the first one has neither day nor event. */
export type ClassRecord = {
  readonly enterpriseCode: string;
  readonly serial: number;
  readonly class: CreditClass;
  readonly since: BusinessDate | null;
  readonly event: number | null;
  readonly at: Instant;
};

/** What an enterprise is now. */
export type Rated = {
  readonly code: string;
  readonly creditClass: CreditClass;
  readonly roles: readonly Role[];
  readonly guaranteeExempt: boolean;
  /** Whether its class comes of events, and no longer of the files that register it. */
  readonly byEvents: boolean;
};

const RATED = `
  select code, credit_class as "creditClass", roles, guarantee_exempt as "guaranteeExempt",
         class_by_events as "byEvents"
  from registry.enterprises`;

/** An enterprise whose class may be about to change: nobody else changes it meanwhile. */
export async function lockRated(tx: Sql, code: string): Promise<Rated | null> {
  const [row] = await tx.query<Rated>(`${RATED} where code = $1 for update`, [code]);
  return row ?? null;
}

/** Every enterprise whose class comes of events, locked. */
export function lockByEvents(tx: Sql): Promise<Rated[]> {
  return tx.query<Rated>(`${RATED} where class_by_events order by code for update`);
}

type EventRow = {
  enterpriseCode: string;
  serial: number;
  kind: CreditKind;
  day: BusinessDate;
  paperNo: string;
  certified: 'ADV' | 'GEN_CERT' | null;
  fine: bigint | null;
  documents: bigint | null;
  broker: boolean | null;
  enteredBy: string;
  enteredAt: Instant;
};

/** The events of enterprises, by enterprise and serial. */
export async function creditEvents(sql: Sql, codes: readonly string[]): Promise<FiledEvent[]> {
  const rows = await sql.query<EventRow>(
    `select enterprise_code as "enterpriseCode", serial, kind, day, paper_no as "paperNo",
            class as certified, fine, documents, broker, entered_by as "enteredBy",
            entered_at as "enteredAt"
     from registry.credit_events where enterprise_code = any($1::text[])
     order by enterprise_code, serial`,
    [codes],
  );
  return rows.map(({ fine, documents, broker, ...row }) => {
    const isViolation = fine !== null && documents !== null && broker !== null;
    return { ...row, violation: isViolation ? { fine, documents, broker } : null };
  });
}

/** The classes that enterprises had, by enterprise and serial. */
export function classRecords(sql: Sql, codes: readonly string[]): Promise<ClassRecord[]> {
  return sql.query<ClassRecord>(
    `select enterprise_code as "enterpriseCode", serial, class, since, event, at
     from registry.class_history where enterprise_code = any($1::text[])
     order by enterprise_code, serial`,
    [codes],
  );
}

/** Keeps an event. */
export async function addEvent(tx: Sql, event: FiledEvent): Promise<void> {
  const { enterpriseCode, serial, day, enteredAt, kind, paperNo, enteredBy } = event;
  await tx.execute(
    `insert into registry.credit_events (enterprise_code, serial, day, entered_at, kind, paper_no,
       entered_by, class, fine, documents, broker)
     values ($1, $2, $3::date, $4::timestamptz, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[enterpriseCode, serial, day, instantText(enteredAt), kind, paperNo, enteredBy],
      event.certified,
      event.violation?.fine ?? null,
      event.violation?.documents ?? null,
      event.violation?.broker ?? null,
    ],
  );
}

/** Gives an enterprise a class and keeps it in its history; the caller bumps the revision. */
export async function addClass(tx: Sql, record: ClassRecord): Promise<void> {
  const { enterpriseCode, serial, since, at, event } = record;
  await tx.execute(
    `insert into registry.class_history (enterprise_code, serial, since, at, class, event)
     values ($1, $2, $3::date, $4::timestamptz, $5, $6)`,
    [enterpriseCode, serial, since, instantText(at), record.class, event],
  );
  await tx.execute(
    'update registry.enterprises set credit_class = $2, class_by_events = true where code = $1',
    [enterpriseCode, record.class],
  );
}

/** Exempts an enterprise from guarantees, or no longer; the caller bumps the revision. */
export async function setExempt(tx: Sql, code: string, exempt: boolean): Promise<void> {
  await tx.execute('update registry.enterprises set guarantee_exempt = $2 where code = $1', [
    code,
    exempt,
  ]);
}
