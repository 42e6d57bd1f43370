import { CEB311 } from './ceb311.ts';
import { CEB312 } from './ceb312.ts';
import { CEB411 } from './ceb411.ts';
import { CEB412 } from './ceb412.ts';
import { CEB511 } from './ceb511.ts';
import { CEB512 } from './ceb512.ts';
import { CEB621 } from './ceb621.ts';
import { CEB622 } from './ceb622.ts';
import type { MessageTable } from './fields.ts';

/** Every message this house reads and writes. A new message is one file and one line here. */
export const CATALOGUE: ReadonlyMap<string, MessageTable> = new Map(
  [CEB311, CEB312, CEB411, CEB412, CEB511, CEB512, CEB621, CEB622].map((table) => [
    table.type,
    table,
  ]),
);

/** Messages of the specification that are known by name only so far: type -> zh, en. */
export const LATER: ReadonlyMap<string, { readonly zh: string; readonly en: string }> = new Map([
  ['CEB213', { zh: '出口退货申请单', en: 'Export refund request' }],
  ['CEB214', { zh: '出口退货申请单回执', en: 'Export refund receipt' }],
  ['CEB215', { zh: '退货理货明细单', en: 'Refund tally detail' }],
  ['CEB216', { zh: '退货理货明细单回执', en: 'Refund tally receipt' }],
  ['CEB303', { zh: '出口电子订单', en: 'Export order' }],
  ['CEB304', { zh: '出口订单回执', en: 'Export order receipt' }],
  ['CEB403', { zh: '收款单', en: 'Export collection' }],
  ['CEB404', { zh: '收款单回执', en: 'Export collection receipt' }],
  ['CEB505', { zh: '出口物流运单', en: 'Export waybill' }],
  ['CEB506', { zh: '出口运单回执', en: 'Export waybill receipt' }],
  ['CEB507', { zh: '运抵单', en: 'Arrival document' }],
  ['CEB508', { zh: '运抵单回执', en: 'Arrival receipt' }],
  ['CEB509', { zh: '离境单', en: 'Departure document' }],
  ['CEB510', { zh: '离境单回执', en: 'Departure receipt' }],
  ['CEB513', { zh: '物流运单状态', en: 'Import waybill status' }],
  ['CEB514', { zh: '物流运单状态回执', en: 'Import waybill status receipt' }],
  ['CEB603', { zh: '出口清单', en: 'Export declaration list' }],
  ['CEB604', { zh: '出口清单回执', en: 'Export declaration list receipt' }],
  ['CEB605', { zh: '出口撤销申请单', en: 'Export withdrawal' }],
  ['CEB606', { zh: '出口撤销申请单回执', en: 'Export withdrawal receipt' }],
  ['CEB607', { zh: '清单总分单', en: 'Master and house list' }],
  ['CEB608', { zh: '清单总分单回执', en: 'Master and house list receipt' }],
  ['CEB623', { zh: '撤销申请单', en: 'Import withdrawal' }],
  ['CEB624', { zh: '撤销申请单回执', en: 'Import withdrawal receipt' }],
  ['CEB625', { zh: '退货申请单', en: 'Import refund request' }],
  ['CEB626', { zh: '退货申请单回执', en: 'Refund receipt' }],
  ['CEB701', { zh: '汇总申请单', en: 'Summary application' }],
  ['CEB702', { zh: '汇总申请单回执', en: 'Summary application receipt' }],
  ['CEB711', { zh: '入库明细单', en: 'Warehouse-in detail' }],
  ['CEB712', { zh: '入库明细单回执', en: 'Warehouse-in receipt' }],
  ['CEB792', { zh: '汇总结果单', en: 'Summary result' }],
  ['CEB816', { zh: '电子税单', en: 'Electronic tax bill' }],
  ['CEB818', { zh: '电子税单状态', en: 'Electronic tax bill status' }],
  ['CEB900', { zh: '报文格式校验回执', en: 'Format check receipt' }],
]);

/** Receipt status for a record that breaks the schema, by the type of the record's message. */
export const REFUSAL_STATUS: ReadonlyMap<string, string> = new Map(
  [...CATALOGUE.values()].flatMap((table) =>
    table.refusal === null ? [] : [[table.type, table.refusal]],
  ),
);
