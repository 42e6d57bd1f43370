import type { MatchContext, Rule } from './rule.ts';
import { items } from './rules/1322.ts';
import { paymentFirm } from './rules/13035.ts';
import { listBuyer } from './rules/13127.ts';
import { buyerPhone } from './rules/130126.ts';
import { severalPayments } from './rules/401003.ts';
import { address } from './rules/doc-address.ts';
import { amountPaid } from './rules/doc-amount-paid.ts';
import { consignee } from './rules/doc-consignee.ts';
import { currencies } from './rules/doc-currency.ts';
import { freight } from './rules/doc-freight.ts';
import { goodsSum } from './rules/doc-goods-sum.ts';
import { negative } from './rules/doc-negative.ts';
import { netWeight } from './rules/doc-net-weight.ts';
import { packNo } from './rules/doc-pack-no.ts';
import { paidSum } from './rules/doc-paid-sum.ts';
import { parties } from './rules/doc-party.ts';
import { partyNames } from './rules/doc-party-name.ts';
import { paymentNo } from './rules/doc-payment-no.ts';
import { timeOrder } from './rules/doc-time.ts';
import { waybillOrder } from './rules/doc-waybill-order.ts';
import { waybillUsed } from './rules/doc-waybill-used.ts';

/** Which documents belong together, and who stands on them (DOC-2, DOC-6). */
export const KEY_RULES: readonly Rule<MatchContext>[] = [
  severalPayments,
  paymentNo,
  paymentFirm,
  waybillOrder,
  waybillUsed,
  parties,
  partyNames,
];

/** The same persons on all of them (DOC-5). */
export const PERSON_RULES: readonly Rule<MatchContext>[] = [
  listBuyer,
  buyerPhone,
  consignee,
  address,
];

/** Amounts, then lines, then what else must agree (DOC-3, 4, 7, 8, 10). */
export const AMOUNT_RULES: readonly Rule<MatchContext>[] = [
  negative,
  currencies,
  paidSum,
  goodsSum,
  amountPaid,
  items,
  freight,
  timeOrder,
  packNo,
  netWeight,
];
