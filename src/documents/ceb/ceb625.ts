import { decimal, integer, lines, type MessageTable, optional, sent, text } from './fields.ts';
import { FILING } from './filing.ts';

/** Goods of a released list that go back: CEB625, sent by whoever declared the list. */
export const CEB625: MessageTable = sent({
  type: 'CEB625',
  zh: '退货申请单',
  en: 'Import refund request',
  record: 'InvtRefund',
  head: {
    element: 'InvtRefundHead',
    fields: [
      ...FILING,
      text('customsCode', '申报海关代码', 'Declaration customs code', 4),
      text('orderNo', '订单编号', 'Order number', [1, 60]),
      text('ebpCode', '电商平台代码', 'E-commerce platform code', [1, 18]),
      text('ebpName', '电商平台名称', 'E-commerce platform name', [1, 100]),
      text('ebcCode', '电商企业代码', 'E-commerce seller code', [1, 18]),
      text('ebcName', '电商企业名称', 'E-commerce seller name', [1, 100]),
      text('logisticsNo', '物流运单编号', 'Waybill no.', [1, 60]),
      text('logisticsCode', '物流企业代码', 'Logistics company code', [1, 18]),
      text('logisticsName', '物流企业名称', 'Logistics company name', [1, 100]),
      optional(
        text('copNo', '企业内部编号', 'Company internal no.', [0, 20], { spec: 'required' }),
      ),
      optional(text('preNo', '预录入编号', 'E-port preliminary no.', [0, 18])),
      text('invtNo', '清单编号', 'List no.', [1, 18]),
      text('buyerIdType', '订购人证件类型', 'Buyer ID type', 1, {
        values: { '1': 'ID card', '2': 'other' },
      }),
      text('buyerIdNumber', '订购人证件号码', 'Buyer ID number', [1, 60], {
        personal: 'id',
        spec: 'up to 20',
      }),
      text('buyerName', '订购人姓名', 'Buyer name', [1, 60], { personal: 'name' }),
      text('buyerTelephone', '订购人电话', 'Buyer telephone', [1, 30], { personal: 'phone' }),
      text('agentCode', '申报企业代码', 'Declarant code', [1, 18]),
      text('agentName', '申报企业名称', 'Declarant name', [1, 100]),
      text('reason', '退货原因', 'Reason', [1, 1000]),
      optional(text('note', '备注', 'Remark', [0, 1000])),
    ],
  },
  lines: lines(
    'InvtRefundList',
    [
      integer('gnum', '序号', 'Line number', 10),
      text('gcode', '商品编码', 'HS commodity code', 10),
      text('gname', '商品名称', 'Commodity name', [1, 250]),
      decimal('qty', '数量', 'Quantity'),
      text('unit', '计量单位', 'Unit', 3),
      optional(text('note', '备注', 'Remark', [0, 1000])),
    ],
    { numbered: false },
  ),
  signature: 'required',
  receipt: 'CEB626',
  refusal: '-625001',
  key: ['agentCode', 'copNo'],
});
