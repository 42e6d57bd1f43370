import type { ExportUse } from './articles.ts';
import { ACCEPTED, arrive, bundle, GRANTED, leave, priced, RELEASED } from './kinds-good.ts';
import { DOLLAR, YUAN } from './money.ts';
import { type ExportSale, sells } from './sale.ts';
import {
  type DeclaredMove,
  type ExportDeclaration,
  type ExportPapers,
  type ExportShop,
  type ExportStory,
  freshRoute,
  papersOf,
  type Telling,
  tell,
} from './story.ts';
import { type DeclaredChanges, declarationOf, withCharges, worthOf } from './write-declaration.ts';

/** What a declaration says otherwise, and what becomes of it. */
export type FullSaid = DeclaredChanges &
  Partial<Pick<ExportDeclaration, 'sender' | 'needs' | 'status' | 'code' | 'moves'>> & {
    /** Its own number, where another one has it too. */
    readonly copNo?: string;
  };

/** Whether nothing is worked out of it: returned at once, or not even taken. */
function isWorthless(status: string, moves: readonly DeclaredMove[]): boolean {
  return status === 'refused' || (status === '100' && moves.length === 0);
}

/** Adds the customs declaration of a parcel whose documents are at these positions. */
export function declaresInFull(
  shop: ExportShop,
  told: Telling,
  papers: ExportPapers,
  filed: readonly number[],
  { copNo = shop.fresh('C'), needs = [], status = '899', ...said }: FullSaid = {},
): ExportDeclaration {
  const { sale } = papers;
  const body = declarationOf(papers, copNo, said);
  const rates = sale.sold.map(({ article }) => article.duty);
  const { sender = sale.agent, code = null, moves = [] } = said;
  const declaration = {
    ...{ name: shop.fresh('D'), body, sender, status, code, moves },
    needs: [...filed.map((at) => ({ at, status: GRANTED })), ...needs],
    worth: isWorthless(status, moves) ? [] : worthOf(body, rates),
  };
  told.declareInFull(declaration);
  return declaration;
}

/** That a declaration has one of these statuses. */
export const stands = ({ name }: ExportDeclaration, status: readonly string[]) => ({
  ...{ declared: name, status },
});

/** A sale to a firm, or goods for an overseas warehouse; null where the law has no such mode. */
export function fullSale(
  { law }: ExportShop,
  chosen: Partial<ExportSale> | null,
  mode: '9710' | '9810' = '9710',
): Partial<ExportSale> | null {
  if (chosen === null || !law.modes.includes(mode)) return null;
  return { mode, channel: 'A', digits: 10, ...chosen };
}

/** A line of an article of a use; null where the law has none. */
export function lineOf(
  { law, random }: ExportShop,
  use: ExportUse,
  isInspected: boolean,
): Partial<ExportSale> | null {
  const articles = law.articles[use].filter(({ inspected }) => inspected === isInspected);
  if (articles.length === 0) return null;
  return { money: YUAN, sold: [sells(random.pick(articles), 2n, YUAN)] };
}

/** Documents without collection: firms pay elsewhere. */
export const UNPAID = ['collection'] as const;

/** A parcel that is declared in full and leaves, or stays where its declaration does. */
function inFull(
  shop: ExportShop,
  kind: string,
  chosen: Partial<ExportSale> | null,
  said: FullSaid = {},
): ExportStory | null {
  if (chosen === null) return null;
  const told = tell(kind);
  const papers = papersOf(shop, freshRoute(shop), chosen);
  const declaration = declaresInFull(shop, told, papers, told.file(papers, UNPAID), said);
  goes(shop, told, [papers], [declaration]);
  return told.end();
}

