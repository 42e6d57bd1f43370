import { instantText } from '../../io/postgres.ts';
import type { Law } from '../law.ts';
import { checkBySql } from '../sql-check.ts';

/**
 * What was done by session was done by an account that is on file, in its role and for its party,
 * which never change; a session stands on an account that is not locked, as a lock ends them all.
 */
export const ACTIONS: Law = {
  id: 'actions',
  title: 'What people did stands with who they are',
  watch: (tally, { sql, now }) => ({
    finish: () => checkBySql(sql, tally, ALL, BROKEN, [instantText(now)]),
  }),
};

const ALL = `select (select count(*) from access.actions)
  + (select count(*) from access.sessions) as n`;

const BROKEN = `
  select format('action %s is of %s %s %s, whom no account is', x.id, x.account, x.role, x.party)
  from access.actions x where not exists (
    select 1 from access.accounts a
    where (a.name, a.role, a.party) = (x.account, x.role, x.party))
  union all
  select format('action %s was begun at %s and ended with %s', id, at, status)
  from access.actions where at > $1::timestamptz or status not between 100 and 599
  union all
  select format('a session of %s goes on while it is locked', s.account)
  from access.sessions s join access.accounts a on a.name = s.account where a.locked_at is not null
  union all
  select format('a session of %s was seen at %s and begun at %s', account, seen_at, begun_at)
  from access.sessions where seen_at < begun_at or seen_at > $1::timestamptz`;
