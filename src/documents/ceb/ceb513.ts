import { type MessageTable, optional, sent, text } from './fields.ts';
import { FILING } from './filing.ts';

/** A parcel handed over to its consignee: CEB513, sent by the logistics firm. */
export const CEB513: MessageTable = sent({
  type: 'CEB513',
  zh: '物流运单状态',
  en: 'Import waybill status',
  record: 'LogisticsStatus',
  head: {
    element: 'LogisticsStatus',
    fields: [
      ...FILING,
      text('logisticsCode', '物流企业代码', 'Logistics company code', [1, 18]),
      text('logisticsName', '物流企业名称', 'Logistics company name', [1, 100]),
      text('logisticsNo', '物流运单编号', 'Waybill no.', [1, 60]),
      text('logisticsStatus', '物流运单状态', 'Logistics status', 1, {
        values: { S: 'signed for' },
      }),
      text('logisticsTime', '物流状态时间', 'Logistics status time', 14),
      optional(text('note', '备注', 'Remark', [0, 1000])),
    ],
  },
  receipt: 'CEB514',
  refusal: '-505011',
  key: ['logisticsCode', 'logisticsNo', 'logisticsStatus'],
});
