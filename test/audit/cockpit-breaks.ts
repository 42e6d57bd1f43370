import { first } from './breaks.ts';

/** What is altered of the counters of the cockpit: no other law looks at them. */
export const COCKPIT_BREAKS: readonly (readonly [title: string, laws: string, sql: string])[] = [
  [
    'a counter of a day is one more',
    'cockpit',
    `update cockpit.days set count = count + 1 where name = 'verdict.import.800'`,
  ],
  [
    'a parcel of one office is counted at another',
    'cockpit',
    `update cockpit.days set name = replace(name, 'office.4612', 'office.4699')
     where name = 'office.4612.import.800'`,
  ],
  [
    'a counter of what never was',
    'cockpit',
    `insert into cockpit.days values ('2026-01-02', 'refusal.import.NEVER', 1)`,
  ],
  [
    'a batch is counted twice',
    'cockpit',
    `insert into cockpit.tallies select t.* from cockpit.tallies t where ${first(
      'cockpit.tallies',
      'at',
    ).replace('ctid =', 't.ctid =')}`,
  ],
  [
    'one list more is held',
    'cockpit',
    `update cockpit.standing set count = count + 1 where name = 'now.import.600'`,
  ],
];
