import { type ExportPapers, exportPapers } from './export-papers.ts';
import { AGENT, CARRIER, PLATFORM, SELLER } from './zone.ts';

/** The data set of a customs declaration: values by name, and those of each line. */
export type DataSet = Record<string, unknown> & { goods: Record<string, string>[] };

/** A sale to a firm abroad: its order and waybill, and the declaration that agrees with them. */
export type B2bPapers = Pick<
  ExportPapers,
  'order' | 'waybill' | 'list' | 'orderNo' | 'logisticsNo'
> & {
  readonly body: DataSet;
};

/** What is sold; one line of it at a price of whole yuan. */
export type Sold = {
  readonly hs?: string;
  readonly unit?: string;
  readonly unit1?: string;
  readonly unit2?: string;
  readonly qty?: number;
  readonly price?: number;
  readonly mode?: '9710' | '9810';
};

/** Fireworks are inspected by law; silicon carbide leaves under a licence. */
export const FIREWORKS: Sold = { hs: '3604100000', unit: '035', unit1: '035', unit2: '' };
export const CARBIDE: Sold = { hs: '3824999910', unit: '035', unit1: '035', unit2: '' };
/** Unwrought aluminium pays 30 % of its price without the duty: of 7,692.31 yuan. */
export const DUTIABLE: Sold = { hs: '7601109000', unit: '035', unit1: '035', unit2: '' };

/** 400 shirts at 25 yuan, unless told otherwise. */
export function b2bPapers(sold: Sold = {}): B2bPapers {
  const { hs = '6109100021', unit = '011', unit1 = '011', unit2 = '035' } = sold;
  const { qty = 400, price = 25, mode = '9710' } = sold;
  const total = `${qty * price}`;
  const { order, waybill, list, orderNo, logisticsNo } = exportPapers();
  const goods = { qty: `${qty}`, price: `${price}`, totalPrice: total, unit };
  const heavy = { grossWeight: '96.5' };
  const type = mode === '9710' ? 'B' : 'W';
  return {
    ...{ orderNo, logisticsNo },
    order: {
      ...order,
      head: { ...order.head, orderType: type, goodsValue: total },
      lines: [{ ...order.lines[0], ...goods }],
    },
    waybill: { ...waybill, head: { ...waybill.head, ...heavy } },
    list: {
      ...list,
      head: { ...list.head, ...heavy, netWeight: '88', tradeMode: mode, statisticsFlag: 'A' },
      lines: [{ ...list.lines[0], ...goods, gcode: hs, unit1, unit2, qty1: `${qty}`, qty2: '88' }],
    },
    body: {
      ...{ copNo: `D${orderNo}`, appTime: '2020-09-18 19:00:00', orderNo, logisticsNo },
      ...{ ebpCode: PLATFORM.code, logisticsCode: CARRIER.code, tradeCode: SELLER.code },
      ...{ agentCode: AGENT.code, overseasConsigneeEname: 'ACME Trading Ltd' },
      ...{ customMaster: '4612', iePort: '4604', tradeMode: mode, contrNo: 'HT1001' },
      ...{ tradeAreaCode: '502', tradeCountry: '502', distinatePort: 'USA309', trafMode: '5' },
      ...{ wrapType: '2', packNo: '12', grossWt: '96.5', netWt: '88', transMode: '3' },
      goods: [
        {
          ...{ gNo: '1', codeTs: hs, gName: '男式T恤衫', gModel: '针织|棉100%' },
          ...{ gQty: `${qty}`, gUnit: unit, firstQty: `${qty}`, firstUnit: unit1 },
          ...(unit2 === '' ? {} : { secondQty: '88', secondUnit: unit2 }),
          ...{ declPrice: `${price}`, declTotal: total, tradeCurr: '142' },
          ...{ destinationCountry: '502', districtCode: '41019' },
        },
      ],
    },
  };
}

/** The bytes of a data set. */
export function bytesOf(body: DataSet, changes: Readonly<Record<string, unknown>> = {}): Buffer {
  return Buffer.from(JSON.stringify({ ...body, ...changes }));
}
