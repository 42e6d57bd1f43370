import type { Instant } from '../../base/dates.ts';
import { inKeyOrder, keyOf } from '../../base/keys.ts';
import { instantText, type Sql } from '../../io/postgres.ts';
import type { Due } from './due.ts';

const TELL = `
  insert into export.summary_reminders (told_at, month, deadline, customs_code, ebc_code,
    agent_code)
  select $1::timestamptz, u.* from unnest($2::date[], $3::date[], $4::text[], $5::text[],
    $6::text[]) as u
  on conflict do nothing
  returning to_char(month, 'YYYY-MM-DD') as month, customs_code as "customsCode",
    ebc_code as "ebcCode", agent_code as "agentCode"`;

type Row = Pick<Due, 'month' | 'customsCode' | 'ebcCode' | 'agentCode'>;
const keyOfDue = ({ month, customsCode, ebcCode, agentCode }: Row): string =>
  keyOf(keyOf(month, customsCode), keyOf(ebcCode, agentCode));

/** Takes note of who is reminded now. @returns those who were not before; one statement or none */
export async function noteReminders(tx: Sql, due: readonly Due[], at: Instant): Promise<Due[]> {
  if (due.length === 0) return [];
  const rows = inKeyOrder(due, keyOfDue);
  const written = await tx.query<Row>(TELL, [
    instantText(at),
    rows.map(({ month }) => month),
    rows.map(({ deadline }) => deadline),
    rows.map(({ customsCode }) => customsCode),
    rows.map(({ ebcCode }) => ebcCode),
    rows.map(({ agentCode }) => agentCode),
  ]);
  const told = new Set(written.map(keyOfDue));
  return rows.filter((one) => told.has(keyOfDue(one)));
}
