import { answer, type MessageTable, optional, text, UNBOUNDED } from './fields.ts';

/** What became of a tax bill: CEB818, from customs. */
export const CEB818: MessageTable = answer({
  type: 'CEB818',
  zh: '电子税单状态',
  en: 'Electronic tax bill status',
  record: 'Tax',
  head: {
    element: 'TaxHeadStatus',
    fields: [
      text('guid', '系统唯一序号', 'System unique id', 36),
      text('returnTime', '回执时间', 'Return time', 17),
      text('invtNo', '进境清单编号', 'List no.', [1, 18]),
      text('taxNo', '电子税单编号', 'Electronic tax bill no.', [1, 50]),
      text('status', '税单状态', 'Tax bill status', 1, {
        values: { '1': 'generated', '2': 'consolidated', '3': 'voided' },
      }),
      optional(text('entDutyNo', '缴款书编号', 'Payment notice no.', [0, 50])),
      optional(text('assureCode', '担保企业代码', 'Tax guarantor code', [0, 64])),
    ],
  },
  records: { min: 1, max: UNBOUNDED },
  key: ['taxNo', 'status'],
});
