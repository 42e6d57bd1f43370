import type { Law } from '../law.ts';
import { checkBySql } from '../sql-check.ts';

/**
 * The receipt stream of each enterprise has the cursors 1, 2, 3 ... without a gap up to its head,
 * and each block holds as many receipts as it says.
 */
export const STREAMS: Law = {
  id: 'streams',
  title: 'Receipt streams have no gap, blocks hold what they say',
  watch: (tally, { sql }) => {
    const next = new Map<string, bigint>();
    return {
      onReceipts: ({ enterprise, first, count, receipts }) => {
        const due = next.get(enterprise) ?? 1n;
        next.set(enterprise, first + BigInt(count));
        const problems: string[] = [];
        if (first !== due) problems.push(`begins at ${first}, should be ${due}`);
        if (receipts === null) problems.push('cannot be read');
        else if (receipts.length !== count) problems.push(`holds ${receipts.length} of ${count}`);
        tally.check(problems.length === 0, () => {
          return `block ${first} of ${enterprise} ${problems.join(', ')}`;
        });
      },
      finish: () => checkBySql(sql, tally, HEADS, WRONG_HEADS),
    };
  },
};

const HEADS = 'select count(*) as n from receipts.heads';

const WRONG_HEADS = `
  select 'stream of ' || enterprise_code || ' has ' || coalesce(n, 0)
    || ' receipts, its next cursor is ' || coalesce(next_cursor::text, 'unknown')
  from receipts.heads full join (
    select enterprise_code, sum(count) as n from receipts.blocks group by enterprise_code
  ) b using (enterprise_code)
  where next_cursor is distinct from 1 + n`;
