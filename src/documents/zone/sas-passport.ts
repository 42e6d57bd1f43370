import { decimal, type Field, integer, optional, token } from '../ceb/fields.ts';

/** A gate slip as customs has it: SasPassportBsc. */
export const SAS_PASSPORT_BSC: readonly Field[] = [
  token('passportNo', '核放单编号', 'Number of the gate slip', [1, 64]),
  optional(integer('chgTmsCnt', '变更次数', 'Number of the change', 10)),
  optional(
    token('passportTypecd', '核放单类型代码', 'Kind of gate slip', [1, 4], {
      values: {
        '1': 'first in, declared later',
        '2': 'first line',
        '3': 'second line',
        '4': 'without declaration form',
        '5': 'registered at the gate',
        '6': 'empty vehicle',
        '7': 'two-step',
      },
    }),
  ),
  optional(
    token(
      'sasPassportPreentNo',
      '核放单预录入编号',
      'Preliminary no. of the single window',
      [1, 64],
    ),
  ),
  optional(
    token('dclTypecd', '申报类型', 'Filing action', [1, 4], {
      values: { '1': 'record', '2': 'change', '3': 'void' },
    }),
  ),
  optional(
    token('ioTypecd', '进出标志代码', 'In or out', [1, 4], {
      values: { I: 'into the zone', E: 'out of the zone' },
    }),
  ),
  optional(
    token('bindTypecd', '绑定类型代码', 'Binding of vehicle and documents', [1, 4], {
      values: {
        '1': 'one vehicle, many documents',
        '2': 'one vehicle, one document',
        '3': 'one document, many vehicles',
      },
    }),
  ),
  optional(token('masterCuscd', '主管关区代码', 'Customs in charge', 4)),
  optional(
    token('rltTbTypecd', '关联单证类型代码', 'Kind of related document', [1, 4], {
      values: { '1': 'entry list', '2': 'stock slip', '3': 'bill of lading' },
    }),
  ),
  optional(token('rltNo', '关联单证编号', 'Related document', [1, 4000])),
  optional(token('areainEtpsno', '区内企业编号', 'Firm in the zone', 10)),
  optional(token('areainEtpsNm', '区内企业名称', 'Firm in the zone: name', [1, 512])),
  optional(token('areainEtpsSccd', '区内企业社会信用代码', 'Firm in the zone: credit code', 18)),
  optional(token('vehicleNo', '承运车牌号', 'Number plate', [1, 64])),
  optional(token('vehicleIcNo', 'IC卡号', 'IC card of the vehicle', [1, 64])),
  optional(token('containerNo', '集装箱号', 'Container no.', [1, 64])),
  optional(decimal('vehicleWt', '车自重', 'Weight of the vehicle')),
  optional(token('vehicleFrameNo', '车架号', 'Number of the frame', [1, 64])),
  optional(decimal('vehicleFrameWt', '车架重', 'Weight of the frame')),
  optional(token('containerType', '集装箱箱型', 'Kind of container', [1, 64])),
  optional(decimal('containerWt', '集装箱自重', 'Weight of the container')),
  optional(decimal('totalWt', '总重量', 'Total weight')),
  optional(decimal('passCollectWt', '卡口地磅采集重量', 'Weight at the gate')),
  optional(decimal('wtError', '重量比对误差', 'Difference of weights')),
  optional(decimal('totalGrossWt', '货物总毛重', 'Gross weight of the goods')),
  optional(decimal('totalNetWt', '货物总净重', 'Net weight of the goods')),
  optional(
    token('dclErConc', '申请人及联系方式', 'Applicant and how to reach him', [1, 255], {
      personal: 'name',
    }),
  ),
  optional(token('dclTime', '申报时间', 'Time of declaration', [1, 30])),
  optional(token('passID', '卡口编号1', 'First gate', [1, 64])),
  optional(token('secdPassId', '卡口编号2', 'Second gate', [1, 64])),
  optional(token('passTime', '过卡时间1', 'First time of crossing', [1, 30])),
  optional(token('secdPassTime', '过卡时间2', 'Second time of crossing', [1, 30])),
  optional(
    token('stucd', '状态代码', 'State', [1, 4], {
      values: {
        '0': 'applied',
        '1': 'approved',
        '2': 'crossed',
        '3': 'crossed the first gate',
        '4': 'crossed the second gate',
        '5': 'deleted',
        '6': 'void',
      },
    }),
  ),
  optional(
    token('emapvMarkcd', '电子口岸标志代码', 'Approval', [1, 4], {
      values: { '1': 'passed', '2': 'manual', '3': 'refused' },
    }),
  ),
  optional(
    token('logisticsStucd', '到检状态', 'Whether it waits for inspection', [1, 4], {
      values: { '0': 'not arrived', '1': 'waits for inspection' },
    }),
  ),
  optional(
    token('ownerSystem', '所属系统', 'System', [1, 64], {
      values: { '1': 'special zone', '2': 'bonded logistics' },
    }),
  ),
  optional(token('rmk', '备注', 'Remark', [1, 4000])),
  optional(token('col1', '备用字段1', 'Reserved 1', [1, 64])),
  optional(token('col2', '备用字段2', 'Reserved 2', [1, 64])),
  optional(token('col3', '备用字段3', 'Reserved 3', [1, 64])),
  optional(token('col4', '备用字段4', 'Reserved 4', [1, 64])),
];

/** Its goods: SasPassportDt. */
export const SAS_PASSPORT_DT: readonly Field[] = [
  optional(token('passportNo', '核放单编号', 'Number of the gate slip', [1, 64])),
  optional(integer('chgTmsCnt', '变更次数', 'Number of the change', 10)),
  integer('passportSeqno', '序号', 'Number in the slip', 10),
  optional(token('gdsMtno', '商品料号', 'Article no.', [1, 32])),
  optional(token('gdecd', '商品编码', 'HS commodity code', [4, 10])),
  optional(token('gdsNm', '商品名称', 'Goods', [1, 512])),
  optional(decimal('grossWt', '毛重量', 'Gross weight')),
  optional(decimal('netWt', '净重量', 'Net weight')),
  optional(integer('rltGdsSeqno', '关联商品序号', 'Line of the related document', 10)),
  optional(token('dclUnitcd', '申报计量单位', 'Declared unit', 3)),
  optional(decimal('dclQty', '申报数量', 'Declared quantity')),
  optional(token('rmk', '备注', 'Remark', [1, 4000])),
  optional(token('col1', '备用字段1', 'Reserved 1', [1, 64])),
  optional(token('col2', '备用字段2', 'Reserved 2', [1, 64])),
  optional(token('col3', '备用字段3', 'Reserved 3', [1, 64])),
  optional(token('col4', '备用字段4', 'Reserved 4', [1, 64])),
];

/** The documents that it is bound to: SasPassportRlt. */
export const SAS_PASSPORT_RLT: readonly Field[] = [
  optional(token('passportNo', '核放单编号', 'Number of the gate slip', [1, 64])),
  token('rltTbTypecd', '关联单证类型代码', 'Kind of related document', [1, 4], {
    values: { '1': 'entry list', '2': 'stock slip', '3': 'bill of lading' },
  }),
  token('rltNo', '关联单证编号', 'Related document', [1, 4000]),
];