/** Adds that declared parcels arrive, and that they leave when they are all to leave. */
function goes(
  shop: ExportShop,
  told: Telling,
  papers: readonly ExportPapers[],
  declarations: readonly ExportDeclaration[],
  lists: readonly number[] = [],
): void {
  arrive(shop, told, papers);
  if (!declarations.every(({ status }) => status === '899')) return;
  const needs = [
    ...declarations.map((one) => stands(one, RELEASED)),
    ...lists.map((at) => ({ at, status: RELEASED })),
  ];
  leave(shop, told, papers, bundle(shop, told, papers, [], { needs }));
}

/** What moves a declaration on, and where it stays without anybody at the desk. */
function moved(
  isThere: boolean,
  [at, code]: readonly [status: string, code: string],
  does: DeclaredMove['does'],
): FullSaid {
  if (!isThere) return { status: at, code };
  return { moves: [{ at, does, code: null }] };
}

/** A fen above the limit of lists: in full (B2B-4). */
export function overLimitInFull(shop: ExportShop): ExportStory | null {
  const { b2bLimit } = shop.law;
  const chosen = b2bLimit === null ? null : priced(shop, b2bLimit + 1n, 'A', 10);
  return inFull(shop, 'b2b-full-over-limit', fullSale(shop, chosen));
}

/** Two lines under duty, freight and insurance in their prices: paid, and then released. */
export function dutiable(shop: ExportShop): ExportStory | null {
  const articles = shop.law.articles.dutiable.filter(({ inspected }) => !inspected);
  if (articles.length === 0) return null;
  const sold = shop.random
    .shuffle(articles)
    .slice(0, 2)
    .map((article, i) => sells(article, BigInt(7 + 6 * i), DOLLAR));
  const money = { money: DOLLAR, freight: 1_550n, insurance: 317n };
  const chosen = fullSale(shop, { sold, ...money });
  if (chosen === null) return null;
  const told = tell('b2b-full-dutiable');
  const papers = papersOf(shop, freshRoute(shop), chosen);
  const declaration = declaresInFull(shop, told, papers, told.file(papers, UNPAID), {
    ...{ head: withCharges(papers.waybill.head) },
    ...moved(shop.desks.payments, ['600', 'DEC-DUTY'], 'pay'),
  });
  goes(shop, told, [papers], [declaration]);
  return told.end();
}

/** Goods for an overseas warehouse in full, on one flight with a list. */
export function warehouseInFull(shop: ExportShop): ExportStory | null {
  const [chosen, listed] = [fullSale(shop, {}, '9810'), fullSale(shop, {})];
  if (chosen === null || listed === null || shop.law.b2bLimit === null) return null;
  const told = tell('b2b-full-warehouse');
  const route = freshRoute(shop);
  const papers = [papersOf(shop, route, chosen), papersOf(shop, route, listed)] as const;
  const filed = told.file(papers[0], UNPAID);
  const declaration = declaresInFull(shop, told, papers[0], filed);
  const list = told.declare(papers[1], { status: '899' }, UNPAID);
  goes(shop, told, papers, [declaration], [list]);
  return told.end();
}

/** It waits for its arrival. */
export function arrivedInFull(shop: ExportShop): ExportStory | null {
  const chosen = shop.law.arrival ? fullSale(shop, {}) : null;
  if (chosen === null) return null;
  const told = tell('b2b-full-arrived-late');
  const papers = papersOf(shop, freshRoute(shop), chosen);
  const one = declaresInFull(shop, told, papers, told.file(papers, UNPAID));
  arrive(shop, told, [papers], { needs: [stands(one, ACCEPTED)] });
  const master = bundle(shop, told, [papers], [], { needs: [stands(one, RELEASED)] });
  leave(shop, told, [papers], master);
  return told.end();
}

/** To be inspected by two officers; it cannot be taken back meanwhile. */
export function inspected(shop: ExportShop): ExportStory | null {
  return inFull(shop, 'b2b-full-inspected', fullSale(shop, lineOf(shop, 'inspected', true)), {
    ...{ status: '500', code: 'DEC-INSPECTION' },
    moves: [{ at: '500', does: 'withdraw', code: 'DEC-STATE' }],
  });
}

