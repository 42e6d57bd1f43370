import { answer, integer, type MessageTable, optional, text } from './fields.ts';
import { EXPORT_REPLY } from './filing.ts';

/** The answer to one summary application (CEB701). */
export const CEB702: MessageTable = answer({
  type: 'CEB702',
  zh: '汇总申请单回执',
  en: 'Summary application receipt',
  record: 'SummaryReturn',
  fields: [
    text('guid', '系统唯一序号', 'System unique id', 36),
    text('agentCode', '申报企业代码', 'Declarant code', [0, 18]),
    text('ebcCode', '收发货人代码', 'E-commerce seller code', [0, 18]),
    text('copNo', '企业唯一编号', 'Company internal no.', [0, 30]),
    text('preNo', '电子口岸编号', 'E-port preliminary no.', 18, { spec: 'optional' }),
    optional(text('sumNo', '汇总申请编号', 'Summary application no.', 18)),
    integer('msgSeqNo', '报文序号', 'Sequence of this message', 9),
    ...EXPORT_REPLY,
  ],
  direction: 'export',
  key: ['agentCode', 'copNo'],
});
