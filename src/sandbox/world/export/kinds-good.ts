import { uuid } from '../write-sale.ts';
import { DOLLAR, YUAN } from './money.ts';
import { type ExportSale, sells } from './sale.ts';
import {
  changed,
  type ExportPapers,
  type ExportSent,
  type ExportShop,
  type ExportStory,
  freshRoute,
  noteOf,
  papersOf,
  shippedOf,
  type Telling,
  tell,
} from './story.ts';
import { withdrawalOf } from './write-request.ts';
import { arrivalOf, departureOf, masterOf } from './write-shipment.ts';

/**
 * Statuses of lists that passed, with what comes after, for a world that is sent again; of those
 * that were accepted before; and of what was granted about them.
 */
export const RELEASED = ['800', '899'];
export const ACCEPTED = ['400', '500', ...RELEASED];
export const GRANTED = ['120', '399'];

/** Adds that all parcels have arrived; @returns its position */
export function arrive(
  shop: ExportShop,
  told: Telling,
  papers: readonly ExportPapers[],
  more: Partial<ExportSent> = {},
): number {
  const { sale } = papers[0]!;
  const document = arrivalOf(shop.random, shippedOf(papers), noteOf(shop, 'R'));
  return told.send(document, sale.site, more);
}

/** Adds their master waybill, once the lists at these positions are released. */
export function bundle(
  shop: ExportShop,
  told: Telling,
  papers: readonly ExportPapers[],
  lists: readonly number[],
  more: Partial<ExportSent> = {},
): number {
  const needs = lists.map((at) => ({ at, status: RELEASED }));
  const document = masterOf(shop.random, shippedOf(papers), noteOf(shop, 'Z'));
  return told.send(document, papers[0]!.sale.agent, { needs, ...more });
}

/** Adds that they have left, once their master waybill is granted. */
export function leave(
  shop: ExportShop,
  told: Telling,
  papers: readonly ExportPapers[],
  master: number,
  more: Partial<ExportSent> = {},
): number {
  const needs = [{ at: master, status: GRANTED }];
  const document = departureOf(shop.random, shippedOf(papers), noteOf(shop, 'D'));
  return told.send(document, papers[0]!.sale.carrier, { needs, ...more });
}

/** Adds all that parcels do together until they have left; @returns positions of their lists */
export function goOut(
  shop: ExportShop,
  told: Telling,
  papers: readonly ExportPapers[],
  without: Parameters<Telling['declare']>[2] = [],
): number[] {
  const lists = papers.map((one) => told.declare(one, { status: '899' }, without));
  arrive(shop, told, papers);
  leave(shop, told, papers, bundle(shop, told, papers, lists));
  return lists;
}

/** Parcels that do all their way together. */
function wayOut(
  shop: ExportShop,
  kind: string,
  papers: readonly ExportPapers[],
  without: Parameters<Telling['declare']>[2] = [],
): ExportStory {
  const told = tell(kind);
  goOut(shop, told, papers, without);
  return told.end();
}

/** Ordinary parcels on one flight; of every third group nobody has told yet that it left. */
export function consignment(shop: ExportShop, size: number): ExportStory {
  const route = freshRoute(shop);
  const papers = Array.from({ length: size }, () => papersOf(shop, route));
  if (shop.random.chance(2, 3)) return wayOut(shop, 'export', papers);
  const told = tell('export-released');
  for (const one of papers) told.declare(one);
  arrive(shop, told, papers);
  return told.end();
}

function one(shop: ExportShop, kind: string, chosen: Partial<ExportSale>): ExportStory {
  return wayOut(shop, kind, [papersOf(shop, freshRoute(shop), chosen)]);
}

/** A simplified list with headings of four digits (EXP-2). */
export function simplified(shop: ExportShop): ExportStory | null {
  if (shop.law.simplifiedLimit === null) return null;
  return one(shop, 'export-simplified', { channel: 'A', digits: 4 });
}

/** A simplified list whose ticket is exactly at the limit (EXP-3). */
export function simplifiedAtLimit(shop: ExportShop): ExportStory | null {
  const limit = shop.law.simplifiedLimit;
  return limit === null ? null : one(shop, 'export-simplified-at-limit', priced(shop, limit, 'A'));
}

