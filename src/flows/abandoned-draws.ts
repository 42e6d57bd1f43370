import type { Instant } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { deriveDraw } from '../inspection/derive.ts';
import { inputOf } from '../inspection/draw-reader.ts';
import { abandonedDraws, voidDraw } from '../inspection/epoch-store.ts';
import type { House } from './house.ts';

/**
 * Makes draws of the line void that were opened before an instant and came to nothing: their
 * process died. What they had drawn is carried over, so that a crash is no second try.
 * @returns how many there were
 */
export async function voidAbandoned(
  { db, clock }: Pick<House, 'db' | 'clock'>,
  before: Instant,
): Promise<number> {
  // Those of officers hold: the office settles them as they were (assign-officers.ts).
  const rows = await abandonedDraws(db, 'line', before, LIMITS.abandonedDraws);
  for (const row of rows) {
    const ids = deriveDraw(inputOf(row)).result.map(({ target }) => target);
    await voidDraw(db, row, 'abandoned', ids, clock.now());
  }
  return rows.length;
}
