import { AGENTS, CARRIERS } from '../parties.ts';
import { arrive, bundle, goOut, leave, RELEASED } from './kinds-good.ts';
import { type ExportShop, type ExportStory, freshRoute, papersOf, tell } from './story.ts';
import { listNoOfNone, summaryOf, withdrawalOf } from './write-request.ts';

const REFUSED = '100';

/** A master waybill with a parcel that has not arrived: refused as a whole, then without it. */
export function bundledTooEarly(shop: ExportShop): ExportStory | null {
  if (!shop.law.arrival) return null;
  const route = freshRoute(shop);
  const [there, late] = [papersOf(shop, route), papersOf(shop, route)];
  const told = tell('export-master-not-arrived');
  const first = told.declare(there, { status: '899' });
  const second = told.declare(late, { status: '400' });
  arrive(shop, told, [there]);
  const needs = [
    { at: first, status: RELEASED },
    { at: second, status: ['400'] },
  ];
  const both = bundle(shop, told, [there, late], [first], {
    ...{ status: REFUSED, code: 'SHP-NOT-ARRIVED', needs },
  });
  const master = bundle(shop, told, [there], [first], {
    needs: [{ at: both, status: [REFUSED] }],
  });
  leave(shop, told, [there], master);
  return told.end();
}

/** A departure of a parcel that is not released. */
export function leftTooEarly(shop: ExportShop): ExportStory | null {
  if (!shop.law.arrival) return null;
  const papers = papersOf(shop, freshRoute(shop));
  const told = tell('export-left-before-release');
  const list = told.declare(papers, { status: '400' });
  leave(shop, told, [papers], list, {
    ...{ status: REFUSED, code: 'SHP-NOT-RELEASED' },
    needs: [{ at: list, status: ['400'] }],
  });
  return told.end();
}

/** A departure of a released parcel without a master waybill. */
export function leftWithoutMaster(shop: ExportShop): ExportStory | null {
  if (!shop.law.master) return null;
  const papers = papersOf(shop, freshRoute(shop));
  const told = tell('export-left-without-master');
  const list = told.declare(papers, { status: '800' });
  arrive(shop, told, [papers]);
  leave(shop, told, [papers], list, {
    ...{ status: REFUSED, code: 'SHP-NO-MASTER' },
    needs: [{ at: list, status: ['800'] }],
  });
  return told.end();
}

/** A master waybill with a parcel that nobody declared. */
export function bundledUnknown(shop: ExportShop): ExportStory {
  const papers = papersOf(shop, freshRoute(shop));
  const told = tell('export-master-unknown');
  bundle(shop, told, [papers], [], { status: REFUSED, code: 'SHP-UNKNOWN' });
  return told.end();
}

/** A list is to be withdrawn whose parcel has left: too late. */
export function withdrawnTooLate(shop: ExportShop): ExportStory {
  const papers = papersOf(shop, freshRoute(shop));
  const told = tell('export-withdrawn-too-late');
  const [list] = goOut(shop, told, [papers]);
  told.send(withdrawalOf(shop, papers), papers.sale.agent, {
    ...{ status: REFUSED, code: 'WDR-STATE' },
    ...{ needs: [{ at: list!, status: ['899'] }], names: [list!] },
  });
  return told.end();
}

/** A list is to be withdrawn by somebody who did not declare it. */
export function withdrawnByStranger(shop: ExportShop): ExportStory | null {
  if (!shop.law.arrival) return null;
  const papers = papersOf(shop, { ...freshRoute(shop), agent: AGENTS[0]! });
  const told = tell('export-withdrawn-by-stranger');
  const list = told.declare(papers, { status: '400' });
  const stranger = AGENTS[1]!;
  const request = withdrawalOf(shop, papers, {
    ...{ agentCode: stranger.code, agentName: stranger.name },
    ...{ ebcCode: stranger.code, ebcName: stranger.name },
  });
  told.send(request, stranger, {
    ...{ status: REFUSED, code: 'WDR-PARTY' },
    ...{ needs: [{ at: list, status: ['400'] }], names: [list] },
  });
  return told.end();
}

