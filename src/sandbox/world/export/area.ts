import { present } from '../../../base/assert.ts';
import { parseScaled5, type Scaled5 } from '../../../base/fen.ts';
import { crossing } from '../traffic/crossing.ts';
import { APPROVED, DEDUCTED, entryList, type PaperLine } from '../traffic/entry-list.ts';
import { CROSSED, type Slip, slip } from '../traffic/slip.ts';
import { type Need, type Traffic, together, traffic, type WorldPaper } from '../traffic/traffic.ts';
import { RELEASED } from './kinds-good.ts';
import { CURRENCIES } from './money.ts';
import { type ExportSale, type Route, sells } from './sale.ts';
import {
  type ExportArea,
  type ExportPapers,
  type ExportShop,
  type ExportStory,
  papersOf,
  type Stall,
  type Telling,
  tell,
} from './story.ts';
import { grossOf, netOf } from './write-export.ts';

/** Units of one line that a parcel takes. */
export type Takes = readonly (readonly [stall: Stall, units: bigint])[];

/** A story in the special area that is being told. */
export type AreaTelling = Omit<Telling, 'end'> & {
  readonly kind: string;
  readonly area: ExportArea;
  /** A line of the book on which so much lies at the beginning. */
  stall(units: bigint): Stall;
  /** Adds what happens at the gate and in the book. */
  add(part: Partial<Traffic>): void;
  /** Notes that an exit list has these parcels. */
  sumUp(papers: readonly ExportPapers[]): void;
  end(more?: Pick<ExportStory, 'race'>): ExportStory;
};

/** Begins a story in the special area; null where the law or the world has none. */
export function tellArea(
  shop: ExportShop,
  kind: string,
  areas: readonly ExportArea[] = shop.areas ?? [],
): AreaTelling | null {
  if (areas.length === 0 || !shop.law.modes.includes('1210')) return null;
  const area = shop.random.pick(areas);
  const { bookNo } = area;
  const told = tell(kind);
  const stalls: Stall[] = [];
  const parts: Traffic[] = [];
  const summed: string[] = [];
  return {
    ...told,
    ...{ kind, area },
    stall: (quantity) => {
      const article = shop.random.pick(shop.law.articles.plain);
      const recordNo = area.nextRecord();
      const stall = { bookNo, recordNo, article, quantity, location: `E-${recordNo}` };
      stalls.push(stall);
      return stall;
    },
    add: (part) => {
      parts.push(traffic(part));
    },
    sumUp: (papers) => {
      summed.push(...papers.map(guidOf));
    },
    end: (more) =>
      told.end({ ...more, area: { bookNo, stalls, traffic: together(parts), summed } }),
  };
}

/** The guid of the list of a parcel. */
export function guidOf({ list }: Pick<ExportPapers, 'list'>): string {
  return present(list.head.guid, 'the guid of a list');
}

/** The documents of a parcel out of the book. */
export function areaPapers(
  shop: ExportShop,
  { keeper, bookNo }: Pick<ExportArea, 'keeper' | 'bookNo'>,
  route: Route,
  takes: Takes,
  chosen: Partial<ExportSale> = {},
): ExportPapers {
  const { money = shop.random.pick(CURRENCIES) } = chosen;
  const sold = takes.map(([{ article }, units]) => sells(article, units, money));
  const records = takes.map(([{ recordNo }]) => recordNo);
  const out = { bookNo, keeper, records };
  return papersOf(shop, route, { mode: '1210', money, sold, out, ...chosen });
}

const released = (papers: ExportPapers): Need => ({ guid: guidOf(papers), status: RELEASED });

/** Adds a slip over the first line for released parcels. */
export function loads(
  { kind, area, add }: AreaTelling,
  papers: readonly ExportPapers[],
  crosses = true,
): Slip {
  const sum = (of: (sale: ExportSale) => Scaled5) =>
    papers.reduce((all, { sale }) => all + of(sale), 0n);
  const made = slip(area.yard, {
    ...{ kind, way: 'E', area: area.keeper, papers: [], lists: papers.map(guidOf), crosses },
    ...{ gross: sum(grossOf), net: sum((sale) => netOf(sale)), needs: papers.map(released) },
  });
  add({ papers: [made] });
  return made;
}

/** Adds that a vehicle with parcels passes the gate; @returns that it has */
export function drives(told: AreaTelling, papers: readonly ExportPapers[]): Need {
  const vehicle = loads(told, papers);
  const { kind } = told;
  const passed = crossing(told.area.yard, vehicle, { kind });
  told.add({ reports: [passed], gone: papers.map(guidOf) });
  return { paper: vehicle.ownNo, told: CROSSED };
}

type ExitSaid = {
  readonly kind?: string;
  readonly needs: readonly Need[];
  readonly code?: string;
  /** How much too much of the first line is declared, 0.00001 units. */
  readonly more?: Scaled5;
};

/** Adds the exit list that sums up parcels which have left; @returns the paper */
export function sums(
  told: AreaTelling,
  papers: readonly ExportPapers[],
  { more = 0n, ...said }: ExitSaid,
): WorldPaper {
  const { kind, area } = told;
  const lines = linesOf(papers).map((line, i) => {
    return i === 0 ? { ...line, quantity: line.quantity + more } : line;
  });
  const exit = entryList(area.yard, {
    ...{ kind, way: 'E', area: area.keeper, lists: papers.map(guidOf), lines },
    ...{ decision: APPROVED, ...(said.code === undefined ? { later: [DEDUCTED] } : {}) },
    ...said,
  });
  told.add({ papers: [exit] });
  if (said.code === undefined) told.sumUp(papers);
  return exit;
}

/** What parcels take in all, line by line of their book. */
export function linesOf(papers: readonly ExportPapers[]): PaperLine[] {
  const all = new Map<string, PaperLine>();
  for (const { list, sale } of papers) {
    for (const [i, { itemRecordNo: recordNo = '', qty = '' }] of list.lines.entries()) {
      const { article } = present(sale.sold[i], 'what was sold');
      const quantity = (all.get(recordNo)?.quantity ?? 0n) + (parseScaled5(qty) ?? 0n);
      all.set(recordNo, { recordNo, article, quantity });
    }
  }
  return [...all.values()];
}
