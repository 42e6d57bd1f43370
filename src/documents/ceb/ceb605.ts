import { before, type MessageTable, optional, sent, text, token } from './fields.ts';
import { EXPORT_FILING } from './filing.ts';

/** The wish to take back an export list: CEB605, sent by the seller or its agent. */
export const CEB605: MessageTable = sent({
  type: 'CEB605',
  zh: '出口撤销申请单',
  en: 'Export withdrawal',
  record: 'InvtCancel',
  head: {
    element: 'InvtCancel',
    fields: [
      ...EXPORT_FILING,
      text('customsCode', '申报地海关代码', 'Declaration customs code', 4),
      text('copNo', '企业唯一编号', 'Company internal no.', [0, 30], before([1, 30])),
      optional(text('preNo', '电子口岸编号', 'E-port preliminary no.', 18)),
      text('invtNo', '原清单编号', 'List no.', [0, 20], before(18)),
      token('reason', '撤单原因', 'Reason', [0, 1000], before([1, 1000], { kind: 'text' })),
      text('agentCode', '申报企业代码', 'Declarant code', [0, 18], before([1, 18])),
      text('agentName', '申报企业名称', 'Declarant name', [0, 100], {
        spec: 'printed as agengName',
        ...before([1, 100]),
      }),
      text('ebcCode', '收发货人代码', 'E-commerce seller code', [0, 18], before([1, 18])),
      text('ebcName', '收发货人名称', 'E-commerce seller name', [0, 100], before([1, 100])),
      optional(text('note', '备注', 'Remark', [0, 1000])),
    ],
  },
  direction: 'export',
  receipt: 'CEB606',
  refusal: null,
  key: ['agentCode', 'copNo'],
});
