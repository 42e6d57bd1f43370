const TABLES = ['lists', 'headings', 'origins'];
const KEYS: Readonly<Record<string, string>> = {
  lists: 'port_code',
  headings: 'heading',
  origins: 'origin',
};
const row = (table: string): string =>
  `ctid = (select ctid from clearance.statistics_${table} where lines > 0
    order by month, customs_code, trade_mode, ${KEYS[table]}, ebc_code limit 1)`;
const inAll = (change: (table: string) => string): string => TABLES.map(change).join('\n');

/** What is altered in the statistics of imports, and the laws that are broken by it. */
export const IMPORT_STATISTICS_BREAKS: readonly (readonly [
  title: string,
  laws: string,
  sql: string,
])[] = [
  [
    'imports of a month paid a fen more, in every table',
    'import-statistics',
    inAll((table) => `update clearance.statistics_${table} set vat = vat + 1 where ${row(table)};`),
  ],
  [
    'imports of a heading are worth a fen more',
    'import-statistics',
    `update clearance.statistics_headings set dutiable = dutiable + 1 where ${row('headings')}`,
  ],
  [
    'imports are those of another seller',
    'import-statistics',
    inAll(
      (table) => `update clearance.statistics_${table} set ebc_code = 'X' where ${row(table)};`,
    ),
  ],
  [
    'imports are heavier than their lists',
    'import-statistics',
    `update clearance.statistics_lists set gross = gross + 1 where ${row('lists')}`,
  ],
  [
    'imports come from another country than their lists',
    'import-statistics',
    `update clearance.statistics_origins set origin = '999' where ${row('origins')}`,
  ],
  [
    'imports came through another port than their lists',
    'import-statistics',
    `update clearance.statistics_lists set port_code = '9999' where ${row('lists')}`,
  ],
  [
    'an origin has one list more',
    'import-statistics',
    `update clearance.statistics_origins set lists = lists + 1 where ${row('origins')}`,
  ],
  [
    'a released list is counted twice',
    'import-statistics',
    inAll(
      (table) => `update clearance.statistics_${table} set lists = lists + 1, lines = lines + 1
        where ${row(table)};`,
    ),
  ],
  [
    'imports are not counted',
    'import-statistics',
    `delete from clearance.statistics_lists where ${row('lists')}`,
  ],
  [
    'a month was revised by nothing that came back',
    'import-statistics',
    `insert into clearance.statistics_revisions values (1, 1, 100, '2026-01', '2026-02-03')`,
  ],
];
