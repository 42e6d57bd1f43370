import { answer, type MessageTable, text } from './fields.ts';
import { REPLY } from './filing.ts';

/** The answer to one payment (CEB411). */
export const CEB412: MessageTable = answer({
  type: 'CEB412',
  zh: '支付凭证回执',
  en: 'Import payment receipt',
  record: 'PaymentReturn',
  fields: [
    text('guid', '系统唯一序号', 'System unique id', 36),
    text('payCode', '支付企业代码', 'Payment company code', [1, 18]),
    text('payTransactionId', '支付交易编号', 'Payment transaction no.', [1, 60]),
    ...REPLY,
  ],
  key: ['payCode', 'payTransactionId'],
});
