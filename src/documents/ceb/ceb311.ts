import { decimal, integer, type MessageTable, money, optional, text } from './fields.ts';
import { FILING } from './filing.ts';

/** One sale on a platform: CEB311, sent by the platform or the seller. */
export const CEB311: MessageTable = {
  type: 'CEB311',
  zh: '电子订单',
  en: 'Import order',
  record: 'Order',
  head: {
    element: 'OrderHead',
    fields: [
      ...FILING,
      text('orderType', '订单类型', 'Order type', 1, { values: { I: 'import' } }),
      text('orderNo', '订单编号', 'Order number', [1, 60]),
      text('ebpCode', '电商平台代码', 'E-commerce platform code', [1, 18]),
      text('ebpName', '电商平台名称', 'E-commerce platform name', [1, 100]),
      text('ebcCode', '电商企业代码', 'E-commerce seller code', [1, 18]),
      text('ebcName', '电商企业名称', 'E-commerce seller name', [1, 100]),
      money('goodsValue', '商品价格', 'Goods value'),
      money('freight', '运杂费', 'Freight'),
      money('discount', '非现金抵扣金额', 'Non-cash deduction'),
      money('taxTotal', '代扣税款', 'Tax withheld'),
      money('acturalPaid', '实际支付金额', 'Actually paid'),
      text('currency', '币制', 'Currency', 3, { fixed: '142' }),
      text('buyerRegNo', '订购人注册号', 'Buyer platform account', [1, 60]),
      text('buyerName', '订购人姓名', 'Buyer name', [1, 60], { personal: 'name' }),
      text('buyerTelephone', '订购人电话', 'Buyer telephone', [1, 30], {
        personal: 'phone',
        spec: 'absent from the printed table',
      }),
      text('buyerIdType', '订购人证件类型', 'Buyer ID type', 1, {
        values: { '1': 'ID card', '2': 'other' },
      }),
      text('buyerIdNumber', '订购人证件号码', 'Buyer ID number', [1, 60], { personal: 'id' }),
      optional(text('payCode', '支付企业代码', 'Payment company code', [0, 18])),
      optional(text('payName', '支付企业名称', 'Payment company name', [0, 100])),
      optional(text('payTransactionId', '支付交易编号', 'Payment transaction no.', [0, 60])),
      optional(text('batchNumbers', '商品批次号', 'Goods batch no.', [0, 100])),
      text('consignee', '收货人姓名', 'Consignee name', [1, 100], { personal: 'name' }),
      text('consigneeTelephone', '收货人电话', 'Consignee telephone', [1, 50], {
        personal: 'phone',
        spec: 'printed as consigneeTelephon',
      }),
      text('consigneeAddress', '收货地址', 'Consignee address', [1, 200], { personal: 'address' }),
      optional(
        text('consigneeDistrict', '收货地址行政区划代码', 'Consignee district', 6, {
          spec: 'printed as consigneeDitrict',
        }),
      ),
      optional(text('note', '备注', 'Remark', [0, 1000])),
    ],
  },
  lines: {
    element: 'OrderList',
    fields: [
      integer('gnum', '商品序号', 'Line number', 10),
      optional(text('itemNo', '企业商品货号', 'Seller item no. (SKU)', [0, 30])),
      text('itemName', '企业商品名称', 'Seller item name', [1, 250]),
      text('gmodel', '商品规格型号', 'Specification / model', [1, 510]),
      optional(text('itemDescribe', '企业商品描述', 'Item description', [0, 1000])),
      optional(text('barCode', '条形码', 'Bar code', [0, 50])),
      text('unit', '单位', 'Unit', 3),
      decimal('qty', '数量', 'Quantity'),
      decimal('price', '单价', 'Unit price'),
      money('totalPrice', '总价', 'Line total'),
      text('currency', '币制', 'Currency', 3, { fixed: '142' }),
      text('country', '原产国', 'Country of origin', 3),
      optional(text('note', '备注', 'Remark', [0, 1000])),
    ],
  },
  sent: true,
  signature: 'optional',
  receipt: 'CEB312',
  refusal: '-301008',
  key: ['ebpCode', 'orderNo'],
};
