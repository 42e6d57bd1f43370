import { before, type MessageTable, money, optional, sent, text } from './fields.ts';
import { exportFiling } from './filing.ts';

/** The money received for one order: CEB403, sent by the payment firm or the seller. */
export const CEB403: MessageTable = sent({
  type: 'CEB403',
  zh: '收款单',
  en: 'Export collection',
  record: 'Receipts',
  head: {
    element: 'Receipts',
    fields: [
      ...exportFiling('1', '2'),
      text('ebpCode', '电商平台代码', 'E-commerce platform code', [0, 18], before([1, 50])),
      text(
        'ebpName',
        '电商平台名称/海外仓名称',
        'E-commerce platform name',
        [0, 100],
        before([1, 100]),
      ),
      text('ebcCode', '电商企业代码', 'E-commerce seller code', [0, 18], before([1, 18])),
      text('ebcName', '电商企业名称', 'E-commerce seller name', [0, 100], before([1, 100])),
      text('orderNo', '电商订单/海外仓订仓单编号', 'Order number', [0, 60], before([1, 60])),
      optional(text('payCode', '支付企业代码', 'Payment company code', [0, 18])),
      text('payName', '支付企业名称', 'Payment company name', [0, 100], before([1, 100])),
      optional(text('payNo', '支付交易编号', 'Collection no.', [0, 60])),
      money('charge', '收款金额', 'Amount received'),
      text('currency', '币制', 'Currency', 3),
      text('accountingDate', '到账时间', 'Accounting time', 14),
      optional(text('note', '备注', 'Remark', [0, 1000])),
    ],
  },
  direction: 'export',
  receipt: 'CEB404',
  refusal: '-401009',
  key: ['ebpCode', 'orderNo'],
});
