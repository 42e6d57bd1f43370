import { present } from '../../../base/assert.ts';
import { formatFen, parseFen } from '../../../base/fen.ts';
import { withHead } from '../document.ts';
import { BAD } from '../parties.ts';
import { uuid } from '../write-sale.ts';
import type { ExportArticle } from './articles.ts';
import { arrive, priced } from './kinds-good.ts';
import { DOLLAR, ROUBLE, YUAN } from './money.ts';
import { type ExportSale, sells } from './sale.ts';
import {
  changed,
  changedLine,
  type ExportPapers,
  type ExportSent,
  type ExportShop,
  type ExportStory,
  freshRoute,
  type Kind,
  papersOf,
  tell,
} from './story.ts';

/** A parcel whose list comes to something else; it arrives as others do. */
function ending(
  shop: ExportShop,
  kind: string,
  papers: ExportPapers,
  list: Partial<ExportSent>,
  without: readonly Kind[] = [],
): ExportStory {
  const told = tell(kind);
  told.declare(papers, list, without);
  arrive(shop, told, [papers]);
  return told.end();
}

type Change = (papers: ExportPapers, shop: ExportShop) => ExportPapers;

/** Returned with a code for what is changed on one of its documents, or what was chosen. */
function returned(
  kind: string,
  code: string,
  chosen: Partial<ExportSale> | ((shop: ExportShop) => Partial<ExportSale> | null),
  change: Change = (papers) => papers,
) {
  return (shop: ExportShop): ExportStory | null => {
    const parts = typeof chosen === 'function' ? chosen(shop) : chosen;
    if (parts === null) return null;
    const papers = change(papersOf(shop, freshRoute(shop), parts), shop);
    return ending(shop, kind, papers, { status: '100', code });
  };
}

const RETAIL = { channel: 'B', digits: 10 } as const;

const lacking = (kind: string, what: Kind) => (shop: ExportShop) =>
  ending(shop, kind, papersOf(shop, freshRoute(shop)), { status: 'waiting' }, [what]);

/** An article of a use in a channel; null where the law has none, or no such channel. */
const of =
  (use: ExportArticle['use'], channel: 'A' | 'B', more: Partial<ExportSale> = {}) =>
  ({ law, random }: ExportShop): Partial<ExportSale> | null => {
    const { mode = '9610' } = more;
    const articles = law.articles[use];
    if (articles.length === 0 || !law.modes.includes(mode)) return null;
    if (channel === 'A' && (mode === '9610' ? law.simplifiedLimit : law.b2bLimit) === null) {
      return null;
    }
    const sold = [sells(random.pick(articles), 1n, YUAN)];
    return { channel, digits: 10, sold, money: YUAN, ...more };
  };

/** A waybill that another list has: the second one is returned (DOC-2). */
export function waybillTwice(shop: ExportShop): ExportStory {
  const route = freshRoute(shop);
  const [first, second] = [papersOf(shop, route), papersOf(shop, route)];
  const told = tell('export-waybill-used');
  const list = told.declare(first);
  arrive(shop, told, [first]);
  const { freight, insuredFee, currency, grossWeight, logisticsNo } = first.waybill.head;
  const same = { logisticsNo: logisticsNo ?? '', grossWeight: grossWeight ?? '' };
  const fees = { freight: freight ?? '', insuredFee: insuredFee ?? '' };
  const money = { fCurrency: currency ?? '', iCurrency: currency ?? '' };
  const other = changed(second, 'list', { ...same, ...fees, ...money });
  for (const name of ['order', 'collection'] as const) {
    told.send(other[name], name === 'order' ? other.sale.platform : other.sale.payment);
  }
  told.send(other.list, other.sale.agent, {
    ...{ status: '100', code: 'DOC-WAYBILL-USED', needs: [{ at: list, status: ['800'] }] },
  });
  return told.end();
}

/** The same order with other content under its number. */
export function orderConflict(shop: ExportShop): ExportStory {
  const papers = papersOf(shop, freshRoute(shop));
  const told = tell('export-order-conflict');
  told.declare(papers);
  arrive(shop, told, [papers]);
  const again = withHead(papers.order, { guid: uuid(shop.random), note: '二次' });
  told.send(again, papers.sale.platform, {
    ...{ status: '-301010', needs: [{ at: 0, status: ['120'] }] },
  });
  return told.end();
}

/** An order without a required element is refused, and its list waits for it. */
export function orderBroken(shop: ExportShop): ExportStory {
  const papers = papersOf(shop, freshRoute(shop));
  const told = tell('export-field-missing');
  told.declare(papers, { status: 'waiting' }, ['order']);
  const broken = withHead(papers.order, { currency: undefined });
  told.send(broken, papers.sale.platform, { status: '-301008' });
  return told.end();
}

