import { refundsNumbered } from '../clearance/refund-store.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import { type EndOfRefund, type GoodsBack, goodsBack } from './end-refunds.ts';
import { failureOf } from './failure.ts';
import { findDeclaration } from './find-declaration.ts';
import type { House } from './house.ts';

/**
 * Takes the report that the goods of a refund are back: of the place under customs supervision
 * (role `site`), or of the enterprise in the zone that the list names (areaCode).
 * @returns null when there is no such refund, or it is none of the viewer's
 */
export async function reportGoods(
  house: House,
  report: GoodsBack,
  viewer: Enterprise,
): Promise<EndOfRefund> {
  const [refund] = await refundsNumbered(house.db, [report.preNo]);
  if (refund === undefined) return null;
  if (!viewer.roles.includes('site')) {
    const found = await findDeclaration(house.db, refund.listNo, house.archive);
    if (found?.list.terms.areaCode !== viewer.code) return null;
  }
  return endRefund(house, report);
}

/** Ends one refund, whoever else does the same at this moment. Null when there is none. */
export async function endRefund(house: House, report: GoodsBack): Promise<EndOfRefund> {
  for (let tries = 1; ; tries += 1) {
    try {
      const [end = null] = await goodsBack(house, [report]);
      return end;
    } catch (error) {
      if (tries >= MOST_TRIES || failureOf(error) !== 'race') throw error;
    }
  }
}

const MOST_TRIES = 5;
