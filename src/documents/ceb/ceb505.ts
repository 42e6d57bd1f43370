import {
  before,
  decimal,
  integer,
  type MessageTable,
  money,
  optional,
  sent,
  text,
  token,
} from './fields.ts';
import { exportFiling } from './filing.ts';

/** One parcel on its way out: CEB505, sent by the logistics firm. */
export const CEB505: MessageTable = sent({
  type: 'CEB505',
  zh: '出口物流运单',
  en: 'Export waybill',
  record: 'Logistics',
  head: {
    element: 'Logistics',
    fields: [
      ...exportFiling('2'),
      text('logisticsCode', '物流企业代码', 'Logistics company code', [0, 18], before([1, 18])),
      text('logisticsName', '物流企业名称', 'Logistics company name', [0, 100], before([1, 100])),
      text('logisticsNo', '物流运单编号', 'Waybill no.', [0, 32], before([1, 80])),
      money('freight', '运费', 'Freight'),
      money('insuredFee', '保价费', 'Insurance fee'),
      text('currency', '币制', 'Currency', 3),
      decimal('grossWeight', '毛重', 'Gross weight (kg)'),
      integer('packNo', '件数', 'Packages', 9),
      token(
        'goodsInfo',
        '主要货物信息',
        'Goods summary',
        [0, 200],
        before([1, 200], { kind: 'text' }),
      ),
      optional(text('ebcCode', '电商企业代码', 'E-commerce seller code', [0, 18])),
      optional(text('ebcName', '电商企业名称', 'E-commerce seller name', [0, 100])),
      optional(
        text('ebcTelephone', '电商企业电话', 'Seller telephone', [0, 50], { personal: 'phone' }),
      ),
      optional(text('note', '备注', 'Remark', [0, 1000])),
    ],
  },
  direction: 'export',
  receipt: 'CEB506',
  refusal: '-504011',
  key: ['logisticsCode', 'logisticsNo'],
});
