import { first } from './breaks.ts';

/** What is altered of sessions, of the trail of actions and of what people decided by them. */
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
  [
    'a certificate that an operator accepted is not on file',
    'signers',
    `insert into registry.certificate_requests
       (id, enterprise_code, asked_at, decided_at, state, serial, der, decided_by)
     values ('5f6a0000-0000-4000-8000-000000000001', '4101960A01', '2020-09-18T00:00:00Z',
       '2020-09-18T00:00:00Z', 'accepted', 'abc1', '\\x00', 'P1')`,
  ],
];
