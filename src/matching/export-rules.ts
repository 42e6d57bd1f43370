import type { ExportMatchContext } from './export-case.ts';
import { exportItems } from './export-rules/1322.ts';
import { exportFreight } from './export-rules/doc-freight.ts';
import { exportNegative } from './export-rules/doc-negative.ts';
import { exportPackNo } from './export-rules/doc-pack-no.ts';
import { exportParties } from './export-rules/doc-party.ts';
import { charge } from './export-rules/exp-charge.ts';
import { exportCurrencies } from './export-rules/exp-currency.ts';
import { grossWeight } from './export-rules/exp-gross-weight.ts';
import { orderType } from './export-rules/exp-order-type.ts';
import { exportTimes } from './export-rules/exp-time.ts';
import type { Rule } from './rule.ts';
import { goodsSum } from './rules/doc-goods-sum.ts';
import { netWeight } from './rules/doc-net-weight.ts';
import { partyNames } from './rules/doc-party-name.ts';
import { waybillUsed } from './rules/doc-waybill-used.ts';

/** Which documents belong together, and who stands on them (DOC-2, DOC-6, B2B-3). */
export const EXPORT_KEY_RULES: readonly Rule<ExportMatchContext>[] = [
  orderType,
  waybillUsed,
  exportParties,
  partyNames,
];

/** Amounts, then lines, then what else must agree (DOC-3, 7, 8, 10, EXP-9). */
export const EXPORT_AMOUNT_RULES: readonly Rule<ExportMatchContext>[] = [
  exportNegative,
  exportCurrencies,
  goodsSum,
  charge,
  exportItems,
  exportFreight,
  exportTimes,
  exportPackNo,
  netWeight,
  grossWeight,
];
