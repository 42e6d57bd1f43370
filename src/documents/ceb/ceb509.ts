import {
  before,
  integer,
  lines,
  type MessageTable,
  optional,
  sent,
  text,
  token,
  UNBOUNDED,
} from './fields.ts';
import { EXPORT_FILING } from './filing.ts';

/** Parcels that left the country: CEB509, sent by the logistics firm. */
export const CEB509: MessageTable = sent({
  type: 'CEB509',
  zh: '离境单',
  en: 'Departure document',
  record: 'Departure',
  head: {
    element: 'DepartureHead',
    fields: [
      ...EXPORT_FILING,
      text('customsCode', '申报地海关代码', 'Declaration customs code', 4),
      text('copNo', '企业唯一编号', 'Company internal no.', [0, 30], before([1, 30])),
      optional(text('preNo', '电子口岸编号', 'E-port preliminary no.', 18)),
      text('logisticsCode', '物流企业代码', 'Logistics company code', [0, 18], before([1, 18])),
      text('logisticsName', '物流企业名称', 'Logistics company name', [0, 100], before([1, 100])),
      token('trafMode', '运输方式', 'Transport mode', 1, before(1, { kind: 'text' })),
      optional(text('trafName', '运输工具名称', 'Means of transport name', [0, 100])),
      optional(text('voyageNo', '航班航次号', 'Voyage / flight no.', [0, 32])),
      optional(text('billNo', '提运单号', 'Bill of lading / master air waybill no.', [0, 37])),
      text('leaveTime', '离境时间', 'Departure time', 14),
      integer('msgCount', '报文总数', 'Number of messages in the set', 9),
      integer('msgSeqNo', '报文序号', 'Sequence of this message', 9),
      optional(text('note', '备注', 'Remark', [0, 1000])),
    ],
  },
  lines: lines(
    'DepartureList',
    [
      integer('gnum', '序号', 'Line number', 5),
      optional(text('totalPackageNo', '总包号', 'Bag / total package no.', [0, 37])),
      text('logisticsNo', '物流运单编号', 'Waybill no.', [0, 32], before([1, 80])),
      optional(text('note', '备注', 'Remark', [0, 1000])),
    ],
    { count: { min: 1, max: UNBOUNDED }, editions: { '2018': { min: 1, max: 100 } } },
  ),
  direction: 'export',
  receipt: 'CEB510',
  refusal: null,
  key: ['logisticsCode', 'copNo', 'msgSeqNo'],
});
