import { decimal, type Field, integer, optional, token } from '../ceb/fields.ts';
import { OPERATOR } from './common.ts';
import { ANY, ONCE, part, price, SOME, type ZoneTable, zoneSent } from './fields.ts';

const HEAD: readonly Field[] = [
  optional(integer('ChgTmsCnt', '变更次数', 'Number of the change', 10)),
  optional(token('SeqNo', '预录入统一编号', 'Preliminary no. of the single window', [1, 64])),
  token('EtpsInnerInvtNo', '企业内部清单编号', 'Own number of the entry list', [1, 64]),
  optional(token('BondInvtNo', '保税清单编号', 'Number of the entry list', [1, 64])),
  token('PutrecNo', '备案编号（账册号）', 'Book no.', [1, 64]),
  optional(
    token('DclTypecd', '申报类型', 'Filing action', [1, 4], {
      values: { '1': 'record', '2': 'change', '3': 'void' },
    }),
  ),
  optional(
    token('InvtType', '清单类型代码', 'Kind of entry list', [1, 4], {
      values: {
        '0': 'ordinary',
        '1': 'collective',
        '3': 'first in, declared later',
        '4': 'simple processing',
        '5': 'bonded display',
        '6': 'transfer within the zone',
        '7': 'linked with the port',
        '8': 'bonded e-commerce',
        '9': 'domestic sale of a VAT payer',
      },
    }),
  ),
  optional(token('ListStat', '清单状态', 'State of the list', [1, 64])),
  optional(token('ListType', '流转类型', 'Kind of transfer', [1, 64])),
  optional(token('InvtIochkptStucd', '清单进出卡口状态代码', 'Gate state', [1, 4])),
  optional(token('PassportUsedTypeCd', '核放单生成标志代码', 'Gate slip mark', [1, 64])),
  optional(
    token('VrfdedMarkcd', '核扣标记代码', 'Deduction mark', [1, 4], {
      values: { '0': 'not deducted', '1': 'pre-deducted', '2': 'deducted', '3': 'written off' },
    }),
  ),
  optional(token('BizopEtpsSccd', '经营企业社会信用代码', 'Trading firm: credit code', 18)),
  token('BizopEtpsno', '经营企业编号', 'Trading firm', 10),
  token('BizopEtpsNm', '经营企业名称', 'Trading firm: name', [1, 512]),
  optional(token('DclEtpsSccd', '申报企业社会信用代码', 'Declarant: credit code', 18)),
  token('DclEtpsno', '申报企业编号', 'Declarant', 10),
  token('DclEtpsNm', '申报企业名称', 'Declarant: name', [1, 512]),
  optional(token('RvsngdEtpsSccd', '收发货企业社会信用代码', 'Receiving firm: credit code', 18)),
  token('RcvgdEtpsno', '收货企业编号', 'Receiving firm', 10),
  token('RcvgdEtpsNm', '收货企业名称', 'Receiving firm: name', [1, 512]),
  optional(token('InputCreditCode', '录入单位社会信用代码', 'Input firm: credit code', 18)),
  optional(token('InputCode', '录入单位编号', 'Input firm', 10)),
  optional(token('InputName', '录入单位名称', 'Input firm: name', [1, 512])),
  optional(token('InputTime', '录入日期', 'Time of input', [1, 30])),
  optional(token('InvtDclTime', '清单申报日期', 'Time of declaration', [1, 30])),
  optional(token('EntryDclTime', '报关单申报时间', 'Declaration form: time', [1, 30])),
  optional(token('PrevdTime', '预核扣时间', 'Time of pre-deduction', [1, 30])),
  optional(token('FormalVrfdedTime', '正式核扣时间', 'Time of final deduction', [1, 30])),
  token('ImpexpMarkcd', '进出口标记代码', 'Import/export mark', [1, 4], {
    values: { I: 'in', E: 'out' },
  }),
  token('MtpckEndprdMarkcd', '料件成品标记代码', 'Material or product', [1, 4], {
    values: { I: 'material', E: 'product' },
  }),
  token('SupvModecd', '监管方式代码', 'Trade mode', [1, 6]),
  token('TrspModecd', '运输方式代码', 'Transport mode', [1, 6]),
  token('ImpexpPortcd', '进出口口岸代码', 'Customs of entry or exit', 4),
  token('DclPlcCuscd', '申报地关区代码', 'Customs in charge', 4),
  token('StshipTrsarvNatcd', '起运运抵国别代码', 'Country of departure or arrival', 3),
  token('DclcusFlag', '是否报关标志', 'With a declaration form', [1, 4], {
    values: { '1': 'yes', '2': 'no' },
  }),
  optional(
    token('GenDecFlag', '是否生成报关单', 'Whether a form is generated', [1, 4], {
      values: { '1': 'yes', '2': 'no' },
    }),
  ),
  optional(token('DecType', '报关单类型', 'Kind of declaration form', [1, 64])),
  optional(
    token('DclcusTypecd', '报关类型代码', 'Related or corresponding form', [1, 4], {
      values: { '1': 'related', '2': 'corresponding' },
    }),
  ),
  optional(token('NeedEntryModified', '报关单同步修改标志', 'Change the form too', [1, 64])),
  optional(
    token('EntryStucd', '报关状态', 'State of the declaration form', [1, 4], {
      values: { '0': 'not released', '1': 'released' },
    }),
  ),
  optional(token('EntryNo', '报关单编号', 'Declaration form no.', [1, 64])),
  optional(
    token(
      'CorrEntryDclEtpsSccd',
      '对应报关单申报单位社会信用代码',
      'Declarant of the form: credit code',
      18,
    ),
  ),
  optional(token('CorrEntryDclEtpsNo', '对应报关单申报单位编号', 'Declarant of the form', 10)),
  optional(
    token('CorrEntryDclEtpsNm', '对应报关单申报单位名称', 'Declarant of the form: name', [1, 512]),
  ),
  optional(token('RltInvtNo', '关联清单编号', 'Related entry list', [1, 64])),
  optional(token('RltPutrecNo', '关联备案编号', 'Related book', [1, 64])),
  optional(token('RltEntryNo', '关联报关单编号', 'Related declaration form', [1, 64])),
  optional(
    token(
      'RltEntryBizopEtpsSccd',
      '关联报关单经营企业社会信用代码',
      'Related form, trading firm: credit code',
      18,
    ),
  ),
  optional(
    token('RltEntryBizopEtpsno', '关联报关单经营企业编号', 'Related form, trading firm', 10),
  ),
  optional(
    token(
      'RltEntryBizopEtpsNm',
      '关联报关单经营企业名称',
      'Related form, trading firm: name',
      [1, 512],
    ),
  ),
  optional(
    token(
      'RltEntryRvsngdEtpsSccd',
      '关联报关单收发货企业社会信用代码',
      'Related form, receiving firm: credit code',
      18,
    ),
  ),
  optional(
    token('RltEntryRcvgdEtpsno', '关联报关单收货企业编号', 'Related form, receiving firm', 10),
  ),
  optional(
    token(
      'RltEntryRcvgdEtpsNm',
      '关联报关单收货企业名称',
      'Related form, receiving firm: name',
      [1, 512],
    ),
  ),
  optional(
    token(
      'RltEntryDclEtpsSccd',
      '关联报关单申报企业社会信用代码',
      'Related form, declarant: credit code',
      18,
    ),
  ),
  optional(token('RltEntryDclEtpsno', '关联报关单申报企业编号', 'Related form, declarant', 10)),
  optional(
    token('RltEntryDclEtpsNm', '关联报关单申报企业名称', 'Related form, declarant: name', [1, 512]),
  ),
  optional(token('IcCardNo', '申报人IC卡号', 'IC card no. of the declarant', [1, 64])),
  optional(token('ApplyNo', '申请编号', 'Application no.', [1, 64])),
  optional(token('Rmk', '备注', 'Remark', [1, 4000])),
  optional(price('LevyBlAmt', '计征金额', 'Amount levied')),
  optional(token('AddTime', '新增时间', 'Time of adding', [1, 30])),
  optional(
    token('InvtStucd', '清单状态代码', 'State of the entry list', [1, 4], {
      values: { '0': 'passed', '1': 'declared', '2': 'refused', '3': 'deleted' },
    }),
  ),
  optional(
    token('VrfdedModecd', '核扣方式代码', 'Way of deduction', [1, 4], {
      values: {
        D: 'forward',
        F: 'reverse',
        N: 'none',
        NF: 'balance checked only',
        E: 'bonded warehouse',
      },
    }),
  ),
  optional(token('DuCode', '核算代码', 'Accounting code', [1, 4])),
  optional(token('Param1', '备用1', 'Reserved 1', [1, 64])),
  optional(token('Param2', '备用2', 'Reserved 2', [1, 64])),
  optional(token('Param3', '备用3', 'Reserved 3', [1, 64])),
  optional(token('Param4', '备用4', 'Reserved 4', [1, 64])),
];

