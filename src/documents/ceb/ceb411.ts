import { type MessageTable, money, optional, sent, text } from './fields.ts';
import { FILING } from './filing.ts';

/** One payment of an order: CEB411, sent by the payment firm. */
export const CEB411: MessageTable = sent({
  type: 'CEB411',
  zh: '支付凭证',
  en: 'Import payment',
  record: 'Payment',
  head: {
    element: 'PaymentHead',
    fields: [
      ...FILING,
      text('payCode', '支付企业代码', 'Payment company code', [1, 18]),
      text('payName', '支付企业名称', 'Payment company name', [1, 100]),
      text('payTransactionId', '支付交易编号', 'Payment transaction no.', [1, 60]),
      text('orderNo', '订单编号', 'Order number', [1, 60]),
      text('ebpCode', '电商平台代码', 'E-commerce platform code', [1, 18]),
      text('ebpName', '电商平台名称', 'E-commerce platform name', [1, 100]),
      text('payerIdType', '支付人证件类型', 'Payer ID type', 1, {
        values: { '1': 'ID card', '2': 'other' },
      }),
      text('payerIdNumber', '支付人证件号码', 'Payer ID number', [1, 60], { personal: 'id' }),
      text('payerName', '支付人姓名', 'Payer name', [1, 60], { personal: 'name' }),
      optional(text('telephone', '支付人电话', 'Payer telephone', [0, 60], { personal: 'phone' })),
      money('amountPaid', '支付金额', 'Amount paid'),
      text('currency', '支付币制', 'Currency', 3, { fixed: '142' }),
      text('payTime', '支付时间', 'Payment time', 14),
      optional(text('note', '备注', 'Remark', [0, 1000])),
    ],
  },
  receipt: 'CEB412',
  refusal: '-401009',
  key: ['payCode', 'payTransactionId'],
});
