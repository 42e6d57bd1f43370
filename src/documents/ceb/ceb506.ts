import { answer, before, type MessageTable, text } from './fields.ts';
import { EXPORT_REPLY } from './filing.ts';

/** The answer to one export waybill (CEB505). */
export const CEB506: MessageTable = answer({
  type: 'CEB506',
  zh: '出口运单回执',
  en: 'Export waybill receipt',
  record: 'LogisticsReturn',
  fields: [
    text('guid', '系统唯一序号', 'System unique id', 36),
    text('logisticsCode', '物流企业代码', 'Logistics company code', [0, 18]),
    text('logisticsNo', '物流运单编号', 'Waybill no.', [0, 32], before([0, 80])),
    ...EXPORT_REPLY,
  ],
  direction: 'export',
  key: ['logisticsCode', 'logisticsNo'],
});