const LINE: readonly Field[] = [
  optional(token('SeqNo', '预录入统一编号', 'Preliminary no. of the single window', [1, 64])),
  integer('GdsSeqno', '商品序号', 'Line number', 10),
  optional(integer('EntryGdsSeqno', '报关单商品序号', 'Line of the declaration form', 10)),
  optional(integer('PutrecSeqno', '备案序号', 'Line of the book', 10)),
  token('Gdecd', '商品编码', 'HS commodity code', [4, 10]),
  token('GdsMtno', '商品料号', 'Article no.', [1, 32]),
  token('GdsNm', '商品名称', 'Goods', [1, 512]),
  token('GdsSpcfModelDesc', '商品规格型号描述', 'Specification and model', [1, 512]),
  token('LawfUnitcd', '法定计量单位', 'First lawful unit', 3),
  decimal('LawfQty', '法定数量', 'First lawful quantity'),
  optional(token('SecdLawfUnitcd', '法定第二计量', 'Second lawful unit', 3)),
  optional(decimal('SecdLawfQty', '第二法定数量', 'Second lawful quantity')),
  token('DclUnitcd', '申报计量单位', 'Declared unit', 3),
  decimal('DclQty', '申报数量', 'Declared quantity'),
  token('DclCurrcd', '申报币制代码', 'Currency', 3),
  price('DclUprcAmt', '申报单价', 'Unit price'),
  price('DclTotalAmt', '申报总金额', 'Total price'),
  optional(price('UsdStatTotalAmt', '美元统计总金额', 'Statistical value in US dollars')),
  token('Natcd', '国别代码', 'Country of origin', 3),
  optional(token('DestinationNatcd', '最终目的国', 'Country of destination', 3)),
  optional(token('LvyrlfModecd', '征减免方式代码', 'Levy or exemption', [1, 6])),
  optional(
    token('ClyMarkcd', '归类标记代码', 'Dangerous goods', [1, 4], {
      values: { '0': 'no', '1': 'yes' },
    }),
  ),
  optional(decimal('WtSfVal', '重量比例因子值', 'Factor of weight')),
  optional(decimal('FstSfVal', '第一比例因子', 'Factor of the first unit')),
  optional(decimal('SecdSfVal', '第二比例因子', 'Factor of the second unit')),
  optional(decimal('GrossWt', '毛重量', 'Gross weight')),
  optional(decimal('NetWt', '净重量', 'Net weight')),
  optional(token('UcnsVerno', '账册备案单耗明细版本号', 'Version of the unit consumption', [1, 8])),
  optional(token('UseCd', '用途代码', 'Key goods', [1, 4])),
  optional(token('ApplyTbSeqno', '申请表序号', 'Line of the application', [1, 64])),
  optional(
    token('ModfMarkcd', '修改标志', 'Change mark', [1, 4], {
      values: { '0': 'unchanged', '1': 'changed', '2': 'deleted', '3': 'added' },
    }),
  ),
  optional(token('Rmk', '备注', 'Remark', [1, 4000])),
  optional(token('Param1', '备用1', 'Reserved 1', [1, 64])),
  optional(token('BondInvtNo', '保税清单编号', 'Number of the entry list', [1, 64])),
  optional(integer('ChgTmsCnt', '变更次数', 'Number of the change', 10)),
  optional(decimal('ActlPassQty', '实际过卡数量', 'Quantity through the gate')),
  optional(decimal('PassportUsedQty', '核放单已用数量', 'Quantity on gate slips')),
  optional(token('Param2', '备用2', 'Reserved 2', [1, 64])),
  optional(token('Param3', '备用3', 'Reserved 3', [1, 64])),
  optional(token('Param4', '备用4', 'Reserved 4', [1, 64])),
];

