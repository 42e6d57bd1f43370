import type { Law } from '../law.ts';

/**
 * The receipt stream of each enterprise has the cursors 1, 2, 3 ... without a gap up to its head,
 * and each block holds as many receipts as it says. Only a day whose file was deleted after its
 * retention leaves a gap, from where it began to where the next one begins.
 */
export const STREAMS: Law = {
  id: 'streams',
  title: 'Receipt streams have no gap, blocks hold what they say',
  watch: (tally, { sql, days }) => {
    const next = new Map<string, bigint>();
    const dueOf = (enterprise: string): bigint => {
      return days.behindGaps(enterprise, next.get(enterprise) ?? 1n);
    };
    return {
      onReceipts: ({ enterprise, first, count, receipts }) => {
        const due = dueOf(enterprise);
        next.set(enterprise, first + BigInt(count));
        const problems: string[] = [];
        if (first !== due) problems.push(`begins at ${first}, should be ${due}`);
        if (receipts === null) problems.push('cannot be read');
        else if (receipts.length !== count) problems.push(`holds ${receipts.length} of ${count}`);
        tally.check(problems.length === 0, () => {
          return `block ${first} of ${enterprise} ${problems.join(', ')}`;
        });
      },
      finish: async () => {
        const heads = await sql.query<{ code: string; next: bigint }>(HEADS);
        const known = new Map(heads.map((head) => [head.code, head.next]));
        for (const code of new Set([...known.keys(), ...next.keys()])) {
          const [head, due] = [known.get(code) ?? 'unknown', dueOf(code)];
          tally.check(head === due, () => {
            return `stream of ${code} has ${due - 1n} receipts, its next cursor is ${head}`;
          });
        }
      },
    };
  },
};

const HEADS = 'select enterprise_code as code, next_cursor as next from receipts.heads';
