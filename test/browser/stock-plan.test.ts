/** Where places of a warehouse are drawn, as far as their codes tell it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  inOrder,
  layOut,
  neighbour,
  readPlaceCode,
  zonesOf,
} from '../../web/src/pages/stock-plan-layout.ts';

const at = (...codes: string[]) => codes.map((location) => ({ location }));

test.each([
  ['A-01-03', 'A', '01', '03'],
  ['WH1-A-01-03', 'WH1-A', '01', '03'],
  ['B-07', 'B', '', '07'],
  ['C12', 'C', '', '12'],
  ['RECEIVING', '', '', 'RECEIVING'],
  ['--', '', '', '--'],
])('reads %s', (code, zone, row, column) => {
  expect(readPlaceCode(code)).toEqual({ zone, row, column });
});

test('lists places as people count them', () => {
  const places = at('A-01-10', 'B-1', 'A-01-2', 'A-1-1', 'A-01-1');
  expect(inOrder(places).map(({ location }) => location)).toEqual([
    ...['A-1-1', 'A-01-1', 'A-01-2', 'A-01-10', 'B-1'],
  ]);
  expect(places[0]?.location).toBe('A-01-10');
});

test('draws places of one number below each other, and lets a long row go on', () => {
  const places = at('A-1-10', 'A-1-2', 'A-2-2', 'A-1-1', 'B-1', 'X');
  expect(zonesOf(places)).toEqual(['A', 'B', '']);
  const zone = layOut(places, 'A', 2);
  const drawn = zone.cells.map(({ place, x, y }) => `${place.location} ${x} ${y}`).sort();
  expect(drawn).toEqual(['A-1-1 0 0', 'A-1-10 0 1', 'A-1-2 1 0', 'A-2-2 1 2']);
  expect(zone.bands).toEqual([
    { name: '1', y: 0 },
    { name: '2', y: 2 },
  ]);
  expect([zone.width, zone.height]).toEqual([2, 3]);
});

const code = fc.stringMatching(/^[A-C]?[-_.]?[0-3]{0,2}[-_.]?[0-9]{1,2}$/);

test('draws every place once, at a spot of its own, and arrows reach them all', () => {
  fc.assert(
    fc.property(fc.uniqueArray(code, { minLength: 1, maxLength: 40 }), (codes) => {
      const places = at(...codes);
      const zones = zonesOf(places).map((zone) => layOut(places, zone, 5));
      expect(zones.flatMap(({ cells }) => cells.map(({ place }) => place.location)).sort()).toEqual(
        [...codes].sort(),
      );
      for (const { cells } of zones) {
        expect(new Set(cells.map(({ x, y }) => `${x} ${y}`)).size).toBe(cells.length);
        const reached = new Set([cells[0]!]);
        for (const cell of reached) {
          for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp']) {
            const next = neighbour(cells, cell, key);
            if (next !== null) reached.add(next);
          }
        }
        expect(reached.size).toBe(cells.length);
        expect(neighbour(cells, cells[0]!, 'Enter')).toBeNull();
      }
    }),
  );
});
