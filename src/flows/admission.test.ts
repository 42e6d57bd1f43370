import { describe, expect, it } from 'vitest';
import { LIMITS } from '../base/limits.ts';
import { type Admission, admission, type Ticket } from './admission.ts';

type Try = { readonly admitted: boolean; readonly reason?: string; readonly seconds?: number };

/** A house that works off `perMs` bytes a millisecond in the order of coming. */
function house(perMs: number) {
  let [now, behind] = [0, 0];
  const guard: Admission = admission(
    () => now,
    () => behind,
  );
  const line: Ticket[] = [];
  const waits: number[] = [];
  let budget = 0;
  return {
    guard,
    waits,
    setLag: (lag: number) => {
      behind = lag;
    },
    come: (owner: string, bytes: number): Try => {
      const refused = guard.refusal(owner, bytes);
      if (refused !== null) return { admitted: false, ...refused };
      line.push(guard.enter(owner, bytes));
      return { admitted: true };
    },
    pass: (milliseconds: number) => {
      for (let i = 0; i < milliseconds; i += 1) {
        now += 1;
        budget = line.length === 0 ? 0 : budget + perMs;
        while (line.length > 0 && line[0]!.cost <= budget) {
          budget -= line[0]!.cost;
          waits.push(now - line[0]!.since);
          guard.leave(line.shift()!);
        }
      }
    },
  };
}

/** One enterprise sends as much as it may for some seconds, in messages of 20 KB. */
function flood(at: ReturnType<typeof house>, milliseconds: number, owner = 'heavy'): Try[] {
  const refused: Try[] = [];
  for (let i = 0; i < milliseconds; i += 5) {
    for (;;) {
      const one = at.come(owner, 20_000);
      if (!one.admitted) refused.push(one);
      if (!one.admitted) break;
    }
    at.pass(5);
  }
  return refused;
}

describe('admission', () => {
  it.each([
    ['slow', 500],
    ['fast', 20_000],
  ])('at a %s house ends where what is accepted is done in time', (_name, perMs) => {
    const at = house(perMs);
    flood(at, 30_000);
    at.waits.length = 0;
    const refused = flood(at, 5_000);
    const worst = Math.max(...at.waits);
    expect(worst).toBeLessThan(LIMITS.waitMilliseconds * 1.5);
    expect(worst).toBeGreaterThan(LIMITS.waitMilliseconds * 0.3);
    expect(refused.every(({ seconds }) => seconds === 1 || seconds === 2)).toBe(true);
  });

  it('turns the one with much away and keeps room for the one with little', () => {
    const at = house(2_000);
    expect(flood(at, 20_000).some(({ reason }) => reason === 'share')).toBe(true);
    for (let i = 0; i < 100; i += 1) {
      flood(at, 50);
      expect(at.come(`gentle${i}`, 20_000)).toEqual({ admitted: true });
    }
  });

  it('gives many that send much the same share', () => {
    const at = house(2_000);
    const counts = new Map<string, number>();
    for (let i = 0; i < 20_000; i += 5) {
      for (const owner of ['a', 'b', 'c', 'd']) {
        for (let n = 0; n < 10; n += 1) {
          if (at.come(owner, 20_000).admitted) counts.set(owner, (counts.get(owner) ?? 0) + 1);
        }
      }
      at.pass(5);
    }
    const all = [...counts.values()];
    expect(Math.max(...all) / Math.min(...all)).toBeLessThan(1.3);
  });

  it('says in which time what waits is done', () => {
    const at = house(400);
    // The start is more than this house can do, until it has learned.
    for (let i = 0; i < 50; i += 1) at.come('heavy', 20_000);
    at.pass(2_000);
    for (let i = 0; i < 1_000; i += 1) at.come('heavy', 20_000);
    const { admitted, seconds = 0 } = at.come('heavy', 20_000);
    expect(admitted).toBe(false);
    const { bytes } = at.guard.state();
    expect(seconds * 1_000 * 400).toBeGreaterThanOrEqual(bytes * 0.8);
    expect(seconds).toBeLessThanOrEqual(LIMITS.retrySeconds);
  });

  it('sends nobody away for long while its very first batch is under way', () => {
    const at = house(0);
    const refused = flood(at, 1_500);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every(({ seconds = 0 }) => seconds <= 5)).toBe(true);
  });

  it('takes less while decisions are behind', () => {
    const at = house(2_000);
    flood(at, 10_000);
    const before = at.guard.state().bound;
    at.setLag(3_000);
    flood(at, 3_000);
    expect(at.guard.state().bound).toBeLessThan(before / 3);
    at.setLag(0);
    flood(at, 10_000);
    expect(at.guard.state().bound).toBeGreaterThan(before / 2);
  });

  it('bounds the bytes of all and of one when nothing moves', () => {
    const at = house(0);
    const mega = 1024 * 1024;
    expect(at.come('a', 8 * mega).admitted).toBe(true);
    for (let i = 0; i < 20; i += 1) at.come(`b${i}`, 8 * mega);
    expect(at.guard.state().bytes).toBeLessThanOrEqual(LIMITS.heldBytes);
    at.pass(5_000);
    expect(at.come('a', 10)).toMatchObject({ admitted: false });
    expect(at.guard.state()).toMatchObject({ age: 5_000 });
  });

  it('takes the largest message when nothing is under way, whatever was learned', () => {
    const at = house(10);
    flood(at, 60_000);
    at.pass(60_000_000);
    expect(at.guard.state()).toMatchObject({ messages: 0, bytes: 0, age: 0 });
    expect(at.come('a', LIMITS.messageBytes)).toEqual({ admitted: true });
  });
});
