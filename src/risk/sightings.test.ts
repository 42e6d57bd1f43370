import { expect, test } from 'vitest';
import { riskSubject } from '../../test/risk-subject.ts';
import { DAY } from '../base/dates.ts';
import { keyCounts } from './key-counts.ts';
import { openSightings, type SeenKeys, seenKeys } from './sightings.ts';

const AT = 1_600_000_000_000;

function parcel(buyer: string, phones: readonly string[] = []): SeenKeys {
  return { buyer: [buyer], payer: ['p'], phone: phones, address: [] };
}

test('a person is counted once a parcel, within a batch and from one to the next', () => {
  const sightings = openSightings();
  const first = sightings.look([parcel('a'), parcel('b'), parcel('a')], AT);
  expect(first.counts.map(({ buyer }) => buyer)).toEqual([1, 1, 2]);
  expect(first.counts.map(({ payer }) => payer)).toEqual([1, 2, 3]);
  first.keep();
  const second = sightings.look([parcel('a'), parcel('c')], AT + 1);
  expect(second.counts.map(({ buyer }) => buyer)).toEqual([3, 1]);
});

test('a batch that was undone counts for nothing', () => {
  const sightings = openSightings();
  sightings.look([parcel('a')], AT);
  const again = sightings.look([parcel('a')], AT);
  expect(again.counts[0]?.buyer).toBe(1);
  again.keep();
  expect(sightings.look([parcel('a')], AT).counts[0]?.buyer).toBe(2);
});

test('of several phones the one that was seen most counts', () => {
  const sightings = openSightings();
  for (let i = 0; i < 3; i += 1) sightings.look([parcel('a', ['x'])], AT).keep();
  const { counts } = sightings.look([parcel('b', ['y', 'x']), parcel('c')], AT);
  expect(counts.map(({ phone }) => phone)).toEqual([4, 0]);
});

test('the window is half a day to a day', () => {
  const sightings = openSightings();
  const buyerAt = (at: number): number => {
    const seen = sightings.look([parcel('a')], at);
    seen.keep();
    return seen.counts[0]!.buyer;
  };
  expect([buyerAt(AT), buyerAt(AT + DAY / 2 - 1)]).toEqual([1, 2]);
  expect(buyerAt(AT + DAY / 2)).toBe(3);
  expect(buyerAt(AT + DAY)).toBe(2);
  expect(buyerAt(AT + 3 * DAY)).toBe(1);
});

test('when there is no room the oldest are forgotten', () => {
  const sightings = openSightings(2);
  const count = (buyer: string): number => {
    const seen = sightings.look([parcel(buyer)], AT);
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
