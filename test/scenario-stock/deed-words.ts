import type { DisposalWay } from '../../src/bonded/disposal.ts';
import type { Output, Work } from '../../src/bonded/processing.ts';
import { approveCount, refuseCount } from '../../src/flows/count-close.ts';
import { expireStock } from '../../src/flows/expire-stock.ts';
import { stockOn } from '../../src/flows/stock.ts';
import { approveDeed, refuseDeed } from '../../src/flows/stock-decisions.ts';
import type { StockStatus } from '../../src/registry/book.ts';
import { writeBooks } from '../../src/registry/book-store.ts';
import { writeLines } from '../flows/shelves.ts';
import {
  after,
  before,
  HERE,
  named,
  pairsOf,
  partsOf,
  quantityOf,
  refusals,
  type Stage,
  splitAt,
  type Word,
} from './world.ts';

const deeds = ({ desk }: Stage) => stockOn(desk.house).deeds;
const owner = ({ books }: Stage) => named(books, HERE).owner;
const keep = ({ papers }: Stage, name: string) => {
  return ({ paper }: { paper: { kind: PaperKind; paperNo: string } }) => papers.set(name, paper);
};
type PaperKind = 'processing' | 'change' | 'transfer' | 'disposal';

/**
 * `process J repacking 101 4 lot L1 into 101 3 at W-1 into 101 1 at W-2`, and for sets
 * `process J sets 101 4 102 2 into 2 x 101 2 102 1 set GIFT at W-1`; `hs` is another code.
 */
const process: Word = async (stage, [name = '', work, ...rest]) => {
  const [put = [], ...made] = splitAt(rest, 'into');
  const said = {
    ...{ bookNo: stage.bookNo, ownNo: stage.fresh('J'), work: work as Work },
    ...{ parts: partsOf(stage, put), outputs: made.map((words) => outputOf(stage, words)) },
  };
  return refusals(await deeds(stage).process(said, owner(stage)), keep(stage, name));
};

function outputOf({ fresh }: Stage, words: readonly string[]): Output {
  const [count, goods] = words[1] === 'x' ? [Number(words[0]), words.slice(2)] : [1, words];
  const components = pairsOf(before(goods, ['set', 'hs', 'at'])).map(([recordNo, quantity]) => {
    return { recordNo, quantity: quantityOf(quantity) };
  });
  return {
    ...{ count, components, setNo: after(goods, 'set') ?? null, hs: after(goods, 'hs') ?? null },
    location: after(goods, 'at') ?? fresh('W-'),
  };
}

const ENDS = ['at', 'until', 'proof', 'by'];

/** `change Z bonded to display 101 2 lot L1 at HALL until 2020-10-01`; `proof Y` of a paper. */
const change: Word = async (stage, [name = '', from, , to, ...rest]) => {
  const proof = after(rest, 'proof') ?? 'D1';
  const said = {
    ...{ bookNo: stage.bookNo, ownNo: stage.fresh('Z'), until: after(rest, 'until') ?? null },
    ...{ from: from as StockStatus, to: to as StockStatus },
    proof: stage.papers.get(proof)?.paperNo ?? proof,
    location: after(rest, 'at') ?? stage.fresh('P-'),
    parts: partsOf(stage, before(rest, ENDS)),
  };
  return refusals(await deeds(stage).change(said, owner(stage)), keep(stage, name));
};

/** `dispose D destruction of expired 101 2`: asks customs to let goods leave unsold. */
const dispose: Word = async (stage, [name = '', way, , status, ...rest]) => {
  const said = {
    ...{ bookNo: stage.bookNo, ownNo: stage.fresh('D'), proof: 'C1', reason: '破损' },
    ...{ way: way as DisposalWay, status: status as StockStatus, parts: partsOf(stage, rest) },
  };
  return refusals(await deeds(stage).dispose(said, owner(stage)), keep(stage, name));
};

let others = 0;
/** `book N in the same zone` of a neighbour, or `book F in another zone`, with the same lines. */
const book: Word = async ({ zone, books }, [name = '', ...where]) => {
  others += 1;
  const customs = where.join(' ') === 'in another zone' ? '4619' : '4612';
  const [bookNo, keeper] = [`T${customs}W${700_000 + others}`, `4101W6${1_000 + others}`];
  await zone.register(async (tx) => {
    const open = { customsCode: customs, from: '2016-04-08', until: null };
    await writeBooks(tx, [{ bookNo, enterpriseCode: keeper, areaCode: keeper, ...open }]);
    await writeLines(tx, bookNo);
  });
  books.set(name, { bookNo, owner: keeper, customs });
  return [];
};

/**
 * `transfer T HERE to N 101 4 102 2`, declared by the side that has to; `as 102` is another line of
 * the receiving book, `by HERE` another side that declares.
 */
const transfer: Word = async (stage, [name = '', from = '', , to = '', ...rest]) => {
  const [giver, taker] = [named(stage.books, from), named(stage.books, to)];
  const isBetween = giver.customs !== taker.customs;
  const due = isBetween ? from : to;
  const first = after(rest, 'by') ?? due;
  const said = {
    ...{ bookNo: named(stage.books, first).bookNo, ownNo: stage.fresh('T') },
    ...{ fromBook: giver.bookNo, toBook: taker.bookNo },
    parts: partsOf(stage, before(rest, ENDS)),
  };
  const { owner: declarant } = named(stage.books, first);
  stage.confirming.set(name, isBetween ? to : from);
  return refusals(await deeds(stage).transfer(said, declarant), keep(stage, name));
};

/** `confirm T 101 4 102 2`: what the other side says of it. */
const confirm: Word = async (stage, [name = '', ...rest]) => {
  const { owner: confirmer } = named(stage.books, named(stage.confirming, name));
  const { paperNo } = named(stage.papers, name);
  return refusals(await deeds(stage).confirm(paperNo, partsOf(stage, rest), confirmer));
};

/** `approve D`: customs agrees. */
const approve: Word = async ({ desk: { house }, papers }, [name]) => {
  const paper = named(papers, name);
  if (paper.kind === 'count') return refusals(await approveCount(house, paper.paperNo));
  return refusals(await approveDeed(house, paper));
};

/** `deny D`: customs does not. */
const deny: Word = async ({ desk: { house }, papers }, [name]) => {
  const [paper, reason] = [named(papers, name), '单证不符'];
  if (paper.kind === 'count') return refusals(await refuseCount(house, paper.paperNo, reason));
  return refusals(await refuseDeed(house, paper, reason));
};

/** `expire`: what the platform does every day. */
const expire: Word = async ({ desk }) => {
  await expireStock(desk.house);
  return [];
};

/** What is done to goods that lie in the warehouse. */
export const DEED_WORDS: Readonly<Record<string, Word>> = {
  ...{ process, change, dispose, book, transfer, confirm, approve, deny, expire },
};
