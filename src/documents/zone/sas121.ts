import { decimal, type Field, integer, optional, token } from '../ceb/fields.ts';
import { OPERATOR } from './common.ts';
import { ANY, ONCE, part, type ZoneTable, zoneSent } from './fields.ts';

const HEAD: readonly Field[] = [
  optional(token('SeqNo', '预录入统一编号', 'Preliminary no. of the single window', [1, 64])),
  optional(token('PassportNo', '核放单编号', 'Number of the gate slip', [1, 64])),
  token('EtpsPreentNo', '企业内部编号', 'Own number', [1, 64]),
  optional(
    token('RltTbTypecd', '关联单证类型代码', 'Kind of related document', [1, 4], {
      values: { '1': 'entry list', '2': 'stock slip', '3': 'bill of lading' },
    }),
  ),
  optional(token('RltNo', '关联单证编号', 'Related document', [1, 4000])),
  token('DclTypecd', '申报类型', 'Filing action', [1, 4], {
    values: { '1': 'record', '2': 'change', '3': 'void' },
  }),
  token('IoTypecd', '进出标志代码', 'In or out', [1, 4], {
    values: { I: 'into the zone', E: 'out of the zone' },
  }),
  token('PassportTypecd', '核放单类型代码', 'Kind of gate slip', [1, 4], {
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
  token('BindTypecd', '绑定类型代码', 'Binding of vehicle and documents', [1, 4], {
    values: {
      '1': 'one vehicle, many documents',
      '2': 'one vehicle, one document',
      '3': 'one document, many vehicles',
    },
  }),
  token('MasterCuscd', '主管关区代码', 'Customs in charge', 4),
  optional(token('AreainOriactNo', '区内账册号', 'Book in the zone', [1, 64])),
  optional(token('AreainEtpsSccd', '区内企业社会信用代码', 'Firm in the zone: credit code', 18)),
  token('AreainEtpsno', '区内企业编号', 'Firm in the zone', 10),
  token('AreainEtpsNm', '区内企业名称', 'Firm in the zone: name', [1, 512]),
  optional(token('DclEtpsSccd', '申报企业社会信用代码', 'Declarant: credit code', 18)),
  token('DclEtpsno', '申报企业编号', 'Declarant', 10),
  token('DclEtpsNm', '申报企业名称', 'Declarant: name', [1, 512]),
  optional(token('InputSccd', '录入单位社会信用代码', 'Input firm: credit code', 18)),
  optional(token('InputCode', '录入单位编号', 'Input firm', 10)),
  optional(token('InputName', '录入单位名称', 'Input firm: name', [1, 512])),
  token('VehicleNo', '承运车牌号', 'Number plate', [1, 64]),
  optional(token('VehicleIcNo', 'IC卡号', 'IC card of the vehicle', [1, 64])),
  decimal('VehicleWt', '车自重', 'Weight of the vehicle'),
  optional(decimal('VehicleFrameWt', '车架重', 'Weight of the frame')),
  optional(token('VehicleFrameNo', '车架号', 'Number of the frame', [1, 64])),
  optional(token('ContainerNo', '集装箱号', 'Container no.', [1, 64])),
  optional(decimal('ContainerWt', '集装箱自重', 'Weight of the container')),
  optional(token('ContainerType', '集装箱箱型', 'Kind of container', [1, 64])),
  decimal('TotalGrossWt', '货物总毛重', 'Gross weight of the goods'),
  decimal('TotalNetWt', '货物总净重', 'Net weight of the goods'),
  decimal('TotalWt', '总重量', 'Total weight'),
  optional(token('PassTime', '过卡时间1', 'First time of crossing', [1, 30])),
  optional(token('SecdPassTime', '过卡时间2', 'Second time of crossing', [1, 30])),
  optional(
    token('Stucd', '状态代码', 'State', [1, 4], {
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
    token('DclErConc', '申请人及联系方式', 'Applicant and how to reach him', [1, 255], {
      personal: 'name',
    }),
  ),
  optional(token('DclTime', '申报时间', 'Time of declaration', [1, 30])),
  optional(token('Rmk', '备注', 'Remark', [1, 4000])),
  optional(token('Col1', '备用字段1', 'Reserved 1', [1, 64])),
  optional(token('Col2', '备用字段2', 'Reserved 2', [1, 64])),
  optional(token('Col3', '备用字段3', 'Reserved 3', [1, 64])),
  optional(token('Col4', '备用字段4', 'Reserved 4', [1, 64])),
  optional(decimal('PassCollectWt', '卡口地磅采集重量', 'Weight at the gate')),
  optional(decimal('WtError', '重量比对误差', 'Difference of weights')),
  optional(token('PassId', '卡口编号1', 'First gate', [1, 64])),
  optional(token('SecdPassId', '卡口编号2', 'Second gate', [1, 64])),
  optional(
    token('EmapvMarkcd', '电子口岸标志代码', 'Approval', [1, 4], {
      values: { '1': 'passed', '2': 'manual', '3': 'refused' },
    }),
  ),
  optional(
    token('LogisticsStucd', '到检状态', 'Whether it waits for inspection', [1, 4], {
      values: { '0': 'not arrived', '1': 'waits for inspection' },
    }),
  ),
  optional(integer('ChgTmsCnt', '变更次数', 'Number of the change', 10)),
  optional(
    token('OwnerSystem', '所属系统', 'System', [1, 64], {
      values: { '1': 'special zone', '2': 'bonded logistics' },
    }),
  ),
];

const DOCUMENT: readonly Field[] = [
  optional(token('SeqNo', '预录入统一编号', 'Preliminary no. of the single window', [1, 64])),
  optional(token('PassPortNo', '核放单编号', 'Number of the gate slip', [1, 64])),
  token('RtlBillTypecd', '关联单证类型代码', 'Kind of related document', [1, 4], {
    values: { '1': 'entry list', '2': 'stock slip', '3': 'bill of lading' },
  }),
  token('RtlBillNo', '关联单证编号', 'Related document', [1, 64]),
];

const LINE: readonly Field[] = [
  optional(token('SeqNo', '预录入统一编号', 'Preliminary no. of the single window', [1, 64])),
  optional(token('PassportNo', '核放单编号', 'Number of the gate slip', [1, 64])),
  integer('PassportSeqNo', '序号', 'Number in the slip', 10),
  optional(integer('RltGdsSeqno', '关联商品序号', 'Line of the related document', 10)),
  token('GdsMtno', '商品料号', 'Article no.', [1, 32]),
  token('Gdecd', '商品编码', 'HS commodity code', [4, 10]),
  token('GdsNm', '商品名称', 'Goods', [1, 512]),
  token('DclUnitcd', '申报计量单位', 'Declared unit', 3),
  decimal('DclQty', '申报数量', 'Declared quantity'),
  optional(decimal('GrossWt', '毛重量', 'Gross weight')),
  optional(decimal('NetWt', '净重量', 'Net weight')),
  optional(token('Rmk', '备注', 'Remark', [1, 4000])),
  optional(token('Col1', '备用字段1', 'Reserved 1', [1, 64])),
  optional(token('Col2', '备用字段2', 'Reserved 2', [1, 64])),
  optional(token('Col3', '备用字段3', 'Reserved 3', [1, 64])),
  optional(token('Col4', '备用字段4', 'Reserved 4', [1, 64])),
  optional(integer('ChgTmsCnt', '变更次数', 'Number of the change', 10)),
];

const PASSPORT_HEAD = part('PassportHead', HEAD, ONCE, 'SasPassportBsc');
const PASSPORT_LIST = part('PassportList', LINE, ANY, 'SasPassportDt');

/**
 * A gate slip: one vehicle and the documents whose goods it carries. In the direct format it is
 * `SAS121` with SasPassportBsc, SasPassportDt and SasPassportRlt.
 */
export const SAS121: ZoneTable = zoneSent({
  type: 'SAS121',
  zh: '核放单',
  en: 'Gate slip',
  bodies: ['PassPortMessage', 'SAS121'],
  head: PASSPORT_HEAD,
  lines: PASSPORT_LIST,
  parts: [PASSPORT_HEAD, part('PassportAcmp', DOCUMENT, ANY, 'SasPassportRlt'), PASSPORT_LIST],
  tail: { element: 'PassPortMessage', fields: OPERATOR },
  key: ['DclEtpsno', 'EtpsPreentNo'],
});
