import { decimal, type Field, integer, optional, token } from '../ceb/fields.ts';
import { price } from './fields.ts';

/** An entry list as customs has it: BondInvtBsc. */
export const BOND_INVT_BSC: readonly Field[] = [
  token('bondInvtNo', '保税清单编号', 'Number of the entry list', [1, 64]),
  optional(integer('chgTmsCnt', '变更次数', 'Number of the change', 10)),
  optional(
    token('invtPreentNo', '清单预录入编号', 'Preliminary no. of the single window', [1, 64]),
  ),
  optional(token('putrecNo', '备案编号（账册号）', 'Book no.', [1, 64])),
  optional(token('etpsInnerInvtNo', '企业内部清单编号', 'Own number of the entry list', [1, 64])),
  optional(token('bizopEtpsSccd', '经营企业社会信用代码', 'Trading firm: credit code', 18)),
  optional(token('bizopEtpsno', '经营企业编号', 'Trading firm', 10)),
  optional(token('bizopEtpsNm', '经营企业名称', 'Trading firm: name', [1, 512])),
  optional(token('rvsngdEtpsSccd', '收发货企业社会信用代码', 'Receiving firm: credit code', 18)),
  optional(token('rcvgdEtpsno', '收货企业编号', 'Receiving firm', 10)),
  optional(token('rcvgdEtpsNm', '收货企业名称', 'Receiving firm: name', [1, 512])),
  optional(token('dclEtpsSccd', '申报企业社会信用代码', 'Declarant: credit code', 18)),
  optional(token('dclEtpsno', '申报企业编号', 'Declarant', 10)),
  optional(token('dclEtpsNm', '申报企业名称', 'Declarant: name', [1, 512])),
  optional(token('invtDclTime', '清单申报日期', 'Time of declaration', [1, 30])),
  optional(token('entryDclTime', '报关单申报时间', 'Declaration form: time', [1, 30])),
  optional(token('entryNo', '报关单编号', 'Declaration form no.', [1, 64])),
  optional(token('rltInvtNo', '关联清单编号', 'Related entry list', [1, 64])),
  optional(token('rltPutrecNo', '关联备案编号', 'Related book', [1, 64])),
  optional(token('rltEntryNo', '关联报关单编号', 'Related declaration form', [1, 64])),
  optional(
    token(
      'rltEntryBizopEtpsSccd',
      '关联报关单经营企业社会信用代码',
      'Related form, trading firm: credit code',
      18,
    ),
  ),
  optional(
    token('rltEntryBizopEtpsno', '关联报关单经营企业编号', 'Related form, trading firm', 10),
  ),
  optional(
    token(
      'rltEntryBizopEtpsNm',
      '关联报关单经营企业名称',
      'Related form, trading firm: name',
      [1, 512],
    ),
  ),
  optional(token('impexpPortcd', '进出口口岸代码', 'Customs of entry or exit', 4)),
  optional(token('dclPlcCuscd', '申报地关区代码', 'Customs in charge', 4)),
  optional(
    token('impexpMarkcd', '进出口标记代码', 'Import/export mark', [1, 4], {
      values: { I: 'in', E: 'out' },
    }),
  ),
  optional(
    token('mtpckEndprdMarkcd', '料件成品标记代码', 'Material or product', [1, 4], {
      values: { I: 'material', E: 'product' },
    }),
  ),
  optional(token('supvModecd', '监管方式代码', 'Trade mode', [1, 6])),
  optional(token('trspModecd', '运输方式代码', 'Transport mode', [1, 6])),
  optional(token('stshipTrsarvNatcd', '起运运抵国别代码', 'Country of departure or arrival', 3)),
  optional(token('applyNo', '申请编号', 'Application no.', [1, 64])),
  optional(
    token('dclcusFlag', '是否报关标志', 'With a declaration form', [1, 4], {
      values: { '1': 'yes', '2': 'no' },
    }),
  ),
  optional(
    token('dclcusTypecd', '报关类型代码', 'Related or corresponding form', [1, 4], {
      values: { '1': 'related', '2': 'corresponding' },
    }),
  ),
  optional(token('prevdTime', '预核扣时间', 'Time of pre-deduction', [1, 30])),
  optional(token('formalVrfdedTime', '正式核扣时间', 'Time of final deduction', [1, 30])),
  optional(token('invtIochkptStucd', '清单进出卡口状态代码', 'Gate state', [1, 4])),
  optional(
    token('vrfdedMarkcd', '核扣标记代码', 'Deduction mark', [1, 4], {
      values: { '0': 'not deducted', '1': 'pre-deducted', '2': 'deducted', '3': 'written off' },
    }),
  ),
  optional(
    token('invtStucd', '清单状态代码', 'State of the entry list', [1, 4], {
      values: { '0': 'passed', '1': 'declared', '2': 'refused', '3': 'deleted' },
    }),
  ),
  optional(
    token('vrfdedModecd', '核扣方式代码', 'Way of deduction', [1, 4], {
      values: {
        D: 'forward',
        F: 'reverse',
        N: 'none',
        NF: 'balance checked only',
        E: 'bonded warehouse',
      },
    }),
  ),
  optional(token('duCode', '核算代码', 'Accounting code', [1, 4])),
  optional(token('rmk', '备注', 'Remark', [1, 4000])),
  optional(token('bondInvtTypecd', '清单类型代码', 'Kind of entry list', [1, 4])),
  optional(
    token('entryStucd', '报关状态', 'State of the declaration form', [1, 4], {
      values: { '0': 'not released', '1': 'released' },
    }),
  ),
  optional(token('passportUsedTypecd', '核放单生成标志代码', 'Gate slip mark', [1, 4])),
  optional(token('param1', '备用1', 'Reserved 1', [1, 64])),
  optional(token('param2', '备用2', 'Reserved 2', [1, 64])),
  optional(token('param3', '备用3', 'Reserved 3', [1, 64])),
  optional(token('param4', '备用4', 'Reserved 4', [1, 64])),
  optional(token('needEntryModified', '报关单同步修改标志', 'Change the form too', [1, 64])),
  optional(price('levyBlAmt', '计征金额', 'Amount levied')),
  optional(
    token('dclTypecd', '申报类型', 'Filing action', [1, 4], {
      values: { '1': 'record', '2': 'change', '3': 'void' },
    }),
  ),
];

