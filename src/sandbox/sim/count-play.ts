import { allShelves, openingRows } from '../world/books.ts';
import type { WorldPlan } from '../world/plan.ts';
import { keeperOf } from './deed-play.ts';
import type { ErrandList } from './errand-list.ts';
import { KIND } from './kinds.ts';
import { type Effect, UNIT } from './traffic.ts';

/**
 * A stock-take of a shelf while it is sold from: one piece is missing and is taxed, which leaves
 * what its parcels take. Nothing in stories that have no such shelf.
 */
export function planCount(list: ErrandList, plan: WorldPlan): Effect[] {
  const shelf = plan.parcels.find(({ kind }) => kind === KIND.counted)?.shelf ?? null;
  if (shelf === null) return [];
  const { bookNo, recordNo, quantity } = shelf;
  const rows = openingRows(allShelves(plan.parcels.map((parcel) => parcel.shelf)));
  const [, , lotNo = '', , , location = ''] = rows.find((row) => row[1] === recordNo) ?? [];
  const sender = keeperOf(bookNo);
  const ownNo = list.number('K');
  const scope = { records: [recordNo], locations: null };
  const opened = list.add({
    ...{ sender, names: null, after: [], answer: 'accepted' },
    says: () => ({ kind: 'count', said: { ...scope, bookNo, ownNo, blind: true } }),
  });
  const names = { what: 'count', key: [sender.code, ownNo] } as const;
  const found = { scanId: list.number('N'), location, lotNo, recordNo };
  const scanned = list.add({
    // When the count is over nothing more is scanned, also what was scanned before.
    ...{ sender, names, after: [opened], answer: 'either' },
    says: (countNo) => ({
      ...{ kind: 'scan', countNo },
      said: { ...found, quantity: (quantity - 1n) * UNIT },
    }),
  });
  const missing = {
    recordNo,
    lotNo,
    location,
    how: 'taxed',
    document: null,
    reason: '盘亏',
  } as const;
  list.add({
    ...{ sender, names, after: [scanned], answer: 'accepted' },
    says: (countNo) => ({ kind: 'close', countNo, said: [missing] }),
  });
  return [{ bookNo, recordNo, quantity: UNIT, side: 'gone' }];
}
