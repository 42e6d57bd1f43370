import { crossing } from '../traffic/crossing.ts';
import { DEDUCTED, type Destination, entryList, PRE_DEDUCTED } from '../traffic/entry-list.ts';
import { slip } from '../traffic/slip.ts';
import { type Need, paperSlot, type WorldPaper } from '../traffic/traffic.ts';
import { type AreaTelling, areaPapers, tellArea } from './area.ts';
import { arrive } from './kinds-good.ts';
import { type ExportShop, type ExportStory, freshRoute, type Stall } from './story.ts';
import { warehouseOf } from './warehouses.ts';

/** What an exit list without parcels says and comes to; approved where there is no code. */
type LoadSaid = {
  readonly kind?: string;
  readonly country?: string;
  /** Empty for none. */
  readonly exportForm?: string;
  readonly needs?: readonly Need[];
  readonly later?: readonly string[];
  readonly code?: string;
};

const UNIT = 100_000n;
const CHINA = '142';

/** Adds an exit list of goods for an overseas warehouse (EXP-8). */
function load(
  { fresh }: ExportShop,
  told: AreaTelling,
  { recordNo, article }: Stall,
  units: bigint,
  said: LoadSaid = {},
): WorldPaper {
  const { country = '502', exportForm = `4604${fresh('F')}`, ...more } = said;
  const warehouse = warehouseOf({ seller: told.area.keeper, country });
  const overseas: Destination = { warehouse, country };
  const exit = entryList(told.area.yard, {
    ...{ kind: told.kind, way: 'E', area: told.area.keeper, overseas },
    lines: [{ recordNo, article, quantity: units * UNIT }],
    ...(exportForm === '' ? {} : { exportForm }),
    ...more,
  });
  told.add({ papers: [exit] });
  return exit;
}

const promised = ({ ownNo }: WorldPaper): Need => ({ paper: ownNo, told: PRE_DEDUCTED });

/** Released by customs, and then out by the gate, while a parcel takes of the same goods. */
function toOverseas(shop: ExportShop): ExportStory | null {
  const told = tellArea(shop, 'area-overseas');
  if (told === null) return null;
  const { kind, area } = told;
  const stall = told.stall(9n);
  const papers = areaPapers(shop, area, freshRoute(shop), [[stall, 2n]]);
  told.declare(papers);
  arrive(shop, told, [papers]);
  const exit = load(shop, told, stall, 4n, { later: [DEDUCTED] });
  const net = stall.article.grams * 4n * 100n;
  const vehicle = slip(area.yard, {
    ...{ kind, way: 'E', area: area.keeper, papers: [exit.ownNo], overseas: true },
    ...{ gross: net + net / 20n, net, needs: [promised(exit)] },
  });
  const { bookNo, recordNo } = stall;
  told.add({
    papers: [vehicle],
    releases: [{ paper: exit.ownNo, needs: [promised(exit)] }],
    reports: [crossing(area.yard, vehicle, { kind, needs: [{ release: exit.ownNo }] })],
    effects: [{ bookNo, recordNo, status: 'bonded', out: 4n * UNIT }],
  });
  return told.end();
}

/** Taken back, and a parcel has the goods. */
function overseasCancelled(shop: ExportShop): ExportStory | null {
  const told = tellArea(shop, 'area-overseas-cancelled');
  if (told === null) return null;
  const { kind, area } = told;
  const stall = told.stall(4n);
  const exit = load(shop, told, stall, 4n);
  const name = area.yard.fresh('K');
  told.add({
    reports: [
      {
        ...{ kind, name, sender: area.keeper, needs: [promised(exit)], body: {} },
        path: `/v1/stock/papers/exit/${paperSlot(exit.ownNo)}/cancel`,
        ...{ answer: 'taken', code: null, repeated: false },
      },
    ],
  });
  const papers = areaPapers(shop, area, freshRoute(shop), [[stall, 3n]]);
  told.declare(papers, { needs: [{ report: name }] });
  arrive(shop, told, [papers]);
  return told.end();
}

/**
 * What waits for its vehicle is promised: no parcel and no other load has it. Other loads do not
 * leave the country, or are under no export declaration.
 */
export function overseasShort(shop: ExportShop): ExportStory | null {
  const told = tellArea(shop, 'area-overseas-short');
  if (told === null) return null;
  const stall = told.stall(5n);
  const exit = load(shop, told, stall, 4n);
  const { bookNo, recordNo } = stall;
  told.add({ effects: [{ bookNo, recordNo, status: 'bonded', reserved: 4n * UNIT }] });
  const needs = [promised(exit)];
  load(shop, told, stall, 2n, { kind: 'area-overseas-too-much', code: 'BND-SHORT', needs });
  const bad = { code: 'BND-OVERSEAS', needs };
  load(shop, told, stall, 1n, { ...bad, kind: 'area-overseas-to-here', country: CHINA });
  load(shop, told, stall, 1n, { ...bad, kind: 'area-overseas-undeclared', exportForm: '' });
  const papers = areaPapers(shop, told.area, freshRoute(shop), [[stall, 3n]]);
  const short = { asked: 3n, free: 1n };
  told.declare(papers, { status: '100', code: 'STK-SHORT', short, needs });
  return told.end();
}

/** Goods for overseas warehouses that leave without parcels. */
export const GOOD_OVERSEAS = [toOverseas, overseasCancelled] as const;
