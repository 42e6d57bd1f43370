import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { present } from '../../src/base/assert.ts';
import type { Sql } from '../../src/io/postgres.ts';
import { credentialsOf, makeCredentials } from '../../src/sandbox/world/credentials.ts';
import { BAD } from '../../src/sandbox/world/parties.ts';
import { type Paper, signed } from '../flows/papers.ts';

/** Where a filled platform is, and the world that it was filled with. */
export type Filled = { readonly sql: Sql; readonly url: string; readonly out: string };

const LISTS = `
  select list_no as "listNo", order_no as "orderNo" from clearance.cases
  where state = $1 and ($1 <> '600' or assure_code = $2) order by list_no desc limit 1`;

/** Withdraws a held list, which is granted, and a released one of another, which is not. */
export async function sendWithdrawals(filled: Filled, seed: bigint): Promise<void> {
  const agent = BAD.poorAgent;
  const { token, ...card } = credentialsOf(makeCredentials(seed), agent);
  const lists = await readLists(filled.out);
  const papers: Paper[] = [];
  for (const state of ['600', '800']) {
    const found = await filled.sql.query<{ listNo: string; orderNo: string }>(LISTS, [
      ...[state, agent.code],
    ]);
    for (const { listNo, orderNo } of found) {
      papers.push(withdrawalOf(present(lists.get(orderNo), orderNo), listNo));
    }
  }
  const answer = await fetch(`${filled.url}/v1/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/xml' },
    body: Buffer.from(signed(papers, { sender: agent, card: { ...card, token } })),
  });
  if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
}

const NAMED = ['customsCode', 'orderNo', 'ebpCode', 'ebpName', 'ebcCode', 'ebcName'].concat(
  ['logisticsNo', 'logisticsCode', 'logisticsName', 'buyerIdType', 'buyerIdNumber'],
  ['buyerName', 'buyerTelephone'],
);

function withdrawalOf(list: string, listNo: string): Paper {
  const named = NAMED.map((element) => [element, elementOf(list, element)]);
  return {
    type: 'CEB623',
    head: {
      ...{ guid: randomUUID(), appType: '1', appTime: '20260918200000', appStatus: '2' },
      ...Object.fromEntries(named),
      ...{ agentCode: BAD.poorAgent.code, agentName: BAD.poorAgent.name },
      ...{ copNo: `CX${listNo}`, invtNo: listNo, reason: '买家取消' },
    },
    lines: [],
  };
}

/** The text of every list of the world by its order number. */
async function readLists(out: string): Promise<ReadonlyMap<string, string>> {
  const lists = new Map<string, string>();
  for (const name of await readdir(out, { recursive: true })) {
    if (!name.endsWith('.xml')) continue;
    const text = await readFile(join(out, name), 'utf8');
    for (const [list] of text.matchAll(/<ceb:InventoryHead>.*?<\/ceb:InventoryHead>/gs)) {
      lists.set(elementOf(list, 'orderNo'), list);
    }
  }
  return lists;
}

function elementOf(list: string, element: string): string {
  return new RegExp(`<ceb:${element}>([^<]*)<`).exec(list)?.[1] ?? '';
}
