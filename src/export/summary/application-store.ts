import { CaseRace } from '../../base/case-race.ts';
import type { Instant } from '../../base/dates.ts';
import { instantText, type Sql } from '../../io/postgres.ts';

/** A granted application. */
export type Application = {
  readonly sumNo: string;
  readonly grantedAt: Instant;
  /** How many declarations it became. */
  readonly declarations: number;
  readonly byName: boolean;
  readonly agentCode: string;
  readonly copNo: string;
  readonly declAgentCode: string;
  readonly declAgentName: string;
  /** Who gets its results. */
  readonly readers: readonly string[];
};

/** How far the results of an application were told. */
export type Told = {
  /** The declaration that is told next, from 1; behind the last when all is told. */
  readonly position: number;
  /** Messages of it that were told. */
  readonly messages: number;
  /** The last line that was told of it; empty and 0 when none was. */
  readonly listNo: string;
  readonly gnum: number;
};

const ADD = `
  insert into export.summary_applications (sum_no, granted_at, declarations, by_name, agent_code,
    cop_no, decl_agent_code, decl_agent_name, readers)
  values ($1, $2::timestamptz, $3, $4, $5, $6, $7, $8, $9)`;

/** Writes a granted application. One statement. */
export async function addApplication(tx: Sql, application: Application): Promise<void> {
  const { sumNo, grantedAt, declarations, byName, agentCode, copNo, readers } = application;
  await tx.execute(ADD, [
    ...[sumNo, instantText(grantedAt), declarations, byName, agentCode, copNo],
    ...[application.declAgentCode, application.declAgentName, readers.join(' ')],
  ]);
}

const COLUMNS = `
  sum_no as "sumNo", granted_at as "grantedAt", declarations, by_name as "byName",
  agent_code as "agentCode", cop_no as "copNo", decl_agent_code as "declAgentCode",
  decl_agent_name as "declAgentName", string_to_array(readers, ' ') as readers`;

// Held until the commit: a second process waits here and finds the place where the first one ended.
const HOLD = `
  update export.summary_applications set told_messages = told_messages
  where told_position <= declarations and sum_no = (
    select sum_no from export.summary_applications
    where told_position <= declarations order by sum_no limit 1)
  returning ${COLUMNS}, told_position as position, told_messages as messages,
    told_list as "listNo", told_gnum as gnum`;

/** The first application that is not told to the end, held until the commit; null when none is. */
export async function holdUntold(tx: Sql): Promise<(Application & Told) | null> {
  const [row] = await tx.query<Application & Told>(HOLD);
  return row ?? null;
}

const MOVE = `
  update export.summary_applications
  set told_position = $2, told_messages = $3, told_list = $4, told_gnum = $5 where sum_no = $1`;

/** Notes how far an application was told. One statement. */
export async function writeTold(tx: Sql, sumNo: string, told: Told): Promise<void> {
  const { position, messages, listNo, gnum } = told;
  const written = await tx.execute(MOVE, [sumNo, position, messages, listNo, gnum]);
  if (written !== 1) throw new CaseRace('an application has gone');
}

const BY_NO = `
  select ${COLUMNS} from export.summary_applications where sum_no = any($1::text[])`;

/** These applications. One statement. */
export async function applicationsOf(
  sql: Sql,
  sumNos: readonly string[],
): Promise<Map<string, Application>> {
  const rows = await sql.query<Application>(BY_NO, [sumNos]);
  return new Map(rows.map((row) => [row.sumNo, row]));
}
