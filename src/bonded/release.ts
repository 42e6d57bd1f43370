import type { Scaled5 } from '../base/fen.ts';
import { entryLot } from './crossing.ts';
import type { Entry } from './entry.ts';
import { byTurn, type Lot } from './lot.ts';
import { documentOf } from './paper.ts';
import { comesIn, goesOut, type StockChange, together } from './stock.ts';

/**
 * What the release of an entry list does: goods that are through the gate count in the book from
 * now on, and those that entered for export have their refund (EXP-8). `ahead` are the lots that
 * came before it: its own, or those of the slip that a later declaration names (STK-3, type 3).
 */
export function releaseEntry(
  entry: Entry,
  ahead: readonly Lot[],
): { readonly entry: Entry; readonly change: StockChange } {
  const left = new Map(ahead.map((lot) => [lot.lotNo, lot.quantity]));
  const changes: StockChange[] = [];
  const isLater = entry.body.slipNo !== null;
  const lines = entry.body.lines.map((line) => {
    const lots = ahead.filter(({ recordNo }) => recordNo === line.recordNo).sort(byTurn);
    const taken = takeFrom(lots, isLater ? line.quantity : line.crossed, left);
    for (const { lot, quantity } of taken) {
      const to = entryLot(entry, line.seq, line.recordNo, 'bonded');
      const where = { document: documentOf(entry), line: `release ${line.seq} ${lot.lotNo}` };
      changes.push(goesOut(lot, quantity, where), comesIn(to, quantity, where.line));
    }
    const through = taken.reduce((sum, { quantity }) => sum + quantity, 0n);
    return isLater ? { ...line, crossed: through } : line;
  });
  const isThrough = lines.every(({ quantity, crossed }) => quantity === crossed);
  const state = isThrough ? 'closed' : 'released';
  return { entry: { ...entry, state, body: { ...entry.body, lines } }, change: together(changes) };
}

type Taken = { readonly lot: Lot; readonly quantity: Scaled5 };

function takeFrom(
  lots: readonly Lot[],
  quantity: Scaled5,
  left: Map<string, Scaled5>,
): readonly Taken[] {
  const taken: Taken[] = [];
  let due = quantity;
  for (const lot of lots) {
    const there = left.get(lot.lotNo) ?? 0n;
    const part = due - there > 0n ? there : due;
    if (part <= 0n) continue;
    taken.push({ lot, quantity: part });
    left.set(lot.lotNo, there - part);
    due -= part;
  }
  return taken;
}
