import { lotOf } from '../books.ts';
import { crossing } from '../traffic/crossing.ts';
import { APPROVED, DEDUCTED, entryList } from '../traffic/entry-list.ts';
import { slip } from '../traffic/slip.ts';
import { type Need, reportSlot, type WorldReport } from '../traffic/traffic.ts';
import { type AreaTelling, areaPapers, drives, guidOf, loads, sums, tellArea } from './area.ts';
import { arrive, bundle, GRANTED, goOut, leave } from './kinds-good.ts';
import { GOOD_OVERSEAS, overseasShort } from './kinds-overseas.ts';
import { returnsOf } from './kinds-returns.ts';
import {
  changed,
  changedLine,
  type ExportPapers,
  type ExportSent,
  type ExportShop,
  type ExportStory,
  freshRoute,
  type Stall,
} from './story.ts';
import { withdrawalOf } from './write-request.ts';

/** Kinds of goods of the special area (1210); null where the world or the law has none. */
type AreaKind = (shop: ExportShop) => ExportStory | null;

/**
 * Goods of the country enter with the refund of their tax: through the gate before their export
 * declaration is released. What is declared before is returned, then they are sold, leave by the
 * gate and are summed up (EXP-8).
 */
export function entered(shop: ExportShop): ExportStory | null {
  const told = tellArea(shop, 'area-entered');
  if (told === null) return null;
  const stall = told.stall(0n);
  const route = freshRoute(shop);
  const early = areaPapers(shop, told.area, route, [[stall, 2n]]);
  const papers = [1n, 3n].map((units) => areaPapers(shop, told.area, route, [[stall, units]]));
  const short = { asked: 2n, free: 0n };
  told.declare(early, { status: '100', code: 'STK-SHORT', short });
  const ownNo = enters(told, stall, early);
  const arrived = { paper: ownNo, told: DEDUCTED };
  driveOut(shop, told, papers, [arrived]);
  sums(told, papers, { needs: papers.map(closed) });
  return told.end();
}

const CAME = 10n;

/** An entry list that is through the gate before its release; @returns its own number */
function enters({ kind, area, add }: AreaTelling, stall: Stall, early: ExportPapers): string {
  const { bookNo, recordNo, article } = stall;
  const quantity = CAME * 100_000n;
  const ownNo = area.yard.fresh('E');
  const entry = entryList(area.yard, {
    ...{ kind, way: 'I', area: area.keeper, ownNo, lines: [{ recordNo, article, quantity }] },
    ...{ exportForm: `4612${ownNo}`, later: [DEDUCTED] },
  });
  const net = article.grams * CAME * 100n;
  const vehicle = slip(area.yard, {
    ...{ kind, way: 'I', area: area.keeper, papers: [ownNo], gross: net + net / 20n, net },
    needs: [{ paper: ownNo, told: APPROVED }],
  });
  const passed = crossing(area.yard, vehicle, { kind, needs: [{ list: guidOf(early) }] });
  add({
    papers: [entry, vehicle],
    reports: [passed],
    releases: [{ paper: ownNo, needs: [{ report: passed.name }] }],
    effects: [
      { bookNo, recordNo, status: 'refund-pending', in: quantity, out: quantity },
      { bookNo, recordNo, status: 'bonded', in: quantity },
    ],
  });
  return ownNo;
}

const closed = (papers: ExportPapers) => ({ guid: guidOf(papers), status: ['899'] });

/** Adds that parcels leave by the gate and then depart; @returns that they are through the gate */
function driveOut(
  shop: ExportShop,
  told: AreaTelling,
  papers: readonly ExportPapers[],
  needs: ExportSent['needs'] = [],
): Need {
  const lists = papers.map((one) => told.declare(one, { status: '899', needs }));
  arrive(shop, told, papers);
  const gone = drives(told, papers);
  const master = bundle(shop, told, papers, lists);
  leave(shop, told, papers, master, { needs: [{ at: master, status: GRANTED }, gone] });
  return gone;
}

