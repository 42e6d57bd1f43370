import { withHead } from '../document.ts';
import { AGENTS } from '../parties.ts';
import { uuid } from '../write-sale.ts';
import { arrive, goOut, priced } from './kinds-good.ts';
import { DOLLAR } from './money.ts';
import { type ExportSale, sells } from './sale.ts';
import {
  type ExportPapers,
  type ExportSent,
  type ExportShop,
  type ExportStory,
  freshRoute,
  papersOf,
  type Telling,
  tell,
} from './story.ts';
import { listNoOfNone } from './write-request.ts';
import { returnOf, tallyOf } from './write-return.ts';

/*
 * Goods that come back (RET-7). A return is accepted when its list has left; the site's tally ends
 * it. One that comes more than a year after the release needs that year, which no world has.
 */

type Telled = Pick<Telling, 'send'>;

/** Statuses of a return whose goods are awaited, with what comes after. */
const AWAITED = ['120', '800'];

type Asking = Partial<ExportSent> & {
  /** Line of the list and quantity; all goods of the parcel unless told. */
  readonly goods?: Parameters<typeof returnOf>[2];
  readonly changes?: Parameters<typeof returnOf>[3];
};

/** Adds the wish to have goods of a list back (CEB213), once it has left; @returns its position */
function asksBack(
  shop: ExportShop,
  told: Telled,
  papers: ExportPapers,
  list: number,
  { goods, changes, ...more }: Asking = {},
): { readonly at: number; readonly request: ReturnType<typeof returnOf> } {
  const request = returnOf(shop, papers, goods, changes);
  const needs = [{ at: list, status: ['899'] }, ...(more.needs ?? [])];
  const at = told.send(request, papers.sale.agent, { names: [list], ...more, needs });
  return { at, request };
}

/** Adds a return and that its goods are there (CEB215); @returns the position of the return */
export function returnsOf(
  shop: ExportShop,
  told: Telled,
  papers: ExportPapers,
  list: number,
  asking: Asking = {},
): number {
  const { at, request } = asksBack(shop, told, papers, list, { status: '800', ...asking });
  const needs = [{ at, status: AWAITED }];
  told.send(tallyOf(shop, request, papers.sale.site), papers.sale.site, { needs, names: [list] });
  return at;
}

type Left = {
  readonly told: Telling;
  readonly papers: ExportPapers;
  /** Position of the list. */
  readonly list: number;
};

/** A parcel that has left; two pieces of one article unless something else is chosen. */
function left(
  shop: ExportShop,
  kind: string,
  chosen: Partial<ExportSale> = {},
  without: Parameters<typeof goOut>[3] = [],
): Left {
  const sold = [sells(shop.random.pick(shop.law.articles.plain), 2n, DOLLAR)];
  const papers = papersOf(shop, freshRoute(shop), { money: DOLLAR, sold, ...chosen });
  const told = tell(kind);
  const [list = -1] = goOut(shop, told, [papers], without);
  return { told, papers, list };
}

/** All goods of a parcel come back. */
export function returned(shop: ExportShop): ExportStory {
  const { told, papers, list } = left(shop, 'return');
  returnsOf(shop, told, papers, list);
  return told.end();
}

/** A half and the other half, each awaited while the other is; then there is nothing left. */
export function returnedInParts(shop: ExportShop): ExportStory {
  const { told, papers, list } = left(shop, 'return-in-parts');
  const first = returnsOf(shop, told, papers, list, { goods: [['1', '0.5']] });
  const needs = [{ at: first, status: AWAITED }];
  const second = returnsOf(shop, told, papers, list, { goods: [['1', '1.5']], needs });
  asksBack(shop, told, papers, list, {
    ...{ status: '100', code: 'RTN-MUCH', goods: [['1', '0.00001']] },
    needs: [{ at: second, status: AWAITED }],
  });
  return told.end();
}

/** Stock of an overseas warehouse comes back, under no trade mode. */
export function returnedFromWarehouse(shop: ExportShop): ExportStory | null {
  const { b2bLimit, modes } = shop.law;
  if (b2bLimit === null || !modes.includes('9810')) return null;
  const chosen = { mode: '9810', channel: 'A', digits: 6 } as const;
  const { told, papers, list } = left(shop, 'return-from-warehouse', chosen, ['collection']);
  returnsOf(shop, told, papers, list);
  return told.end();
}