/** Lists of parcels, papers, stock slips and short lines: all may be left out. */
const BILL: readonly Field[] = [
  optional(token('SeqNo', '预录入统一编号', 'Preliminary no. of the single window', [1, 64])),
  optional(token('BondInvtNo', '保税清单编号', 'Number of the entry list', [1, 64])),
  token('CbecBillNo', '电商清单编号', 'Declaration list of a parcel', [1, 64]),
];
const PAPER: readonly Field[] = [
  optional(token('BondInvtNo', '保税清单编号', 'Number of the entry list', [1, 64])),
  optional(integer('ChgTmsCnt', '变更次数', 'Number of the change', 10)),
  optional(integer('AcmpFormSeqno', '随附单证序号', 'Number of the paper', 10)),
  optional(integer('InvtGdsSeqno', '清单商品序号', 'Line of the entry list', 10)),
  optional(token('FormTypecd', '单证类型代码', 'Kind of paper', [1, 4])),
  optional(token('FormNo', '单证编号', 'Number on the paper', [1, 64])),
  optional(token('FixdNo', '固定编号', 'Fixed number', [1, 64])),
  optional(token('AcmpFormFileNm', '随附单证文件名称', 'File name of the paper', [1, 512])),
  optional(token('Rmk', '备注', 'Remark', [1, 4000])),
];
const STOCK: readonly Field[] = [
  optional(token('BondInvtNo', '保税清单编号', 'Number of the entry list', [1, 64])),
  token('SasStockNo', '出入库单编号', 'Stock slip no.', [1, 64]),
];
const SIMPLE: readonly Field[] = [
  optional(token('BondInvtNo', '保税清单编号', 'Number of the entry list', [1, 64])),
  optional(integer('ChgTmsCnt', '变更次数', 'Number of the change', 10)),
  optional(integer('GdsSeqno', '商品序号', 'Line number', 10)),
  optional(integer('PutrecSeqno', '备案序号', 'Line of the book', 10)),
  optional(token('GdsMtno', '商品料号', 'Article no.', [1, 32])),
  optional(token('Gdecd', '商品编码', 'HS commodity code', [4, 10])),
  optional(token('GdsNm', '商品名称', 'Goods', [1, 512])),
  optional(token('GdsSpcfModelDesc', '商品规格型号描述', 'Specification and model', [1, 512])),
  optional(token('DclUnitcd', '申报计量单位', 'Declared unit', 3)),
  optional(token('LawfUnitcd', '法定计量单位', 'First lawful unit', 3)),
  optional(token('SecdLawfUnitcd', '法定第二计量', 'Second lawful unit', 3)),
  optional(token('Natcd', '国别代码', 'Country of origin', 3)),
  optional(price('DclUprcAmt', '申报单价', 'Unit price')),
  optional(price('DclTotalAmt', '申报总金额', 'Total price')),
  optional(price('UsdStatTotalAmt', '美元统计总金额', 'Statistical value in US dollars')),
  optional(token('DclCurrcd', '申报币制代码', 'Currency', 3)),
  optional(decimal('LawfQty', '法定数量', 'First lawful quantity')),
  optional(decimal('SecdLawfQty', '第二法定数量', 'Second lawful quantity')),
  optional(decimal('WtSfVal', '重量比例因子值', 'Factor of weight')),
  optional(decimal('FstSfVal', '第一比例因子', 'Factor of the first unit')),
  optional(decimal('SecdSfVal', '第二比例因子', 'Factor of the second unit')),
  optional(decimal('DclQty', '申报数量', 'Declared quantity')),
  optional(decimal('GrossWt', '毛重量', 'Gross weight')),
  optional(decimal('NetWt', '净重量', 'Net weight')),
  optional(token('UseCd', '用途代码', 'Key goods', [1, 4])),
  optional(token('LvyrlfModecd', '征减免方式代码', 'Levy or exemption', [1, 6])),
  optional(token('UcnsVerno', '账册备案单耗明细版本号', 'Version of the unit consumption', [1, 8])),
  optional(integer('EntryGdsSeqno', '报关单商品序号', 'Line of the declaration form', 10)),
  optional(token('ApplyTbSeqno', '申请表序号', 'Line of the application', [1, 64])),
  optional(
    token('ClyMarkcd', '归类标记代码', 'Dangerous goods', [1, 4], {
      values: { '0': 'no', '1': 'yes' },
    }),
  ),
  optional(token('Rmk', '备注', 'Remark', [1, 4000])),
  optional(decimal('ActlPassQty', '实际过卡数量', 'Quantity through the gate')),
  optional(decimal('PassportUsedQty', '核放单已用数量', 'Quantity on gate slips')),
  optional(token('Param1', '备用1', 'Reserved 1', [1, 64])),
  optional(token('Param2', '备用2', 'Reserved 2', [1, 64])),
  optional(token('Param3', '备用3', 'Reserved 3', [1, 64])),
  optional(token('Param4', '备用4', 'Reserved 4', [1, 64])),
];

const INVT_HEAD = part('InvtHeadType', HEAD, ONCE, 'BondInvtBsc');
const INVT_LIST = part('InvtListType', LINE, SOME, 'BondInvtDt');

/**
 * An entry list: goods that go into a bonded book or out of it. In the direct format it is
 * `INV101` with BondInvtBsc and BondInvtDt.
 */
export const INV101: ZoneTable = zoneSent({
  type: 'INV101',
  zh: '保税核注清单',
  en: 'Entry list',
  bodies: ['InvtMessage', 'INV101'],
  head: INVT_HEAD,
  lines: INVT_LIST,
  parts: [
    INVT_HEAD,
    INVT_LIST,
    part('InvtCbecBill', BILL, ANY),
    part('BondInvtAcmpFormDt', PAPER, ANY),
    part('SasCentDclStock', STOCK, ANY),
    part('BondInvtDtSimple', SIMPLE, ANY),
  ],
  tail: { element: 'InvtMessage', fields: OPERATOR },
  key: ['DclEtpsno', 'EtpsInnerInvtNo'],
});
