import { describe, expect, it } from 'vitest';
import {
  at,
  codes,
  forged,
  ID,
  INPUT,
  made,
  officer,
  report,
  share,
  target,
} from '../../test/draw/cases.ts';
import { seededRandom } from '../base/random.ts';
import { drawText } from './draw.ts';
import type { DrawFile, Override } from './draw-file.ts';
import { drawOfficers, weightFor } from './draw-officers.ts';
import { drawTargets } from './draw-targets.ts';
import { commitmentOf, sha256 } from './hashes.ts';
import { numberStream } from './stream.ts';
import { verifyDraw } from './verify-draw.ts';

describe('a draw', () => {
  it('is sound, and the same input gives the same bytes', () => {
    expect(report(made())).toMatchObject({ ok: true, findings: [], notes: [] });
    expect(drawText(made())).toBe(drawText(made()));
    expect(made().result).toHaveLength(2);
  });

  it('changes with each secret', () => {
    const other = sha256('other');
    const shares = [
      share('a'),
      share('b', { secret: other, commitment: commitmentOf(ID, 'b', other) }),
    ];
    expect(made({ shares }).seed).not.toBe(made().seed);
    expect(codes(made({ shares }))).toEqual([]);
  });
});

describe('seed', () => {
  const rest = { ...INPUT.terms, body: { ...INPUT.terms.body, fallback: 'rest' as const } };
  const beacon = { source: 'drand-quicknet', round: 7, at: at('09:06') };
  const value = sha256('round 7');

  it.each([
    ['never', { secret: null, revealedAt: null }, 'missing'],
    ['too early', { revealedAt: at('08:59') }, 'early'],
    ['too late', { revealedAt: at('09:06') }, 'late'],
    ['not as committed', { secret: sha256('x') }, 'false'],
    ['without a commitment', { commitment: null, committedAt: null }, 'absent'],
    ['committed too late', { committedAt: at('08:21') }, 'absent'],
  ])('revealed %s: the draw is void, and the file says of whom', (_, wrong, state) => {
    const file = made({ shares: [share('a'), share('b', wrong)] });
    expect(file).toMatchObject({ outcome: 'void', seed: null, result: [] });
    const { ok, notes } = report(file);
    expect(ok).toBe(true);
    expect(notes.map(({ en }) => en)).toEqual([
      `the share of b did not count: ${state}`,
      'the draw is void: nothing was drawn',
    ]);
  });

  it('is made of the rest where the terms say so and two sources remain', () => {
    const terms = { ...rest, body: { ...rest.body, beacon } };
    const shares = [share('a'), share('b', { secret: null, revealedAt: null })];
    const file = made({ terms, shares, beacon: value });
    expect(file.outcome).toBe('rest');
    expect(file.result).toHaveLength(2);
    expect(codes(file)).toEqual([]);
    expect(made({ terms, shares }).outcome).toBe('void');
    expect(made({ terms: rest, shares }).outcome).toBe('void');
  });

  it('a share that does not count has no say', () => {
    const terms = { ...rest, body: { ...rest.body, beacon } };
    const seeds = ['x', 'y'].map((text) => {
      const shares = [share('a'), share('b', { secret: sha256(text) })];
      return made({ terms, shares, beacon: value }).seed;
    });
    expect(seeds[0]).toBe(seeds[1]);
  });
});

