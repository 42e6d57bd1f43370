import { answer, before, type MessageTable, text } from './fields.ts';
import { EXPORT_REPLY } from './filing.ts';

/** The answer to one export order (CEB303). */
export const CEB304: MessageTable = answer({
  type: 'CEB304',
  zh: '出口订单回执',
  en: 'Export order receipt',
  record: 'OrderReturn',
  fields: [
    text('guid', '系统唯一序号', 'System unique id', 36),
    text('ebpCode', '电商平台代码', 'E-commerce platform code', [0, 18], before([1, 50])),
    text('ebcCode', '电商企业代码', 'E-commerce seller code', [0, 18]),
    text('orderNo', '电商订单/海外仓订仓单编号', 'Order number', [0, 60]),
    ...EXPORT_REPLY,
  ],
  direction: 'export',
  key: ['ebpCode', 'orderNo'],
});
