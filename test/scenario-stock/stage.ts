import { present } from '../../src/base/assert.ts';
import { seededRandom } from '../../src/base/random.ts';
import { writeBookLines } from '../../src/registry/book-store.ts';
import { exportWorldLaw } from '../../src/sandbox/world/export/law.ts';
import { AREAS } from '../../src/sandbox/world/parties.ts';
import { openDesk } from '../flows/desk.ts';
import type { paperMill } from '../flows/papers.ts';
import { writeBook } from '../flows/shelves.ts';
import { START, type Zone } from '../flows/zone.ts';
import { exportLines } from './export-words.ts';
import { HERE, type Stage } from './world.ts';

let stages = 0;
let parcels = 0;

/** Opens a book of its own for a case, in which nothing has a name yet. */
export async function openStage(zone: Zone, mill: ReturnType<typeof paperMill>): Promise<Stage> {
  stages += 1;
  const place = stages;
  const bookNo = `T4612W${String(900_000 + place)}`;
  const law = present(exportWorldLaw(zone.profile, START), 'a law of exports');
  await zone.register(async (tx) => {
    await writeBook(tx, undefined, bookNo);
    await writeBookLines(tx, exportLines(law, bookNo));
  });
  let count = 0;
  const fresh = (mark: string): string => {
    count += 1;
    return `${mark}${place}-${count}`;
  };
  const shop = {
    ...{ random: seededRandom(BigInt(place)), law, fresh },
    frame: { start: START, mark: `STOCK${place}`, digits: '000999' },
    desks: { payments: true, officers: true },
    nextIndex: () => {
      parcels += 1;
      return parcels;
    },
  };
  const here = { bookNo, owner: AREAS[0]!.code, customs: '4612' };
  return {
    ...{ zone, desk: await openDesk(zone), mill, bookNo, fresh, books: new Map([[HERE, here]]) },
    ...{
      shop,
      exported: new Map(),
      papers: new Map(),
      parcels: new Map(),
      refunds: new Map(),
      crossings: new Map(),
    },
    ...{ notes: new Map(), settlings: new Map(), confirming: new Map() },
  };
}
