import { answer, type MessageTable, text } from './fields.ts';
import { REPLY } from './filing.ts';

/** The answer to one waybill (CEB511). */
export const CEB512: MessageTable = answer({
  type: 'CEB512',
  zh: '物流运单回执',
  en: 'Import waybill receipt',
  record: 'LogisticsReturn',
  fields: [
    text('guid', '系统唯一序号', 'System unique id', 36),
    text('logisticsCode', '物流企业代码', 'Logistics company code', [1, 18]),
    text('logisticsNo', '物流运单编号', 'Waybill no.', [1, 60]),
    ...REPLY,
  ],
  key: ['logisticsCode', 'logisticsNo'],
});
