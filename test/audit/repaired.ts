import { wire } from '../../src/cli/wire.ts';
import { type RepairParts, repairTurn } from '../../src/flows/repair-works.ts';
import { type DirectedCause, repairsOn } from '../../src/flows/repairs.ts';
import { systemClock } from '../../src/io/clock.ts';
import type { Database } from '../../src/io/postgres.ts';
import type { FormKey } from '../../src/repair/forms.ts';
import { exportPapers } from '../flows/export-papers.ts';
import { unsigned } from '../flows/papers.ts';
import { PLATFORM } from '../flows/zone.ts';
import { first } from './breaks.ts';

/**
 * Articles declared under another code than the one on file get that; packages become one. Exports
 * go by the channel that takes their codes or their value.
 */
function correctionsOf({ document, code, field, en }: DirectedCause) {
  if (field === SPOILED) return [{ field, from: ORDERS.mended, to: '142' }];
  if (document !== 'list') return null;
  const flag = CHANNELS[code];
  if (flag !== undefined) return [{ field: 'InventoryHead/statisticsFlag', to: flag }];
  if (code === 'DOC-PACK-NO' || code === 'CODE-COUNTRY') return [{ field, to: '1' }];
  const [, item, hs] = /^item (.+) is on file under (\d{10})$/.exec(en) ?? [];
  if (code !== 'GOODS-HS' || item === undefined || hs === undefined) return null;
  return [{ field, by: 'InventoryList/itemNo', table: { [item]: hs } }];
}

const SPOILED = 'OrderHead/currency';
/** Orders of exports that are not filed: the first ones are mended, the last one is left. */
const ORDERS = { mended: '14', left: '1' } as const;

const CHANNELS: Readonly<Record<string, string>> = { 'EXP-LEVEL': 'A', 'EXP-A-LIMIT': 'B' };

/** Lists that were returned for their packages or codes are corrected; what would fail is left. */
export async function repairSome(db: Database): Promise<void> {
  const { house, works, reception } = await wire(db, systemClock);
  const repairs = repairsOn(house);
  const parts: RepairParts = { house, bring: reception.submitFor };
  const states = new Set<string>();
  const { enterprises } = house.registry.current().snapshot;
  for (const [which, currency] of Object.entries(ORDERS)) {
    const { order } = exportPapers();
    const head = { ...order.head, orderNo: `REPAIR-${which}`, currency };
    const bytes = Buffer.from(unsigned([{ ...order, head }], { sender: PLATFORM }));
    const answer = await reception.submitFor(bytes, enterprises.get(PLATFORM.code)!);
    if (!answer.accepted) throw new Error(JSON.stringify(answer));
  }
  for (const enterprise of enterprises.values()) {
    for (const cause of await repairs.causes(enterprise)) {
      const corrections = correctionsOf(cause);
      if (corrections === null) continue;
      const begun = await repairs.begin(enterprise, { cause, corrections, listNos: null });
      // Two causes of one list end together.
      if (!begun.ok) continue;
      while (await repairTurn(parts));
      await repairTurn(parts);
      const sent = await repairs.send(enterprise, begun.value);
      while (await repairTurn(parts));
      await works.idle();
      await db.execute('update repair.jobs set look_at = created_at');
      await repairTurn(parts);
      const { progress } = (await repairs.view(enterprise, begun.value))!;
      const ends = sent?.ok ? Object.keys(progress.results).join() : 'unsent';
      states.add(`${cause.direction} ${cause.document} ${ends}`);
    }
  }
  house.news.close();
  for (const kind of ['import list', 'export list', 'export order']) {
    const isPassed = (one: string) => one.startsWith(kind) && one.includes('passed');
    if ([...states].some(isPassed)) continue;
    throw new Error(`no repaired ${kind} passed: ${[...states].join(' ')}`);
  }
}

const sent = (direction: FormKey['direction'], document: FormKey['document'] = 'list'): string => {
  const kind = `direction = '${direction}' and document = '${document}'`;
  const jobs = `select id from repair.jobs where ${kind}`;
  return first('repair.items', 'job, position', `result = 'passed' and job in (${jobs})`);
};

/** What is altered of repairs and causes: no other law looks at them. */
export const REPAIR_BREAKS: readonly (readonly [title: string, laws: string, sql: string])[] = [
  [
    'a returned list stands under no cause',
    'refusals',
    `delete from clearance.refusals where ${first('clearance.refusals', 'list_no, code')}`,
  ],
  [
    'a released export list stands under a cause',
    'refusals',
    `insert into export.refusals (ebp_code, order_no, code, field, value, agent_code, list_no,
       decided_at, zh, en)
     select ebp_code, order_no, 'X', '', '', agent_code, list_no, decided_at, '', ''
     from export.cases where state = '800'
     order by list_no limit 1`,
  ],
  [
    'a refused order stands under no cause',
    'refusals',
    `delete from documents.refusals where number = 'REPAIR-left'`,
  ],
  [
    'an order stands under a cause that it was not refused for',
    'refusals',
    `update documents.refusals set code = 'X' where number = 'REPAIR-left'`,
  ],
  [
    'a repaired order is said to be refused',
    'repairs',
    `update repair.items set result = 'refused' where ${sent('export', 'order')}`,
  ],
  [
    'a repaired order is of another message',
    'repairs',
    `update repair.items set message_id = gen_random_uuid() where ${sent('export', 'order')}`,
  ],
  ['a repair says it has more lists', 'repairs', 'update repair.jobs set lists = lists + 1'],
  [
    'a list of a repair that is done has no end',
    'repairs',
    `update repair.items set state = 'sent', result = null where ${sent('import')}`,
  ],
  [
    'an order is kept for a repair that is over',
    'repairs',
    `insert into repair.claims (direction, document, ebp_code, order_no, job, position)
     select 'import', 'list', ebp_code, order_no, job, position from repair.items
     where ${sent('import')}`,
  ],
  [
    'a repaired list is of another message',
    'repairs',
    `update repair.items set message_id = gen_random_uuid() where ${sent('import')}`,
  ],
  [
    'a repaired export list is said to be refused',
    'repairs',
    `update repair.items set result = 'refused' where ${sent('export')}`,
  ],
];
