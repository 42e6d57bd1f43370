import { type MessageTable, optional, sent, text } from './fields.ts';
import { EXPORT_FILING } from './filing.ts';

/** What the supervision site found of goods that come back: CEB215, sent by the site. */
export const CEB215: MessageTable = sent({
  type: 'CEB215',
  zh: '退货理货明细单',
  en: 'Refund tally detail',
  record: 'InvtRefundDetail',
  head: {
    element: 'InvtRefundDetail',
    fields: [
      ...EXPORT_FILING,
      text('customsCode', '关区代码', 'Declaration customs code', 4),
      text('operatorCode', '监管场所经营人代码', 'Supervision site operator code', [0, 18]),
      text('operatorName', '监管场所经营人名称', 'Supervision site operator name', [0, 100]),
      text('logisticsCode', '物流企业代码', 'Logistics company code', [0, 18]),
      text('logisticsName', '物流企业名称', 'Logistics company name', [0, 100]),
      text('logisticsNo', '物流运单号', 'Waybill no.', [0, 80]),
      optional(text('invtNo', '清单编号', 'List no.', [0, 20])),
      text('coElNo', '企业内部编号', 'Company internal no.', [0, 20]),
      optional(text('preNo', '电子口岸编号', 'E-port preliminary no.', [0, 18])),
      text('billNo', '提运单号', 'Bill of lading / master air waybill no.', [0, 37]),
      text('ieFlag', '进出口标识', 'Import/export mark', 1, {
        values: { I: 'import', E: 'export' },
      }),
      text('trafMode', '运输方式', 'Transport mode', 1),
      text('trafName', '运输工具名称', 'Means of transport name', [0, 100]),
      text('voyageNo', '航班航次', 'Voyage / flight no.', [0, 32]),
      optional(text('location', '卸货堆货的仓储位置', 'Storage location', [0, 250])),
      optional(text('note', '备注', 'Remark', [0, 250])),
    ],
  },
  direction: 'export',
  editions: ['202205'],
  receipt: 'CEB216',
  refusal: null,
  key: ['operatorCode', 'coElNo'],
});
