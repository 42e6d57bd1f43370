import {
  before,
  decimal,
  integer,
  lines,
  type MessageTable,
  money,
  optional,
  sent,
  text,
} from './fields.ts';
import { exportFiling } from './filing.ts';

/**
 * One sale to abroad on a platform, or the booking of an overseas warehouse: CEB303, sent by the
 * platform or the seller.
 */
export const CEB303: MessageTable = sent({
  type: 'CEB303',
  zh: '出口电子订单',
  en: 'Export order',
  record: 'Order',
  head: {
    element: 'OrderHead',
    fields: [
      ...exportFiling('1', '2'),
      text('orderType', '订单类型', 'Order type', 1, {
        values: { E: 'export retail', B: 'B2B export', W: 'integrated foreign-trade service' },
      }),
      text('orderNo', '电商订单/海外仓订仓单编号', 'Order number', [0, 60], before([1, 60])),
      text('ebpCode', '电商平台代码', 'E-commerce platform code', [0, 18], before([1, 50])),
      text(
        'ebpName',
        '电商平台/海外仓名称',
        'E-commerce platform name',
        [0, 100],
        before([1, 100]),
      ),
      text('ebcCode', '电商企业代码', 'E-commerce seller code', [0, 18], before([1, 18])),
      text('ebcName', '电商企业名称', 'E-commerce seller name', [0, 100], before([1, 100])),
      money('goodsValue', '商品金额', 'Goods value'),
      money('freight', '运杂费', 'Freight', { implied: '0' }),
      text('currency', '币制', 'Currency', 3),
      optional(text('note', '备注', 'Remark', [0, 1000])),
    ],
  },
  lines: lines(
    'OrderList',
    [
      integer('gnum', '序号', 'Line number', 5),
      text('itemNo', '企业商品货号', 'Seller item no. (SKU)', [0, 30], before([1, 30])),
      text('itemName', '企业商品名称', 'Seller item name', [0, 250], before([1, 250])),
      optional(text('itemDescribe', '企业商品描述', 'Item description', [0, 1000])),
      optional(text('barCode', '条形码', 'Bar code', [0, 50])),
      text('unit', '计量单位', 'Unit', 3),
      text('currency', '币制', 'Currency', 3),
      decimal('qty', '数量', 'Quantity'),
      decimal('price', '单价', 'Unit price'),
      money('totalPrice', '总价', 'Line total'),
      optional(text('note', '备注', 'Remark', [0, 1000])),
    ],
    { count: { min: 1, max: 100 } },
  ),
  direction: 'export',
  receipt: 'CEB304',
  refusal: '-301008',
  key: ['ebpCode', 'orderNo'],
});
