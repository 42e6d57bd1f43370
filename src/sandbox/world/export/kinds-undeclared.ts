import { present } from '../../../base/assert.ts';
import { formatFen, parseFen } from '../../../base/fen.ts';
import { AGENTS } from '../parties.ts';
import {
  declaresInFull,
  type FullSaid,
  fullSale,
  lineOf,
  stands,
  UNPAID,
} from './kinds-declared.ts';
import { ACCEPTED, arrive, bundle, GRANTED, leave } from './kinds-good.ts';
import { ROUBLE } from './money.ts';
import { type ExportSale, sells } from './sale.ts';
import {
  changed,
  type ExportPapers,
  type ExportShop,
  type ExportStory,
  freshRoute,
  type Kind,
  papersOf,
  tell,
} from './story.ts';

type Chosen = (shop: ExportShop) => Partial<ExportSale> | null;
type Changes = (papers: ExportPapers) => FullSaid;

/** A sale that a list would take as well. */
const plain: Chosen = (shop) => fullSale(shop, {});

/** Returned at once with a code, for what is said or chosen, or for a document that is missing. */
function returned(
  kind: string,
  code: string,
  chosen: Chosen,
  changes: Changes = () => ({}),
  without: readonly Kind[] = [],
) {
  return (shop: ExportShop): ExportStory | null => {
    const parts = chosen(shop);
    if (parts === null) return null;
    const told = tell(kind);
    const papers = papersOf(shop, freshRoute(shop), parts);
    const filed = told.file(papers, [...UNPAID, ...without]);
    declaresInFull(shop, told, papers, filed, { status: '100', code, ...changes(papers) });
    return told.end();
  };
}

/** Not even taken: no number, nothing is kept. */
const refused = (kind: string, code: string, changes: Changes) =>
  returned(kind, code, plain, (papers) => ({ status: 'refused', ...changes(papers) }));

/** The order is on a list that stands (B2B-4). */
function listed(shop: ExportShop): ExportStory | null {
  const chosen = shop.law.b2bLimit === null ? null : plain(shop);
  if (chosen === null) return null;
  const told = tell('b2b-full-listed');
  const papers = papersOf(shop, freshRoute(shop), chosen);
  const list = told.declare(papers, { status: '800' }, UNPAID);
  arrive(shop, told, [papers]);
  const needs = [{ at: list, status: ACCEPTED }];
  declaresInFull(shop, told, papers, [], { status: '100', code: 'DEC-LISTED', needs });
  return told.end();
}

/**
 * While a declaration stands, its order is on no list and on no other declaration, and its number
 * is on nothing else.
 */
function standing(shop: ExportShop): ExportStory | null {
  const chosen = shop.law.b2bLimit === null ? null : plain(shop);
  if (chosen === null) return null;
  const told = tell('b2b-full-standing');
  const papers = papersOf(shop, freshRoute(shop), chosen);
  const filed = told.file(papers, UNPAID);
  const copNo = shop.fresh('C');
  const first = declaresInFull(shop, told, papers, filed, { copNo, status: '800' });
  arrive(shop, told, [papers]);
  const needs = [stands(first, ['800'])];
  declaresInFull(shop, told, papers, [], { needs, status: '100', code: 'DEC-DECLARED' });
  declaresInFull(shop, told, papers, [], {
    ...{ copNo, head: { noteS: '二次' }, needs, status: 'refused', code: 'DEC-NUMBER' },
  });
  told.send(papers.list, papers.sale.agent, { status: '100', code: 'EXP-DECLARED', needs });
  return told.end();
}

/** A waybill that a list has (DOC-2). */
function waybillListed(shop: ExportShop): ExportStory | null {
  const chosen = plain(shop);
  if (chosen === null) return null;
  const told = tell('b2b-full-waybill-used');
  const route = freshRoute(shop);
  const [first, second] = [papersOf(shop, route), papersOf(shop, route, chosen)];
  const list = told.declare(first);
  arrive(shop, told, [first]);
  const { logisticsNo, grossWeight: grossWt } = first.waybill.head;
  declaresInFull(shop, told, second, told.file(second, [...UNPAID, 'waybill']), {
    ...{ head: { logisticsNo, grossWt }, needs: [{ at: list, status: ['800'] }] },
    ...{ status: '100', code: 'DOC-WAYBILL-USED' },
  });
  return told.end();
}

