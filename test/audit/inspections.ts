import { publishInspections } from '../../src/flows/public-record.ts';
import { systemClock } from '../../src/io/clock.ts';
import type { Database } from '../../src/io/postgres.ts';

/** Two released lists were inspected on an officer's order before, and that is published. */
export async function publishTwo(db: Database): Promise<void> {
  await db.execute(`
    insert into inspection.inspections (list_no, serial, selected_at, concluded_at, weight,
      priority, label, state, pre_no, ebp_code, order_no, logistics_code, logistics_no,
      enterprise_code, agent_code, customs_code, enterprise_class, goods_class, place, needs,
      outcome)
    select list_no, 1, decided_at, decided_at, 0, 5, 'ordered', 'concluded', pre_no, ebp_code,
      order_no, logistics_code, logistics_no, assure_code, assure_code, '4612', 'GENERAL',
      'ORDINARY', 'yard', '{customs}', 'release'
    from clearance.cases where state = '800' and assure_code is not null
    order by list_no desc limit 2`);
  await publishInspections({ db, clock: systemClock });
}
