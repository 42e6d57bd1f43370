import { answer, type MessageTable, text } from './fields.ts';
import { REPLY } from './filing.ts';

/** The answer to one import waybill status (CEB513). */
export const CEB514: MessageTable = answer({
  type: 'CEB514',
  zh: '物流运单状态回执',
  en: 'Import waybill status receipt',
  record: 'LogisticsStatusReturn',
  fields: [
    text('guid', '系统唯一序号', 'System unique id', 36),
    text('logisticsCode', '物流企业代码', 'Logistics company code', [1, 18]),
    text('logisticsNo', '物流运单编号', 'Waybill no.', [1, 60]),
    text('logisticsStatus', '物流状态', 'Logistics status', 1, { values: { S: 'signed for' } }),
    ...REPLY,
  ],
  key: ['logisticsCode', 'logisticsNo'],
});
