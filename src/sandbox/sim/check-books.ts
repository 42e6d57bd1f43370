import type { WorldDocument } from '../world/document.ts';
import type { Told } from './check-receipts.ts';

type Listed = Pick<WorldDocument, 'head'>;

/**
 * What the warehouse of each book was told of parcels: of every list that was released, once, and
 * of every one that is gone, once and afterwards; of nothing else.
 * @param released lists from stock that were released, whatever came later
 * @param gone those of them that left by the gate
 */
export function checkBooks(
  { byBook }: Told,
  released: readonly Listed[],
  gone: readonly Listed[],
): string[] {
  const foreseen = new Map<string, string[]>();
  const add = ({ head }: Listed, status: string): void => {
    const key = [head.emsNo, head.orderNo, head.logisticsNo].join(' ');
    foreseen.set(key, [...(foreseen.get(key) ?? []), status]);
  };
  for (const list of released) add(list, 'released');
  for (const list of gone) add(list, 'gone');
  const told = new Map<string, string[]>();
  for (const [bookNo, events] of byBook) {
    for (const { keys, status } of events) {
      if (keys.kind !== 'list') continue;
      const key = [bookNo, keys.orderNo, keys.logisticsNo].join(' ');
      told.set(key, [...(told.get(key) ?? []), status]);
    }
  }
  return [...new Set([...foreseen.keys(), ...told.keys()])].flatMap((key) => {
    const [wanted, got] = [foreseen, told].map((one) => (one.get(key) ?? []).join(' '));
    if (wanted === got) return [];
    return [`the book was told of ${key}: ${got || 'nothing'}, foreseen ${wanted || 'nothing'}`];
  });
}
