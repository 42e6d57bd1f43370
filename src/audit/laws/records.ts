import type { MessageView } from '../evidence-walk.ts';
import { RECORD_ROWS } from '../evidence-walk.ts';
import type { Law, Tally } from '../law.ts';
import { checkBySql } from '../sql-check.ts';

/**
 * Every record of every message has exactly one row: a document, or why it became none. The
 * number of records is counted in the bytes.
 */
export const RECORDS: Law = {
  id: 'records',
  title: 'Every record of every message has exactly one row',
  watch: (tally, { sql }) => ({
    onMessage: (message) => checkMessage(tally, message),
    finish: () => checkBySql(sql, tally, ALL_ROWS, ORPHANS),
  }),
};

const ALL_ROWS = `select count(*) as n from (${RECORD_ROWS}) r`;

/** Rows of messages that nobody sent. */
const ORPHANS = `
  select r.kind || ' of unknown message ' || r.message_id || ', record ' || r.record
  from (${RECORD_ROWS}) r
  where not exists (select from documents.messages m where m.message_id = r.message_id)`;

function checkMessage(tally: Tally, { row, raw, rows }: MessageView): void {
  const problems: string[] = [];
  if (raw !== null && raw.records.length !== row.records) {
    problems.push(`holds ${raw.records.length} records, its row says ${row.records}`);
  }
  const found = rows.map(({ record }) => record);
  for (let record = 0; record < row.records; record += 1) {
    const times = found.filter((one) => one === record).length;
    if (times !== 1) problems.push(`record ${record} has ${times} rows`);
  }
  const beyond = found.filter((record) => record < 0 || record >= row.records);
  if (beyond.length > 0) problems.push(`has rows for record ${beyond.join(', ')}`);
  tally.check(problems.length === 0, () => `message ${row.message_id} ${problems.join('; ')}`);
}
