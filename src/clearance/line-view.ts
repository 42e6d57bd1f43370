import type { ListLine } from '../documents/terms.ts';
import type { Goods } from '../registry/enterprise.ts';
import type { PositiveLine } from '../registry/profile.ts';
import { type ClearanceFacts, goodsKey } from './facts.ts';

/** A declared line with what is known about its goods. */
export type LineView = {
  readonly line: ListLine;
  /** As filed by the seller, or null. */
  readonly goods: Goods | null;
  /** Null when the code is off the positive list on the day. */
  readonly positive: PositiveLine | null;
};

/** Looks up what the facts know about a line of a seller's list. */
export function lineView(ebcCode: string, line: ListLine, facts: ClearanceFacts): LineView {
  const { itemNo, gcode } = line;
  const goods = itemNo === null ? undefined : facts.goods.get(goodsKey(ebcCode, itemNo));
  const positive = facts.index.positiveAt(gcode, facts.date);
  return { line, goods: goods ?? null, positive };
}
