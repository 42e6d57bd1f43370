import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createShapes, HALF, objectOf } from './shapes.ts';

const NAMES = Array.from({ length: 2 * HALF }, (_, at) => (at === 7 ? 'odd"name' : `name${at}`));

/** The object made key by key. */
function slowly(places: readonly number[]): Record<string, string> {
  return Object.fromEntries(places.map((place) => [NAMES[place]!, `text ${place}`]));
}

function made(shapes: ReturnType<typeof createShapes>, places: readonly number[]) {
  let [low, high] = [0, 0];
  for (const place of places) {
    if (place < HALF) low |= 1 << place;
    else high |= 1 << (place - HALF);
  }
  // What the last record left behind the texts of this one must not come in.
  const texts = [...places.map((place) => `text ${place}`), 'left', 'over'];
  return objectOf(shapes, low, high, texts);
}

test('an object has the selected fields in their order and no others', () => {
  const shapes = createShapes(NAMES);
  const selections = fc.uniqueArray(fc.nat(2 * HALF - 1)).map((all) => all.sort((a, b) => a - b));
  fc.assert(
    fc.property(selections, (places) => {
      const object = made(shapes, places);
      expect(object).toEqual(slowly(places));
      expect(Object.keys(object)).toEqual(places.map((place) => NAMES[place]));
      expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    }),
    { numRuns: 300 },
  );
  expect(shapes.makers.size).toBeLessThanOrEqual(64);
});

test('the first and the last field are told apart', () => {
  const shapes = createShapes(NAMES);
  for (let place = 0; place < NAMES.length; place++) {
    expect(made(shapes, [place])).toEqual(slowly([place]));
  }
});

test('a group of more fields is a bug', () => {
  expect(() => createShapes([...NAMES, 'more'])).toThrow('52 fields');
});
