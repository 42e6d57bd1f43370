import { answer, before, type MessageTable, text } from './fields.ts';
import { EXPORT_REPLY } from './filing.ts';

/** The answer to one export declaration list (CEB603). */
export const CEB604: MessageTable = answer({
  type: 'CEB604',
  zh: '出口清单回执',
  en: 'Export declaration list receipt',
  record: 'InventoryReturn',
  fields: [
    text('guid', '系统唯一序号', 'System unique id', 36),
    text('agentCode', '申报企业代码', 'Declarant code', [0, 18]),
    text('copNo', '企业唯一编号', 'Company internal no.', [0, 30]),
    text('preNo', '电子口岸编号', 'E-port preliminary no.', 18, { spec: 'optional' }),
    text('invtNo', '清单编号', 'List no.', [0, 20], before(18)),
    text('ebcCode', '收发货人代码', 'E-commerce seller code', [0, 18]),
    text('ebpCode', '电商平台代码', 'E-commerce platform code', [0, 18], before([1, 50])),
    text('orderNo', '订单编号', 'Order number', [0, 60]),
    text('statisticsFlag', '申报业务类型', 'Declaration type', 1, {
      values: { A: 'simplified', B: 'consolidated' },
    }),
    ...EXPORT_REPLY,
  ],
  direction: 'export',
  key: ['copNo', 'preNo'],
});
