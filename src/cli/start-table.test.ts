import { describe, expect, it } from 'vitest';
import type { SendProgress } from '../sandbox/send/journey.ts';
import { countsOf, cut, paceOf, plainLine, tableLines } from './start-table.ts';
import { paintFor } from './terminal.ts';

const PLAIN = paintFor({});
const LISTS = { sent: 3, '1': 1, '2': 4, '120': 5, '100': 2, '-621004': 6, '600': 7, '800': 8 };

function progress(over: Partial<SendProgress> = {}): SendProgress {
  const counts = { messages: 9, sent: 8, refused: 0, duplicates: 0, records: 60, settled: 20 };
  return { ...counts, lists: LISTS, reasons: [], ...over };
}

describe('countsOf', () => {
  it('counts every list once', () => {
    const counts = countsOf(progress());
    expect(counts).toEqual({
      ...{ declared: 33, decided: 23, waiting: 10 },
      ...{ released: 8, returned: 2, refused: 6, held: 7 },
    });
    expect(counts.decided + counts.waiting).toBe(counts.declared);
  });

  it('counts a closed list as released and one for review as held', () => {
    const counts = countsOf(progress({ lists: { '899': 1, '300': 1 } }));
    expect(counts).toMatchObject({ released: 1, held: 1, decided: 2, declared: 2 });
  });
});

describe('tableLines', () => {
  const scene = { progress: progress(), tax: 123_456n, seconds: 2 };

  it('tells amounts in yuan and messages turned away', () => {
    const lines = tableLines({ ...scene, progress: progress({ refused: 2 }) }, PLAIN);
    expect(lines[0]).toBe(
      '  申报  declared      33   in 8 of 9 signed messages, 2 turned away at the door',
    );
    expect(lines[2]).toContain('import tax 1234.56 CNY');
    expect(lines).toHaveLength(7);
  });

  it('shows six reasons in both languages and sums up the rest', () => {
    const reasons = [9, 8, 7, 6, 5, 4, 3, 2].map((count) => {
      return { code: `R${count}`, zh: '理由', en: 'reason', count };
    });
    const lines = tableLines({ ...scene, progress: progress({ reasons }) }, PLAIN);
    expect(lines.filter((line) => line.includes('理由'))).toHaveLength(6);
    expect(lines.at(-1)).toBe('      and 5 for 2 other reasons');
    // A usual terminal shows 24 lines, and what does not fit cannot be drawn over.
    expect(lines.length).toBeLessThan(24);
  });

  it('paints only where colours are asked for', () => {
    expect(tableLines(scene, PLAIN).join()).not.toContain('\u001b');
    expect(tableLines(scene, paintFor({ colours: true })).join()).toContain('\u001b[32m');
  });
});

describe('plainLine and paceOf', () => {
  it('fit one line', () => {
    expect(plainLine({ progress: progress(), tax: 5n, seconds: 4 })).toBe(
      '33 declared, 10 waiting, 8 released, 2 returned, 6 refused, 7 held; tax 0.05 CNY; ' +
        '23 parcels decided in 4 s: 6 a second',
    );
  });

  it('divide by nothing at the very start', () => {
    const scene = { progress: progress({ lists: {} }), tax: 0n, seconds: 0 };
    expect(paceOf(scene)).toBe('0 parcels decided in 0 s: 0 a second');
  });

  it('claim no speed for what was decided before', () => {
    const scene = { progress: progress({ duplicates: 7 }), tax: 0n, seconds: 1 };
    expect(paceOf(scene)).toBe('23 parcels have their decision from an earlier start');
  });
});

describe('cut', () => {
  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'abc…'],
    ['退单退单', 5, '退单…'],
    ['退单', 4, '退单'],
  ])('cuts %s to %i columns', (text, columns, kept) => {
    expect(cut(text, columns)).toBe(kept);
  });
});
