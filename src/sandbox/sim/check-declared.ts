import type { Database } from '../../io/postgres.ts';
import type { ExportDeclaration } from '../world/export/story.ts';
import type { Story } from './story.ts';

type Row = {
  agent_code: string;
  cop_no: string;
  state: string;
  line_fobs: readonly bigint[];
  line_duties: readonly bigint[];
};

const ROWS = `select agent_code, cop_no, state, line_fobs, line_duties from b2b.declarations
  order by agent_code, cop_no, attempt`;

/** Customs declarations as they stand, all attempts under each number, and what they are worth. */
export async function checkDeclared(db: Database, { plan, expires }: Story): Promise<string[]> {
  const rows = await db.query<Row>(ROWS);
  const got = Map.groupBy(rows, (row) => `${row.agent_code} ${row.cop_no}`);
  const all = plan.exports?.declarations.map(({ declaration }) => declaration) ?? [];
  const taken = all.filter(({ status }) => status !== 'refused');
  const wanted = Map.groupBy(taken, ({ sender, body }) => `${sender.code} ${body.head.copNo}`);
  return [...new Set([...wanted.keys(), ...got.keys()])].flatMap((key) => {
    const foreseen = (wanted.get(key) ?? []).map((one) => wordsOf(one, expires)).join(', then ');
    const found = (got.get(key) ?? [])
      .map((row) => `${row.state} worth ${row.line_fobs} duty ${row.line_duties}`)
      .join(', then ');
    return found === foreseen ? [] : [`declaration ${key}: ${found}, foreseen ${foreseen}`];
  });
}

/** What waits for an arrival that never comes is returned in the end. */
function wordsOf({ status, worth }: ExportDeclaration, expires: boolean): string {
  const state = expires && status === '400' ? '100' : status;
  const sums = (name: 'fob' | 'duty') => worth.map((line) => line[name]).join(',');
  return `${state} worth ${sums('fob')} duty ${sums('duty')}`;
}
