import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { present } from '../../src/base/assert.ts';
import type { Sql } from '../../src/io/postgres.ts';
import { credentialsOf, makeCredentials } from '../../src/sandbox/world/credentials.ts';
import { AGENTS, BAD, type Party } from '../../src/sandbox/world/parties.ts';
import { call } from '../cli/terminal.ts';
import { type Paper, signed } from '../flows/papers.ts';
import { refundOf, requestOf } from '../flows/request-papers.ts';

/** Where a filled platform is, and the world that it was filled with. */
export type Filled = {
  readonly sql: Sql;
  readonly url: string;
  readonly out: string;
  readonly seed: bigint;
};

type Listed = { listNo: string; orderNo: string };

const HELD = `
  select list_no as "listNo", order_no as "orderNo" from clearance.cases
  where state = '600' and assure_code = $1 order by list_no desc limit 1`;
const RELEASED = `
  select list_no as "listNo", order_no as "orderNo" from clearance.cases c
  where state = '800' and dutiable > 1000
    and not exists (select from clearance.refunds r where r.list_no = c.list_no)
    and not exists (select from clearance.requests r where r.list_no = c.list_no)
  order by list_no desc`;

/** Withdraws a held list, which is granted, and a released one of another, which is not. */
export async function sendWithdrawals(filled: Filled): Promise<void> {
  const agent = BAD.poorAgent;
  const lists = await readLists(filled.out);
  const held = await filled.sql.query<Listed>(HELD, [agent.code]);
  const [released] = await filled.sql.query<Listed>(RELEASED);
  const papers = [...held, present(released, 'a released list')].map(({ listNo, orderNo }) => {
    const list = present(lists.get(orderNo), orderNo);
    return requestOf('CEB623', list.head, listNo, {
      ...{ agentCode: agent.code, agentName: agent.name },
    });
  });
  await send(filled, agent, papers);
}

/**
 * Asks for the refund of one line of five released lists: one stays open, one ends with relief, one
 * without, one list is asked for twice, and of one a part comes back, and then the rest.
 */
export async function sendRefunds(filled: Filled, databaseUrl: string): Promise<void> {
  const agent = present(AGENTS[0], 'an agent');
  const lists = await readLists(filled.out);
  const own = (await filled.sql.query<Listed>(RELEASED)).filter(({ orderNo }) => {
    return lists.get(orderNo)?.head.agentCode === agent.code;
  });
  const [open, closed, refused, parts] = own;
  const refund = async (one: Listed | undefined, qty?: string): Promise<string> => {
    const { listNo, orderNo } = present(one, 'a released list');
    const before = await refundsOf(filled.sql, listNo);
    const list = present(lists.get(orderNo), orderNo);
    await send(filled, agent, [refundOf(list, listNo, qty ?? list.lines[0].qty ?? '')]);
    for (let tries = 0; tries < 200; tries += 1) {
      const now = await refundsOf(filled.sql, listNo);
      const found = now.find((preNo) => !before.includes(preNo));
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`no refund of ${listNo}`);
  };
  const end = async (preNo: string, ...more: string[]): Promise<void> => {
    const { code, err } = await call('refund', preNo, '--database-url', databaseUrl, ...more);
    if (code !== 0) throw new Error(err);
  };
  await refund(open);
  await end(await refund(closed));
  await end(await refund(refused), '--refused', '已拆封');
  await end(await refund(parts, '0.5'));
  await end(await refund(parts, '0.25'));
  const again = present(open, 'a released list');
  const list = present(lists.get(again.orderNo), again.orderNo);
  await send(filled, agent, [refundOf(list, again.listNo, list.lines[0].qty ?? '')]);
}

async function refundsOf(sql: Sql, listNo: string): Promise<string[]> {
  const rows = await sql.query<{ preNo: string }>(
    'select pre_no as "preNo" from clearance.refunds where list_no = $1',
    [listNo],
  );
  return rows.map(({ preNo }) => preNo);
}

/** Sends one signed message of a party. */
export async function send(filled: Filled, sender: Party, papers: readonly Paper[]): Promise<void> {
  const { token, ...card } = credentialsOf(makeCredentials(filled.seed), sender);
  const answer = await fetch(`${filled.url}/v1/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/xml' },
    body: Buffer.from(signed(papers, { sender, card: { ...card, token } })),
  });
  if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
}

/** A list of the world: what stands in its head and in its first line. */
type Listing = { readonly head: Values; readonly lines: readonly [Values] };
type Values = Readonly<Record<string, string>>;

/** Every list of the world by its order number. */
export async function readLists(out: string): Promise<ReadonlyMap<string, Listing>> {
  const lists = new Map<string, Listing>();
  for (const name of await readdir(out, { recursive: true })) {
    if (!name.endsWith('.xml')) continue;
    const text = await readFile(join(out, name), 'utf8');
    for (const [list] of text.matchAll(/<ceb:Inventory>.*?<\/ceb:Inventory>/gs)) {
      const head = valuesIn(list, 'InventoryHead');
      lists.set(head.orderNo ?? '', { head, lines: [valuesIn(list, 'InventoryList')] });
    }
  }
  return lists;
}

/** The texts in the first element of this name. */
function valuesIn(list: string, group: string): Values {
  const [text = ''] = new RegExp(`<ceb:${group}>.*?</ceb:${group}>`, 's').exec(list) ?? [];
  return Object.fromEntries(
    [...text.matchAll(/<ceb:(\w+)>([^<]*)<\//g)].map(([, name = '', value = '']) => [name, value]),
  );
}
