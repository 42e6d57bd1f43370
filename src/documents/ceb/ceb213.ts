import { decimal, integer, lines, type MessageTable, optional, sent, text } from './fields.ts';
import { EXPORT_FILING } from './filing.ts';

/** Exported goods that come back: CEB213, sent by the seller or its agent. */
export const CEB213: MessageTable = sent({
  type: 'CEB213',
  zh: '出口退货申请单',
  en: 'Export refund request',
  record: 'InvtRefund',
  head: {
    element: 'InvtRefundHead',
    fields: [
      ...EXPORT_FILING,
      text('customsCode', '关区代码', 'Declaration customs code', 4),
      optional(text('loctNo', '监管场所代码', 'Supervision site code', [0, 10])),
      text('ebpCode', '电商平台代码', 'E-commerce platform code', [0, 18]),
      text('ebpName', '电商平台名称', 'E-commerce platform name', [0, 100]),
      text('ebcCode', '电商企业（收发货人）代码', 'E-commerce seller code', [0, 18]),
      text('ebcName', '电商企业（收发货人）名称', 'E-commerce seller name', [0, 100]),
      text('logisticsNo', '物流运单号', 'Waybill no.', [0, 80]),
      text('logisticsCode', '物流企业代码', 'Logistics company code', [0, 18]),
      text('logisticsName', '物流企业名称', 'Logistics company name', [0, 100]),
      text('coElNo', '企业内部标识', 'Company internal no.', [0, 30]),
      optional(text('preNo', '电子口岸编号', 'E-port preliminary no.', [0, 18])),
      text('invtNo', '原清单号', 'List no.', [0, 20]),
      optional(
        text('tradeMode', '退货监管方式', 'Trade (supervision) mode', 4, {
          values: { '9661': 'return for 9610', '1261': 'return for special zone' },
          spec: 'required',
        }),
      ),
      text('agentCode', '申报企业代码', 'Declarant code', [0, 18]),
      text('agentName', '申报企业名称', 'Declarant name', [0, 100]),
      text('billNo', '提运单号', 'Bill of lading / master air waybill no.', [0, 37]),
      text('ieFlag', '进出口标识', 'Import/export mark', [0, 1], {
        values: { I: 'import', E: 'export' },
      }),
      text('trafMode', '运输方式', 'Transport mode', [0, 1]),
      text('trafName', '运输工具名称', 'Means of transport name', [0, 100]),
      text('portCode', '进出口岸', 'Port customs code', [0, 4]),
      text('reason', '退货原因', 'Reason', [0, 500], { spec: 'up to 1000' }),
      text('country', '启运国（地区）', 'Country', [0, 3]),
      text('voyageNo', '航班航次', 'Voyage / flight no.', [0, 32]),
      optional(text('note', '备注', 'Remark', [0, 500], { spec: 'up to 1000' })),
    ],
  },
  lines: lines(
    'InvtRefundList',
    [
      integer('gnum', '商品项号', 'Line number', 4),
      text('gcode', '商品编码', 'HS commodity code', [0, 10]),
      text('gname', '商品名称', 'Commodity name', [0, 250]),
      text('gmodel', '规格型号', 'Specification / model', [0, 250]),
      decimal('qty', '申报数量', 'Quantity'),
      decimal('qty1', '法定数量', 'Statutory quantity'),
      text('unit', '申报计量单位', 'Unit', 3),
      text('unit1', '法定计量单位', 'Statutory unit', 3),
      optional(decimal('qty2', '法定第二数量', 'Second quantity')),
      optional(text('unit2', '法定第二计量单位', 'Second unit', 3)),
      optional(text('note', '备注', 'Remark', [0, 500])),
    ],
    { count: { min: 1, max: 100 }, numbered: false },
  ),
  direction: 'export',
  editions: ['202205'],
  receipt: 'CEB214',
  refusal: null,
  key: ['agentCode', 'coElNo'],
});
