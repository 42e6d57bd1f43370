import type { Finding } from '../../base/finding.ts';
import { isOpen } from '../../registry/book.ts';
import { commonFinding, commonLaw } from '../common-codes.ts';
import { FROM_2016 } from '../law.ts';
import { linePath, type Rule } from '../rule.ts';
import type { BookedUse, StockContext } from '../stock.ts';

/** Every article is the one of the line of the open book that it names (STK-1, STK-7). */
export const bookLine: Rule<StockContext> = {
  code: 'STK-LINE',
  law: commonLaw('STK-LINE'),
  from: FROM_2016,
  until: null,
  check: (context) => context.booked.flatMap((use) => findingOf(use, context) ?? []),
};

function findingOf(
  { line: position, recordNo, booked, quantity }: BookedUse,
  { case: { list }, date, codes, area }: StockContext,
): Finding | null {
  const { emsNo, customsCode, lines } = list.terms;
  const said = (path: string, reason: string, reasonZh: string) =>
    commonFinding('STK-LINE', path, { book: emsNo ?? '', record: recordNo, reason, reasonZh });
  const at = (element: string) => linePath(position, element);
  if (booked === null) return said(at('itemRecordNo'), 'is not there', '不存在');
  const line = lines[position]!;
  if (!isOpen(booked, date)) {
    return said('InventoryHead/emsNo', 'is in a book that is not open', '所在账册未启用或已停用');
  }
  if (area.code !== null && booked.areaCode !== area.code) {
    return said(
      `InventoryHead/${area.element}`,
      'lies with another enterprise',
      '不属于该区内企业',
    );
  }
  if (booked.customsCode !== customsCode) {
    return said('InventoryHead/customsCode', 'is kept by another customs', '不属于该申报海关');
  }
  if (line.itemNo !== null && booked.itemNo !== line.itemNo) {
    return said(at('itemNo'), `is item ${booked.itemNo}`, `货号为${booked.itemNo}`);
  }
  if (!booked.hs.startsWith(codes[position]!)) {
    return said(at('gcode'), `has code ${booked.hs}`, `商品编码为${booked.hs}`);
  }
  if (quantity !== null) return null;
  const counted = `is counted in unit ${booked.unit}, to which ${line.unit} does not convert`;
  return said(at('unit'), counted, `计量单位为${booked.unit}，不能由${line.unit}换算`);
}
