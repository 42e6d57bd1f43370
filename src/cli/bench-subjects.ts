import { assert, present } from '../base/assert.ts';
import { addDays, addMonths, businessDate } from '../base/dates.ts';
import { systemClock } from '../io/clock.ts';
import type { Database, Sql } from '../io/postgres.ts';
import { bumpRevision } from '../registry/settings.ts';
import { writeTokens } from '../registry/store.ts';
import { tokenHash } from '../registry/tokens.ts';
import { readAnswer } from '../sandbox/bench/answer-json.ts';
import { buyerAt } from '../sandbox/bench/buyers.ts';
import { readListPage } from '../sandbox/bench/list-page-json.ts';
import type { Ask, Asker, KnownBuyer, Subjects } from '../sandbox/bench/screen.ts';
import { credentialsOf } from '../sandbox/world/credentials.ts';
import { AGENTS, AREAS, PLATFORMS } from '../sandbox/world/parties.ts';
import { OFFICER_TOKEN } from './bench-cockpits.ts';
import type { History } from './bench-fill.ts';
import type { Owner } from './bench-rig.ts';

const KEEPER_TOKEN = 'bench-keeper';

/** Gives who keeps the first warehouse a token: worlds have none of it. */
export function admitKeeper(db: Database): Promise<void> {
  const token = { label: 'bench', hash: tokenHash(KEEPER_TOKEN), expiresAt: null, revokedAt: null };
  return db.transaction(async (tx) => {
    await writeTokens(tx, [{ enterpriseCode: AREAS[0]!.code, ...token }]);
    await bumpRevision(tx);
  });
}

/** With what each of those who ask comes in. */
export function headersOf({ credentials }: Owner): (by: Asker) => Record<string, string> {
  const tokens: Readonly<Record<Asker, string | null>> = {
    office: OFFICER_TOKEN,
    agent: credentialsOf(credentials, AGENTS[0]!).token,
    keeper: KEEPER_TOKEN,
    platform: credentialsOf(credentials, PLATFORMS[0]!).token,
    nobody: null,
  };
  return (by) => {
    const token = tokens[by];
    return token === null ? {} : { authorization: `Bearer ${token}` };
  };
}

/** The times that pages are asked about; months as `2026-10`. */
export type Months = Readonly<Record<'today' | 'now' | 'last' | 'notices', string>>;

export function monthsOf(): Months {
  const today = businessDate(systemClock.now());
  const month = (day: string) => day.slice(0, 7);
  return {
    ...{ today, now: month(today), last: month(addMonths(`${month(today)}-01`, -1)) },
    notices: month(addDays(today, -90)),
  };
}

/** Of what a number is learned: in the answer of a page, the rows, and the field that has it. */
const LEARNED: Readonly<Record<string, (months: Months) => readonly [string, string, string]>> = {
  notice: ({ notices }) => [`/v1/tax/notices?month=${notices}`, 'notices', 'dutyNo'],
  bill: ({ now }) => [`/v1/tax/bills?month=${now}`, 'bills', 'taxNo'],
  cause: () => ['/v1/repairs/causes?document=list', 'causes', 'id'],
  'cause of orders': () => ['/v1/repairs/causes?document=order', 'causes', 'id'],
  task: () => ['/v1/office/queue', 'tasks', 'id'],
  alarm: () => ['/v1/office/queue?kind=pending', 'tasks', 'id'],
};

const LARGEST = `
  select id::text as id from export.summary_groups where agent_code = $1
  order by sum_no is null, lists desc limit 1`;
const RAREST = `
  select line_no::text as id from export.summary_lines where group_id = $1::integer and uses > 0
  order by uses, line_no desc limit 1`;
const LARGEST_REPAIR = `
  select id::text as id from repair.jobs where enterprise = $1 order by lists desc limit 1`;

/** What pages are asked for: lists, persons, and numbers as somebody finds them on other pages. */
export async function learnSubjects(
  ask: Ask,
  sql: Sql,
  history: History,
  count: number,
  months: Months,
): Promise<Subjects> {
  const names: Record<string, string[]> = {};
  for (const [name, of] of Object.entries(LEARNED)) {
    const [path, rows, field] = of(months);
    const by = path.includes('/office/') ? 'office' : 'agent';
    const { text } = await ask(by, path);
    names[name] = readAnswer(text, rows).rows.map((row) => String(row[field]));
  }
  const agent = AGENTS[0]!.code;
  const one = async (text: string, value: string): Promise<string> =>
    present((await sql.query<{ id: string }>(text, [value]))[0], 'something to ask for').id;
  const group = await one(LARGEST, agent);
  names['largest group'] = [group];
  names['rare sum'] = [await one(RAREST, group)];
  names['largest repair'] = [await one(LARGEST_REPAIR, agent)];
  const { token } = credentialsOf(history.owner.credentials, AGENTS[0]!);
  const known = history.sample(Number.POSITIVE_INFINITY).filter((list) => list.token === token);
  const lists: Subjects['lists'][number][] = [];
  for (const { preNo } of known.slice(0, count)) {
    const { text } = await ask('agent', `/v1/declarations?number=${preNo}`);
    lists.push(present(readListPage(text).lists?.[0], preNo));
  }
  return { lists, buyers: await learnBuyers(ask, history), names };
}

const BUYERS = 20;

/** Persons known to the authority, each with an order: they show that they are who they say. */
async function learnBuyers(ask: Ask, { owner }: History): Promise<KnownBuyer[]> {
  const buyers: KnownBuyer[] = [];
  for (let index = 0; buyers.length < BUYERS && index < 5 * BUYERS; index += 5) {
    const { name, idNumber } = buyerAt(owner.seed, 0, index);
    const { text } = await ask('office', '/v1/office/declarations/search', { idNumber });
    const list = readListPage(text).lists?.[0];
    if (list !== undefined) buyers.push({ name, idNumber, number: list.orderNo });
  }
  assert(buyers.length > 0, 'somebody bought something');
  return buyers;
}
