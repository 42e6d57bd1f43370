import { present } from '../../src/base/assert.ts';
import type { SlipSaid } from '../../src/bonded/slip.ts';
import { cross } from '../../src/flows/crossings.ts';
import type { House } from '../../src/flows/house.ts';
import { openStock } from '../../src/flows/open-stock.ts';
import { stockOn } from '../../src/flows/stock.ts';
import { releaseList } from '../../src/flows/stock-release.ts';
import type { Database } from '../../src/io/postgres.ts';
import { writeBookLines, writeBooks } from '../../src/registry/book-store.ts';
import type { Profile } from '../../src/registry/profile.ts';
import { bumpRevision } from '../../src/registry/settings.ts';
import { writeOverseasWarehouses } from '../../src/registry/warehouse-store.ts';
import type { ExportPapers, ExportShop } from '../../src/sandbox/world/export/story.ts';
import { withdrawalOf } from '../../src/sandbox/world/export/write-request.ts';
import { returnOf, tallyOf } from '../../src/sandbox/world/export/write-return.ts';
import { AREAS } from '../../src/sandbox/world/parties.ts';
import { AGENT, CARRIER, PAYFIRM, PLATFORM, SITE } from '../flows/zone.ts';
import {
  areaPapers,
  exportLines,
  openExportShop,
  shipmentOf,
} from '../scenario-stock/export-words.ts';
import { type Filled, send } from './requests.ts';

/** The book that they leave, and the line of which each takes 2. */
const BOOK = 'T4612W000777';
const RECORD = '501';
const [AREA] = AREAS;

/**
 * Six parcels leave a special area: two on a slip over the first line, of which one departs; two
 * depart and no gate reports them; one is withdrawn, and one waits on another slip. What left is
 * summed up on two exit lists, and half of one parcel comes back. Goods for an overseas warehouse
 * left on one vehicle and wait on another.
 */
export async function shipFromStock(filled: Filled, house: House, profile: Profile): Promise<void> {
  const shop = await openShop(house.db, profile);
  const parcels = Array.from({ length: 6 }, () => areaPapers(shop, BOOK, [[RECORD, '2']]));
  const all = (kind: 'order' | 'collection' | 'waybill' | 'list') =>
    parcels.map((papers) => papers[kind]);
  await send(filled, PLATFORM, all('order'));
  await send(filled, PAYFIRM, all('collection'));
  await send(filled, CARRIER, all('waybill'));
  await send(filled, AGENT, all('list'));
  const lists = await inState(house.db, parcels, '400');
  const [withdrawn, ...others] = parcels;
  const invtNo = lists[0]!;
  const recall = withdrawalOf(shop, withdrawn!, { invtNo, customsCode: '4612' });
  await send(filled, AGENT, [recall]);
  await inState(house.db, [withdrawn!], '430');
  const move = async (kind: Parameters<typeof shipmentOf>[1], of: readonly ExportPapers[]) => {
    const { document, sender } = shipmentOf(shop, kind, of, house.clock.now());
    await send(filled, sender, [document]);
  };
  await move('arrival', others);
  await inState(house.db, others, '800');
  const listNo = (place: number): string => present(lists[place], 'a customs number');
  await load(house, '豫A00777', { lists: [listNo(1), listNo(2)], papers: [] }, true);
  await load(house, '豫A00778', { lists: [listNo(5)], papers: [] }, false);
  const gone = parcels.slice(2, 5);
  await move('master', gone);
  await move('departure', gone);
  await inState(house.db, gone, '899');
  for (const summed of [lists.slice(1, 3), lists.slice(3, 4)]) {
    const said = { bookNo: BOOK, ownNo: `SUM${summed.length}`, lists: summed, lines: null };
    const exit = await stockOn(house).exit(said, AREA!.code);
    if (!exit.ok) throw new Error(JSON.stringify(exit.error));
  }
  await bringBack(filled, shop, gone[0]!, lists[2]!);
  await loadAbroad(house, '7', true);
  await loadAbroad(house, '3', false);
}

/** Half of what a closed list took is returned, and the site has it. */
async function bringBack(filled: Filled, shop: ExportShop, papers: ExportPapers, listNo: string) {
  const office = { customsCode: '4612' };
  const request = returnOf(shop, papers, [['1', '1']], { invtNo: listNo, ...office });
  const states = 'select state from export.returns where list_no = $1 and state = $2';
  const arrived = async (state: string): Promise<void> => {
    for (let tries = 0; tries < 500; tries += 1) {
      if ((await filled.sql.query(states, [listNo, state])).length === 1) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`the return of list ${listNo} is not ${state}`);
  };
  await send(filled, AGENT, [request]);
  await arrived('open');
  await send(filled, SITE, [tallyOf(shop, request, SITE, office)]);
  await arrived('closed');
}

