import {
  before,
  integer,
  lines,
  type MessageTable,
  optional,
  sent,
  text,
  UNBOUNDED,
} from './fields.ts';
import { exportFiling } from './filing.ts';

/** The wish to have lists summed up in a declaration: CEB701, sent by the seller or its agent. */
export const CEB701: MessageTable = sent({
  type: 'CEB701',
  zh: '汇总申请单',
  en: 'Summary application',
  record: 'SummaryApply',
  head: {
    element: 'SummaryApplyHead',
    fields: [
      ...exportFiling('2'),
      text('customsCode', '申报地海关代码', 'Declaration customs code', 4),
      text('copNo', '企业唯一编号', 'Company internal no.', [0, 30], before([1, 30])),
      optional(text('preNo', '电子口岸编号', 'E-port preliminary no.', [0, 18])),
      optional(text('sumNo', '汇总申请编号', 'Summary application no.', [0, 18])),
      text('agentCode', '申报单位代码', 'Declarant code', [0, 18], before([1, 18])),
      text('agentName', '申报单位名称', 'Declarant name', [0, 100], before([1, 100])),
      text('ebcCode', '收发货人代码', 'E-commerce seller code', [0, 18], before([1, 18])),
      text('ebcName', '收发货人名称', 'E-commerce seller name', [0, 100], before([1, 100])),
      text('declAgentCode', '报关单位代码', 'Customs broker code', [0, 18], {
        spec: 'printed as declagAgentCode',
        ...before([1, 18]),
      }),
      text('declAgentName', '报关单位名称', 'Customs broker name', [0, 100], before([1, 100])),
      optional(text('startTime', '汇总开始时间', 'Summary period start', 14)),
      optional(text('endTime', '汇总结束时间', 'Summary period end', 14)),
      optional(text('loctNo', '监管场所代码', 'Supervision site code', [0, 10])),
      text('summaryFlag', '收发货人汇总标志', 'Consignor summary flag', 1),
      text('itemNameFlag', '按商品名汇总标志', 'Summarise by item name flag', 1),
      integer('msgCount', '报文总数', 'Number of messages in the set', 9),
      integer('msgSeqNo', '报文序号', 'Sequence of this message', 9),
      optional(text('note', '备注', 'Remark', [0, 1000])),
    ],
  },
  lines: lines('SummaryApplyList', [text('invtNo', '清单编号', 'List no.', [0, 20], before(18))], {
    count: { min: 0, max: UNBOUNDED },
    editions: { '2018': { min: 1, max: 100 } },
    numbered: false,
  }),
  direction: 'export',
  receipt: 'CEB702',
  refusal: null,
  key: ['agentCode', 'copNo', 'msgSeqNo'],
});
