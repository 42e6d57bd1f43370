import { bookNoOf } from '../world/books.ts';
import { type WorldDocument, withHead } from '../world/document.ts';
import type { Kind } from '../world/kinds/kinds.ts';
import { onShelf } from '../world/kinds/stock.ts';
import {
  adding,
  changing,
  ending,
  freshSale,
  LIST,
  leavingOut,
  ORDER,
  PAYMENT,
  type Parcel,
  parcelOf,
  treating,
  WAYBILL,
  type Workshop,
} from '../world/parcel.ts';
import { AREAS, BAD, type Party } from '../world/parties.ts';
import { articleNamed, buys } from '../world/sale.ts';
import { returning, withdrawing } from '../world/write-request.ts';
import { uuid } from '../world/write-sale.ts';

/*
 * Cases that only a simulation can play: those whose end depends on time, on what meets what, or
 * on something that comes long after. Changes and deletions are of RULES DOC-12.
 */

/** Statuses of a change or deletion of what a declared list uses. */
export const USED = { CEB311: '-301011', CEB411: '-401008', CEB511: '-504016' } as const;

/** Kinds whose end this simulator judges itself. */
export const KIND = {
  late: 'sim-late',
  race: 'sim-unequal-race',
  stockRace: 'sim-stock-race',
  counted: 'sim-shelf-counted',
  deleted: 'sim-order-deleted',
  changeRace: 'sim-change-meets-list',
  deleteRace: 'sim-deletion-meets-list',
  withdrawalRace: 'sim-withdrawal-meets-release',
  refundRace: 'sim-two-refunds-at-once',
  reportRace: 'sim-two-reports-at-once',
  refundLate: 'sim-refund-too-late',
} as const;

/** What a parcel's list waited for in vain, and the same list once more. */
export type Leftover = {
  readonly document: WorldDocument;
  readonly sender: Party;
  readonly again: WorldDocument;
  readonly declarant: Party;
};

/**
 * A document that comes long after its list, if at all.
 * @param keep gets the document left out
 */
export function late(shop: Workshop, keep: (left: Leftover) => void): Parcel {
  const parcel = parcelOf(shop, KIND.late, freshSale(shop));
  const at = shop.random.below(LIST);
  const { document, sender } = parcel.sent[at]!;
  const again = withHead(parcel.sent[LIST]!.document, { guid: uuid(shop.random) });
  keep({ document, sender, again, declarant: parcel.sent[LIST]!.sender });
  return ending(leavingOut(parcel, at), 'waiting');
}

/** Orders of different value by one buyer over all platforms, more than the year allows (ID-4). */
export function unequalRace(shop: Workshop): Parcel[] {
  const buyer = shop.freshBuyer();
  const rest = { buyer, consignee: buyer, freight: 0n, insurance: 0n } as const;
  return Array.from({ length: 9 }, () => {
    const price = 100_000n + BigInt(shop.random.below(80_000));
    const bought = [buys(articleNamed('鱼油'), 2n, price), buys(articleNamed('塑料玩具'), 2n)];
    return parcelOf(shop, KIND.race, freshSale(shop, { ...rest, bought }));
  });
}

/** What lies on the shelf of a race at the beginning, and what each parcel takes of it. */
export const RACE = { onShelf: 5n, taken: 2n } as const;

/** Parcels of many buyers at one line with too little for all, of which more may arrive (STK-7). */
export function stockRace(shop: Workshop): Parcel[] {
  return atOneShelf(shop, KIND.stockRace, 6, RACE.onShelf);
}

/** Parcels at a shelf that is counted meanwhile; what is missing nobody has bought (STK-14). */
export function counted(shop: Workshop): Parcel[] {
  return atOneShelf(shop, KIND.counted, 2, 2n * RACE.taken + 1n);
}

function atOneShelf(shop: Workshop, kind: string, parcels: number, quantity: bigint): Parcel[] {
  const [article, area] = [articleNamed('鱼油'), shop.random.pick(AREAS)];
  const made = Array.from({ length: parcels }, () => {
    const bought = [buys(article, RACE.taken, 5_000n)];
    const sale = freshSale(shop, { mode: '1210', area, bought, freight: 0n, insurance: 0n });
    return parcelOf(shop, kind, sale);
  });
  const recordNo = `${shop.frame.mark}R${made[0]!.sale.index}`;
  const shelf = { bookNo: bookNoOf(area), recordNo, article, quantity };
  return made.map((parcel) => onShelf(parcel, shelf));
}

/** The order is deleted before the list is declared: the list waits for an order. */
export function orderDeleted(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, KIND.deleted, freshSale(shop));
  return ending(treating(amended(shop, parcel, ORDER, '3'), LIST, { after: 4 }), 'waiting');
}

/** The order is deleted, filed anew, and only then the list is declared. */
export function orderFiledAnew(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'sim-order-filed-anew', freshSale(shop));
  const { document, sender } = parcel.sent[ORDER]!;
  const anew = withHead(document, { guid: uuid(shop.random) });
  const deleted = treating(amended(shop, parcel, ORDER, '3'), LIST, { after: 5 });
  return adding(deleted, anew, sender, { after: 4 });
}

