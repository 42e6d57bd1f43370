import { assert } from '../../base/assert.ts';
import { seededRandom } from '../../base/random.ts';
import { openLines } from './lines.ts';
import { readRequest } from './request.ts';

/** A list that somebody may ask for. */
export type Known = { readonly token: string; readonly preNo: string };

/** A fair sample of everything that passes by, in bounded room. */
export type Reservoir<T> = { offer(item: T): void; readonly items: readonly T[] };

/** Keeps `room` of all that is offered, each with the same chance. */
export function reservoirOf<T>(room: number, seed: bigint, kept: readonly T[] = []): Reservoir<T> {
  const random = seededRandom(seed);
  const items = kept.slice(0, room);
  let offered = items.length;
  return {
    items,
    offer: (item) => {
      offered += 1;
      if (items.length < room) items.push(item);
      else {
        const at = random.below(offered);
        if (at < room) items[at] = item;
      }
    },
  };
}

/** Asks for lists one after the other; milliseconds of each answer. */
export async function timeLookUps(url: string, known: readonly Known[]): Promise<number[]> {
  const lines = openLines(url, 1);
  const times: number[] = [];
  try {
    for (const { token, preNo } of known) {
      const request = readRequest(token, `/v1/declarations/${preNo}`);
      const start = performance.now();
      const { status } = await lines.send(request);
      times.push(performance.now() - start);
      assert(status === 200, `a list that is there is found, not ${status}`);
    }
  } finally {
    lines.close();
  }
  return times;
}