/** One line at this price in yuan, without freight. */
export function priced(
  shop: ExportShop,
  price: bigint,
  channel: 'A' | 'B',
  digits: ExportSale['digits'] = channel === 'A' ? 4 : 10,
): Partial<ExportSale> {
  const article = shop.random.pick(shop.law.articles.plain);
  const sold = [{ ...sells(article, 1n, YUAN), price }];
  return { channel, digits, money: YUAN, sold, freight: 0n, insurance: 0n };
}

/** A sale to a firm in the list channel, with six digits, paid elsewhere (B2B-3 to B2B-5). */
export function soldToFirm(shop: ExportShop): ExportStory | null {
  const limit = shop.law.b2bLimit;
  if (limit === null || !shop.law.modes.includes('9710')) return null;
  const chosen = { mode: '9710', ...priced(shop, limit, 'A', 6) } as const;
  return wayOut(shop, 'b2b-9710', [papersOf(shop, freshRoute(shop), chosen)], ['collection']);
}

/** Stock for an overseas warehouse in the list channel (B2B-1, B2B-3). */
export function toWarehouse(shop: ExportShop): ExportStory | null {
  const { b2bLimit, modes } = shop.law;
  if (b2bLimit === null || !modes.includes('9810')) return null;
  const article = shop.random.pick(shop.law.articles.plain);
  const sold = [sells(article, 3n, DOLLAR)];
  const chosen = { mode: '9810', channel: 'A', digits: 6, money: DOLLAR, sold } as const;
  return wayOut(shop, 'b2b-9810', [papersOf(shop, freshRoute(shop), chosen)], ['collection']);
}

/** The site tells of the parcels when their lists have passed and wait: then they are released. */
export function arrivedLate(shop: ExportShop): ExportStory | null {
  if (!shop.law.arrival) return null;
  const route = freshRoute(shop);
  const papers = [papersOf(shop, route), papersOf(shop, route)];
  const told = tell('export-arrived-late');
  const lists = papers.map((paper) => told.declare(paper, { status: '899' }));
  for (const [i, paper] of papers.entries()) {
    arrive(shop, told, [paper], { needs: [{ at: lists[i]!, status: ACCEPTED }] });
  }
  leave(shop, told, papers, bundle(shop, told, papers, lists));
  return told.end();
}

/** A list that waits for its arrival is withdrawn, and the parcel declared again. */
export function withdrawnDeclaredAgain(shop: ExportShop): ExportStory | null {
  if (!shop.law.arrival) return null;
  const papers = papersOf(shop, freshRoute(shop));
  const told = tell('export-withdrawn');
  const first = told.declare(papers, { status: '400' });
  const withdrawn = told.send(withdrawalOf(shop, papers), papers.sale.agent, {
    ...{ status: '399', needs: [{ at: first, status: ['400'] }], names: [first] },
  });
  const again = changed(papers, 'list', { guid: uuid(shop.random), copNo: shop.fresh('L') });
  const list = told.send(again.list, papers.sale.agent, {
    ...{ status: '899', needs: [{ at: withdrawn, status: ['399'] }] },
  });
  arrive(shop, told, [papers], { needs: [{ at: list, status: ACCEPTED }] });
  leave(shop, told, [papers], bundle(shop, told, [papers], [list]));
  return told.end();
}

/** A list that was returned is put right and declared again. */
export function declaredAgain(shop: ExportShop): ExportStory {
  const papers = papersOf(shop, freshRoute(shop));
  const wrong = changed(papers, 'list', { grossWeight: '99.5' });
  const told = tell('export-declared-again');
  const first = told.declare(wrong, { status: '100', code: 'EXP-GROSS-WEIGHT' });
  const right = changed(papers, 'list', { guid: uuid(shop.random) });
  const list = told.send(right.list, papers.sale.agent, {
    ...{ status: '899', needs: [{ at: first, status: ['100'] }] },
  });
  arrive(shop, told, [papers]);
  leave(shop, told, [papers], bundle(shop, told, [papers], [list]));
  return told.end();
}