/** A released list uses a document that its sender then changes or deletes: too late. */
export function changedTooLate(shop: Workshop): Parcel {
  const at = shop.random.pick([ORDER, PAYMENT, WAYBILL]);
  const parcel = parcelOf(shop, 'sim-changed-too-late', freshSale(shop));
  const type = parcel.sent[at]!.document.type as keyof typeof USED;
  const changed = amended(shop, parcel, at, shop.random.pick(['2', '3']));
  return treating(changed, 4, { after: LIST, status: USED[type] });
}

/** A change that alters nothing of substance may come before or after the decision. */
export function changeMeetsList(shop: Workshop): Parcel[] {
  return meetings(shop, KIND.changeRace, '2');
}

/** A deletion may come before the decision, then the list waits; or after it, then it fails. */
export function deletionMeetsList(shop: Workshop): Parcel[] {
  return meetings(shop, KIND.deleteRace, '3');
}

// Several at once, half of them at the very moment when their list is being decided.
function meetings(shop: Workshop, kind: string, appType: '2' | '3'): Parcel[] {
  return Array.from({ length: 4 }, () => {
    const at = shop.random.pick([ORDER, PAYMENT, WAYBILL]);
    const parcel = amended(shop, parcelOf(shop, kind, freshSale(shop)), at, appType);
    if (shop.random.chance(1, 2)) return parcel;
    return treating(treating(parcel, LIST, { after: at }), LIST + 1, { after: LIST });
  });
}

/** A wrong list is put right by a change while it still waits for its payment. */
export function listAmended(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'sim-list-amended', freshSale(shop));
  const right = parcel.sent[LIST]!.document;
  const wrong = changing(parcel, LIST, { buyerTelephone: '13300000003' });
  const first = treating(wrong, LIST, { status: '2' });
  const held = treating(first, PAYMENT, { after: 4 });
  const changes = { guid: uuid(shop.random), appType: '2' };
  return adding(held, withHead(right, changes), parcel.sent[LIST]!.sender, { after: LIST });
}

/** A list is changed that was never declared. */
export function listOfNothing(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'sim-list-of-nothing', freshSale(shop));
  const changed = changing(parcel, LIST, { appType: '2' });
  return ending(treating(changed, LIST, { status: '-621011' }), 'refused');
}

/** A list cannot be deleted. */
export function listDeleted(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'sim-list-deleted', freshSale(shop));
  const { document, sender } = parcel.sent[LIST]!;
  const changes = { guid: uuid(shop.random), appType: '3' };
  const more = { after: LIST, status: '-621012' };
  return adding(parcel, withHead(document, changes), sender, more);
}

/** A held list is taken back at the very moment when the guarantee may have it released. */
export function withdrawalMeetsRelease(shop: Workshop): Parcel[] {
  return Array.from({ length: 4 }, () => {
    const agent = shop.random.pick([BAD.nakedAgent, BAD.poorAgent]);
    const parcel = parcelOf(shop, KIND.withdrawalRace, freshSale(shop, { agent }));
    return ending(withdrawing(shop, parcel, { status: '399' }), '430');
  });
}

/** Everything is asked back twice at once: one of the two is accepted. */
export function refundsMeet(shop: Workshop): Parcel[] {
  return Array.from({ length: 2 }, () => {
    const parcel = parcelOf(shop, KIND.refundRace, freshSale(shop));
    const back = { refused: null };
    const first = returning(shop, parcel, back, { status: '800' });
    const second = returning(shop, first, back, { status: '800' });
    return treating(second, LIST + 2, { goods: first.sent[LIST + 1]!.goods });
  });
}

/** Goods come back; one clerk accepts them, another one does not: the first report counts. */
export function reportsMeet(shop: Workshop): Parcel[] {
  return Array.from({ length: 2 }, () => {
    const parcel = parcelOf(shop, KIND.reportRace, freshSale(shop));
    return returning(shop, parcel, { refused: null }, { status: '800' });
  });
}

/** A refund that is asked for more than a month after the release (RET-4). */
export function refundTooLate(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, KIND.refundLate, freshSale(shop));
  return returning(shop, parcel, {}, { status: '-625004' });
}

/** Goods that are asked back in time and never arrive. */
export function goodsNeverBack(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'sim-goods-never-back', freshSale(shop));
  return returning(shop, parcel, {}, { status: '120' });
}

function amended(shop: Workshop, parcel: Parcel, at: number, appType: '2' | '3'): Parcel {
  const { document, sender } = parcel.sent[at]!;
  const changes = { guid: uuid(shop.random), appType };
  return adding(parcel, withHead(document, changes), sender, { after: at });
}

/** The simulator's own cases but the late document. */
export const SIM_KINDS: readonly Kind[] = [
  orderDeleted,
  orderFiledAnew,
  changedTooLate,
  changeMeetsList,
  deletionMeetsList,
  listAmended,
  listOfNothing,
  listDeleted,
  withdrawalMeetsRelease,
  refundsMeet,
  reportsMeet,
  refundTooLate,
  goodsNeverBack,
  unequalRace,
  stockRace,
  counted,
];
