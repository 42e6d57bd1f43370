import { present } from '../../src/base/assert.ts';
import type { SlipSaid } from '../../src/bonded/slip.ts';
import { cross } from '../../src/flows/crossings.ts';
import type { House } from '../../src/flows/house.ts';
import { stockOn } from '../../src/flows/stock.ts';

/** Released parcels that wait on no exit list, by book. */
const RELEASED = `
  select book_no as "bookNo", enterprise_code as owner, min(list_no) as first,
    array_agg(distinct list_no order by list_no) as lists
  from clearance.cases c
    join ledger.postings p on p.ledger = 'stock' and p.ref = c.list_no and p.kind = 'reserve'
    join registry.books on book_no = split_part(p.key, ':', 1)
  where c.state = '800'
    and not exists (select from bonded.exits e where e.list_no = c.list_no)
    and not exists (select from ledger.postings q
      where q.ledger = 'stock' and q.ref = c.list_no and q.kind = 'post')
  group by 1, 2 having count(distinct list_no) >= 3 order by first limit 1`;

const WEIGHTS = { tare: 1n, frame: 0n, container: 0n, gross: 1n, net: 1n, total: 2n };

/** Of three parcels on an exit list two leave on one vehicle; the third waits. */
export async function sendAway(house: House): Promise<void> {
  type Row = { bookNo: string; owner: string; lists: string[] };
  const [book] = await house.db.query<Row>(RELEASED);
  const { bookNo, owner, lists: all } = present(book, 'a book with released parcels');
  const lists = all.slice(0, 3);
  const exit = await stockOn(house).exit({ bookNo, ownNo: 'OUT', lists, lines: null }, owner);
  if (!exit.ok) throw new Error(JSON.stringify(exit.error));
  const said: SlipSaid = {
    ...{ bookNo, ownNo: 'SLIP', way: 'E', type: '3', binding: '3', vehicleNo: '豫A00001' },
    ...{ papers: [exit.value.paper.paperNo], vehicleIc: null, weights: WEIGHTS },
    ...{ shares: [], lists: lists.slice(0, 2), goods: [] },
  };
  const slip = await stockOn(house).slip(said, owner);
  if (!slip.ok) throw new Error(JSON.stringify(slip.error));
  const crossed = await cross(house, {
    ...{ crossingId: 'X', gate: 'ZZ09', slipNo: slip.value.paper.paperNo, weight: null },
    ...{ vehicleNo: said.vehicleNo, vehicleIc: null, sealOk: true, at: house.clock.now() },
  });
  if (!crossed.ok || !crossed.value.passed) throw new Error('the vehicle did not pass');
}