/** Under a licence, which officers look at. */
export function licensed(shop: ExportShop): ExportStory | null {
  return inFull(shop, 'b2b-full-licence', fullSale(shop, lineOf(shop, 'licensed', false)), {
    ...moved(shop.desks.officers, ['300', 'DEC-LICENCE'], 'release'),
    head: { licenseNo: '26-AA-100001' },
  });
}

/** Goods under duty that a certificate exempts, which officers do not believe. */
export function exempted(shop: ExportShop): ExportStory | null {
  const isJudged = shop.desks.officers;
  const end = isJudged ? ['100', 'DEC-OFFICER'] : ['300', 'DEC-EXEMPTION'];
  return inFull(shop, 'b2b-full-exempt', fullSale(shop, lineOf(shop, 'dutiable', false)), {
    ...{ head: { manualNo: 'Z46120000001' }, goods: { dutyMode: '3' } },
    ...{ status: end[0]!, code: end[1]! },
    ...(isJudged ? { moves: [{ at: '300', does: 'return', code: null }] } : {}),
  });
}

/** Taken back while it waits for its arrival: the order and its waybill leave with a list. */
export function withdrawnInFull(shop: ExportShop): ExportStory | null {
  return shop.law.arrival ? takenBack(shop, 'b2b-full-withdrawn', '400') : null;
}

/** The same once it is released. */
export function releasedThenWithdrawn(shop: ExportShop): ExportStory | null {
  return takenBack(shop, 'b2b-full-released-withdrawn', '800');
}

function takenBack(shop: ExportShop, kind: string, state: '400' | '800'): ExportStory | null {
  const chosen = shop.law.b2bLimit === null ? null : fullSale(shop, {});
  if (chosen === null) return null;
  const told = tell(kind);
  const papers = papersOf(shop, freshRoute(shop), chosen);
  const one = declaresInFull(shop, told, papers, told.file(papers, UNPAID), {
    ...{ status: '430', moves: [{ at: state, does: 'withdraw', code: null }] },
  });
  if (state === '800') arrive(shop, told, [papers]);
  const list = told.send(papers.list, papers.sale.agent, {
    ...{ status: '899', needs: [stands(one, ['430'])] },
  });
  if (state === '400') arrive(shop, told, [papers], { needs: [{ at: list, status: ACCEPTED }] });
  leave(shop, told, [papers], bundle(shop, told, [papers], [list]));
  return told.end();
}

/** Taken back while its duty is not paid. */
export function neverPaid(shop: ExportShop): ExportStory | null {
  return inFull(shop, 'b2b-full-unpaid', fullSale(shop, lineOf(shop, 'dutiable', false)), {
    ...{ status: '430', moves: [{ at: '600', does: 'withdraw', code: null }] },
  });
}

/** Returned, put right and declared again under its number. */
export function againInFull(shop: ExportShop): ExportStory | null {
  const chosen = fullSale(shop, {});
  if (chosen === null) return null;
  const told = tell('b2b-full-again');
  const papers = papersOf(shop, freshRoute(shop), chosen);
  const filed = told.file(papers, UNPAID);
  const copNo = shop.fresh('C');
  const wrong = declaresInFull(shop, told, papers, filed, {
    ...{ copNo, head: { grossWt: '99.5' }, status: '100', code: 'EXP-GROSS-WEIGHT' },
  });
  const needs = [stands(wrong, ['100'])];
  const right = declaresInFull(shop, told, papers, filed, { copNo, needs });
  goes(shop, told, [papers], [right]);
  return told.end();
}

/** What goes well in full, or stays with officers and the cashier. */
export const GOOD_DECLARED = [
  ...[overLimitInFull, dutiable, warehouseInFull, inspected, licensed, withdrawnInFull],
  releasedThenWithdrawn,
  ...[arrivedInFull, exempted, neverPaid, againInFull],
] as const;
