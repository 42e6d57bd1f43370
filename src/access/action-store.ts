import type { Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { Account } from './account.ts';

/** What somebody did by session, or was refused. Nothing in it is personal. */
export type Action = {
  readonly id: string;
  readonly at: Instant;
  readonly account: string;
  readonly role: Account['role'];
  readonly party: string;
  readonly method: string;
  /** The address as it is registered, `/v1/office/tasks/:id/claim`. */
  readonly route: string;
  /** The numbers in the address as it was called, parted by blanks. */
  readonly target: string;
  /** Of the answer; null while it is under way, or when the process died before it. */
  readonly status: number | null;
};

const STORE = `
  insert into access.actions (id, at, account, role, party, method, route, target, status)
  values ($1::uuid, $2::timestamptz, $3, $4, $5, $6, $7, $8, $9)`;

/** Writes an action: before it is done with `status` null, or as a whole. */
export async function storeAction(sql: Sql, action: Action): Promise<void> {
  const { id, at, account, role, party, method, route, target, status } = action;
  const values = [id, instantText(at), account, role, party, method, route, target, status];
  await sql.execute(STORE, values);
}

/** Says how an action ended; once. */
export async function endAction(sql: Sql, id: string, status: number): Promise<void> {
  await sql.execute(
    'update access.actions set status = $2 where id = $1::uuid and status is null',
    [id, status],
  );
}

const PAGE = `
  select id, at, account, role, party, method, route, target, status from access.actions
  where (at, id) < ($1::timestamptz, $2::uuid) order by at desc, id desc limit $3`;

/** Where a page ended. */
export type ActionPlace = Pick<Action, 'at' | 'id'>;

/** A page of actions, the newest first, behind a place. One range of an index. */
export function pageOfActions(sql: Sql, after: ActionPlace | null, limit: number) {
  const { at, id } = after ?? NEWEST;
  return sql.query<Action>(PAGE, [at === null ? 'infinity' : instantText(at), id, limit]);
}

const NEWEST = { at: null, id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
