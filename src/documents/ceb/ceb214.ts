import { answer, type MessageTable, optional, text } from './fields.ts';

/** The answer to one export refund request (CEB213). */
export const CEB214: MessageTable = answer({
  type: 'CEB214',
  zh: '出口退货申请单回执',
  en: 'Export refund receipt',
  record: 'RefundReturn',
  fields: [
    text('guid', '系统唯一序号', 'System unique id', 36),
    optional(text('ebpCode', '电商平台代码', 'E-commerce platform code', [0, 18])),
    optional(text('ebcCode', '电商企业代码', 'E-commerce seller code', [0, 18])),
    text('agentCode', '申报企业代码', 'Declarant code', [0, 18]),
    text('coElNo', '企业内部编号', 'Company internal no.', [0, 30]),
    optional(text('preNo', '电子口岸编号', 'E-port preliminary no.', [0, 18])),
    text('invtNo', '清单编号', 'List no.', [0, 20]),
    text('returnStatus', '回执状态', 'Return status', [0, 10]),
    text('returnTime', '回执时间', 'Return time', 17),
    text('returnInfo', '回执信息', 'Return information', [0, 1000]),
  ],
  direction: 'export',
  editions: ['202205'],
  key: ['agentCode', 'coElNo'],
});