/** Its goods: BondInvtDt. */
export const BOND_INVT_DT: readonly Field[] = [
  optional(token('bondInvtNo', '保税清单编号', 'Number of the entry list', [1, 64])),
  optional(integer('chgTmsCnt', '变更次数', 'Number of the change', 10)),
  integer('gdsSeqno', '商品序号', 'Line number', 10),
  optional(integer('putrecSeqno', '备案序号', 'Line of the book', 10)),
  optional(token('gdsMtno', '商品料号', 'Article no.', [1, 32])),
  optional(token('gdecd', '商品编码', 'HS commodity code', [4, 10])),
  optional(token('gdsNm', '商品名称', 'Goods', [1, 512])),
  optional(token('gdsSpcfModelDesc', '商品规格型号描述', 'Specification and model', [1, 512])),
  optional(token('dclUnitcd', '申报计量单位', 'Declared unit', 3)),
  optional(token('lawfUnitcd', '法定计量单位', 'First lawful unit', 3)),
  optional(token('secdLawfUnitcd', '法定第二计量', 'Second lawful unit', 3)),
  optional(token('natcd', '国别代码', 'Country of origin', 3)),
  optional(price('dclUprcAmt', '申报单价', 'Unit price')),
  optional(price('dclTotalAmt', '申报总金额', 'Total price')),
  optional(price('usdStatTotalAmt', '美元统计总金额', 'Statistical value in US dollars')),
  optional(token('dclCurrcd', '申报币制代码', 'Currency', 3)),
  optional(decimal('lawfQty', '法定数量', 'First lawful quantity')),
  optional(decimal('secdLawfQty', '第二法定数量', 'Second lawful quantity')),
  optional(decimal('wtSfVal', '重量比例因子值', 'Factor of weight')),
  optional(decimal('fstSfVal', '第一比例因子', 'Factor of the first unit')),
  optional(decimal('secdSfVal', '第二比例因子', 'Factor of the second unit')),
  optional(decimal('dclQty', '申报数量', 'Declared quantity')),
  optional(decimal('grossWt', '毛重量', 'Gross weight')),
  optional(decimal('netWt', '净重量', 'Net weight')),
  optional(token('useCd', '用途代码', 'Key goods', [1, 4])),
  optional(token('lvyrlfModecd', '征减免方式代码', 'Levy or exemption', [1, 6])),
  optional(token('ucnsVerno', '账册备案单耗明细版本号', 'Version of the unit consumption', [1, 8])),
  optional(integer('entryGdsSeqno', '报关单商品序号', 'Line of the declaration form', 10)),
  optional(token('applyTbSeqno', '申请表序号', 'Line of the application', [1, 64])),
  optional(
    token('clyMarkcd', '归类标记代码', 'Dangerous goods', [1, 4], {
      values: { '0': 'no', '1': 'yes' },
    }),
  ),
  optional(token('rmk', '备注', 'Remark', [1, 4000])),
  optional(decimal('actlPassQty', '实际过卡数量', 'Quantity through the gate')),
  optional(decimal('passportUsedQty', '核放单已用数量', 'Quantity on gate slips')),
  optional(token('param1', '备用1', 'Reserved 1', [1, 64])),
  optional(token('param2', '备用2', 'Reserved 2', [1, 64])),
  optional(token('param3', '备用3', 'Reserved 3', [1, 64])),
  optional(token('param4', '备用4', 'Reserved 4', [1, 64])),
  optional(token('destinationNatcd', '最终目的国', 'Country of destination', 3)),
  optional(
    token('modfMarkcd', '修改标志', 'Change mark', [1, 4], {
      values: { '0': 'unchanged', '1': 'changed', '2': 'deleted', '3': 'added' },
    }),
  ),
];
