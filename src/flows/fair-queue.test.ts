import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FairQueue, fairQueue } from './fair-queue.ts';

function drain<Item>(queue: FairQueue<Item>, most = Number.POSITIVE_INFINITY): Item[] {
  const taken: Item[] = [];
  while (queue.size() > 0 && taken.length < most) {
    const seen = queue.peek();
    const item = queue.take()!;
    expect(item).toBe(seen);
    taken.push(item);
  }
  return taken;
}

describe('a fair queue', () => {
  it('of one owner keeps the order', () => {
    const queue = fairQueue<number>(10);
    for (let i = 0; i < 1_000; i += 1) queue.push('a', i, 1 + (i % 30));
    expect(drain(queue)).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
    expect([queue.size(), queue.peek(), queue.take()]).toEqual([0, undefined, undefined]);
  });

  it('lets the one who came late with little wait for one turn only', () => {
    const queue = fairQueue<string>(20);
    for (let i = 0; i < 1_000; i += 1) queue.push('heavy', `h${i}`, 1);
    expect(drain(queue, 30)).toHaveLength(30);
    for (let i = 0; i < 3; i += 1) queue.push('gentle', `g${i}`, 1);
    expect(drain(queue, 25).slice(10, 13)).toEqual(['g0', 'g1', 'g2']);
  });

  it('shares by cost, not by number', () => {
    const queue = fairQueue<string>(100);
    for (let i = 0; i < 400; i += 1) queue.push('large', 'large', 100);
    for (let i = 0; i < 400; i += 1) queue.push('small', 'small', 5);
    const taken = drain(queue, 210);
    expect(taken.filter((one) => one === 'large')).toHaveLength(10);
    expect(taken.filter((one) => one === 'small')).toHaveLength(200);
  });

  it('hands out what costs more than a turn when its turns have added up', () => {
    const queue = fairQueue<string>(10);
    queue.push('a', 'huge', 95);
    for (let i = 0; i < 30; i += 1) queue.push('b', `b${i}`, 5);
    const taken = drain(queue);
    expect(taken.indexOf('huge')).toBeGreaterThan(10);
    expect(taken.indexOf('huge')).toBeLessThan(25);
  });

  it('loses nothing and keeps the order of each owner, however they come and go', () => {
    const item = fc.record({
      owner: fc.constantFrom('a', 'b', 'c', 'd'),
      cost: fc.integer({ min: 1, max: 40 }),
    });
    const step = fc.oneof(item, fc.constant('take' as const));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const queue = fairQueue<{ owner: string; number: number }>(10);
        const pushed: { owner: string; number: number }[] = [];
        const taken: { owner: string; number: number }[] = [];
        steps.forEach((one, number) => {
          if (one !== 'take') {
            const entry = { owner: one.owner, number };
            pushed.push(entry);
            queue.push(one.owner, entry, one.cost);
          } else if (queue.size() > 0) taken.push(queue.take()!);
        });
        taken.push(...drain(queue));
        expect(taken).toHaveLength(pushed.length);
        for (const owner of ['a', 'b', 'c', 'd']) {
          const own = (all: typeof taken) => all.filter((one) => one.owner === owner);
          expect(own(taken)).toEqual(own(pushed));
        }
      }),
    );
  });
});
