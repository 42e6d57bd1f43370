import { answer, integer, type MessageTable, text } from './fields.ts';
import { EXPORT_REPLY } from './filing.ts';

/** The answer to one master and house list (CEB607). */
export const CEB608: MessageTable = answer({
  type: 'CEB608',
  zh: '清单总分单回执',
  en: 'Master and house list receipt',
  record: 'WayBillReturn',
  fields: [
    text('guid', '系统唯一序号', 'System unique id', 36),
    text('agentCode', '申报企业代码', 'Declarant code', [0, 18]),
    text('logisticsCode', '物流企业代码', 'Logistics company code', [0, 18]),
    text('copNo', '企业唯一编号', 'Company internal no.', [0, 30]),
    text('preNo', '电子口岸编号', 'E-port preliminary no.', 18, { spec: 'optional' }),
    text('billNo', '提运单号', 'Bill of lading / master air waybill no.', [0, 37]),
    integer('msgSeqNo', '报文序号', 'Sequence of this message', 9),
    ...EXPORT_REPLY,
  ],
  direction: 'export',
  key: ['agentCode', 'copNo'],
});