/** A list that is withdrawn has no such number. */
export function withdrawnUnknown(shop: ExportShop): ExportStory {
  const papers = papersOf(shop, freshRoute(shop));
  const told = tell('export-withdrawn-unknown');
  const invtNo = listNoOfNone(shop, papers);
  told.send(withdrawalOf(shop, papers, { invtNo }), papers.sale.agent, {
    ...{ status: REFUSED, code: 'WDR-UNKNOWN' },
  });
  return told.end();
}

/** The site of another carrier's parcels: an arrival of a carrier without the parcel. */
export function arrivedElsewhere(shop: ExportShop): ExportStory | null {
  if (!shop.law.arrival) return null;
  const papers = papersOf(shop, { ...freshRoute(shop), carrier: CARRIERS[0]! });
  const told = tell('export-arrived-elsewhere');
  told.declare(papers, { status: '400' });
  const { sale } = papers;
  arrive(shop, told, [{ ...papers, sale: { ...sale, carrier: CARRIERS[2]! } }]);
  return told.end();
}

/** Parcels of one consignor that have left, and the summary of their lists, asked for twice. */
export function summedTwice(shop: ExportShop): ExportStory {
  const route = freshRoute(shop);
  const one = papersOf(shop, route, { channel: 'B', digits: 10 });
  const { seller } = one.sale;
  const papers = [one, papersOf(shop, route, { channel: 'B', digits: 10, seller })];
  const told = tell('export-summed-twice');
  const lists = papers.map((paper) => told.declare(paper, { status: '899' }));
  arrive(shop, told, papers);
  leave(shop, told, papers, bundle(shop, told, papers, lists));
  const closed = lists.map((at) => ({ at, status: ['899'] }));
  const documents = papers.map(({ list }) => list);
  const first = told.send(summaryOf(shop, documents), one.sale.agent, {
    ...{ needs: closed, names: lists },
  });
  told.send(summaryOf(shop, documents.slice(0, 1)), one.sale.agent, {
    ...{ status: REFUSED, code: 'SUM-DECLARED' },
    ...{ needs: [{ at: first, status: ['120', '399'] }], names: [lists[0]!] },
  });
  return told.end();
}

/** A summary whose time goes one second beyond the end of a month. */
export function summedAcrossMonths(shop: ExportShop): ExportStory {
  const papers = papersOf(shop, freshRoute(shop));
  const told = tell('export-summary-two-months');
  const times = { startTime: '20200901000000', endTime: '20201001000000' };
  const request = summaryOf(shop, [papers.list], times);
  told.send(request, papers.sale.agent, {
    ...{ status: REFUSED, code: 'SUM-MONTH' },
  });
  return told.end();
}

/** A summary of a list that has not left. */
export function summedTooEarly(shop: ExportShop): ExportStory {
  const papers = papersOf(shop, freshRoute(shop), { channel: 'B', digits: 10 });
  const told = tell('export-summed-not-closed');
  const list = told.declare(papers, { status: '800' });
  arrive(shop, told, [papers]);
  told.send(summaryOf(shop, [papers.list]), papers.sale.agent, {
    ...{ status: REFUSED, code: 'SUM-OPEN' },
    ...{ needs: [{ at: list, status: ['800'] }], names: [list] },
  });
  return told.end();
}

/** A summary of a list that needs none: it was simplified (EXP-4). */
export function summedSimplified(shop: ExportShop): ExportStory | null {
  if (shop.law.simplifiedLimit === null) return null;
  const papers = papersOf(shop, freshRoute(shop), { channel: 'A', digits: 4 });
  const told = tell('export-summed-simplified');
  const list = told.declare(papers, { status: '899' });
  arrive(shop, told, [papers]);
  leave(shop, told, [papers], bundle(shop, told, [papers], [list]));
  told.send(summaryOf(shop, [papers.list]), papers.sale.agent, {
    ...{ status: REFUSED, code: 'SUM-CHANNEL' },
    ...{ needs: [{ at: list, status: ['899'] }], names: [list] },
  });
  return told.end();
}

/** What is wrong on the way out and behind it, the most telling first. */
export const BAD_WAYS = [
  bundledTooEarly,
  leftTooEarly,
  summedTwice,
  summedAcrossMonths,
  withdrawnTooLate,
  leftWithoutMaster,
  bundledUnknown,
  summedTooEarly,
  withdrawnByStranger,
  withdrawnUnknown,
  arrivedElsewhere,
  summedSimplified,
] as const;
