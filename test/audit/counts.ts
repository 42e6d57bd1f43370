import { present } from '../../src/base/assert.ts';
import type { Settling } from '../../src/bonded/count.ts';
import { approveCount } from '../../src/flows/count-close.ts';
import type { House } from '../../src/flows/house.ts';
import { stockOn } from '../../src/flows/stock.ts';
import { AREAS } from '../../src/sandbox/world/parties.ts';
import { must } from '../flows/shelves.ts';

const LOTS = `
  select l.book_no as "bookNo",
    l.record_no as "recordNo", l.lot_no as "lotNo", l.location, l.quantity, l.document
  from bonded.lots l join ledger.accounts a
    on a.ledger = 'stock' and a.key = l.book_no || ':' || l.record_no
    join registry.books b on b.book_no = l.book_no
  where b.enterprise_code = $1 and l.status = 'bonded'
    and l.quantity > 200000 and a.limit_amount - a.posted - a.pending > 200000
  order by l.book_no, l.record_no, l.lot_no limit 1`;

type Row = Omit<Settling, 'how' | 'reason' | 'document'> & { readonly quantity: bigint };

/** Of one lot something is missing twice: taxed the first time, then explained to customs. */
export async function countTwice(house: House): Promise<void> {
  const area = present(AREAS[0], 'a warehouse');
  const [row] = await house.db.query<Row & { readonly bookNo: string }>(LOTS, [area.code]);
  const { bookNo, recordNo, lotNo, location, quantity } = present(row, 'a lot');
  const all = await house.db.query<Row>(
    `select record_no as "recordNo", lot_no as "lotNo", location, quantity from bonded.lots
     where book_no = $1 and record_no = $2 and quantity > 0 and lot_no <> $3`,
    [bookNo, recordNo, lotNo],
  );
  const stock = stockOn(house);
  const seen = async (countNo: string, one: Row) => {
    const scan = { ...one, scanId: `B ${one.lotNo}` };
    await must(stock.scan(countNo, scan, area.code));
  };
  let before: string | null = null;
  for (const [i, how] of (['taxed', 'explained'] as const).entries()) {
    const said = { bookNo, ownNo: `COUNT${i}`, records: [recordNo], locations: null };
    const { paper } = await must(stock.count({ ...said, blind: true }, area.code));
    const left = quantity - 100_000n * BigInt(i + 1);
    await seen(paper.paperNo, { recordNo, lotNo, location, quantity: left });
    for (const other of all) await seen(paper.paperNo, other);
    const settling = { recordNo, lotNo, location, how, document: before, reason: 'broken' };
    before = `count ${paper.paperNo}`;
    const closed = await must(stock.closeCount(paper.paperNo, [settling], area.code));
    if (closed?.paper.state === 'declared') await must(approveCount(house, paper.paperNo));
  }
}
