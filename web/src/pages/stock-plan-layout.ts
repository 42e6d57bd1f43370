/** Where the places of a warehouse are drawn, as far as their codes tell it. */

/** The parts of a code of a place; what it does not tell is ''. */
export type PlaceCode = {
  readonly zone: string;
  readonly row: string;
  readonly column: string;
};

/**
 * Reads a code: `A-01-03` is place 03 of row 01 in zone A, `B-07` place 07 of zone B, `C12` place
 * 12 of zone C. Others, such as RECEIVING, tell nothing but themselves.
 */
export function readPlaceCode(code: string): PlaceCode {
  const parts = code.split(/[-_./:]+/).filter((part) => part !== '');
  const column = parts.at(-1) ?? code;
  const row = parts.at(-2) ?? '';
  if (parts.length > 2) return { zone: parts.slice(0, -2).join('-'), row, column };
  if (parts.length === 2) return { zone: row, row: '', column };
  const short = /^([A-Za-z]{1,3})(\d+)$/.exec(code);
  if (short === null) return { zone: '', row: '', column: code };
  return { zone: short[1] ?? '', row: '', column: short[2] ?? '' };
}

const order = new Intl.Collator('en', { numeric: true });

/** A place with where it stands in its zone, both from 0. */
export type Cell<Place> = { readonly place: Place; readonly x: number; readonly y: number };

/** A row of a zone: its name and the lines it takes, from 0. */
export type Band = { readonly name: string; readonly y: number };

export type Zone<Place> = {
  readonly name: string;
  readonly cells: readonly Cell<Place>[];
  readonly bands: readonly Band[];
  readonly width: number;
  readonly height: number;
};

type Located = { readonly location: string };

/** Places as people count them: `A-1-2` before `A-1-10`. */
export function inOrder<Place extends Located>(places: readonly Place[]): Place[] {
  return [...places].sort((a, b) => order.compare(a.location, b.location));
}

/** Names of the zones of places, in their order; '' has those whose codes tell none. */
export function zonesOf(places: readonly Located[]): string[] {
  const names = new Set(places.map(({ location }) => readPlaceCode(location).zone));
  return [...names].sort((a, b) => Number(a === '') - Number(b === '') || order.compare(a, b));
}

/**
 * Lays out one zone: each row is a band, its places stand one below the other across the bands
 * where they have the same number. A row longer than `most` goes on in a further line.
 */
export function layOut<Place extends Located>(
  places: readonly Place[],
  name: string,
  most: number,
): Zone<Place> {
  const seen = new Map<string, number>();
  const coded = places
    .map((place) => ({ place, code: readPlaceCode(place.location) }))
    .filter(({ code }) => code.zone === name)
    .map(({ place, code: { row, column } }) => {
      // Codes that differ in their separators alone would stand on one another.
      const twin = seen.get(`${row} ${column}`) ?? 0;
      seen.set(`${row} ${column}`, twin + 1);
      return { place, row, column: `${column} ${twin}` };
    });
  const sorted = (values: Iterable<string>) => [...new Set(values)].sort(order.compare);
  const columns = sorted(coded.map(({ column }) => column));
  const at = new Map(columns.map((column, i) => [column, i]));
  const lines = Math.max(1, Math.ceil(columns.length / most));
  const rows = sorted(coded.map(({ row }) => row));
  const bandOf = new Map(rows.map((row, i) => [row, i * lines]));
  const cells = coded.map(({ place, row, column }): Cell<Place> => {
    const i = at.get(column) ?? 0;
    return { place, x: i % most, y: (bandOf.get(row) ?? 0) + Math.floor(i / most) };
  });
  return {
    ...{ name, cells, bands: rows.map((row) => ({ name: row, y: bandOf.get(row) ?? 0 })) },
    width: 1 + Math.max(0, ...cells.map(({ x }) => x)),
    height: 1 + Math.max(0, ...cells.map(({ y }) => y)),
  };
}

const STEPS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ...{ ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] },
};

/** The nearest cell in the direction of an arrow; null where there is none, or for other keys. */
export function neighbour<Place>(
  cells: readonly Cell<Place>[],
  from: Cell<Place>,
  key: string,
): Cell<Place> | null {
  const [dx, dy] = STEPS[key] ?? [0, 0];
  // Along the arrow each step counts one, beside it a hundred: a row is left last.
  const away = ({ x, y }: Cell<Place>) => {
    const [along, beside] = [
      (x - from.x) * dx + (y - from.y) * dy,
      (x - from.x) * dy + (y - from.y) * dx,
    ];
    return along <= 0 ? Number.POSITIVE_INFINITY : along + Math.abs(beside) * 100;
  };
  const near = cells
    .map((cell) => ({ cell, far: away(cell) }))
    .filter(({ far }) => Number.isFinite(far));
  near.sort((a, b) => a.far - b.far);
  return near[0]?.cell ?? null;
}
