import { FIRST_LINE } from './pages-stock.ts';
import type { Screen } from './screen.ts';

const SIDES = [
  { by: 'office', base: '/v1/office/stock' },
  { by: 'keeper', base: '/v1/stock' },
] as const;

/** Books, what lies and moves in them, their papers, stock-takes and the gate. */
export function stockScreens(bookNo: string): Screen[] {
  return [
    ...SIDES.flatMap((side) => sideScreens(side, bookNo)),
    ...GATE_SCREENS,
    {
      ...{ name: 'stock, events', by: 'keeper', pages: 'after' },
      path: () => `/v1/stock/events?bookNo=${bookNo}`,
    },
  ];
}

function sideScreens({ by, base }: (typeof SIDES)[number], bookNo: string): Screen[] {
  const book = `${base}/books/${bookNo}`;
  const paged = { by, pages: 'after' } as const;
  const finding = (what: string, find: string, more: Partial<Screen> = {}): Screen => {
    const path = () => `${book}/lines?find=${encodeURIComponent(find)}`;
    return { ...paged, name: `stock, lines ${what}, ${by}`, rows: 'lines', path, ...more };
  };
  return [
    { ...paged, name: `stock, books, ${by}`, rows: 'books', path: () => `${base}/books` },
    { ...paged, name: `stock, lines, ${by}`, rows: 'lines', path: () => `${book}/lines` },
    finding('by name', 'bench'),
    finding('by number', `BENCH${FIRST_LINE + 42}`),
    finding('not found', 'zzqx', { isEmpty: true }),
    {
      ...{ ...paged, name: `stock, lots of a line, ${by}`, rows: 'lots' },
      path: () => `${book}/lines/${FIRST_LINE}`,
    },
    {
      ...{ ...paged, name: `stock, movements, ${by}`, rows: 'movements' },
      path: () => `${book}/movements`,
    },
    {
      ...{ ...paged, name: `stock, movements of a lot, ${by}`, rows: 'movements' },
      path: () => `${book}/movements?recordNo=${FIRST_LINE}&lotNo=L${FIRST_LINE}`,
    },
    { ...paged, name: `stock, places, ${by}`, rows: 'places', path: () => `${book}/places` },
    {
      ...{ ...paged, name: `stock, lots at a place, ${by}`, rows: 'lots' },
      path: () => `${book}/places/lots?location=A-00-00`,
    },
    { ...paged, name: `stock, open papers, ${by}`, rows: 'papers', path: () => `${book}/papers` },
    ...['entry', 'slip', 'transfer'].map((kind): Screen => {
      const path = () => `${book}/papers?kind=${kind}`;
      return { ...paged, name: `stock, papers, ${kind}, ${by}`, rows: 'papers', path };
    }),
    { name: `stock, book now, ${by}`, by, path: () => `${book}/now` },
    {
      ...paged,
      name: `stock, counts, ${by}`,
      rows: 'counts',
      path: () => `${base}/counts?state=all`,
    },
    { ...paged, name: `stock, open counts, ${by}`, path: () => `${base}/counts?state=open` },
  ];
}

const gate = { by: 'office', pages: 'after' } as const;
const GATE_SCREENS: readonly Screen[] = [
  { ...gate, name: 'gate, slips due', rows: 'slips', path: () => '/v1/office/gate/slips' },
  {
    ...{ name: 'gate, a slip', by: 'office' },
    path: () => '/v1/office/gate/slips/HFBENCH000000042',
  },
  {
    ...{ ...gate, name: 'gate, crossings', rows: 'crossings' },
    path: () => '/v1/office/gate/crossings',
  },
  {
    ...{ ...gate, name: 'gate, crossings of one', rows: 'crossings' },
    path: () => '/v1/office/gate/crossings?gate=G1',
  },
];
