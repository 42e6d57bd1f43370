import { answer, type MessageTable, optional, text } from './fields.ts';
import { EXPORT_REPLY } from './filing.ts';

/** The answer to one export collection (CEB403). */
export const CEB404: MessageTable = answer({
  type: 'CEB404',
  zh: '收款单回执',
  en: 'Export collection receipt',
  record: 'ReceiptsReturn',
  fields: [
    text('guid', '系统唯一序号', 'System unique id', 36),
    text('ebcCode', '电商企业代码', 'E-commerce seller code', [0, 18]),
    text('orderNo', '电商订单/海外仓订仓单编号', 'Order number', [0, 60]),
    optional(text('payNo', '支付交易编号', 'Collection no.', [0, 60])),
    ...EXPORT_REPLY,
  ],
  direction: 'export',
  key: ['ebcCode', 'orderNo'],
});