/** A return whose goods are still on their way. */
export function returnAwaited(shop: ExportShop): ExportStory {
  const { told, papers, list } = left(shop, 'return-awaited');
  asksBack(shop, told, papers, list);
  return told.end();
}

/** A return is taken back, and its goods are asked for once more. */
export function returnTakenBack(shop: ExportShop): ExportStory {
  const { told, papers, list } = left(shop, 'return-taken-back');
  const { at, request } = asksBack(shop, told, papers, list, { status: '399' });
  const deletion = withHead(request, { guid: uuid(shop.random), appType: '3' });
  // What becomes of it is told of the return, by its number.
  told.send(deletion, papers.sale.agent, {
    ...{ status: '2', needs: [{ at, status: ['120', '399'] }], names: [list] },
  });
  returnsOf(shop, told, papers, list, { needs: [{ at, status: ['399'] }] });
  return told.end();
}

/** A return that is refused for what is asked, of a parcel that has left. */
const refused =
  (
    kind: string,
    code: string,
    asking: (shop: ExportShop, papers: ExportPapers) => Asking & { by?: ExportSale['agent'] },
    chosen: (shop: ExportShop) => Partial<ExportSale> | null = () => ({}),
  ) =>
  (shop: ExportShop): ExportStory | null => {
    const parts = chosen(shop);
    if (parts === null) return null;
    const { told, papers, list } = left(shop, kind, parts);
    const { by = papers.sale.agent, ...more } = asking(shop, papers);
    const asked = { ...papers, sale: { ...papers.sale, agent: by } };
    asksBack(shop, told, asked, list, { status: '100', code, ...more });
    return told.end();
  };

/** Goods are asked back when a year has passed since their release: only time shows it. */
export function returnTooLate(shop: ExportShop): ExportStory {
  const { told, papers, list } = left(shop, 'return-late');
  asksBack(shop, told, papers, list, { status: '100', code: 'RTN-LATE', late: true });
  return told.end();
}

/** Goods are asked back before they have left. */
export function returnTooEarly(shop: ExportShop): ExportStory {
  const papers = papersOf(shop, freshRoute(shop));
  const told = tell('return-not-left');
  const list = told.declare(papers);
  arrive(shop, told, [papers]);
  told.send(returnOf(shop, papers), papers.sale.agent, {
    ...{ status: '100', code: 'RTN-NOT-LEFT' },
    ...{ needs: [{ at: list, status: ['800'] }], names: [list] },
  });
  return told.end();
}

/** A tally of what nobody has asked for. */
export function tallyOfNone(shop: ExportShop): ExportStory {
  const papers = papersOf(shop, freshRoute(shop));
  const told = tell('return-tally-of-none');
  const { site } = papers.sale;
  const tally = tallyOf(shop, returnOf(shop, papers), site, { invtNo: undefined });
  told.send(tally, site, { status: '100', code: 'TLY-NONE' });
  return told.end();
}

/** What comes back as it may. */
export const GOOD_RETURNS = [
  ...[returned, returnedInParts, returnTakenBack, returnedFromWarehouse, returnAwaited],
] as const;

/** What may not come back. */
export const BAD_RETURNS = [
  refused('return-too-much', 'RTN-MUCH', () => ({ goods: [['1', '2.00001']] })),
  returnTooEarly,
  refused('return-other-mode', 'RTN-MODE', () => ({ changes: { tradeMode: '1261' } })),
  refused('return-of-no-line', 'RTN-LINE', () => ({ goods: [['9', '1']] })),
  refused('return-of-unknown-list', 'RTN-UNKNOWN', (shop, papers) => ({
    ...{ changes: { invtNo: listNoOfNone(shop, papers) }, names: [] },
  })),
  refused(
    'return-by-stranger',
    'RTN-PARTY',
    () => {
      const { code: agentCode, name: agentName } = AGENTS[1]!;
      return { by: AGENTS[1]!, changes: { agentCode, agentName } };
    },
    () => ({ agent: AGENTS[0]! }),
  ),
  refused(
    'return-of-firm-sale',
    'RTN-NO-MODE',
    () => ({}),
    (shop) => {
      const limit = shop.law.b2bLimit;
      if (limit === null || !shop.law.modes.includes('9710')) return null;
      return { mode: '9710', ...priced(shop, limit, 'A', 6) };
    },
  ),
  tallyOfNone,
] as const;
