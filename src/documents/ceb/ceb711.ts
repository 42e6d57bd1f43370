import { integer, lines, type MessageTable, optional, sent, text, UNBOUNDED } from './fields.ts';
import { FILING } from './filing.ts';

/** Parcels of direct purchase that arrived at the supervision site: CEB711, sent by the site. */
export const CEB711: MessageTable = sent({
  type: 'CEB711',
  zh: '入库明细单',
  en: 'Warehouse-in detail',
  record: 'Delivery',
  head: {
    element: 'DeliveryHead',
    fields: [
      ...FILING,
      text('customsCode', '申报海关代码', 'Declaration customs code', 4),
      optional(
        text('copNo', '企业内部编号', 'Company internal no.', [0, 20], { spec: 'required' }),
      ),
      optional(text('preNo', '预录入编号', 'E-port preliminary no.', [0, 18])),
      optional(text('rkdNo', '入库单编号', 'Warehouse-in no.', [0, 18])),
      text('operatorCode', '监管场所经营人代码', 'Supervision site operator code', [1, 18]),
      text('operatorName', '监管场所经营人名称', 'Supervision site operator name', [1, 100]),
      text('ieFlag', '进出口标记', 'Import/export mark', 1, {
        values: { I: 'import', E: 'export' },
      }),
      text('trafMode', '运输方式', 'Transport mode', 1),
      text('trafNo', '运输工具编号', 'Means of transport no.', [1, 100]),
      text('voyageNo', '航班航次号', 'Voyage / flight no.', [1, 32]),
      text('billNo', '提运单号', 'Bill of lading / master air waybill no.', [1, 37]),
      text('logisticsCode', '物流企业代码', 'Logistics company code', [1, 18]),
      text('logisticsName', '物流企业名称', 'Logistics company name', [1, 100]),
      optional(text('unloadLocation', '卸货库位', 'Unloading location', [0, 100])),
      optional(text('note', '备注', 'Remark', [0, 1000])),
    ],
  },
  lines: lines(
    'DeliveryList',
    [
      integer('gnum', '序号', 'Line number', 10),
      text('logisticsNo', '物流运单编号', 'Waybill no.', [1, 60]),
      optional(text('note', '备注', 'Remark', [0, 1000])),
    ],
    { count: { min: 1, max: UNBOUNDED } },
  ),
  records: { min: 1, max: 1 },
  signature: 'required',
  receipt: 'CEB712',
  refusal: '-800001',
  key: ['operatorCode', 'copNo'],
});
