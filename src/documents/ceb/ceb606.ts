import { answer, before, type MessageTable, text } from './fields.ts';
import { EXPORT_REPLY } from './filing.ts';

/** The answer to one export withdrawal (CEB605). */
export const CEB606: MessageTable = answer({
  type: 'CEB606',
  zh: '出口撤销申请单回执',
  en: 'Export withdrawal receipt',
  record: 'InvtCancelReturn',
  fields: [
    text('guid', '系统唯一序号', 'System unique id', 36),
    text('agentCode', '申报企业代码', 'Declarant code', [0, 18]),
    text('copNo', '企业唯一编号', 'Company internal no.', [0, 30]),
    text('preNo', '电子口岸编号', 'E-port preliminary no.', 18, { spec: 'optional' }),
    text('invtNo', '原清单编号', 'List no.', [0, 20], before(18)),
    ...EXPORT_REPLY,
  ],
  direction: 'export',
  key: ['agentCode', 'copNo'],
});
