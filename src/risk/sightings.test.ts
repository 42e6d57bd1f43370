import { expect, test } from 'vitest';
import { riskSubject } from '../../test/risk-subject.ts';
import { DAY } from '../base/dates.ts';
import { USUAL_SIGHTINGS as LAW } from '../registry/sighting-law.ts';
import { keyCounts } from './key-counts.ts';
import { openSightings, type SeenKeys, seenKeys } from './sightings.ts';

const AT = 1_600_000_000_000;

function parcel(buyer: string, phones: readonly string[] = []): SeenKeys {
  return { buyer: [buyer], payer: ['p'], phone: phones, address: [] };
}

test('a person is counted once a parcel, within a batch and from one to the next', () => {
  const sightings = openSightings();
  const first = sightings.look([parcel('a'), parcel('b'), parcel('a')], AT, LAW);
  expect(first.counts.map(({ buyer }) => buyer)).toEqual([1, 1, 2]);
  expect(first.counts.map(({ payer }) => payer)).toEqual([1, 2, 3]);
  first.keep();
  const second = sightings.look([parcel('a'), parcel('c')], AT + 1, LAW);
  expect(second.counts.map(({ buyer }) => buyer)).toEqual([3, 1]);
});

test('a batch that was undone counts for nothing', () => {
  const sightings = openSightings();
  sightings.look([parcel('a')], AT, LAW);
  const again = sightings.look([parcel('a')], AT, LAW);
  expect(again.counts[0]?.buyer).toBe(1);
  again.keep();
  expect(sightings.look([parcel('a')], AT, LAW).counts[0]?.buyer).toBe(2);
});

test('of several phones the one that was seen most counts', () => {
  const sightings = openSightings();
  for (let i = 0; i < 3; i += 1) sightings.look([parcel('a', ['x'])], AT, LAW).keep();
  const { counts } = sightings.look([parcel('b', ['y', 'x']), parcel('c')], AT, LAW);
  expect(counts.map(({ phone }) => phone)).toEqual([4, 0]);
});

test('the window is half a day to a day', () => {
  const sightings = openSightings();
  const buyerAt = (at: number): number => {
    const seen = sightings.look([parcel('a')], at, LAW);
    seen.keep();
    return seen.counts[0]!.buyer;
  };
  expect([buyerAt(AT), buyerAt(AT + DAY / 2 - 1)]).toEqual([1, 2]);
  expect(buyerAt(AT + DAY / 2)).toBe(3);
  expect(buyerAt(AT + DAY)).toBe(2);
  expect(buyerAt(AT + 3 * DAY)).toBe(1);
});

test('hours and numbers are those of the law', () => {
  const sightings = openSightings();
  const law = { ...LAW, hours: 2, buyer: 3 };
  const reachedAt = (at: number): readonly string[] => {
    const seen = sightings.look([parcel('a')], at, law);
    seen.keep();
    return [String(seen.counts[0]!.buyer), ...seen.reached.map(({ kind }) => kind)];
  };
  const minutes = [0, 1, 2, 61, 182];
  expect(minutes.map((one) => reachedAt(AT + one * 60_000))).toEqual([
    ...[['1'], ['2'], ['3', 'buyer'], ['4'], ['1']],
  ]);
});

test('when there is no room the oldest are forgotten', () => {
  const sightings = openSightings(2);
  const count = (buyer: string): number => {
    const seen = sightings.look([parcel(buyer)], AT, LAW);
    seen.keep();
    return seen.counts[0]!.buyer;
  };
  expect(['a', 'b', 'c', 'a', 'd', 'e', 'b'].map(count)).toEqual([1, 1, 1, 2, 1, 1, 1]);
});

test('a table of counts agrees with a map while it grows, and says when it is full', () => {
  const table = keyCounts(5_000, 1);
  const map = new Map<string, number>();
  for (let i = 0; i < 20_000; i += 1) {
    const key = `key-${(i * 7_919) % 5_000}`;
    expect(table.add(key)).toBe(true);
    map.set(key, (map.get(key) ?? 0) + 1);
  }
  for (const [key, count] of map) expect(table.get(key)).toBe(count);
  expect([table.size, table.add('one more'), table.get('one more')]).toEqual([5_000, false, 0]);
});

test('a parcel is counted by the hashes on all its documents', () => {
  const subject = riskSubject();
  const keys = seenKeys(subject);
  expect(keys.buyer).toEqual([subject.list.buyer.idKey]);
  expect(keys.address).toContain(subject.waybill.consignee.addressKey);
  expect(new Set(keys.phone).size).toBe(keys.phone.length);
});
