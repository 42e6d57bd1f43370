import { inKeyOrder, keyColumns } from '../base/keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import { DECISION_COLUMNS, type DecisionRow } from './case-lookup.ts';
import { CaseRace, type DecisionFrame } from './case-store.ts';
import type { Status } from './verdict.ts';

const HELD = `
  select ${DECISION_COLUMNS}, true as present
  from clearance.cases c where state = '600' and (decided_at, list_no) > ($1::timestamptz, $2)
    and not exists (select from clearance.quarantine q where q.ebp_code = c.ebp_code
      and q.order_no = c.order_no and q.attempt = c.attempt)
  order by decided_at, list_no limit $3`;

/** A page of the lists held at 600 behind `after`, the longest held first; none set aside. */
export async function heldCases(
  sql: Sql,
  after: Pick<DecisionRow, 'decidedAt' | 'listNo'> | null,
  limit: number,
): Promise<DecisionRow[]> {
  const from = after ?? { decidedAt: 0, listNo: '' };
  return sql.query<DecisionRow>(HELD, [instantText(from.decidedAt), from.listNo, limit]);
}

/** A held list that moves on. */
export type MovedCase = {
  readonly orderKey: string;
  readonly attempt: number;
  readonly state: Status;
  readonly codes: readonly string[];
};

const MOVE = `
  update clearance.cases c set state = u.state, codes = string_to_array(u.codes, ' '),
    position = u.position, stream = $1::uuid, sequence = $2::integer,
    profile_version = $3, decided_at = $4::timestamptz
  from unnest($5::text[], $6::text[], $7::smallint[], $8::text[], $9::text[], $10::integer[])
    as u (ebp_code, order_no, attempt, state, codes, position)
  where c.ebp_code = u.ebp_code and c.order_no = u.order_no and c.attempt = u.attempt
    and c.state in ('300', '600')`;

/**
 * Moves held lists on. One statement; archive the rows first.
 * @throws CaseRace when one of them was moved meanwhile
 */
export async function moveHeld(
  tx: Sql,
  moved: readonly MovedCase[],
  frame: DecisionFrame,
): Promise<void> {
  const placed = moved.map((one, position) => ({ ...one, position }));
  const rows = inKeyOrder(placed, ({ orderKey }) => orderKey);
  const written = await tx.execute(MOVE, [
    frame.stream,
    frame.sequence,
    frame.profileVersion,
    instantText(frame.at),
    ...keyColumns(rows.map((row) => row.orderKey)),
    rows.map((row) => row.attempt),
    rows.map((row) => row.state),
    rows.map((row) => row.codes.join(' ')),
    rows.map((row) => row.position),
  ]);
  if (written !== moved.length) throw new CaseRace('a held list was moved meanwhile');
}

const RELEASE_WAYBILLS = `
  update clearance.waybill_claims c set list_no = null
  from unnest($1::text[], $2::text[], $3::text[]) as u (logistics_code, logistics_no, list_no)
  where c.logistics_code = u.logistics_code and c.logistics_no = u.logistics_no
    and c.list_no = u.list_no`;

/** Frees the waybills of lists that are returned after all. One statement or none. */
export async function freeWaybills(
  tx: Sql,
  freed: readonly { readonly waybillKey: string; readonly listNo: string }[],
): Promise<void> {
  if (freed.length === 0) return;
  const columns = keyColumns(freed.map((one) => one.waybillKey));
  await tx.execute(RELEASE_WAYBILLS, [...columns, freed.map((one) => one.listNo)]);
}
