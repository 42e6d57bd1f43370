import { expect, it } from 'vitest';
import { LEAD, schedule } from './schedule.ts';

it('has the mean rate asked for, and the same moments for the same seed', () => {
  const sendings = schedule(10_000, 100, 1n);
  const lists = sendings.filter(({ part }) => part === 'lists');
  expect(lists).toHaveLength(10_000);
  expect(Math.abs(lists.at(-1)!.at / 1_000 - 100)).toBeLessThan(5);
  expect(schedule(10_000, 100, 1n)).toEqual(sendings);
  expect(schedule(10_000, 100, 2n)).not.toEqual(sendings);
});

it('comes at random: a third of the gaps and more are longer than the mean', () => {
  const at = schedule(10_000, 100, 1n).filter(({ part }) => part === 'lists');
  const gaps = at.slice(1).map((one, i) => one.at - at[i]!.at);
  const long = gaps.filter((gap) => gap > 10).length / gaps.length;
  // e^-1 of exponential gaps; none of even ones.
  expect(Math.abs(long - Math.exp(-1))).toBeLessThan(0.03);
});

it('sends the documents of each wagon a fixed time before its lists, all in order', () => {
  const sendings = schedule(200, 50, 3n);
  const times = sendings.map(({ at }) => at);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times[0]).toBeGreaterThanOrEqual(0);
  for (let wagon = 0; wagon < 200; wagon += 1) {
    const [documents, lists] = sendings.filter((one) => one.wagon === wagon);
    expect([documents?.part, lists?.part]).toEqual(['documents', 'lists']);
    expect(lists!.at - documents!.at).toBeCloseTo(LEAD, 6);
  }
});
