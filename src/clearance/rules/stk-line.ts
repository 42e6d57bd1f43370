import type { Finding } from '../../base/finding.ts';
import { FROM_2016 } from '../../matching/law.ts';
import { linePath, type Rule } from '../../matching/rule.ts';
import { isOpen } from '../../registry/book.ts';
import { finding, lawOf } from '../codes.ts';
import type { ClearanceContext } from '../context.ts';
import type { BookedUse } from '../stock.ts';

/** Every article is the one of the line of the open book that it names (STK-1, STK-7). */
export const bookLine: Rule<ClearanceContext> = {
  code: 'STK-LINE',
  law: lawOf('STK-LINE'),
  from: FROM_2016,
  until: null,
  check: (context) => context.booked.flatMap((use) => findingOf(use, context) ?? []),
};

function findingOf(
  { line: position, recordNo, booked, quantity }: BookedUse,
  { case: { list }, date }: ClearanceContext,
): Finding | null {
  const { emsNo, areaCode, customsCode, lines } = list.terms;
  const said = (path: string, reason: string, reasonZh: string) =>
    finding('STK-LINE', path, { book: emsNo ?? '', record: recordNo, reason, reasonZh });
  const at = (element: string) => linePath(position, element);
  if (booked === null) return said(at('itemRecordNo'), 'is not there', '不存在');
  const line = lines[position]!;
  if (!isOpen(booked, date)) {
    return said('InventoryHead/emsNo', 'is in a book that is not open', '所在账册未启用或已停用');
  }
  if (booked.areaCode !== areaCode) {
    return said('InventoryHead/areaCode', 'lies with another enterprise', '不属于该区内企业');
  }
  if (booked.customsCode !== customsCode) {
    return said('InventoryHead/customsCode', 'is kept by another customs', '不属于该申报海关');
  }
  if (line.itemNo !== null && booked.itemNo !== line.itemNo) {
    return said(at('itemNo'), `is item ${booked.itemNo}`, `货号为${booked.itemNo}`);
  }
  if (booked.hs !== line.gcode) {
    return said(at('gcode'), `has code ${booked.hs}`, `商品编码为${booked.hs}`);
  }
  if (quantity !== null) return null;
  const counted = `is counted in unit ${booked.unit}, to which ${line.unit} does not convert`;
  return said(at('unit'), counted, `计量单位为${booked.unit}，不能由${line.unit}换算`);
}
