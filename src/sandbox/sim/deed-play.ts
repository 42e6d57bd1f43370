import { present } from '../../base/assert.ts';
import type { SeededRandom } from '../../base/random.ts';
import type { Work } from '../../bonded/processing.ts';
import type { SaidPart } from '../../bonded/taking.ts';
import { bookNoOf, recordNoOf } from '../world/books.ts';
import type { Article } from '../world/catalog.ts';
import { AREAS, type Party } from '../world/parties.ts';
import type { ErrandSaid } from './errand.ts';
import type { ErrandList } from './errand-list.ts';
import { type Effect, type LineGoods, UNIT } from './traffic.ts';

/** A day on which no story plays. */
const FAR_AHEAD = '2040-12-31';

/** Whose a book is. */
export function keeperOf(bookNo: string): Party {
  return present(
    AREAS.find((area) => bookNoOf(area) === bookNo),
    'the keeper of a book',
  );
}

/** What lies in one warehouse and is dealt with. */
type Goods = LineGoods & { readonly keeper: Party };

/**
 * Plans deeds on goods that lie in the warehouses, of which there is plenty: transfers between the
 * books that the other side confirms, sometimes with a wrong number first; goods that go on display
 * and come back; requests to send goods abroad that customs agrees to or the declarant takes back;
 * goods that are labelled, and sets. Pure, but for the random numbers.
 * @returns what all of that does to the books
 */
export function planDeeds(
  list: ErrandList,
  random: SeededRandom,
  articles: readonly Article[],
): Effect[] {
  const [first, ...others] = random.shuffle(articles).slice(0, 5);
  const goodsOf = (article: Article | undefined): Goods => {
    const keeper = random.pick(AREAS);
    const recordNo = recordNoOf(present(article, 'an article'));
    const quantity = BigInt(2 + random.below(8)) * UNIT;
    return { keeper, bookNo: bookNoOf(keeper), recordNo, quantity };
  };
  return [
    ...transfer(list, random, goodsOf(first)),
    ...display(list, random, goodsOf(others[0])),
    ...disposal(list, random, goodsOf(others[1])),
    ...processing(list, goodsOf(others[2]), null),
    ...processing(list, goodsOf(others[2]), goodsOf(others[3])),
  ];
}

function partOf({ recordNo, quantity }: Goods): SaidPart {
  return { recordNo, quantity, lotNo: null, unit: null };
}

function transfer(list: ErrandList, random: SeededRandom, goods: Goods): Effect[] {
  const { keeper, bookNo, recordNo, quantity } = goods;
  const receiver = present(
    AREAS.find(({ code }) => code !== keeper.code),
    'another warehouse',
  );
  const [ownNo, toBook] = [list.number('T'), bookNoOf(receiver)];
  const parts = [{ ...partOf(goods), toRecordNo: recordNo }];
  const books = { bookNo: toBook, fromBook: bookNo, toBook };
  const says = (): ErrandSaid => ({ kind: 'transfer', said: { ...books, ownNo, parts } });
  const said = list.add({ sender: receiver, names: null, says, after: [], answer: 'accepted' });
  const confirms = (quantity: bigint, answer: 'accepted' | 'refused') =>
    list.add({
      ...{ sender: keeper, names: { what: 'transfer', key: [receiver.code, ownNo] } },
      ...{ after: [said], answer },
      says: (paperNo) => ({
        kind: 'confirm',
        said: { paperNo, parts: parts.map((one) => ({ ...one, quantity })) },
      }),
    });
  if (random.chance(1, 2)) confirms(quantity + UNIT, 'refused');
  confirms(quantity, 'accepted');
  return [
    { bookNo, recordNo, quantity, side: 'gone' },
    { bookNo: toBook, recordNo, quantity, side: 'in' },
  ];
}

function display(list: ErrandList, random: SeededRandom, goods: Goods): Effect[] {
  const { keeper, bookNo, recordNo, quantity } = goods;
  const plain = { sender: keeper, answer: 'accepted' } as const;
  const [ownNo, backNo] = [list.number('C'), list.number('C')];
  const parts = [partOf(goods)];
  const out = { bookNo, ownNo, from: 'bonded', to: 'display', proof: 'G1', parts } as const;
  const shown = { ...out, location: `SHOP-${ownNo}`, until: FAR_AHEAD };
  const says = (): ErrandSaid => ({ kind: 'change', said: shown });
  const went = list.add({ ...plain, names: null, says, after: [] });
  const line = { bookNo, recordNo };
  const gone: Effect[] = [
    { ...line, quantity, side: 'gone' },
    { ...line, quantity, side: 'display' },
  ];
  if (random.chance(1, 3)) return gone;
  const back = { bookNo, ownNo: backNo, from: 'display', to: 'bonded', parts } as const;
  list.add({
    ...{ ...plain, after: [went], names: { what: 'change', key: [keeper.code, ownNo] } },
    says: (proof) => ({
      kind: 'change',
      said: { ...back, proof, location: `B-${backNo}`, until: null },
    }),
  });
  return [
    ...gone,
    { ...line, quantity, side: 'in' },
    { ...line, quantity: -quantity, side: 'display' },
  ];
}

function disposal(list: ErrandList, random: SeededRandom, goods: Goods): Effect[] {
  const { keeper, bookNo, recordNo, quantity } = goods;
  const ownNo = list.number('D');
  const terms = { bookNo, ownNo, way: 'return-abroad', status: 'bonded' } as const;
  const said = { ...terms, proof: 'B1', reason: '质量不符', parts: [partOf(goods)] };
  const says = (): ErrandSaid => ({ kind: 'disposal', said });
  const agreed = random.chance(2, 3);
  // What was taken back cannot be asked for again under its number.
  const answer = agreed ? 'accepted' : 'either';
  const asked = list.add({ sender: keeper, names: null, says, after: [], answer });
  list.add({
    ...{ sender: keeper, names: { what: 'disposal', key: [keeper.code, ownNo] } },
    ...{ after: [asked], answer: 'accepted' },
    says: (paperNo) => ({
      kind: agreed ? 'approve' : 'cancel',
      said: { kind: 'disposal', paperNo },
    }),
  });
  return agreed ? [{ bookNo, recordNo, quantity, side: 'gone' }] : [];
}

// What goes in comes out in the same line of the book.
function processing(list: ErrandList, goods: Goods, other: Goods | null): Effect[] {
  const { keeper, bookNo, quantity } = goods;
  const ownNo = list.number('P');
  const of = other === null ? [goods] : [goods, { ...other, quantity }];
  const components = of.map(({ recordNo }) => ({ recordNo, quantity: UNIT }));
  const setNo = other === null ? null : ownNo;
  const work: Work = other === null ? 'labelling' : 'sets';
  const output = { count: Number(quantity / UNIT), components, setNo, hs: null };
  const said = {
    ...{ bookNo, ownNo, work, parts: of.map(partOf) },
    outputs: [{ ...output, location: `P-${ownNo}` }],
  } as const;
  const says = (): ErrandSaid => ({ kind: 'processing', said });
  list.add({ sender: keeper, names: null, says, after: [], answer: 'accepted' });
  return of.flatMap(({ recordNo }): Effect[] => [
    { bookNo, recordNo, quantity, side: 'gone' },
    { bookNo, recordNo, quantity, side: 'in' },
  ]);
}