describe('the verifier says what is wrong', () => {
  const file = made();
  const [first, second] = file.result as [DrawFile['result'][0], DrawFile['result'][0]];
  const late = { ...INPUT.targets, publishedAt: at('09:00') };
  const outsider = ['O1', 'O2', 'O3', 'O4'].find((id) => !first.pair.includes(id))!;
  const swapped = file.shares.map((one) => ({ ...one, secret: sha256('x') }));
  const terms = (more: object) =>
    made({ terms: { ...INPUT.terms, body: { ...INPUT.terms.body, ...more } } });

  it.each<[string, DrawFile, string[]]>([
    ['the hash of the file', { ...file, hash: sha256('x') }, ['DRAW-HASH']],
    [
      'a registry changed',
      forged(file, { targets: { ...file.targets, body: file.targets.body.slice(1) } }),
      ['DRAW-PUBLISHED-HASH', 'DRAW-SEED'],
    ],
    [
      'a registry published when secrets were known',
      made({ targets: late }),
      ['DRAW-PUBLISHED-LATE'],
    ],
    [
      'a registry with one twice',
      made({ targets: { ...late, publishedAt: at('08:30'), body: [target('T1'), target('T1')] } }),
      ['DRAW-REGISTRY'],
    ],
    [
      'a layer without plan',
      made({ targets: { ...INPUT.targets, body: [target('T1', 1, { layer: 'x' })] } }),
      ['DRAW-REGISTRY'],
    ],
    [
      'a commitment that does not open',
      forged(file, { shares: swapped }),
      ['DRAW-COMMITMENT', 'DRAW-COMMITMENT', 'DRAW-OUTCOME', 'DRAW-SEED'],
    ],
    [
      'a party left out',
      forged(file, { shares: [file.shares[0]!, { ...file.shares[0]!, party: 'c' }] }),
      ['DRAW-PARTIES'],
    ],
    [
      'a party that counts and is said not to',
      forged(file, { shares: [file.shares[0]!, { ...file.shares[1]!, state: 'late' }] }),
      ['DRAW-STATE'],
    ],
    ['a seed', forged(file, { seed: sha256('x') }), ['DRAW-SEED']],
    ['an outcome', forged(file, { outcome: 'rest' }), ['DRAW-OUTCOME']],
    ['a value of no beacon', forged(file, { beacon: sha256('x') }), ['DRAW-BEACON']],
    ['a draw before the seed', forged(file, { drawnAt: at('09:00') }), ['DRAW-TIME']],
    ['the order of targets', forged(file, { result: [second, first] }), ['DRAW-TARGETS']],
    ['a target left out', forged(file, { result: [first] }), ['DRAW-TARGETS']],
    [
      'another officer',
      forged(file, { result: [{ ...first, pair: [first.pair[0]!, outsider] }, second] }),
      ['DRAW-OFFICERS'],
    ],
    [
      'one officer alone',
      forged(file, { result: [{ ...first, pair: [first.pair[0]!] }, second] }),
      ['DRAW-PAIR', 'DRAW-OFFICERS'],
    ],
    [
      'one officer twice',
      forged(file, { result: [{ ...first, pair: [first.pair[0]!, first.pair[0]!] }, second] }),
      ['DRAW-PAIR', 'DRAW-OFFICERS'],
    ],
    [
      'reveals before the last commitment',
      terms({ revealFrom: at('08:19') }),
      ['DRAW-TERMS', 'DRAW-PUBLISHED-LATE', 'DRAW-PUBLISHED-LATE'],
    ],
    [
      'parties out of order',
      made({
        shares: [share('b'), share('a')],
        terms: { ...INPUT.terms, body: { ...INPUT.terms.body, parties: ['b', 'a'] } },
      }),
      ['DRAW-TERMS'],
    ],
    [
      'a beacon known before the last reveal',
      terms({ beacon: { source: 's', round: 1, at: at('09:05') } }),
      ['DRAW-TERMS'],
    ],
  ])('%s', (_, wrong, expected) => {
    const found = codes(wrong);
    expect(found.slice(0, expected.length)).toEqual(expected);
    expect(report(wrong).ok).toBe(false);
  });

  it('an officer who is excluded, and one who is sent too often', () => {
    const off = { enterprise: null, reason: 'offDuty', weight: 0 } as const;
    const pool = ['O1', 'O2', 'O3', 'O4'].map((id) => officer(id, { capacity: 1 }));
    const body = [...pool, officer('O5', { declared: [off] })];
    const drawn = made({ officers: { ...INPUT.officers, body } });
    expect(codes(drawn)).toEqual([]);
    const [one, two] = drawn.result as [DrawFile['result'][0], DrawFile['result'][0]];
    const excluded = { ...one, pair: [one.pair[0]!, 'O5'] };
    expect(codes(forged(drawn, { result: [excluded, two] }))).toEqual([
      'DRAW-EXCLUDED',
      'DRAW-OFFICERS',
    ]);
    expect(codes(forged(drawn, { result: [one, { ...two, pair: one.pair }] }))).toEqual([
      'DRAW-CAPACITY',
      'DRAW-CAPACITY',
      'DRAW-OFFICERS',
    ]);
  });

  it('in the order of the steps, each with texts in both languages and no gap in them', () => {
    const wrong = forged(file, { shares: swapped, result: [second, first], drawnAt: at('08:00') });
    const { findings } = report(wrong);
    const steps = findings.map(({ step }) => step);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    for (const one of findings) expect(`${one.en}${one.zh}${one.hint}`).not.toMatch(/[{}]/);
  });
});

