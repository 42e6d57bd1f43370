import {
  answer,
  before,
  decimal,
  integer,
  lines,
  type MessageTable,
  optional,
  text,
  UNBOUNDED,
} from './fields.ts';

/** What a summary became: its declaration and the lines in it: CEB792, from customs. */
export const CEB792: MessageTable = answer({
  type: 'CEB792',
  zh: '汇总结果单',
  en: 'Summary result',
  record: 'SummaryResult',
  head: {
    element: 'SummaryResultHead',
    fields: [
      text('guid', '系统唯一序号', 'System unique id', 36),
      text('customsCode', '申报地海关代码', 'Declaration customs code', 4),
      text('sumNo', '汇总申请编号', 'Summary application no.', 18),
      text('opDate', '汇总处理时间', 'Summary time', 17),
      text('declSeqNo', '汇总统一编号', 'Summary unified no.', 18),
      optional(text('decTmpNo', '电子口岸暂存编号', 'E-port temporary no.', 18)),
      optional(text('decPreNo', '电子口岸报关单编号', 'E-port declaration no.', 18)),
      optional(text('entryId', '报关单编号', 'Customs declaration no.', 18)),
      text('decState', '报关单状态', 'Customs declaration status', [1, 3]),
      text('agentCode', '申报企业代码', 'Declarant code', [0, 18]),
      text('agentName', '申报企业名称', 'Declarant name', [0, 100]),
      text('ebcCode', '收发货人代码', 'E-commerce seller code', [0, 18]),
      text('ebcName', '收发货人名称', 'E-commerce seller name', [0, 100]),
      text('declAgentCode', '报关单位代码', 'Customs broker code', [0, 18], {
        spec: 'printed as declagAgentCode',
      }),
      text('declAgentName', '报关单位名称', 'Customs broker name', [0, 100]),
      decimal('grossWeight', '毛重（公斤）', 'Gross weight (kg)'),
      decimal('netWeight', '净重（公斤）', 'Net weight (kg)'),
      integer('msgCount', '报文总数', 'Number of messages in the set', 9),
      integer('msgSeqNo', '报文序号', 'Sequence of this message', 9),
      optional(text('note', '备注', 'Remark', [0, 1000])),
    ],
  },
  lines: lines(
    'SummaryResultList',
    [
      text('invtNo', '清单编号', 'List no.', [0, 20], before(18)),
      text('logisticsNo', '物流运单编号', 'Waybill no.', [0, 32], before([0, 80])),
      integer('gseqno', '汇总结果单顺序号', 'Line in the customs declaration', 5, {
        editions: { '2018': null },
      }),
      integer('gnum', '清单商品项号', 'Line number', 5),
      text('gcode', '清单商品编码', 'HS commodity code', 10),
    ],
    {
      count: { min: 0, max: UNBOUNDED },
      editions: { '2018': { min: 0, max: 100 } },
      numbered: false,
    },
  ),
  direction: 'export',
  key: ['declSeqNo'],
});
