import { answer, type MessageTable, optional, text } from './fields.ts';
import { REPLY } from './filing.ts';

/** The answer to one import refund request (CEB625). */
export const CEB626: MessageTable = answer({
  type: 'CEB626',
  zh: '退货申请单回执',
  en: 'Refund receipt',
  record: 'InvtRefundReturn',
  fields: [
    text('guid', '系统唯一序号', 'System unique id', 36),
    optional(text('customsCode', '申报海关代码', 'Declaration customs code', 4)),
    optional(text('agentCode', '申报企业代码', 'Declarant code', [1, 18])),
    optional(text('ebpCode', '电商平台代码', 'E-commerce platform code', [1, 18])),
    optional(text('ebcCode', '电商企业代码', 'E-commerce seller code', [1, 18])),
    text('copNo', '企业内部编号', 'Company internal no.', [1, 20]),
    text('preNo', '预录入编号', 'E-port preliminary no.', 18, { spec: 'optional' }),
    optional(text('invtNo', '清单编号', 'List no.', 18)),
    ...REPLY,
  ],
  key: ['copNo', 'preNo'],
});
