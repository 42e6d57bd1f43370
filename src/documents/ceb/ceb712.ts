import { answer, type MessageTable, optional, text } from './fields.ts';
import { REPLY } from './filing.ts';

/** The answer to one warehouse-in detail (CEB711). */
export const CEB712: MessageTable = answer({
  type: 'CEB712',
  zh: '入库明细单回执',
  en: 'Warehouse-in receipt',
  record: 'DeliveryReturn',
  fields: [
    text('guid', '系统唯一序号', 'System unique id', 36),
    optional(text('customsCode', '申报海关代码', 'Declaration customs code', 4)),
    optional(text('operatorCode', '监管场所经营人代码', 'Supervision site operator code', [1, 18])),
    optional(text('copNo', '企业内部编号', 'Company internal no.', [0, 20], { spec: 'required' })),
    optional(text('preNo', '预录入编号', 'E-port preliminary no.', [0, 18], { spec: 'required' })),
    optional(text('rkdNo', '入库单编号', 'Warehouse-in no.', [0, 18])),
    ...REPLY,
  ],
  key: ['operatorCode', 'copNo'],
});
