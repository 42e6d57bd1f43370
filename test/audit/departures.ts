import { present } from '../../src/base/assert.ts';
import type { SlipSaid } from '../../src/bonded/slip.ts';
import { cross } from '../../src/flows/crossings.ts';
import type { House } from '../../src/flows/house.ts';
import { stockOn } from '../../src/flows/stock.ts';
import { bookNoOf } from '../../src/sandbox/world/books.ts';
import { AREAS } from '../../src/sandbox/world/parties.ts';

const RELEASED = `
  select list_no as "listNo" from clearance.cases c join documents.lists l
    using (ebp_code, order_no, attempt)
  where c.state = '800' and exists (
    select from ledger.postings p where p.ledger = 'stock' and p.ref = c.list_no
      and p.key like $1 || ':%')
  order by list_no limit 3`;

const WEIGHTS = { tare: 1n, frame: 0n, container: 0n, gross: 1n, net: 1n, total: 2n };

/** Of three parcels on an exit list two leave on one vehicle; the third waits. */
export async function sendAway(house: House): Promise<void> {
  const area = present(AREAS[0], 'a warehouse');
  const bookNo = bookNoOf(area);
  const rows = await house.db.query<{ listNo: string }>(RELEASED, [bookNo]);
  const lists = rows.map(({ listNo }) => listNo);
  if (lists.length < 3) throw new Error('too few parcels from stock were released');
  const exit = await stockOn(house).exit({ bookNo, ownNo: 'OUT', lists, lines: null }, area.code);
  if (!exit.ok) throw new Error(JSON.stringify(exit.error));
  const said: SlipSaid = {
    ...{ bookNo, ownNo: 'SLIP', way: 'E', type: '3', binding: '3', vehicleNo: '豫A00001' },
    ...{ papers: [exit.value.paper.paperNo], vehicleIc: null, weights: WEIGHTS },
    ...{ shares: [], lists: lists.slice(0, 2), goods: [] },
  };
  const slip = await stockOn(house).slip(said, area.code);
  if (!slip.ok) throw new Error(JSON.stringify(slip.error));
  const crossed = await cross(house, {
    ...{ crossingId: 'X', gate: 'ZZ09', slipNo: slip.value.paper.paperNo, weight: null },
    ...{ vehicleNo: said.vehicleNo, vehicleIc: null, sealOk: true, at: house.clock.now() },
  });
  if (!crossed.ok || !crossed.value.passed) throw new Error('the vehicle did not pass');
}