describe('officers', () => {
  const seed = sha256('officers');
  const off = { enterprise: null, reason: 'offDuty', weight: 0 } as const;
  const known = { enterprise: 'E1', reason: 'recent', weight: 0 } as const;

  it('who are excluded, off duty, not licensed or full are never drawn', () => {
    const targets = Array.from({ length: 60 }, (_, i) => target(`T${i}`, 1, { needs: ['food'] }));
    const able = { tags: ['food'], capacity: 60 };
    const pool = [
      officer('O1', { ...able, declared: [known] }),
      officer('O2', { ...able, declared: [off] }),
      officer('O3', { capacity: 60 }),
      officer('O4', { ...able, capacity: 0 }),
      officer('O5', able),
      officer('O6', able),
      officer('O7', { ...able, declared: [{ ...known, enterprise: 'E2' }] }),
    ];
    const { result } = drawOfficers(seed, INPUT.terms.body.plan, targets, pool, []);
    expect(new Set(result.flatMap(({ pair }) => pair))).toEqual(new Set(['O5', 'O6', 'O7']));
    for (const { pair } of result) expect(new Set(pair).size).toBe(2);
  });

  it('the least declared weight counts, in place of the own one', () => {
    const one = officer('O1', {
      weight: 5,
      declared: [
        { ...known, weight: 3 },
        { ...off, weight: 2 },
      ],
    });
    expect(weightFor(one, target('T1'))).toBe(2);
    expect(weightFor(one, target('T1', 1, { enterprise: 'E9' }))).toBe(2);
    expect(weightFor(officer('O1', { weight: 5 }), target('T1'))).toBe(5);
  });

  it('are never one alone: a pool that is too small is a finding', () => {
    const pool = [officer('O1'), officer('O2', { declared: [known] })];
    const short = made({ officers: { ...INPUT.officers, body: pool } });
    expect(short.result.map(({ pair }) => pair)).toEqual([[], []]);
    expect(codes(short)).toEqual(['DRAW-POOL', 'DRAW-POOL']);
  });

  it('are assigned by two persons where the pool was used up', () => {
    const body = ['O1', 'O2'].map((id) => officer(id, { capacity: 1 }));
    const officers = { ...INPUT.officers, body };
    const { target: last, pair } = made({ officers }).result[1]!;
    expect(pair).toEqual([]);
    expect(codes(made({ officers }))).toEqual(['DRAW-POOL']);
    const assigned = {
      action: 'assign',
      target: last,
      pair: ['O1', 'O2'],
      at: at('09:30'),
    } as const;
    const both = { ...assigned, by: ['chief', 'deputy'], grounds: 'the pool was used up' };
    expect(codes(made({ officers }, [both]))).toEqual([]);
  });

  it('one who stands back is replaced by one who was not there', () => {
    const [{ target: id, pair }] = made().result as [DrawFile['result'][0]];
    const recusal = { target: id, officer: pair[0]!, reason: 'conflict', at: at('09:10') } as const;
    const file = made({ recusals: [recusal] });
    expect(codes(file)).toEqual([]);
    const { replacement } = file.redraws[0]!;
    expect(pair).not.toContain(replacement);
    const nobody = { ...file.redraws[0]!, replacement: null };
    expect(codes(forged(file, { redraws: [nobody] }))).toEqual(['DRAW-REDRAW']);
    expect(codes(made({ recusals: [{ ...recusal, officer: 'O9' }] }))).toEqual(['DRAW-REDRAW']);
    expect(codes(made({ recusals: [{ ...recusal, at: at('09:00') }] }))).toEqual(['DRAW-REDRAW']);
  });
});

describe('overrides stand beside the draw', () => {
  const drawn = made().result[0]!;
  const free = ['T1', 'T2', 'T3', 'T4'].find(
    (id) => !made().result.some((one) => one.target === id),
  )!;
  const good: Override = {
    action: 'add',
    target: free,
    pair: ['O1', 'O2'],
    by: ['chief', 'deputy'],
    grounds: 'tip of 12 November',
    at: at('09:30'),
  };
  it('and change nothing in it', () => {
    const file = made({}, [good, { ...good, action: 'drop', target: drawn.target, pair: [] }]);
    expect(codes(file)).toEqual([]);
    expect(file.result).toEqual(made().result);
    expect(report(file).notes).toHaveLength(1);
  });

  it.each<[string, Partial<Override>]>([
    ['by one person', { by: ['chief', 'chief'] }],
    ['of a target that is not there', { target: 'T9' }],
    ['adding what was drawn', { target: drawn.target }],
    ['dropping what was not', { action: 'drop', pair: [] }],
    ['with one officer', { pair: ['O1'] }],
    ['with one officer twice', { pair: ['O1', 'O1'] }],
    ['with an officer of no registry', { pair: ['O1', 'O9'] }],
    ['by one who goes himself', { by: ['O1', 'deputy'] }],
    ['before the draw', { at: at('09:05') }],
  ])('but not %s', (_, wrong) => {
    expect(codes(made({}, [{ ...good, ...wrong }]))).toEqual(['DRAW-OVERRIDE']);
  });
});

