import type { SaidField } from './fields.ts';
import type { SaidTables } from './said.ts';

type Options = Partial<Pick<SaidField, 'kind' | 'otherwise'>>;

function need(path: string, zh: string, en: string, example: string, more: Options = {}) {
  return { kind: 'text', otherwise: null, required: true, path, zh, en, example, ...more } as const;
}

function may(...given: Parameters<typeof need>) {
  return { ...need(...given), required: false } as const;
}

const DECIMAL: Options = { kind: 'decimal' };
const MONEY: Options = { kind: 'money' };
const INTEGER: Options = { kind: 'integer' };

/**
 * What is said in a customs declaration of 9710 or 9810 beside its order and waybill, by the names
 * of the elements in the single window's declaration (DecHead, DecList). Texts, as all values.
 */
export const CUSTOMS_FIELDS: SaidTables = {
  head: [
    need('copNo', '企业内部编号', 'your own number of the declaration', 'D1001'),
    need('appTime', '申报时间', 'when it is declared', '2026-11-28 11:00:00', { kind: 'moment' }),
    need('orderNo', '订单编号', 'order (CEB303) that is on file', 'SO1001'),
    need('ebpCode', '电商平台代码', 'platform, or overseas warehouse, of the order', '4101W60001'),
    need('logisticsCode', '物流企业代码', 'carrier of the waybill', '4101W60005'),
    need('logisticsNo', '运单编号', 'waybill (CEB505) that is on file', 'YT1001'),
    may('agentCode', '申报单位', 'declarant: the sender', '', { otherwise: '=sender' }),
    need('tradeCode', '境内发货人', 'consignor: the seller of the order', '4101960002'),
    may('ownerCode', '生产销售单位', 'producer or seller; else the consignor', '', {
      otherwise: '=tradeCode',
    }),
    need('overseasConsigneeEname', '境外收货人', 'overseas consignee', 'ACME Trading Ltd'),
    may('overseasConsigneeCode', '境外收货人代码', 'AEO code of the consignee', ''),
    need('customMaster', '申报地海关', 'declaration customs', '4612'),
    need('iePort', '出境关别', 'exit customs', '4604'),
    may('entyPortCode', '离境口岸', 'port of exit', '410101'),
    need('tradeMode', '监管方式', 'supervision mode, 9710 or 9810', '9710'),
    may('cutMode', '征免性质', 'nature of levy', '101', { otherwise: '101' }),
    may('manualNo', '备案号', 'certificate of exemption (Z...)', ''),
    may('licenseNo', '许可证号', 'licence', ''),
    need('contrNo', '合同协议号', 'contract', 'HT1001'),
    need('tradeAreaCode', '贸易国(地区)', 'trade country', '502'),
    need('tradeCountry', '运抵国(地区)', 'country of arrival', '502'),
    need('distinatePort', '指运港', 'port of destination', 'USA309'),
    need('trafMode', '运输方式', 'transport mode', '5'),
    may('trafName', '运输工具名称', 'conveyance', 'CZ465'),
    may('voyageNo', '航次号', 'voyage', ''),
    may('billNo', '提运单号', 'bill of lading', ''),
    need('wrapType', '包装种类', 'package kind', '2'),
    need('packNo', '件数', 'packages', '12', INTEGER),
    need('grossWt', '毛重', 'gross weight, kg', '96.5', DECIMAL),
    need('netWt', '净重', 'net weight, kg', '88', DECIMAL),
    need('transMode', '成交方式', 'terms: 1 CIF, 2 C&F, 3 FOB, 4 C&I, 7 EXW', '3'),
    may('feeMark', '运费标记', 'freight: 1 per cent, 3 sum', '3', { otherwise: '3' }),
    may('feeRate', '运费', 'freight', '', DECIMAL),
    may('feeCurr', '运费币制', 'currency of the freight', '142', { otherwise: '142' }),
    may('insurMark', '保费标记', 'insurance: 1 per cent, 3 sum', '3', { otherwise: '3' }),
    may('insurRate', '保费', 'insurance', '', DECIMAL),
    may('insurCurr', '保费币制', 'currency of the insurance', '142', { otherwise: '142' }),
    may('otherMark', '杂费标记', 'other charges: 1 per cent, 3 sum', '3', { otherwise: '3' }),
    may('otherRate', '杂费', 'other charges', '', DECIMAL),
    may('otherCurr', '杂费币制', 'currency of other charges', '142', { otherwise: '142' }),
    may('certificates', '随附单证', 'documents attached: code:number, several by ;', 'A:1234567'),
    may('markNo', '标记唛码', 'marks', 'N/M', { otherwise: 'N/M' }),
    may('noteS', '备注', 'remark', ''),
  ],
  goods: [
    need('gNo', '项号', 'line: gnum of the line of the order', '1', INTEGER),
    need('codeTs', '商品编号', 'code of ten digits', '6109100021'),
    need('gName', '商品名称', 'name', '男式T恤衫'),
    need('gModel', '规格型号', 'specification', '针织|棉100%'),
    need('gQty', '成交数量', 'quantity', '400', DECIMAL),
    need('gUnit', '成交计量单位', 'its unit', '011'),
    need('firstQty', '法定第一数量', 'first legal quantity', '400', DECIMAL),
    need('firstUnit', '法定第一计量单位', 'first legal unit', '011'),
    may('secondQty', '法定第二数量', 'second legal quantity', '88', DECIMAL),
    may('secondUnit', '法定第二计量单位', 'second legal unit', '035'),
    need('declPrice', '单价', 'unit price', '25', DECIMAL),
    need('declTotal', '总价', 'total', '10000.00', MONEY),
    need('tradeCurr', '币制', 'currency', '142'),
    may('originCountry', '原产国(地区)', 'country of origin', '142', { otherwise: '142' }),
    need('destinationCountry', '最终目的国(地区)', 'final destination', '502'),
    need('districtCode', '境内货源地', 'domestic source, five digits', '41019'),
    may('dutyMode', '征免', 'levy: 1 as by law, 3 exempt', '1', { otherwise: '1' }),
  ],
};
