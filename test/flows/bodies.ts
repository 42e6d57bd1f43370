import { formatFen } from '../../src/base/fen.ts';
import type { Papers } from './papers.ts';

/** What stands in the body of a declaration. */
export type Body = Record<string, unknown> & { goods: Record<string, string>[] };

/** What a declarant would say of a parcel. */
export function bodyOf({ order, payment, waybill, list, sale, tax }: Papers): Body {
  const { buyer } = sale;
  return {
    orderNo: order.head.orderNo,
    mode: '1210',
    platform: sale.platform.code,
    seller: sale.seller.code,
    area: sale.area.code,
    buyer: {
      ...{ name: buyer.name, idNumber: buyer.idNumber },
      ...{ phone: buyer.phone, account: buyer.account },
    },
    consignee: { address: buyer.address },
    order: { time: order.head.appTime },
    freight: formatFen(sale.freight),
    tax: formatFen(tax),
    payment: {
      ...{ company: sale.payment.code, no: payment.head.payTransactionId },
      time: payment.head.payTime,
    },
    waybill: { company: sale.carrier.code, no: waybill.head.logisticsNo },
    weight: { gross: list.head.grossWeight, net: list.head.netWeight },
    list: {
      ...{ no: list.head.copNo, time: list.head.appTime, customs: '4612' },
      ...{ book: list.head.emsNo, transport: 'W', country: '142' },
    },
    goods: list.lines.map((line) => ({
      ...{ itemNo: line.itemNo!, name: line.itemName!, model: line.gmodel!, hs: line.gcode! },
      ...{ country: line.country!, quantity: line.qty!, unit: line.unit!, price: line.price! },
      ...{ quantity1: line.qty1!, unit1: line.unit1!, recordNo: line.itemRecordNo! },
      ...(line.qty2 === undefined ? {} : { quantity2: line.qty2, unit2: line.unit2! }),
    })),
  };
}