describe('bytes that are no draw file', () => {
  it.each([
    ['no JSON', '{', 'DRAW-JSON', null],
    ['not UTF-8', Buffer.from([0xff]), 'DRAW-JSON', null],
    ['a list', '[]', 'DRAW-SHAPE', null],
    ['too much', ' '.repeat(8 * 1024 * 1024 + 1), 'DRAW-SIZE', null],
    [
      'a day that is none',
      drawText(made()).replace('2026-11-28', '2026-02-30'),
      'DRAW-SHAPE',
      'day',
    ],
    ['a member more', drawText(made()).replace('{"alg', '{"a":1,"alg'), 'DRAW-SHAPE', 'a'],
  ])('%s', (_, text, code, path) => {
    const { findings } = verifyDraw(Buffer.from(text));
    expect(findings[0]).toMatchObject({ step: 1, code, path });
  });
});

/** Chi-square of counts that should be equal or as the weights say. */
function chiSquare(counts: readonly number[], weights: readonly number[]): number {
  const [total, sum] = [counts, weights].map((list) => list.reduce((a, b) => a + b)) as [
    number,
    number,
  ];
  return counts.reduce((chi, count, index) => {
    const expected = (total * weights[index]!) / sum;
    return chi + (count - expected) ** 2 / expected;
  }, 0);
}

describe('over many draws', () => {
  const random = seededRandom(58n);
  const seeds = Array.from({ length: 4_000 }, () => sha256(String(random.below(2 ** 32))));
  const countOf = (ids: readonly string[], all: readonly string[]) =>
    all.map((id) => ids.filter((one) => one === id).length);

  it('numbers are even', () => {
    const stream = numberStream(sha256('even'), 'targets');
    const counts = Array<number>(10).fill(0);
    for (let i = 0; i < 50_000; i += 1) counts[stream.below(10)]! += 1;
    expect(chiSquare(counts, Array<number>(10).fill(1))).toBeLessThan(27.9); // 9 degrees, 0.1 %
  });

  it('the first target falls as the weights say', () => {
    const weights = [1, 2, 3, 4, 10];
    const targets = weights.map((weight, index) => target(`T${index}`, weight));
    const plan = [{ layer: 'all', method: 'count', number: 1, officers: 2 } as const];
    const drawn = seeds.map((seed) => drawTargets(seed, plan, targets)[0]!.id);
    const counts = countOf(
      drawn,
      targets.map(({ id }) => id),
    );
    expect(chiSquare(counts, weights)).toBeLessThan(18.5); // 4 degrees, 0.1 %
  });

  it('a rate is kept, each target by itself', () => {
    const targets = Array.from({ length: 20 }, (_, i) => target(`T${i}`, 55));
    const plan = [{ layer: 'all', method: 'rate', number: 1_000, officers: 0 } as const];
    const drawn = seeds.reduce((sum, seed) => sum + drawTargets(seed, plan, targets).length, 0);
    const expected = seeds.length * 20 * 0.055;
    expect(chiSquare([drawn, seeds.length * 20 - drawn], [55, 945])).toBeLessThan(10.9); // 1 degree
    expect(Math.abs(drawn - expected)).toBeLessThan(expected / 10);
  });

  it('officers come equally often', () => {
    const pool = ['O1', 'O2', 'O3', 'O4', 'O5', 'O6'].map((id) => officer(id));
    const drawn = seeds.flatMap(
      (seed) => drawOfficers(seed, INPUT.terms.body.plan, [target('T1')], pool, []).result[0]!.pair,
    );
    const counts = countOf(
      drawn,
      pool.map(({ id }) => id),
    );
    expect(chiSquare(counts, [1, 1, 1, 1, 1, 1])).toBeLessThan(20.6); // 5 degrees, 0.1 %
  });
});
