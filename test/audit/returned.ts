import { present } from '../../src/base/assert.ts';
import { seededRandom } from '../../src/base/random.ts';
import type { ExportDocument } from '../../src/sandbox/world/document.ts';
import { returnOf, tallyOf } from '../../src/sandbox/world/export/write-return.ts';
import { AGENTS, SITES } from '../../src/sandbox/world/parties.ts';
import { call } from '../cli/terminal.ts';
import { type Filled, readLists, send } from './requests.ts';

const CLOSED = `
  select list_no as "listNo", order_no as "orderNo" from export.cases
  where state = '899' and agent_code = $1 and trade_mode = '9610' order by list_no limit 4`;

/**
 * Has the first goods of four closed export lists come back: one return is ended by the tally of
 * the site, one by an officer who refuses the goods, one is taken back, and one stays open.
 */
export async function sendReturns(filled: Filled, databaseUrl: string): Promise<void> {
  const agent = present(AGENTS[0], 'an agent');
  const site = present(SITES[0], 'a site');
  const lists = await readLists(filled.out);
  const closed = await filled.sql.query<{ listNo: string; orderNo: string }>(CLOSED, [agent.code]);
  let number = 0;
  const fresh = (letter: string) => {
    number += 1;
    return `${letter}BACK${number}`;
  };
  const shop = { random: seededRandom(7n), fresh } as Parameters<typeof returnOf>[0];
  const returns = closed.map(({ listNo, orderNo }): ExportDocument => {
    const { head, lines } = present(lists.get(orderNo), orderNo);
    const [line] = lines;
    const list = { type: 'CEB603', head: { ...head }, lines: [{ ...line }] } as const;
    const goods = [[line.gnum ?? '', line.qty ?? '']] as const;
    return returnOf(shop, { list }, goods, { invtNo: listNo });
  });
  await send(filled, agent, returns);
  await until(filled, 'open', returns.length);
  const [tallied, refused, dropped] = returns;
  await send(filled, site, [tallyOf(shop, present(tallied, 'a return'), site)]);
  const { head, ...rest } = present(dropped, 'a return');
  await send(filled, agent, [{ ...rest, head: { ...head, appType: '3' } }]);
  await until(filled, 'open', returns.length - 2);
  const [row] = await filled.sql.query<{ preNo: string }>(
    'select pre_no as "preNo" from export.returns where list_no = $1',
    [present(refused, 'a return').head.invtNo],
  );
  const preNo = present(row, 'a return').preNo;
  const { code, err } = await call(
    ...['refund', preNo, '--refused', '不是原出口商品', '--database-url', databaseUrl],
  );
  if (code !== 0) throw new Error(err);
}

async function until({ sql }: Filled, state: string, wanted: number): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    const [row] = await sql.query<{ n: number }>(
      'select count(*)::int as n from export.returns where state = $1',
      [state],
    );
    if (row?.n === wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`there are not ${wanted} returns in state ${state}`);
}
