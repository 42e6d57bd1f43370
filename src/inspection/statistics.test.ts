import { describe, expect, it } from 'vitest';
import { type Cell, chiSquareTail, compareApart, compareShared } from './chi-square.ts';
import type { Officer, Target } from './draw-file.ts';
import { drawOfficers } from './draw-officers.ts';
import { drawTargets } from './draw-targets.ts';
import { sha256 } from './hashes.ts';
import type { PoolTally } from './ratios.ts';
import { compareOfficers, compareTargets, type OfficerDraw, officerCount } from './statistics.ts';

describe('the tail of chi-square', () => {
  // Percentage points of printed tables, which have three decimals (NIST/SEMATECH e-Handbook
  // 1.3.6.7.4), and the closed forms for an even number of degrees.
  it.each([
    [3.841, 1, 0.05],
    [6.635, 1, 0.01],
    [10.828, 1, 0.001],
    [5.991, 2, 0.05],
    [18.307, 10, 0.05],
    [29.588, 10, 0.001],
    [43.773, 30, 0.05],
    [59.703, 30, 0.001],
    [124.342, 100, 0.05],
    [149.449, 100, 0.001],
    [77.929, 100, 0.95],
  ])('of %d with %d degrees is %d', (x, degrees, p) => {
    expect(Math.abs(chiSquareTail(x, degrees) / p - 1)).toBeLessThan(0.001);
  });

  it('is the closed form for two, four and six degrees', () => {
    for (const x of [0.001, 0.5, 1, 2.9, 3.1, 10, 40, 200]) {
      const half = x / 2;
      const e = Math.exp(-half);
      const forms = [e, e * (1 + half), e * (1 + half + half ** 2 / 2)];
      forms.forEach((form, at) => {
        expect(Math.abs(chiSquareTail(x, 2 * (at + 1)) / form - 1)).toBeLessThan(1e-12);
      });
    }
  });

  it('ends at one and at nothing', () => {
    expect([chiSquareTail(0, 5), chiSquareTail(-1, 5), chiSquareTail(3, 0)]).toEqual([1, 1, 1]);
    expect(chiSquareTail(1e6, 5)).toBeLessThan(1e-300);
    for (const degrees of [1, 2, 7, 40, 400]) {
      let before = 1;
      for (let x = 0.25; x < degrees * 3; x += 0.25) {
        const p = chiSquareTail(x, degrees);
        expect(p).toBeLessThanOrEqual(before);
        before = p;
      }
      expect(before).toBeLessThan(0.3);
    }
  });
});

describe('cells', () => {
  const cell = (observed: number, expected: number, variance = expected): Cell => {
    return { name: String(observed), observed, expected, variance };
  };

  it('too small to count are left out and named', () => {
    const { small, degrees, chiSquare } = compareApart([cell(9, 1), cell(110, 100)]);
    expect([small, degrees, chiSquare]).toEqual([['9'], 1, 1]);
    expect(compareApart([]).p).toBe(1);
    expect(compareShared([cell(100, 90)])).toMatchObject({ degrees: 0, p: 1 });
  });

  it('that share a sum have a degree less', () => {
    // Two of a kind: what one has too much the other has too little, so it is one figure.
    const { chiSquare, degrees } = compareShared([cell(110, 100), cell(90, 100)]);
    expect([chiSquare, degrees]).toEqual([1, 1]);
  });
});

const LAYERS = [
  ['ADV.ORDINARY', 5_000],
  ['GENERAL.ORDINARY', 25_000],
  ['GENERAL.QUARANTINE', 50_000],
  ['DISHONEST.ORDINARY', 800_000],
] as const;
const PLAN = LAYERS.map(([layer]) => {
  return { layer, method: 'rate', number: 1_000_000, officers: 0 } as const;
});

