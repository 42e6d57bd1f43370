import { first } from './breaks.ts';

/** What is altered of sessions and of the trail of actions, behind the lock on its rows. */
export const ACTION_BREAKS: readonly (readonly [title: string, laws: string, sql: string])[] = [
  [
    'an action is another’s',
    'actions',
    `alter table access.actions disable trigger keep;
     update access.actions set party = 'NOBODY' where ${first('access.actions', 'id')}`,
  ],
  [
    'a locked account goes on',
    'actions',
    `update access.accounts set locked_at = now() where name = 'ming'`,
  ],
  [
    'an account is another role’s',
    'actions',
    `update access.accounts set role = 'operator' where name = 'ming'`,
  ],
  [
    'a session was seen before it began',
    'actions',
    `update access.sessions set seen_at = begun_at - interval '1 hour'`,
  ],
];
