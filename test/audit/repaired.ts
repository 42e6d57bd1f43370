import { wire } from '../../src/cli/wire.ts';
import { type RepairParts, repairTurn } from '../../src/flows/repair-works.ts';
import { repairsOn } from '../../src/flows/repairs.ts';
import { systemClock } from '../../src/io/clock.ts';
import type { Database } from '../../src/io/postgres.ts';
import { first } from './breaks.ts';

/** Articles declared under another code than the one on file get that; packages become one. */
function correctionsOf({ code, field, en }: { code: string; field: string; en: string }) {
  if (code === 'DOC-PACK-NO' || code === 'CODE-COUNTRY') return [{ field, to: '1' }];
  const [, item, hs] = /^item (.+) is on file under (\d{10})$/.exec(en) ?? [];
  if (code !== 'GOODS-HS' || item === undefined || hs === undefined) return null;
  return [{ field, by: 'InventoryList/itemNo', table: { [item]: hs } }];
}

/** Lists that were returned for their packages or codes are corrected; what would fail is left. */
export async function repairSome(db: Database): Promise<void> {
  const { house, works, reception } = await wire(db, systemClock);
  const repairs = repairsOn(house);
  const parts: RepairParts = { house, bring: reception.submitFor };
  const states = new Set<string>();
  for (const enterprise of house.registry.current().snapshot.enterprises.values()) {
    for (const cause of await repairs.causes(enterprise)) {
      const corrections = correctionsOf(cause);
      if (corrections === null) continue;
      const begun = await repairs.begin(enterprise, { cause, corrections, listNos: null });
      if (!begun.ok) throw new Error('no repair was begun');
      while (await repairTurn(parts));
      await repairTurn(parts);
      const sent = await repairs.send(enterprise, begun.value);
      while (await repairTurn(parts));
      await works.idle();
      await db.execute('update repair.jobs set look_at = created_at');
      await repairTurn(parts);
      const { progress } = (await repairs.view(enterprise, begun.value))!;
      states.add(sent?.ok ? Object.keys(progress.results).join() : 'unsent');
    }
  }
  house.news.close();
  if (![...states].some((one) => one.includes('passed'))) {
    throw new Error(`no repaired list was released: ${[...states].join(' ')}`);
  }
}

const SENT = first('repair.items', 'job, position', "result = 'passed'");

/** What is altered of repairs and causes: no other law looks at them. */
export const REPAIR_BREAKS: readonly (readonly [title: string, laws: string, sql: string])[] = [
  [
    'a returned list stands under no cause',
    'refusals',
    `delete from clearance.refusals where ${first('clearance.refusals', 'list_no, code')}`,
  ],
  [
    'a released list stands under a cause',
    'refusals',
    `insert into clearance.refusals (ebp_code, order_no, code, field, value, agent_code, list_no,
       decided_at, zh, en)
     select ebp_code, order_no, 'X', '', '', agent_code, list_no, decided_at, '', ''
     from clearance.cases where state = '800' and agent_code is not null
     order by list_no limit 1`,
  ],
  ['a repair says it has more lists', 'repairs', 'update repair.jobs set lists = lists + 1'],
  [
    'a list of a repair that is done has no end',
    'repairs',
    `update repair.items set state = 'sent', result = null where ${SENT}`,
  ],
  [
    'an order is kept for a repair that is over',
    'repairs',
    `insert into repair.claims select ebp_code, order_no, job, position from repair.items
     where ${SENT}`,
  ],
  [
    'a repaired list is of another message',
    'repairs',
    `update repair.items set message_id = gen_random_uuid() where ${SENT}`,
  ],
  [
    'a repaired list is said to be refused',
    'repairs',
    `update repair.items set result = 'refused' where ${SENT}`,
  ],
];
