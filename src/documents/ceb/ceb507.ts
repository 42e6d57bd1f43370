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
import { exportFiling } from './filing.ts';

/** Parcels that arrived at the supervision site: CEB507, sent by the logistics firm or the site. */
export const CEB507: MessageTable = sent({
  type: 'CEB507',
  zh: '运抵单',
  en: 'Arrival document',
  record: 'Arrival',
  head: {
    element: 'ArrivalHead',
    fields: [
      ...exportFiling('1'),
      text('customsCode', '申报地海关代码', 'Declaration customs code', 4),
      text('copNo', '企业唯一编号', 'Company internal no.', [0, 30], before([1, 30])),
      optional(text('preNo', '电子口岸编号', 'E-port preliminary no.', 18)),
      text(
        'operatorCode',
        '监管场所经营人代码',
        'Supervision site operator code',
        [0, 18],
        before([1, 18]),
      ),
      text(
        'operatorName',
        '监管场所经营人名称',
        'Supervision site operator name',
        [0, 100],
        before([1, 100]),
      ),
      optional(text('loctNo', '监管场所代码', 'Supervision site code', [0, 10])),
      text('ieFlag', '进出口标记', 'Import/export mark', 1, {
        values: { I: 'import', E: 'export' },
      }),
      token('trafMode', '运输方式', 'Transport mode', 1, before(1, { kind: 'text' })),
      optional(text('billNo', '提运单号', 'Bill of lading / master air waybill no.', [0, 37])),
      token(
        'domesticTrafNo',
        '境内运输工具编号',
        'Domestic vehicle no.',
        [0, 100],
        before([1, 100], { kind: 'text' }),
      ),
      text('logisticsCode', '物流企业代码', 'Logistics company code', [0, 18], before([1, 18])),
      text('logisticsName', '物流企业名称', 'Logistics company name', [0, 100], before([1, 100])),
      integer('msgCount', '报文总数', 'Number of messages in the set', 9),
      integer('msgSeqNo', '报文序号', 'Sequence of this message', 9),
      optional(text('note', '备注', 'Remark', [0, 1000])),
    ],
  },
  lines: lines(
    'ArrivalList',
    [
      integer('gnum', '序号', 'Line number', 5),
      text('logisticsNo', '物流运单编号', 'Waybill no.', [0, 32], before([1, 80])),
      optional(text('totalPackageNo', '总包号', 'Bag / total package no.', [0, 37])),
      optional(text('note', '备注', 'Remark', [0, 1000])),
    ],
    { count: { min: 0, max: UNBOUNDED } },
  ),
  direction: 'export',
  receipt: 'CEB508',
  refusal: null,
  key: ['operatorCode', 'copNo', 'msgSeqNo'],
});
