/** What the terms of a draw can say of reveals and of officers. */
import { describe, expect, it } from 'vitest';
import type { DrawInput } from '../../src/inspection/derive.ts';
import { makeDraw } from '../../src/inspection/draw.ts';
import type { DrawFile, Override } from '../../src/inspection/draw-file.ts';
import { at, codes, DRAWN_AT, forged, INPUT, made, report, share } from './cases.ts';

describe('reveals that are timed from the registries', () => {
  const body = {
    ...INPUT.terms.body,
    revealFrom: null,
    revealBy: null,
    revealWithin: 5 * 60_000,
  };
  const terms = { ...INPUT.terms, body };
  const officers = { ...INPUT.officers, publishedAt: at('08:59') };
  const shown = (...times: readonly [string, string]) =>
    makeDraw(
      {
        ...INPUT,
        terms,
        officers,
        shares: [share('a', { revealedAt: times[0] }), share('b', { revealedAt: times[1] })],
      },
      at('09:06'),
    );

  it.each([
    [at('08:59'), 'early'],
    ['2026-11-28T08:59:00.001+08:00', 'counted'],
    [at('09:04'), 'counted'],
    ['2026-11-28T09:04:00.001+08:00', 'late'],
  ])('a secret shown at %s is %s', (time, state) => {
    const file = shown(at('09:00'), time);
    expect(file.shares.map((one) => one.state)).toEqual(['counted', state]);
    expect(codes(file)).toEqual([]);
  });

  it('a draw without all shares waits for the last time', () => {
    const late = shown(at('09:00'), at('09:05'));
    expect(codes(forged(late, { drawnAt: at('09:04') }))).toEqual([]);
    expect(codes(forged(late, { drawnAt: at('09:03') }))).toEqual(['DRAW-TIME']);
    expect(codes(forged(shown(at('09:00'), at('09:01')), { drawnAt: at('09:01') }))).toEqual([]);
  });

  it.each<[string, Partial<DrawInput['terms']['body']>]>([
    ['in both ways', { revealWithin: 1_000 }],
    ['in neither', { revealFrom: null, revealBy: null }],
    ['by half', { revealBy: null }],
    ['from one time and within another', { revealBy: null, revealWithin: 1_000 }],
    ['within no time', { revealFrom: null, revealBy: null, revealWithin: 1 }],
  ])('not %s', (_, wrong) => {
    const file = made({ terms: { ...INPUT.terms, body: { ...INPUT.terms.body, ...wrong } } });
    expect(codes(file)).toContain('DRAW-TERMS');
  });

  it('nobody commits when others may have shown', () => {
    const late = { ...body, commitBy: at('09:00') };
    const file = made({ terms: { ...terms, body: late } });
    expect(report(file).findings.map(({ en }) => en)).toEqual([
      'the terms do not hold: commitBy is after the first reveal',
    ]);
  });
});

describe('a draw that sends nobody', () => {
  const plan = [{ layer: 'all', method: 'count', number: 2, officers: 0 } as const];
  const terms = { ...INPUT.terms, body: { ...INPUT.terms.body, plan } };
  const officers = { ...INPUT.officers, body: [] };
  const file = made({ terms, officers });
  const drawn = file.result.map(({ target: id }) => id);
  const free = ['T1', 'T2', 'T3', 'T4'].find((id) => !drawn.includes(id))!;
  const beside = (one: Pick<Override, 'action' | 'target' | 'pair'>) =>
    makeDraw({ ...INPUT, terms }, DRAWN_AT, [
      { ...one, by: ['chief', 'deputy'], grounds: 'tip', at: at('09:30') },
    ]);

  it('is sound with empty pairs, which later draws fill', () => {
    expect(file.result.map(({ pair }) => pair)).toEqual([[], []]);
    expect(new Set(drawn).size).toBe(2);
    expect(codes(file)).toEqual([]);
  });

  it('and is not with a pair', () => {
    const pair = ['O1', 'O2'];
    const sent = made({ terms });
    const [first, second] = sent.result as [DrawFile['result'][0], DrawFile['result'][0]];
    expect(codes(forged(sent, { result: [{ ...first, pair }, second] }))).toEqual([
      'DRAW-OFFICERS',
    ]);
  });

  it('what two persons decide sends nobody either', () => {
    const pair = ['O1', 'O2'];
    expect(codes(beside({ action: 'add', target: free, pair: [] }))).toEqual([]);
    expect(codes(beside({ action: 'drop', target: drawn[0]!, pair: [] }))).toEqual([]);
    const wrong = ['DRAW-OVERRIDE'];
    expect(codes(beside({ action: 'add', target: free, pair }))).toEqual(wrong);
    expect(codes(beside({ action: 'assign', target: drawn[0]!, pair }))).toEqual(wrong);
    expect(codes(beside({ action: 'assign', target: drawn[0]!, pair: [] }))).toEqual(wrong);
  });
});
