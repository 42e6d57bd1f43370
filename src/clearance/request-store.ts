import { CaseRace } from '../base/case-race.ts';
import type { Instant } from '../base/dates.ts';
import { distinctColumns, inKeyOrder, keyColumns, keyOf } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';

/** 399 granted and done with, 120 accepted (a refund whose goods are awaited), 100 refused. */
export type RequestState = '399' | '120' | '100';

/** What was decided on the latest decided version of a request. */
export type DecidedRequest = {
  readonly version: number;
  readonly state: RequestState;
  /** The list it is about, as the request names it; of a paper of stock its number, or empty. */
  readonly listNo: string;
};

type Row = DecidedRequest & { readonly code: string; readonly name: string };

const LATEST = `
  select code, name, version, state, list_no as "listNo" from ${byKeys(
    'clearance.requests',
    ['code', 'name'],
    {
      tail: 'order by version desc limit 1',
    },
  )}`;

/** What was decided on these requests (`keyOf` code and name), if anything. One statement. */
export async function decidedRequests(
  sql: Sql,
  keys: readonly string[],
): Promise<Map<string, DecidedRequest>> {
  const rows = await sql.query<Row>(LATEST, distinctColumns(keys));
  return new Map(
    rows.map(({ code, name, version, state, listNo }) => {
      return [keyOf(code, name), { version, state, listNo }];
    }),
  );
}

/** A decision on a request, to be written. */
export type RequestDecision = DecidedRequest & {
  readonly key: string;
  readonly codes: readonly string[];
};

const INSERT = `
  insert into clearance.requests (decided_at, profile_version, code, name, version, state, list_no,
    codes)
  select $1::timestamptz, $2, u.code, u.name, u.version, u.state, u.list_no,
    string_to_array(u.codes, ' ')
  from unnest($3::text[], $4::text[], $5::smallint[], $6::text[], $7::text[], $8::text[])
    as u (code, name, version, state, list_no, codes)
  on conflict (code, name, version) do nothing`;

/**
 * Writes decisions on requests. One statement or none.
 * @throws CaseRace when one of them was decided meanwhile
 */
export async function storeRequests(
  tx: Sql,
  decided: readonly RequestDecision[],
  { at, profileVersion }: { readonly at: Instant; readonly profileVersion: string },
): Promise<void> {
  if (decided.length === 0) return;
  const rows = inKeyOrder(decided, ({ key }) => key);
  const written = await tx.execute(INSERT, [
    instantText(at),
    profileVersion,
    ...keyColumns(rows.map(({ key }) => key)),
    rows.map(({ version }) => version),
    rows.map(({ state }) => state),
    rows.map(({ listNo }) => listNo),
    rows.map(({ codes }) => codes.join(' ')),
  ]);
  if (written !== decided.length) throw new CaseRace('a request was decided meanwhile');
}
