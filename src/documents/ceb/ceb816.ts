import {
  answer,
  integer,
  lines,
  type MessageTable,
  money,
  optional,
  text,
  UNBOUNDED,
} from './fields.ts';

/** The tax of one released list: CEB816, from customs. */
export const CEB816: MessageTable = answer({
  type: 'CEB816',
  zh: '电子税单',
  en: 'Electronic tax bill',
  record: 'Tax',
  head: {
    element: 'TaxHeadRd',
    fields: [
      text('guid', '系统唯一序号', 'System unique id', 36),
      text('returnTime', '回执时间', 'Return time', 17),
      text('invtNo', '进境清单编号', 'List no.', [1, 18]),
      text('taxNo', '电子税单编号', 'Electronic tax bill no.', [1, 50]),
      money('customsTax', '应征关税', 'Customs duty payable'),
      money('valueAddedTax', '应征增值税', 'VAT payable'),
      money('consumptionTax', '应征消费税', 'Consumption tax payable'),
      text('status', '税单状态', 'Tax bill status', 1, {
        values: { '1': 'generated', '2': 'consolidated', '3': 'voided' },
      }),
      optional(text('entDutyNo', '缴款书编号', 'Payment notice no.', [0, 50])),
      optional(text('note', '备注', 'Remark', [0, 1000])),
      optional(text('assureCode', '担保企业代码', 'Tax guarantor code', [0, 64])),
      optional(text('ebcCode', '电商企业代码', 'E-commerce seller code', [0, 64])),
      optional(text('logisticsCode', '物流企业代码', 'Logistics company code', [0, 64])),
      optional(text('agentCode', '申报单位代码', 'Declarant code', [1, 18])),
      optional(text('customsCode', '申报口岸', 'Declaration customs code', 4)),
    ],
  },
  lines: lines(
    'TaxListRd',
    [
      integer('gnum', '商品项号', 'Line number', 10),
      text('gcode', '海关商品编码', 'HS commodity code', 10),
      money('taxPrice', '完税总价格', 'Dutiable price'),
      money('customsTax', '应征关税', 'Customs duty payable'),
      money('valueAddedTax', '应征增值税', 'VAT payable'),
      money('consumptionTax', '应征消费税', 'Consumption tax payable'),
    ],
    { numbered: false },
  ),
  records: { min: 1, max: UNBOUNDED },
  key: ['taxNo'],
});
