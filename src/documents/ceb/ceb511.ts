import { decimal, integer, type MessageTable, money, optional, sent, text } from './fields.ts';
import { FILING } from './filing.ts';

/** One parcel under way: CEB511, sent by the logistics firm. */
export const CEB511: MessageTable = sent({
  type: 'CEB511',
  zh: '物流运单',
  en: 'Import waybill',
  record: 'Logistics',
  head: {
    element: 'LogisticsHead',
    fields: [
      ...FILING,
      text('logisticsCode', '物流企业代码', 'Logistics company code', [1, 18]),
      text('logisticsName', '物流企业名称', 'Logistics company name', [1, 100]),
      text('logisticsNo', '物流运单编号', 'Waybill no.', [1, 60]),
      optional(text('billNo', '提运单号', 'Bill of lading / master air waybill no.', [0, 37])),
      text('orderNo', '订单编号', 'Order number', [1, 60], {
        spec: 'absent from the printed table',
      }),
      optional(money('freight', '运费', 'Freight', { spec: 'required' })),
      optional(money('insuredFee', '保价费', 'Insurance fee', { spec: 'required' })),
      text('currency', '币制', 'Currency', 3, { fixed: '142' }),
      decimal('weight', '毛重', 'Gross weight (kg)'),
      integer('packNo', '件数', 'Packages', 9),
      optional(text('goodsInfo', '主要货物信息', 'Goods summary', [0, 200])),
      text('consignee', '收货人姓名', 'Consignee name', [1, 100], {
        personal: 'name',
        spec: 'printed as consingee',
      }),
      text('consigneeAddress', '收货地址', 'Consignee address', [1, 200], { personal: 'address' }),
      text('consigneeTelephone', '收货人电话', 'Consignee telephone', [1, 50], {
        personal: 'phone',
      }),
      optional(text('note', '备注', 'Remark', [0, 1000])),
    ],
  },
  receipt: 'CEB512',
  refusal: '-504011',
  key: ['logisticsCode', 'logisticsNo'],
});