/** A million parcels drawn as the line does; `weigh` is what they are drawn with in truth. */
function million(weigh: (layer: string, weight: number) => number): Map<string, PoolTally> {
  const size = 20_000;
  const targets = Array.from({ length: size }, (_, at): Target => {
    const [layer, weight] = LAYERS[at % LAYERS.length]!;
    return { id: String(at), layer, enterprise: 'E', weight: weigh(layer, weight), needs: [] };
  });
  const tallies = new Map<string, PoolTally>();
  for (let draw = 0; draw < 1_000_000 / size; draw += 1) {
    const drawn = drawTargets(sha256(`draw ${draw}`), PLAN, targets);
    for (const [layer, weight] of LAYERS) {
      const before = tallies.get(layer) ?? { pool: 0, weight: 0, drawn: 0 };
      const pool = size / LAYERS.length;
      tallies.set(layer, {
        pool: before.pool + pool,
        weight: before.weight + pool * weight,
        drawn: before.drawn + drawn.filter((one) => one.layer === layer).length,
      });
    }
  }
  return tallies;
}

describe('a million parcels', () => {
  it('that are drawn fairly pass', () => {
    const { p, degrees, small } = compareTargets(million((_, weight) => weight));
    expect([degrees, small]).toEqual([4, []]);
    expect(p).toBeGreaterThan(0.001);
  });

  it('of which one class in four is spared every tenth time do not', () => {
    const spared = (layer: string, weight: number) =>
      layer === 'GENERAL.ORDINARY' ? (weight * 9) / 10 : weight;
    expect(compareTargets(million(spared)).p).toBeLessThan(1e-6);
  });
});

describe('officers', () => {
  const officer = (id: string, more: Partial<Officer> = {}): Officer => {
    return { id, tags: ['food'], weight: 1, capacity: 8, declared: [], ...more };
  };
  const OFF = { enterprise: 'E1', reason: 'conflict', weight: 0 } as const;
  const POOL = [
    officer('O1', { weight: 3 }),
    officer('O2'),
    officer('O3', { capacity: 3 }),
    officer('O4', { declared: [OFF] }),
    officer('O5', { tags: [] }),
    officer('O6', { weight: 2 }),
  ];
  const targets = Array.from({ length: 10 }, (_, at): Target => {
    const needs = at % 3 === 0 ? ['food'] : [];
    return { id: `T${at}`, layer: 'a', enterprise: `E${at % 4}`, weight: 1, needs };
  });
  const plan = [{ layer: 'a', method: 'count', number: 10, officers: 2 } as const];

  function counted(draws: number, change: (draw: OfficerDraw, at: number) => OfficerDraw) {
    const count = officerCount();
    for (let at = 0; at < draws; at += 1) {
      const { result } = drawOfficers(sha256(`officers ${at}`), plan, targets, POOL, []);
      count.add(change({ targets, officers: POOL, result }, at));
    }
    return compareOfficers(count.sums());
  }

  it('who are drawn by the weights of their rosters pass', () => {
    const { p, degrees, cells } = counted(3_000, (draw) => draw);
    expect(degrees).toBe(5);
    expect(p).toBeGreaterThan(0.001);
    const [observed, expected] = [cells, cells].map((some, i) =>
      some.reduce((sum, cell) => sum + (i === 0 ? cell.observed : cell.expected), 0),
    ) as [number, number];
    expect(Math.abs(observed - expected)).toBeLessThan(1e-6 * observed);
  });

  it('one of whom is put in the place of another now and then do not', () => {
    const { p, cells } = counted(3_000, (draw, at) => {
      if (at % 10 > 0) return draw;
      const result = draw.result.map(({ target, pair }) => {
        const put = pair.includes('O2') ? pair : pair.map((id) => (id === 'O6' ? 'O2' : id));
        return { target, pair: put };
      });
      return { ...draw, result };
    });
    expect(p).toBeLessThan(1e-6);
    const [favoured] = cells.filter(({ name }) => name === 'O2');
    expect(favoured!.observed).toBeGreaterThan(favoured!.expected);
  });

  it('of targets that nobody went to are not counted', () => {
    const alone = targets.map(({ id }) => ({ target: id, pair: [] }));
    const count = officerCount();
    count.add({ targets, officers: POOL, result: alone });
    expect(compareOfficers(count.sums()).cells).toEqual([]);
  });
});
