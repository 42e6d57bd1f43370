import { answer, before, integer, type MessageTable, text } from './fields.ts';

/** The answer to one departure document (CEB509). */
export const CEB510: MessageTable = answer({
  type: 'CEB510',
  zh: '离境单回执',
  en: 'Departure receipt',
  record: 'DepartureReturn',
  fields: [
    text('guid', '系统唯一序号', 'System unique id', 36),
    text('logisticsCode', '物流企业代码', 'Logistics company code', [0, 18]),
    text('copNo', '企业唯一编号', 'Company internal no.', [0, 30]),
    text('preNo', '电子口岸编号', 'E-port preliminary no.', 18),
    integer('msgSeqNo', '报文序号', 'Sequence of this message', 9),
    text('returnStatus', '回执状态', 'Return status', [1, 10], before([0, 10])),
    text('returnTime', '回执时间', 'Return time', 17),
    text('returnInfo', '回执信息', 'Return information', [0, 1000]),
  ],
  direction: 'export',
  key: ['logisticsCode', 'copNo'],
});
