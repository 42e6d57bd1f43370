import { AREAS } from '../../src/sandbox/world/parties.ts';
import { openDesk } from '../flows/desk.ts';
import type { paperMill } from '../flows/papers.ts';
import { writeBook } from '../flows/shelves.ts';
import type { Zone } from '../flows/zone.ts';
import { HERE, type Stage } from './world.ts';

let stages = 0;

/** Opens a book of its own for a case, in which nothing has a name yet. */
export async function openStage(zone: Zone, mill: ReturnType<typeof paperMill>): Promise<Stage> {
  stages += 1;
  const place = stages;
  const bookNo = `T4612W${String(900_000 + place)}`;
  await zone.register((tx) => writeBook(tx, undefined, bookNo));
  let count = 0;
  const fresh = (mark: string): string => {
    count += 1;
    return `${mark}${place}-${count}`;
  };
  const here = { bookNo, owner: AREAS[0]!.code, customs: '4612' };
  return {
    ...{ zone, desk: await openDesk(zone), mill, bookNo, fresh, books: new Map([[HERE, here]]) },
    ...{ papers: new Map(), parcels: new Map(), refunds: new Map(), crossings: new Map() },
    ...{ notes: new Map(), settlings: new Map(), confirming: new Map() },
  };
}