/** Parcels out by the gate, then summed up wrongly, rightly, and once more. */
export function drivenOut(shop: ExportShop): ExportStory | null {
  const told = tellArea(shop, 'area-out');
  if (told === null) return null;
  const stalls = [told.stall(9n), told.stall(4n)] as const;
  const route = freshRoute(shop);
  const papers = [
    areaPapers(shop, told.area, route, [[stalls[0], 2n]]),
    areaPapers(shop, told.area, route, [
      [stalls[0], 3n],
      [stalls[1], 4n],
    ]),
  ];
  const gone = driveOut(shop, told, papers);
  const wrong = { kind: 'area-sum-wrong', code: 'BND-SUM', more: 1n };
  const off = sums(told, papers, { ...wrong, needs: [gone] });
  const exit = sums(told, papers, { needs: [{ paper: off.ownNo, told: 'INV201 3' }] });
  const again = { kind: 'area-summed-twice', code: 'BND-LIST' };
  sums(told, papers.slice(0, 1), { ...again, needs: [{ paper: exit.ownNo, told: DEDUCTED }] });
  return told.end();
}

/** A departure that no gate reported takes the goods out; the list of the period sums them up. */
export function departed(shop: ExportShop): ExportStory | null {
  const told = tellArea(shop, 'area-departed');
  if (told === null) return null;
  const papers = areaPapers(shop, told.area, freshRoute(shop), [[told.stall(5n), 4n]]);
  goOut(shop, told, [papers]);
  return told.end();
}

/** One is through the gate and has not departed, another one waits for its vehicle. */
export function underWay(shop: ExportShop): ExportStory | null {
  const told = tellArea(shop, 'area-under-way');
  if (told === null) return null;
  const stall = told.stall(6n);
  const route = freshRoute(shop);
  const papers = [2n, 3n].map((units) => areaPapers(shop, told.area, route, [[stall, units]]));
  for (const one of papers) told.declare(one);
  arrive(shop, told, papers);
  drives(told, papers.slice(0, 1));
  loads(told, papers.slice(1), false);
  return told.end();
}

/** A list is taken back, and another one has its goods. */
export function takenBack(shop: ExportShop): ExportStory | null {
  const told = shop.law.arrival ? tellArea(shop, 'area-withdrawn') : null;
  if (told === null) return null;
  const [stall, route] = [told.stall(3n), freshRoute(shop)];
  const [first, second] = [2n, 3n].map((units) => {
    return areaPapers(shop, told.area, route, [[stall, units]]);
  }) as [ExportPapers, ExportPapers];
  const list = told.declare(first, { status: '400' });
  const back = told.send(withdrawalOf(shop, first), first.sale.agent, {
    ...{ status: '399', needs: [{ at: list, status: ['400'] }], names: [list] },
  });
  told.declare(second, { needs: [{ at: back, status: ['399'] }] });
  arrive(shop, told, [second]);
  return told.end();
}

/** Goods come back to their book: a part, and then the rest (RET-7). */
export function cameBack(shop: ExportShop): ExportStory | null {
  const told = tellArea(shop, 'area-returned');
  if (told === null) return null;
  const papers = areaPapers(shop, told.area, freshRoute(shop), [
    [told.stall(4n), 4n],
    [told.stall(2n), 1n],
  ]);
  const [list = -1] = goOut(shop, told, [papers]);
  const part = returnsOf(shop, told, papers, list, { goods: [['1', '1.5']] });
  returnsOf(shop, told, papers, list, {
    goods: [
      ['1', '2.5'],
      ['2', '1'],
    ],
    needs: [{ at: part, status: ['800'] }],
  });
  return told.end();
}

/** A parcel whose list is returned for what it says of its book, or takes from it. */
const returned =
  (
    kind: string,
    list: Pick<ExportSent, 'code'> & Partial<ExportSent>,
    change: (papers: ExportPapers) => ExportPapers = (papers) => papers,
    units = 1n,
  ): AreaKind =>
  (shop) => {
    const told = tellArea(shop, kind);
    if (told === null) return null;
    const papers = areaPapers(shop, told.area, freshRoute(shop), [[told.stall(5n), units]]);
    told.declare(change(papers), { status: '100', ...list });
    arrive(shop, told, [papers]);
    return told.end();
  };

