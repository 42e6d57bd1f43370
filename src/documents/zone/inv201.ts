import { decimal, type Field, integer, optional, token } from '../ceb/fields.ts';
import { BOND_INVT_BSC, BOND_INVT_DT } from './bond-invt.ts';
import { BWS_DT } from './bws-dt.ts';
import { CHECK_INFO, HDE_APPR_RESULT } from './common.ts';
import { ANY, MAYBE, part, price, type ZoneTable, zoneAnswer } from './fields.ts';

const STOCK: readonly Field[] = [
  optional(token('bondInvtNo', '保税清单编号', 'Number of the entry list', [1, 64])),
  optional(token('sasStockNo', '出入库单编号', 'Stock slip no.', [1, 64])),
];
const EMS: readonly Field[] = [
  optional(token('emsNo', '账册编号', 'Book no.', [1, 64])),
  optional(integer('chgTmsCnt', '变更次数', 'Number of the change', 10)),
  optional(integer('gdsSeqno', '商品序号', 'Line number', 10)),
  optional(token('mtpckEndprdTypecd', '料件成品类型代码', 'Material or product', [1, 4])),
  optional(token('gdsMtno', '商品料号', 'Article no.', [1, 32])),
  optional(token('gdecd', '商品编码', 'HS commodity code', [4, 10])),
  optional(token('gdsNm', '商品名称', 'Goods', [1, 512])),
  optional(
    token(
      'endprdGdsSpcfModelDesc',
      '成品商品规格型号描述',
      'Specification and model of the product',
      [1, 512],
    ),
  ),
  optional(token('dclUnitcd', '申报计量单位', 'Declared unit', 3)),
  optional(token('lawfUnitcd', '法定计量单位', 'First lawful unit', 3)),
  optional(token('secdLawfUnitcd', '法定第二计量', 'Second lawful unit', 3)),
  optional(price('dclUprcAmt', '申报单价', 'Unit price')),
  optional(token('dclCurrcd', '申报币制代码', 'Currency', 3)),
  optional(decimal('dclQty', '申报数量', 'Declared quantity')),
  optional(token('lvyrlfModecd', '征减免方式代码', 'Levy or exemption', [1, 6])),
  optional(token('qtyCntrMarkcd', '数量控制标记代码', 'Control of quantity', [1, 4])),
  optional(token('adjmtrMarkcd', '辅料标记代码', 'Auxiliary material', [1, 4])),
  optional(
    token('modfMarkcd', '修改标志', 'Change mark', [1, 4], {
      values: { '0': 'unchanged', '1': 'changed', '2': 'deleted', '3': 'added' },
    }),
  ),
  optional(token('etpsExeMarkcd', '企业执行标记代码', 'Execution mark of the firm', [1, 4])),
  optional(token('cusmExeMarkcd', '海关执行标记代码', 'Execution mark of customs', [1, 4])),
  optional(decimal('apprMaxSurpQty', '批准最大余数量', 'Most that may remain')),
  optional(decimal('vclrPridInitQty', '核销周期初始数量', 'Quantity at the start of the period')),
  optional(token('ucnsTqsnFlag', '单耗质疑标志', 'Unit consumption in question', [1, 4])),
  optional(token('csttnFlag', '磋商标志', 'Under consultation', [1, 4])),
  optional(token('rmk', '备注', 'Remark', [1, 4000])),
  optional(token('invtNo', '记账清单编号', 'Entry list that booked it', [1, 64])),
  optional(integer('invtGNo', '记账清单商品序号', 'Line of that entry list', 10)),
];

/** What customs decided on an entry list, and what it has of it. */
export const INV201: ZoneTable = zoneAnswer({
  type: 'INV201',
  zh: '保税核注清单审核回执',
  en: 'Decision on an entry list',
  bodies: ['INV201'],
  head: HDE_APPR_RESULT,
  parts: [
    HDE_APPR_RESULT,
    CHECK_INFO,
    part('BondInvtBsc', BOND_INVT_BSC, MAYBE),
    part('BondInvtDt', BOND_INVT_DT, ANY),
    part('SasCentDclStock', STOCK, ANY),
    part('EmsPutrecDt', EMS, ANY),
    part('BwsDt', BWS_DT, ANY),
    part('BondInvtDtSimple', BOND_INVT_DT, ANY),
  ],
  answer: { status: 'manageResult', info: 'rmk', at: 'manageDate' },
  key: ['etpsPreentNo'],
});