/** Goods on an exit list for an overseas warehouse, and on its slip. */
async function loadAbroad(house: House, quantity: string, leaves: boolean): Promise<void> {
  const overseas = { warehouse: 'OVERSEAS01', country: '502', declarationNo: '461220260000000077' };
  const part = { recordNo: RECORD, lotNo: null, unit: null };
  const parts = [{ ...part, quantity: BigInt(quantity) * 100_000n }];
  const said = { bookNo: BOOK, ownNo: `ABROAD${quantity}`, overseas, parts };
  const exit = await stockOn(house).exit(said, AREA!.code);
  if (!exit.ok) throw new Error(JSON.stringify(exit.error));
  const { paperNo } = exit.value.paper;
  if (leaves) await releaseList(house, paperNo);
  await load(house, `豫A0078${quantity}`, { lists: [], papers: [paperNo] }, leaves);
}

/** A book of the zone with something to export on its shelf. */
async function openShop(db: Database, profile: Profile): Promise<ExportShop> {
  const shop = openExportShop(profile, 'AREA', '000777');
  const area = AREA!.code;
  await db.transaction(async (tx) => {
    const book = { bookNo: BOOK, enterpriseCode: area, areaCode: area, customsCode: '4612' };
    await writeBooks(tx, [{ ...book, from: '2016-04-08', until: null }]);
    await writeBookLines(tx, exportLines(shop.law, BOOK));
    const lot = { bookNo: BOOK, recordNo: RECORD, lotNo: 'L1', quantity: 10_000_000n };
    const place = { owner: area, location: 'A-01', expiresOn: null };
    await openStock(tx, [{ ...lot, ...place }], Date.parse('2026-01-01T00:00:00Z'));
    const days = { from: '2016-04-08', until: null };
    const filed = { enterpriseCode: area, number: 'OVERSEAS01', name: 'Newark', ...days };
    await writeOverseasWarehouses(tx, [{ ...filed, country: '502', proof: 'own' }]);
    await bumpRevision(tx);
  });
  return shop;
}

/** Waits until the lists of these parcels are in a state. @returns their customs numbers */
async function inState(
  db: Database,
  parcels: readonly ExportPapers[],
  state: string,
): Promise<string[]> {
  const orders = parcels.map(({ list }) => list.head.orderNo ?? '');
  let states: string[] = [];
  for (let tries = 0; tries < 500; tries += 1) {
    const rows = await db.query<{ orderNo: string; listNo: string; state: string }>(
      `select order_no as "orderNo", list_no as "listNo", state || ' ' || codes::text as state
       from export.cases where order_no = any($1::text[])`,
      [orders],
    );
    states = rows.map((row) => row.state);
    const numbers = new Map(
      rows.filter((row) => row.state.startsWith(state)).map((row) => [row.orderNo, row.listNo]),
    );
    if (numbers.size === orders.length) return orders.map((orderNo) => numbers.get(orderNo)!);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`not ${state} but ${states.join(', ')}`);
}

const WEIGHTS = { tare: 1n, frame: 0n, container: 0n, gross: 1n, net: 1n, total: 2n };

type Loaded = Pick<SlipSaid, 'lists' | 'papers'>;

async function load(house: House, vehicleNo: string, loaded: Loaded, leaves: boolean) {
  const said: SlipSaid = {
    ...{ bookNo: BOOK, ownNo: vehicleNo, way: 'E', type: '2', binding: '1', vehicleNo },
    ...{ ...loaded, vehicleIc: null, weights: WEIGHTS, shares: [], goods: [] },
  };
  const slip = await stockOn(house).slip(said, AREA!.code);
  if (!slip.ok) throw new Error(JSON.stringify(slip.error));
  if (!leaves) return;
  const crossed = await cross(house, {
    ...{ crossingId: vehicleNo, gate: 'ZZ09', slipNo: slip.value.paper.paperNo, weight: null },
    ...{ vehicleNo, vehicleIc: null, sealOk: true, at: house.clock.now() },
  });
  if (!crossed.ok || !crossed.value.passed) throw new Error('the vehicle did not pass');
}
