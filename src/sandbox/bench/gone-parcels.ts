import { assert, present } from '../../base/assert.ts';
import { type BusinessDate, DAY, stamp14, startOfDay } from '../../base/dates.ts';
import { keyOf } from '../../base/keys.ts';
import { seededRandom } from '../../base/random.ts';
import { type FiledExportList, loadLatestExportLists } from '../../documents/export-list-store.ts';
import type { ClosedList } from '../../export/summary/sums.ts';
import type { House } from '../../flows/house.ts';
import { submit } from '../../flows/submit.ts';
import type { Works } from '../../flows/works.ts';
import type { SettableClock } from '../../io/clock.ts';
import type { Credentials } from '../world/credentials.ts';
import { type ExportDocument, withHead } from '../world/document.ts';
import { exportWorldLaw } from '../world/export/law.ts';
import { YUAN } from '../world/export/money.ts';
import {
  type ExportPapers,
  type ExportShop,
  freshRoute,
  noteOf,
  papersOf,
  shippedOf,
} from '../world/export/story.ts';
import { arrivalOf, departureOf, masterOf } from '../world/export/write-shipment.ts';
import { AGENTS, PAYMENTS, type Party, PLATFORMS, SELLERS } from '../world/parties.ts';
import { signedBytes } from '../world/render.ts';
import { uuid } from '../world/write-sale.ts';

/** Who sells and declares them. */
const SELLER = present(SELLERS[0], 'a seller');
const AGENT = present(AGENTS[0], 'an agent');

export type GoneWish = {
  readonly seed: bigint;
  readonly day: BusinessDate;
  readonly parcels: number;
  readonly credentials: ReadonlyMap<string, Credentials>;
};

type Site = { readonly house: House; readonly works: Works; readonly clock: SettableClock };

/** Hour of the day at which everything is sent. */
const HOUR = DAY / 24;
const EVENING = 20 * HOUR;

/**
 * Parcels of channel B that leave on a day as in the platform: filed, arrived, under one master
 * waybill, and gone. @returns their lists as they were closed
 */
export async function leaveAsFiled(site: Site, wish: GoneWish): Promise<ClosedList[]> {
  const { house, works, clock } = site;
  const shop = openShop(house, wish);
  const route = { ...freshRoute(shop), agent: AGENT };
  const papers = Array.from({ length: wish.parcels }, () =>
    papersOf(shop, route, { channel: 'B', digits: 10, money: YUAN, seller: SELLER, ...SENDERS }),
  );
  const start = startOfDay(wish.day) + EVENING;
  const send = async (sender: Party, documents: readonly ExportDocument[], hours: number) => {
    clock.set(start + hours * HOUR);
    await sendOne(site, wish, shop, sender, documents);
  };
  await send(
    SENDERS.platform,
    papers.map(({ order }) => order),
    0,
  );
  await send(
    SENDERS.payment,
    papers.map(({ collection }) => collection),
    0,
  );
  await send(
    route.carrier,
    papers.map(({ waybill }) => waybill),
    0,
  );
  const shipped = shippedOf(papers);
  await send(route.site, [arrivalOf(shop.random, shipped, noteOf(shop, 'R'))], 1);
  await send(
    AGENT,
    papers.map(({ list }) => list),
    1,
  );
  await send(AGENT, [masterOf(shop.random, shipped, noteOf(shop, 'Z'))], 2);
  const departure = departureOf(shop.random, shipped, noteOf(shop, 'D'));
  const leaveTime = stamp14(start + 3 * HOUR);
  await send(route.carrier, [withHead(departure, { leaveTime })], 3);
  await works.idle();
  return closedOf(house, papers);
}

const SENDERS = {
  platform: present(PLATFORMS[0], 'a platform'),
  payment: present(PAYMENTS[0], 'a payment firm'),
};

function openShop(house: House, { seed, day }: GoneWish): ExportShop {
  const law = present(
    exportWorldLaw(house.registry.current().index.profile, day),
    'a law of exports',
  );
  let numbers = 0;
  const nextIndex = () => {
    numbers += 1;
    return numbers;
  };
  const frame = { start: day, mark: 'GONE', digits: '909090' };
  const fresh = (letter: string) => `${letter}GONE${nextIndex()}`;
  const desks = { payments: false, officers: false };
  return { random: seededRandom(seed), law, frame, desks, nextIndex, fresh };
}

async function sendOne(
  { house, works }: Site,
  { credentials }: GoneWish,
  { random }: ExportShop,
  sender: Party,
  documents: readonly ExportDocument[],
): Promise<void> {
  const { type } = present(documents[0], 'a document');
  const message = { guid: uuid(random), type, sender, documents };
  const answer = await submit(house, works, signedBytes(message, credentials), sender);
  assert(answer.accepted, `${type} of parcels that leave is taken`);
  await works.idle();
}

/** @throws Bug when one of them was not closed */
async function closedOf(house: House, papers: readonly ExportPapers[]): Promise<ClosedList[]> {
  const keys = papers.map(({ list: { head } }) => keyOf(head.ebpCode ?? '', head.orderNo ?? ''));
  const lists = await loadLatestExportLists(house.db, house.terms, keys);
  const rows = await house.db.query<{ orderNo: string; listNo: string }>(
    `select order_no as "orderNo", list_no as "listNo" from export.cases
     where order_no = any($1::text[]) and state = '899'`,
    [papers.map(({ list }) => list.head.orderNo ?? '')],
  );
  assert(rows.length === papers.length, 'all parcels left');
  const numbers = new Map(rows.map(({ orderNo, listNo }) => [orderNo, listNo]));
  return [...lists.values()].map(({ terms }: FiledExportList) => {
    return { listNo: present(numbers.get(terms.orderNo), 'a closed list'), terms };
  });
}
