const row = (table: string, where = 'true'): string =>
  `ctid = (select ctid from export.statistics_${table} where lines > 0 and ${where}
    order by month, customs_code, trade_mode, channel, ${KEYS[table]} limit 1)`;
const KEYS: Readonly<Record<string, string>> = {
  lists: 'country, ebc_code',
  headings: 'heading, ebc_code',
  goods: 'destination, heading, unit',
  currencies: 'currency',
};

const NEVER = `('2026-10', '4612', '9610', 'A', '502', '4101960001')`;

/** What is altered in the statistics of exports, and the laws that are broken by it. */
export const STATISTICS_BREAKS: readonly (readonly [title: string, laws: string, sql: string])[] = [
  [
    'exports of a month are worth a fen more, in every table',
    'statistics',
    ['lists', 'headings', 'goods', 'currencies']
      .map((table) => `update export.statistics_${table} set fob = fob + 1 where ${row(table)};`)
      .join('\n'),
  ],
  [
    'exports of a heading are worth a fen more',
    'statistics',
    `update export.statistics_headings set fob = fob + 1 where ${row('headings')}`,
  ],
  [
    'exports are those of another seller',
    'statistics',
    `update export.statistics_lists set ebc_code = 'X' where ${row('lists')}`,
  ],
  [
    'exports are heavier than their lists',
    'statistics',
    `update export.statistics_lists set gross = gross + 1 where ${row('lists')}`,
  ],
  [
    'exports have another quantity than their lists',
    'statistics',
    `update export.statistics_goods set quantity = quantity + 1 where ${row('goods')}`,
  ],
  [
    'exports go to another country than their lists',
    'statistics',
    `update export.statistics_goods set destination = '999' where ${row('goods')}`,
  ],
  [
    'exports were sold for more of their currency than their lists',
    'statistics',
    `update export.statistics_currencies set amount = amount + 1 where ${row('currencies')}`,
  ],
  [
    'a heading has one list more',
    'statistics',
    `update export.statistics_headings set lists = lists + 1 where ${row('headings')}`,
  ],
  [
    'exports are counted in the month after',
    'statistics',
    ['lists', 'headings', 'goods', 'currencies']
      .map(
        (table) => `update export.statistics_${table} set month = '2099-01' where ${row(table)};`,
      )
      .join('\n'),
  ],
  [
    'a closed list is not counted',
    'statistics',
    `delete from export.statistics_lists where ${row('lists')}`,
  ],
  [
    'a list is counted that was never closed',
    'statistics',
    `insert into export.statistics_lists select 1, 1, 1, 1, 1, 1, k.* from (values ${NEVER}) k
       (month, customs_code, trade_mode, channel, country, ebc_code);
     insert into export.statistics_headings select 1, 1, 1, k.* from (values ${NEVER}) k;
     insert into export.statistics_goods select 1, 1, 1, k.*, '011' from (values ${NEVER}) k;
     insert into export.statistics_currencies values
       (1, 1, 1, '2026-10', '4612', '9610', 'A', '142')`,
  ],
];
