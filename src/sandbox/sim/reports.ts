import { failureOf } from '../../flows/failure.ts';
import type { House } from '../../flows/house.ts';
import { reportGoods } from '../../flows/report-goods.ts';
import type { Enterprise } from '../../registry/enterprise.ts';
import type { PostAnswer } from './post-answer.ts';

/** The report that the goods of a refund are back, as the simulated window takes it. */
export function writtenReport(preNo: string, refused: string | null): Uint8Array {
  return Buffer.from(`${preNo}\n${refused ?? ''}`);
}

/** The window's answer to a report; a duplicate changed nothing. */
export async function takeReport(
  house: House,
  bytes: Uint8Array,
  viewer: Enterprise,
): Promise<PostAnswer> {
  const [preNo = '', reason = ''] = Buffer.from(bytes).toString().split('\n');
  try {
    const end = await reportGoods(house, { preNo, refused: reason || null }, viewer);
    if (end === null) return { accepted: false, status: 404 };
    return { accepted: true, duplicate: !end.changed };
  } catch (error) {
    if (failureOf(error) === 'poison') throw error;
    return { accepted: false, status: 503 };
  }
}
