import type { Instant } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import { pages } from './snapshot.ts';

/** When inspections of an enterprise found something. */
export type Hits = {
  /** How many there were between two instants. */
  within(enterprise: string, from: Instant, until: Instant): number;
};

/** Concluded inspections that found something: another look at the parcel is no finding yet. */
const FOUND = `
  select enterprise_code, concluded_at from inspection.inspections
  where concluded_at is not null and outcome not in ('release', 'again')
    and label <> 'forced'`;
const PAGE = 5_000;

/** Reads all of them: they are a small part of what is inspected. */
export async function hitsOf(sql: Sql): Promise<Hits> {
  const found = new Map<string, Instant[]>();
  type Row = { enterprise_code: string; concluded_at: Instant };
  for await (const rows of pages<Row>(sql, 'audit_hits', FOUND, PAGE)) {
    for (const { enterprise_code: code, concluded_at: at } of rows) {
      const own = found.get(code);
      if (own === undefined) found.set(code, [at]);
      else own.push(at);
    }
  }
  return {
    within: (code, from, until) =>
      (found.get(code) ?? []).filter((at) => at > from && at <= until).length,
  };
}
