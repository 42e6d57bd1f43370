import { answer, integer, type MessageTable, text } from './fields.ts';
import { EXPORT_REPLY } from './filing.ts';

/** The answer to one arrival document (CEB507). */
export const CEB508: MessageTable = answer({
  type: 'CEB508',
  zh: '运抵单回执',
  en: 'Arrival receipt',
  record: 'ArrivalReturn',
  fields: [
    text('guid', '系统唯一序号', 'System unique id', 36),
    text('operatorCode', '监管场所经营人代码', 'Supervision site operator code', [0, 18]),
    text('logisticsCode', '物流企业代码', 'Logistics company code', [0, 18]),
    text('preNo', '电子口岸编号', 'E-port preliminary no.', 18, { spec: 'optional' }),
    text('copNo', '企业唯一编号', 'Company internal no.', [0, 30]),
    text('billNo', '提运单号', 'Bill of lading / master air waybill no.', [0, 37]),
    integer('msgSeqNo', '报文序号', 'Sequence of this message', 9),
    ...EXPORT_REPLY,
  ],
  direction: 'export',
  key: ['operatorCode', 'copNo'],
});
