import { decimal, type Field, integer, optional, token } from '../ceb/fields.ts';
import { price } from './fields.ts';

/** Lines of a warehouse book as they stand now: BwsDt. */
export const BWS_DT: readonly Field[] = [
  token('bwsNo', '仓库账册号', 'Book no.', [1, 64]),
  optional(integer('chgTmsCnt', '变更次数', 'Number of the change', 10)),
  integer('gdsSeqno', '商品序号', 'Line number', 10),
  optional(token('inDate', '最近入仓日期', 'Last time into the warehouse', [1, 30])),
  optional(token('gdsMtno', '商品料号', 'Article no.', [1, 32])),
  optional(token('gdecd', '商品编码', 'HS commodity code', [4, 10])),
  optional(token('gdsNm', '商品名称', 'Goods', [1, 512])),
  optional(token('gdsSpcfModelDesc', '商品规格型号描述', 'Specification and model', [1, 512])),
  optional(token('natcd', '国别代码', 'Country of origin', 3)),
  optional(token('dclUnitcd', '申报计量单位', 'Declared unit', 3)),
  optional(token('lawfUnitcd', '法定计量单位', 'First lawful unit', 3)),
  optional(token('secdLawfUnitcd', '法定第二计量', 'Second lawful unit', 3)),
  optional(price('dclUprcAmt', '申报单价', 'Unit price')),
  optional(token('dclCurrcd', '申报币制代码', 'Currency', 3)),
  optional(price('avgPrice', '平均美元单价', 'Average price in US dollars')),
  optional(price('totalAmt', '库存美元总价', 'Value of the stock in US dollars')),
  optional(decimal('inQty', '入仓数量', 'Quantity taken in')),
  optional(decimal('inLawfQty', '入仓法定数量', 'First lawful quantity taken in')),
  optional(decimal('inSecdLawfQty', '第二入仓法定数量', 'Second lawful quantity taken in')),
  optional(decimal('actlIncQty', '实增数量', 'Added')),
  optional(decimal('actlRedcQty', '实减数量', 'Taken out')),
  optional(decimal('prevdIncQty', '预增数量', 'To be added')),
  optional(decimal('prevdRedcQty', '预减数量', 'To be taken out')),
  optional(token('outDate', '最近出仓(区）日期', 'Last time out of the warehouse', [1, 30])),
  optional(token('limitDate', '存储期限', 'End of storage', [1, 30])),
  optional(token('inType', '设备入区方式', 'Way into the zone', 1)),
  optional(token('invtNo', '记账清单编号', 'Entry list that booked it', [1, 64])),
  optional(integer('invtGNo', '记账清单商品序号', 'Line of that entry list', 10)),
  optional(token('cusmExeMarkcd', '海关执行标记代码', 'Execution mark of customs', [1, 4])),
  optional(token('rmk', '备注', 'Remark', [1, 4000])),
  optional(
    token('modfMarkcd', '修改标志', 'Change mark', [1, 4], {
      values: { '0': 'unchanged', '1': 'changed', '2': 'deleted', '3': 'added' },
    }),
  ),
];
