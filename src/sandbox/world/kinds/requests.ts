import { withHead } from '../document.ts';
import {
  adding,
  changing,
  ending,
  freshSale,
  LIST,
  type Parcel,
  parcelOf,
  treating,
  type Workshop,
} from '../parcel.ts';
import { AGENTS, BAD, type Party, SELLERS } from '../parties.ts';
import { articleNamed, buys, type Sale } from '../sale.ts';
import { withArrival } from '../write-arrival.ts';
import { listNoOfNone, returning, withdrawing } from '../write-request.ts';
import { uuid } from '../write-sale.ts';

/** Position of the first request of a parcel. */
const FIRST = LIST + 1;

/** Three pieces of one article and two of another, so that parts may go back. */
function sold(shop: Workshop, kind: string, chosen: Partial<Sale> = {}): Parcel {
  const bought = [buys(articleNamed('鱼油'), 3n), buys(articleNamed('塑料玩具'), 2n)];
  return parcelOf(shop, kind, freshSale(shop, { bought, ...chosen }));
}

/** A bonded parcel whose declarant has lodged no guarantee, so that customs holds its list. */
function held(shop: Workshop, kind: string): Parcel {
  const sale = freshSale(shop, { agent: BAD.nakedAgent, mode: '1210' });
  return ending(parcelOf(shop, kind, sale), '600', 'GUARANTEE-NONE');
}

/** A declarant who has nothing to do with the parcel. */
function stranger({ sale }: Parcel): Party {
  return AGENTS.find((agent) => agent !== sale.agent)!;
}

const asStranger = (parcel: Parcel) => {
  const by = stranger(parcel);
  return { by, changes: { agentCode: by.code, agentName: by.name } };
};

/** A list that customs holds is taken back by its declarant (RET-6). */
export function withdrawn(shop: Workshop): Parcel {
  return ending(withdrawing(shop, held(shop, 'withdrawn'), { status: '399' }), '430');
}

/** A list that was taken back is taken back once more. */
export function withdrawnTwice(shop: Workshop): Parcel {
  const once = withdrawing(shop, held(shop, 'withdrawn-twice'), { status: '399' });
  const twice = withdrawing(shop, once, { status: '-623009', after: FIRST });
  return ending(twice, '430');
}

/** A list with a wrong voyage waits for its arrival, is taken back and declared again, rightly. */
export function withdrawnDeclaredAgain(shop: Workshop): Parcel[] {
  if (!shop.law.arrivalRequired) return [];
  const right = withArrival(shop, sold(shop, 'withdrawn-declared-again', { mode: '9610' }));
  const { document, sender } = right.sent[LIST]!;
  const wrong = treating(changing(right, LIST, { voyageNo: 'XX0000' }), LIST, { status: '400' });
  const back = withdrawing(shop, wrong, { status: '399' });
  const again = withHead(document, { guid: uuid(shop.random) });
  return [adding(back, again, sender, { after: back.sent.length - 1 })];
}

/** After release it is too late to take a list back (RET-6). */
export function withdrawnTooLate(shop: Workshop): Parcel {
  return withdrawing(shop, sold(shop, 'withdrawal-after-release'), { status: '-623005' });
}

/** A list that was returned needs no withdrawal. */
export function withdrawnReturned(shop: Workshop): Parcel {
  const parcel = changing(sold(shop, 'withdrawal-of-returned'), LIST, {
    buyerTelephone: '13300000004',
  });
  return ending(withdrawing(shop, parcel, { status: '-623005' }), '100', '130126');
}

/** A withdrawal of a list that there is not. */
export function withdrawnUnknown(shop: Workshop): Parcel {
  const parcel = sold(shop, 'withdrawal-of-unknown-list');
  const changes = { invtNo: listNoOfNone(shop, parcel) };
  return withdrawing(shop, parcel, { status: '-623003', names: null, changes });
}

/** Somebody else asks for the list. */
export function withdrawnByStranger(shop: Workshop): Parcel {
  const parcel = held(shop, 'withdrawal-by-stranger');
  return withdrawing(shop, parcel, { status: '-623026', ...asStranger(parcel) });
}

/** All goods come back in time: tax and quota are given back (RET-1). */
export function refunded(shop: Workshop): Parcel {
  return returning(shop, sold(shop, 'refunded'), { refused: null }, { status: '800' });
}

/** The same bytes are sent again after a lost answer; nothing is given back twice. */
export function refundedOnce(shop: Workshop): Parcel {
  const asking = { status: '800', twice: true };
  return returning(shop, sold(shop, 'refund-bytes-twice'), { refused: null }, asking);
}

/** One piece comes back, then the rest: together they give back the whole, to the fen. */
export function refundedInParts(shop: Workshop): Parcel {
  const part = { refused: null, pieces: [1n, 0n] };
  const first = returning(shop, sold(shop, 'refunded-in-parts'), part, { status: '800' });
  const rest = { refused: null, pieces: [2n, 2n] };
  return returning(shop, first, rest, { status: '800', after: FIRST });
}

/** The seller asks, whose right it is as well. */
export function refundedBySeller(shop: Workshop): Parcel {
  const by = SELLERS[0]!;
  const parcel = sold(shop, 'refund-by-seller', { seller: by });
  return returning(shop, parcel, { refused: null, pieces: [0n, 1n] }, { status: '800', by });
}

/** The goods come back opened: nothing is given back (RET-2). */
export function refundedInVain(shop: Workshop): Parcel {
  return returning(
    shop,
    sold(shop, 'refund-goods-refused'),
    { refused: '已拆封使用' },
    {
      status: '100',
    },
  );
}

/** The goods are still on their way; another refund of the list has to wait. */
export function refundOpen(shop: Workshop): Parcel {
  const parcel = sold(shop, 'refund-another-open');
  const open = returning(shop, parcel, { pieces: [1n, 0n] }, { status: '120' });
  return returning(shop, open, { pieces: [0n, 1n] }, { status: '-625201', after: FIRST });
}

/** More goes back than was bought. */
export function refundTooMuch(shop: Workshop): Parcel {
  const parcel = sold(shop, 'refund-more-than-bought');
  return returning(shop, parcel, { pieces: [4n, 0n] }, { status: '-625004' });
}

/** More goes back than is left after an earlier refund. */
export function refundOfRest(shop: Workshop): Parcel {
  const part = { refused: null, pieces: [2n, 0n] };
  const first = returning(shop, sold(shop, 'refund-more-than-left'), part, { status: '800' });
  return returning(shop, first, {}, { status: '-625004', after: FIRST });
}

/** A line that the list does not have. */
export function refundOfNoLine(shop: Workshop): Parcel {
  const line = { gnum: '9' };
  return returning(shop, sold(shop, 'refund-of-no-line'), { line }, { status: '-625209' });
}

/** A refund of a list that there is not. */
export function refundUnknown(shop: Workshop): Parcel {
  const parcel = sold(shop, 'refund-of-unknown-list');
  const changes = { invtNo: listNoOfNone(shop, parcel) };
  return returning(shop, parcel, {}, { status: '-625032', names: null, changes });
}

/** Somebody else asks for the refund. */
export function refundByStranger(shop: Workshop): Parcel {
  const parcel = sold(shop, 'refund-by-stranger');
  return returning(shop, parcel, {}, { status: '-625021', ...asStranger(parcel) });
}

/** Before release there is nothing to give back. */
export function refundNotReleased(shop: Workshop): Parcel {
  return returning(shop, held(shop, 'refund-before-release'), {}, { status: '-625022' });
}
