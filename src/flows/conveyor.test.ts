import { describe, expect, it } from 'vitest';
import { Bug } from '../base/assert.ts';
import { FilingRace } from '../documents/filing-store.ts';
import { Fault } from '../io/faults.ts';
import { type Conveyor, conveyor } from './conveyor.ts';

const pause = async (): Promise<void> => {};

function numbers(work: (items: readonly number[]) => Promise<number[]>): {
  belt: Conveyor<number, number | string>;
  batches: number[];
} {
  const batches: number[] = [];
  const belt = conveyor<number, number | string>({
    work,
    setAside: async (item, bug) => `${item}: ${(bug as Error).message}`,
    weight: () => 1,
    mostWeight: 100,
    mostItems: 100,
    tries: 3,
    pause,
    onBatch: (items) => batches.push(items),
  });
  return { belt, batches };
}

describe('conveyor', () => {
  it('gives every item its own result and gathers items into batches', async () => {
    const { belt, batches } = numbers(async (items) => items.map((item) => item * 2));
    const results = await Promise.all([1, 2, 3].map((item) => belt.push(item)));
    expect(results).toEqual([2, 4, 6]);
    expect(batches).toEqual([3]);
    await belt.idle();
    expect(belt.load()).toBe(0);
  });

  it('splits what exceeds a batch', async () => {
    const { belt, batches } = numbers(async (items) => [...items]);
    await Promise.all(Array.from({ length: 250 }, (_, i) => belt.push(i)));
    expect(batches).toEqual([100, 100, 50]);
  });

  it('sets the one poison item aside and does the others', async () => {
    const { belt } = numbers(async (items) => {
      if (items.includes(13)) throw new Bug('poison');
      return [...items];
    });
    const results = await Promise.all(Array.from({ length: 20 }, (_, i) => belt.push(i)));
    expect(results[13]).toBe('13: poison');
    expect(results.filter((result) => typeof result === 'number')).toHaveLength(19);
  });

  it('takes any other error for a bug too', async () => {
    const { belt } = numbers(async (items) => items.map((item) => [1, 2][item]!.valueOf()));
    const results = await Promise.all([0, 1, 2].map((item) => belt.push(item)));
    expect(results).toEqual([1, 2, expect.stringContaining('2: ')]);
  });

  it('tries again what may pass, and gives up after the last try', async () => {
    let calls = 0;
    const { belt } = numbers(async (items) => {
      calls += 1;
      if (calls < 3 || items.includes(9)) throw new Fault('database-unreachable');
      return [...items];
    });
    await expect(belt.push(1)).resolves.toBe(1);
    expect(calls).toBe(3);
    await expect(belt.push(9)).rejects.toThrow('cannot be reached');
    expect(calls).toBe(6);
  });

  it('halves a batch that loses every race, so that smaller ones get through', async () => {
    const { belt } = numbers(async (items) => {
      if (items.length > 2 || items.includes(7)) throw new FilingRace('slower');
      return [...items];
    });
    const results = await Promise.allSettled([0, 1, 2, 3, 4, 5, 6, 7].map(belt.push));
    expect(results.map(({ status }) => status)).toEqual([
      ...Array(7).fill('fulfilled'),
      'rejected',
    ]);
  });

  it('rejects the whole batch for a fault that does not pass, and goes on', async () => {
    let calls = 0;
    const { belt } = numbers(async (items) => {
      calls += 1;
      if (items.includes(1)) throw new Fault('schema-mismatch');
      return [...items];
    });
    const both = await Promise.allSettled([belt.push(0), belt.push(1)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(calls).toBe(1);
    await expect(belt.push(2)).resolves.toBe(2);
    await belt.idle();
    expect(belt.load()).toBe(0);
  });

  it('gives each owner its turn in every batch, and keeps the order of its items', async () => {
    const batches: string[][] = [];
    const belt = conveyor<string, string>({
      work: async (items) => {
        batches.push([...items]);
        return items;
      },
      setAside: async (item) => item,
      weight: () => 1,
      lanes: { ownerOf: (item) => item.slice(0, 1), turn: 5 },
      mostWeight: 20,
      mostItems: 100,
      tries: 1,
      pause,
    });
    const heavy = Array.from({ length: 200 }, (_, i) => belt.push(`h${i}`));
    const gentle = Array.from({ length: 4 }, (_, i) => belt.push(`g${i}`));
    await Promise.all([...heavy, ...gentle]);
    expect(batches[0]!.filter((item) => item.startsWith('g'))).toEqual(['g0', 'g1', 'g2', 'g3']);
    const served = batches.flat().filter((item) => item.startsWith('h'));
    expect(served).toEqual(Array.from({ length: 200 }, (_, i) => `h${i}`));
  });
});

describe('a conveyor with a pace', () => {
  /** Batches of a house in which a batch takes `fixed` and each item `each` milliseconds. */
  async function weights(fixed: number, each: number): Promise<{ last: number; age: number }> {
    let [now, age] = [0, 0];
    const batches: number[] = [];
    const belt = conveyor<number, number>({
      work: async (items) => {
        now += fixed + each * items.length;
        age = belt.age();
        return items;
      },
      setAside: async (item) => item,
      weight: () => 1,
      mostWeight: 1_000,
      mostItems: 1_000,
      pace: { stopwatch: () => now, batchTime: 100 },
      tries: 1,
      pause,
      onBatch: (items) => batches.push(items),
    });
    await belt.push(0);
    await Promise.all(Array.from({ length: 20_000 }, (_, i) => belt.push(i)));
    return { last: Math.max(...batches.slice(-6, -1)), age };
  }

  it('makes batches as large as its time allows', async () => {
    expect((await weights(5, 0.01)).last).toBe(1_000);
    const { last } = await weights(5, 0.25);
    expect(last).toBeGreaterThan(300);
    expect(last).toBeLessThan(510);
    expect((await weights(5, 5)).last).toBe(100);
    expect((await weights(500, 0.01)).last).toBe(1_000);
  });

  it('tells how long the oldest has waited', async () => {
    expect((await weights(10, 1)).age).toBeGreaterThan(1_000);
  });
});

describe('a conveyor that gathers', () => {
  /** Batches of a belt of which one takes five milliseconds, and how long it waited for more. */
  function gathering(gather: () => number) {
    let now = 0;
    const [batches, waits]: [number[], number[]] = [[], []];
    let late: Promise<number> | null = null;
    const belt = conveyor<number, number>({
      work: async (items) => {
        now += 5;
        return items;
      },
      setAside: async (item) => item,
      weight: () => 1,
      mostWeight: 100,
      mostItems: 100,
      pace: { stopwatch: () => now, batchTime: 1_000 },
      gather,
      tries: 1,
      pause: async (milliseconds) => {
        waits.push(milliseconds);
        now += milliseconds;
        late = belt.push(99);
      },
      onBatch: (items) => batches.push(items),
    });
    return { belt, batches, waits, late: () => late };
  }

  it('waits for more after the begin of the batch before', async () => {
    const { belt, batches, waits, late } = gathering(() => 50);
    await belt.push(0);
    expect(await belt.push(1)).toBe(1);
    expect(await late()).toBe(99);
    await belt.idle();
    expect({ batches, waits }).toEqual({ batches: [1, 2], waits: [45] });
  });

  it('waits for nothing when half of a batch is there, or nobody asks it to', async () => {
    const full = gathering(() => 50);
    await full.belt.push(0);
    await Promise.all(Array.from({ length: 50 }, (_, i) => full.belt.push(i)));
    expect(full.waits).toEqual([]);
    const prompt = gathering(() => 0);
    await prompt.belt.push(0);
    await prompt.belt.push(1);
    expect(prompt.waits).toEqual([]);
  });
});