/** Three lists race for goods of which there is enough for one. */
export function race(shop: ExportShop): ExportStory | null {
  const told = tellArea(shop, 'area-sold-out');
  if (told === null) return null;
  const [stall, route] = [told.stall(3n), freshRoute(shop)];
  const papers = Array.from({ length: 3 }, () => {
    return areaPapers(shop, told.area, route, [[stall, 2n]]);
  });
  for (const one of papers) told.declare(one);
  arrive(shop, told, papers);
  const set = `area-${stall.recordNo}`;
  const short = { asked: 2n, free: 1n };
  return told.end({ race: { set, released: 1, returned: 2, code: 'STK-SHORT', short } });
}

/** Goods that are being counted do not depart. A book has one count at a time, and a world one. */
export function counted(shop: ExportShop): ExportStory | null {
  const first = (shop.areas ?? []).slice(0, 1).filter((area) => area.mayCount());
  const told = tellArea(shop, 'area-counted', first);
  if (told === null) return null;
  const { area, add } = told;
  const stall = told.stall(4n);
  const papers = areaPapers(shop, area, freshRoute(shop), [[stall, 2n]]);
  const list = told.declare(papers, { status: '899' });
  arrive(shop, told, [papers]);
  const master = bundle(shop, told, [papers], [list]);
  const [count, scan, over] = countOf(told, stall, { guid: told.guidAt(master), status: GRANTED });
  const frozen = leave(shop, told, [papers], master, {
    ...{ status: '100', code: 'BND-FROZEN' },
    needs: [{ at: master, status: GRANTED }, { report: count.name }],
  });
  const needs = [...over.needs, { guid: told.guidAt(frozen), status: ['100'] }];
  add({ reports: [count, scan, { ...over, needs }] });
  leave(shop, told, [papers], master, {
    needs: [
      { at: frozen, status: ['100'] },
      { at: master, status: GRANTED },
      { report: over.name },
    ],
  });
  return told.end();
}

/** A stock-take of a stall is opened, finds all that lies there, and is closed. */
function countOf(
  { area, kind }: AreaTelling,
  { bookNo, recordNo, quantity, location }: Stall,
  need: Need,
): readonly [WorldReport, WorldReport, WorldReport] {
  const [ownNo, scanId, end] = Array.from({ length: 3 }, () => area.yard.fresh('K'));
  const taken = {
    kind,
    sender: area.keeper,
    answer: 'taken',
    code: null,
    repeated: false,
  } as const;
  const path = `/v1/stock/counts/${reportSlot(ownNo!)}`;
  const found = { scanId, location, lot: lotOf(recordNo), recordNo, quantity: String(quantity) };
  return [
    {
      ...{ ...taken, name: ownNo!, path: '/v1/stock/counts', needs: [need] },
      body: { bookNo, ownNo, records: [recordNo] },
    },
    {
      ...{ ...taken, name: scanId!, path: `${path}/scans`, body: found },
      needs: [{ report: ownNo! }],
    },
    {
      ...{ ...taken, name: end!, path: `${path}/close`, body: { settlements: [] } },
      needs: [{ report: scanId! }],
    },
  ];
}

/** What goes well out of the special area. */
export const GOOD_AREA: readonly AreaKind[] = [
  entered,
  drivenOut,
  cameBack,
  departed,
  underWay,
  takenBack,
  ...GOOD_OVERSEAS,
];

/** What is wrong with the book of a list, with what it takes, and when. */
export const BAD_AREA: readonly AreaKind[] = [
  returned(
    'area-too-much',
    { code: 'STK-SHORT', short: { asked: 6n, free: 5n } },
    (papers) => papers,
    6n,
  ),
  race,
  overseasShort,
  counted,
  returned('area-record-unknown', { code: 'STK-LINE' }, (papers) =>
    changedLine(papers, 'list', { itemRecordNo: '9999999' }),
  ),
  returned('area-book-unknown', { code: 'STK-LINE' }, (papers) =>
    changed(papers, 'list', { emsNo: 'T4612W999999' }),
  ),
  returned('area-keeper-unknown', { code: '-10102' }, (papers) =>
    changed(papers, 'list', { iacCode: '4101960Z99' }),
  ),
];