/** Put under a master waybill, and then departed, although it has not arrived. */
function gone(shop: ExportShop): ExportStory | null {
  const chosen = shop.law.arrival ? plain(shop) : null;
  if (chosen === null) return null;
  const told = tell('b2b-full-not-arrived');
  const papers = papersOf(shop, freshRoute(shop), chosen);
  const filed = told.file(papers, UNPAID);
  const one = declaresInFull(shop, told, papers, filed, { status: '400' });
  const waits = stands(one, ['400']);
  const code = { status: '100', code: 'SHP-NOT-ARRIVED' };
  const master = bundle(shop, told, [papers], [], { ...code, needs: [waits] });
  leave(shop, told, [papers], master, {
    ...{ status: '100', code: 'SHP-NOT-RELEASED' },
    needs: [...filed.map((at) => ({ at, status: GRANTED })), waits],
  });
  return told.end();
}

/** The warehouse is not on file where it has to be (B2B-2). */
function warehouseUnfiled(shop: ExportShop): ExportStory | null {
  const chosen = shop.law.warehouseFiling ? fullSale(shop, {}, '9810') : null;
  if (chosen === null) return null;
  const told = tell('b2b-full-warehouse-unfiled');
  const strange = { ebpCode: 'HW000' };
  const filed = papersOf(shop, freshRoute(shop), chosen);
  const papers = changed(changed(filed, 'order', strange), 'list', strange);
  const end = { status: '100', code: 'EXP-WAREHOUSE' };
  declaresInFull(shop, told, papers, told.file(papers, UNPAID), end);
  return told.end();
}

function oneMore(sum = ''): string {
  return formatFen(present(parseFen(sum), 'a sum') + 100n);
}

/** Declarations that come to nothing, and what they stand in the way of; the most telling first. */
export const BAD_DECLARED = [
  returned('b2b-full-mode', 'DEC-MODE', () => ({ mode: '9610', channel: 'B', digits: 10 })),
  returned('b2b-full-sum', '1322', plain, ({ list: { lines } }) => ({
    goods: { declTotal: oneMore(lines[0]?.totalPrice) },
  })),
  standing,
  listed,
  warehouseUnfiled,
  refused('b2b-full-stranger', 'DEC-SENDER', ({ sale }) => ({
    head: {
      agentCode: present(
        AGENTS.find((one) => one !== sale.agent),
        'another',
      ).code,
    },
  })),
  returned('b2b-full-licence-missing', 'EXP-LICENCE', (shop) =>
    fullSale(shop, lineOf(shop, 'licensed', false)),
  ),
  gone,
  returned('b2b-full-no-order', 'DEC-ORDER', plain, () => ({}), ['order']),
  returned('b2b-full-no-waybill', 'DEC-WAYBILL', plain, () => ({}), ['waybill']),
  waybillListed,
  returned('b2b-full-terms', 'DEC-TERMS', plain, () => ({ head: { transMode: '1' } })),
  refused('b2b-full-incomplete', 'DECL-MISSING', () => ({ head: { contrNo: undefined } })),
  returned('b2b-full-prohibited', 'EXP-PROHIBITED', (shop) =>
    fullSale(shop, lineOf(shop, 'prohibited', false)),
  ),
  returned('b2b-full-code-short', 'EXP-LEVEL', plain, ({ list: { lines } }) => ({
    goods: { codeTs: (lines[0]?.gcode ?? '').slice(0, 6) },
  })),
  returned(
    'b2b-full-not-exempt',
    'DEC-EXEMPT',
    (shop) => fullSale(shop, lineOf(shop, 'dutiable', false)),
    () => ({ goods: { dutyMode: '3' } }),
  ),
  returned('b2b-full-no-rate', 'EXP-NO-RATE', (shop) => {
    const sold = [sells(shop.random.pick(shop.law.articles.plain), 1n, ROUBLE)];
    return fullSale(shop, { money: ROUBLE, sold });
  }),
] as const;
