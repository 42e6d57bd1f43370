import { describe, expect, it } from 'vitest';
import { learnedBound } from './learned-bound.ts';

const bound = () => learnedBound({ least: 10, most: 10_000, start: 1_000, target: 100 });

/** A house that takes a fixed time and some for each thing, asked for as much as is allowed. */
function settle(fixed: number, each: number): number {
  const learned = bound();
  for (let i = 0; i < 60; i += 1) learned.note(learned.value(), fixed + each * learned.value());
  return fixed + each * learned.value();
}

describe('a learned bound', () => {
  it.each([
    ['fast', 10, 0.02],
    ['as expected', 10, 0.09],
    ['slow', 20, 1],
  ])('of a %s house ends where the time is used and not passed', (_name, fixed, each) => {
    const took = settle(fixed, each);
    expect(took).toBeGreaterThan(70);
    expect(took).toBeLessThanOrEqual(125);
  });

  it('stays between its ends', () => {
    const fast = bound();
    for (let i = 0; i < 100; i += 1) fast.note(fast.value(), 1);
    expect(fast.value()).toBe(10_000);
    const slow = bound();
    for (let i = 0; i < 100; i += 1) slow.note(slow.value(), 9_000);
    expect(slow.value()).toBe(10);
  });

  it('is not moved by what was small and in time, nor thrown over by one pause', () => {
    const learned = bound();
    for (let i = 0; i < 100; i += 1) learned.note(5, 20);
    expect(learned.value()).toBe(1_000);
    learned.note(5, 60_000);
    expect(learned.value()).toBe(500);
  });

  it('comes down step by step for what is small and slow again and again', () => {
    const learned = bound();
    for (let i = 0; i < 10; i += 1) learned.note(100, 200);
    expect(learned.value()).toBe(50);
  });
});
