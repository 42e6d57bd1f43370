import { viewDeclaration } from '../../src/flows/declaration-view.ts';
import { endRefund } from '../../src/flows/report-goods.ts';
import { withHead, withLine } from '../../src/sandbox/world/document.ts';
import { caseOf, type Desk } from '../flows/desk.ts';
import type { Papers } from '../flows/papers.ts';
import { refundOf, requestOf } from '../flows/request-papers.ts';
import { AGENT, type Zone } from '../flows/zone.ts';
import { articleOf, listNoOf, named, partsOf, type Told, type Word } from './world.ts';

/** `sell P 101 2 102 1`: a parcel is declared, with its order, payment and waybill. */
const sell: Word = async (stage, [name = '', ...rest]) => {
  const { zone, desk, mill, bookNo, parcels } = stage;
  const parts = partsOf(stage, rest);
  const bought = parts.map(({ recordNo, quantity }) => {
    const article = articleOf(recordNo);
    return { article, quantity: quantity / 100_000n, price: article.price };
  });
  const made = mill.parcel({ bought });
  const list = parts.reduce(
    (one, { unit }, i) => (unit === null ? one : withLine(one, i, { unit })),
    withHead(made.list, { emsNo: bookNo }),
  );
  const papers = { ...made, list };
  await desk.sendAll(papers);
  const standing = await caseOf(zone.db, papers);
  parcels.set(name, { papers, listNo: standing?.listNo ?? null });
  if (standing === null) return [{ code: 'NOT-DECIDED', en: '' }];
  return standing.codes.length === 0 ? [] : findingsOf(zone, papers);
};

async function findingsOf({ db }: Zone, { orderNo }: Papers): Promise<readonly Told[]> {
  const [row] = await db.query<{ preNo: string }>(
    'select pre_no as "preNo" from clearance.cases where order_no = $1',
    [orderNo],
  );
  const view = await viewDeclaration(db, row?.preNo ?? '', AGENT.code);
  return view?.decision?.verdict.findings ?? [];
}

const MOST_NEWS = 1_000;

async function allNews(desk: Desk) {
  for (;;) {
    const news = await desk.news(AGENT);
    if (news.length < MOST_NEWS) return news;
  }
}

/** `withdraw P`: its declarant takes a list back that customs holds. */
const withdraw: Word = async (stage, [name]) => {
  const { desk, parcels } = stage;
  await allNews(desk);
  const { head } = named(parcels, name).papers.list;
  await desk.send(AGENT, requestOf('CEB623', head, listNoOf(stage, name)));
  return (await allNews(desk)).at(-1)?.findings ?? [];
};

/** `refund R of P 1`: so much of the first line of a released parcel is to come back. */
const refund: Word = async (stage, [name = '', , parcel, qty = '']) => {
  const { desk, parcels, refunds } = stage;
  await allNews(desk);
  const { list } = named(parcels, parcel).papers;
  await desk.send(AGENT, refundOf(list, listNoOf(stage, parcel), qty));
  const answer = (await allNews(desk)).at(-1);
  if (answer?.keys.preNo !== undefined) refunds.set(name, answer.keys.preNo);
  return answer?.findings ?? [];
};

/** `back R`: its goods are there; `back R opened`: and not in their original state. */
const back: Word = async ({ desk, refunds }, [name, how]) => {
  const refused = how === undefined ? null : '已拆封';
  await endRefund(desk.house, { preNo: named(refunds, name), refused });
  return [];
};

/** What becomes of parcels. */
export const PARCEL_WORDS: Readonly<Record<string, Word>> = { sell, withdraw, refund, back };
