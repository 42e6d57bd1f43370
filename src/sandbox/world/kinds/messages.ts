import {
  adding,
  type Damage,
  ending,
  freshSale,
  LIST,
  ORDER,
  PAYMENT,
  type Parcel,
  parcelOf,
  treating,
  WAYBILL,
  type Workshop,
} from '../parcel.ts';
import { BAD } from '../parties.ts';

const NAMES: Readonly<Record<Damage, string>> = {
  unsigned: 'message-unsigned',
  'foreign-key': 'message-signed-by-other',
  altered: 'message-altered',
  gbk: 'message-gbk',
  doctype: 'message-doctype',
  truncated: 'message-truncated',
  'two-signatures': 'message-two-signatures',
  deep: 'message-deep',
  wrapped: 'message-wrapped',
};

/**
 * One document travels in a message that cannot be read or trusted. Every second sender then
 * sends the right message; the others leave it at that and their lists wait.
 */
export function damaged(shop: Workshop, damage: Damage): Parcel {
  const parcel = parcelOf(shop, NAMES[damage], freshSale(shop));
  const at = shop.random.pick([ORDER, PAYMENT, WAYBILL, LIST]);
  const { document, sender } = parcel.sent[at]!;
  const hit = treating(parcel, at, { damage, status: null });
  if (shop.random.chance(1, 2)) return adding(hit, document, sender);
  return ending(hit, at === LIST ? 'refused' : 'waiting');
}

/** The payment firm signs with a card that was revoked long ago. */
export function revokedCard(shop: Workshop): Parcel {
  return withCard(shop, 'card-revoked', BAD.revokedCard);
}

/** The payment firm signs with a card that has expired. */
export function expiredCard(shop: Workshop): Parcel {
  return withCard(shop, 'card-expired', BAD.expiredCard);
}

function withCard(shop: Workshop, kind: string, payment: Parcel['sale']['payment']): Parcel {
  const parcel = parcelOf(shop, kind, freshSale(shop, { payment }));
  return ending(treating(parcel, PAYMENT, { status: null }), 'waiting');
}
