import { answer, type MessageTable, text } from './fields.ts';
import { REPLY } from './filing.ts';

/** The answer to one order (CEB311). */
export const CEB312: MessageTable = answer({
  type: 'CEB312',
  zh: '电子订单回执',
  en: 'Import order receipt',
  record: 'OrderReturn',
  fields: [
    text('guid', '系统唯一序号', 'System unique id', 36),
    text('ebpCode', '电商平台代码', 'E-commerce platform code', [1, 18]),
    text('ebcCode', '电商企业代码', 'E-commerce seller code', [1, 18]),
    text('orderNo', '订单编号', 'Order number', [1, 60]),
    ...REPLY,
  ],
  key: ['ebpCode', 'orderNo'],
});