/** A sum that is one unit of its currency more. */
function oneMore(sum: string | undefined): string {
  return formatFen(present(parseFen(sum ?? ''), 'a sum') + 100n);
}

/** Lists that are returned or wait, the most telling first. */
export const BAD_LISTS = [
  returned('export-licence-simplified', 'EXP-A-GOODS', of('licensed', 'A')),
  lacking('export-no-collection', 'collection'),
  returned('export-heading-short', 'EXP-LEVEL', { channel: 'B', digits: 4 }),
  returned('export-no-rate', 'EXP-NO-RATE', ({ random, law }) => {
    const sold = [sells(random.pick(law.articles.plain), 1n, ROUBLE)];
    return { ...RETAIL, money: ROUBLE, sold };
  }),
  returned('export-over-limit', 'EXP-A-LIMIT', (shop) => {
    const limit = shop.law.simplifiedLimit;
    return limit === null ? null : priced(shop, limit + 1n, 'A');
  }),
  returned('export-heading-unknown', 'EXP-CODE', RETAIL, (papers, { law }) =>
    changedLine(papers, 'list', { gcode: `${law.noHeading}100000` }),
  ),
  waybillTwice,
  returned('export-seller-unknown', '-10102', { ...RETAIL, seller: BAD.unknownSeller }),
  returned('export-sum-wrong', 'DOC-GOODS-SUM', RETAIL, (papers) =>
    sumOff(papers, oneMore(papers.order.head.goodsValue), oneMore(papers.collection.head.charge)),
  ),
  returned('b2b-over-limit', 'EXP-L-LIMIT', (shop) => overB2b(shop)),
  returned('export-charge-wrong', 'EXP-CHARGE', RETAIL, (papers) =>
    changed(papers, 'collection', { charge: oneMore(papers.collection.head.charge) }),
  ),
  returned('export-item-differs', '1322', RETAIL, (papers) =>
    changedLine(papers, 'order', { itemNo: 'ANOTHER' }),
  ),
  returned('export-currency-differs', 'EXP-CURRENCY', { ...RETAIL, money: YUAN }, (papers) =>
    changed(papers, 'collection', { currency: DOLLAR.currency }),
  ),
  returned('export-duty-simplified', 'EXP-A-GOODS', of('dutiable', 'A')),
  returned('export-prohibited', 'EXP-PROHIBITED', of('prohibited', 'B')),
  returned('b2b-inspected', 'EXP-L-GOODS', of('inspected', 'A', { mode: '9710' })),
  returned('b2b-licensed', 'EXP-L-GOODS', of('licensed', 'A', { mode: '9810' })),
  returned('b2b-warehouse-unfiled', 'EXP-WAREHOUSE', toWarehouse, (papers) => {
    const strange = { ebpCode: 'HW000' };
    return changed(changed(papers, 'order', strange), 'list', strange);
  }),
  returned('export-licence-below-heading', 'EXP-HEADING', of('licensed', 'A', { digits: 4 })),
  returned('export-licence-missing', 'EXP-LICENCE', of('licensed', 'B')),
  returned('b2b-flag', 'EXP-FLAG', of('plain', 'B', { mode: '9710' })),
  returned('export-to-here', 'EXP-DESTINATION', RETAIL, (papers) =>
    changed(papers, 'list', { country: '142' }),
  ),
  lacking('export-no-order', 'order'),
  lacking('export-no-waybill', 'waybill'),
  orderBroken,
  orderConflict,
  returned('export-order-type', 'EXP-ORDER-TYPE', RETAIL, (papers) =>
    changed(papers, 'order', { orderType: 'B' }),
  ),
  returned('export-weight-differs', 'EXP-GROSS-WEIGHT', RETAIL, (papers) =>
    changed(papers, 'waybill', { grossWeight: '99.5' }),
  ),
  returned('export-freight-differs', 'DOC-FREIGHT', { ...RETAIL, freight: 1_200n }, (papers) =>
    changed(papers, 'waybill', { freight: '13' }),
  ),
  returned('export-seller-suspended', 'ENT-STATUS', { ...RETAIL, seller: BAD.suspendedSeller }),
] as const;

function sumOff(papers: ExportPapers, goodsValue: string, charge: string): ExportPapers {
  return changed(changed(papers, 'order', { goodsValue }), 'collection', { charge });
}

/** Where warehouses have to be on file; null elsewhere. */
function toWarehouse(shop: ExportShop): Partial<ExportSale> | null {
  return shop.law.warehouseFiling ? of('plain', 'A', { mode: '9810' })(shop) : null;
}

function overB2b(shop: ExportShop): Partial<ExportSale> | null {
  const { b2bLimit, modes } = shop.law;
  if (b2bLimit === null || !modes.includes('9710')) return null;
  return { mode: '9710', ...priced(shop, b2bLimit + 1n, 'A', 6) };
}
