import { answer, type MessageTable, optional, text } from './fields.ts';

/** The answer to one refund tally detail (CEB215). */
export const CEB216: MessageTable = answer({
  type: 'CEB216',
  zh: '退货理货明细单回执',
  en: 'Refund tally receipt',
  record: 'InvtRefundDetailReturn',
  fields: [
    text('guid', '系统唯一序号', 'System unique id', 36),
    text('operatorCode', '监管场所经营人代码', 'Supervision site operator code', [0, 18]),
    text('logisticsCode', '物流企业代码', 'Logistics company code', [0, 18]),
    text('logisticsNo', '物流运单号', 'Waybill no.', [0, 80]),
    text('coElNo', '企业内部编号', 'Company internal no.', [0, 30]),
    optional(text('preNo', '预录入编号', 'E-port preliminary no.', [0, 18])),
    text('returnStatus', '回执状态', 'Return status', [0, 10]),
    text('returnTime', '回执时间', 'Return time', 17),
    text('returnInfo', '回执信息', 'Return information', [0, 1000]),
  ],
  direction: 'export',
  editions: ['202205'],
  key: ['operatorCode', 'coElNo'],
});
