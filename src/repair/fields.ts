import { present } from '../base/assert.ts';
import { CEB621 } from '../documents/ceb/ceb621.ts';
import type { Field } from '../documents/ceb/fields.ts';

/** An element of an import list that may be corrected. */
export type RepairField = {
  /** `InventoryList/unit1`, as findings name it. */
  readonly name: string;
  readonly group: 'head' | 'line';
  readonly field: Field;
};

/**
 * What is not corrected here: what makes it this list (its order, waybill and declarant), who is
 * behind it, and what the platform writes itself. Such a list is declared anew by whoever knows
 * better, or its other documents are changed.
 */
const HEAD = [
  ...['ebpName', 'ebcName', 'logisticsName', 'assureCode', 'emsNo', 'ieFlag', 'customsCode'],
  ...['portCode', 'ieDate', 'agentName', 'areaCode', 'areaName', 'tradeMode', 'trafMode', 'trafNo'],
  ...['voyageNo', 'billNo', 'loctNo', 'licenseNo', 'country', 'freight', 'insuredFee', 'currency'],
  ...['wrapType', 'packNo', 'grossWeight', 'netWeight'],
];
const LINE = [
  ...['itemRecordNo', 'itemNo', 'itemName', 'gcode', 'gname', 'gmodel', 'barCode', 'country'],
  ...['tradeCountry', 'currency', 'qty', 'unit', 'qty1', 'unit1', 'qty2', 'unit2', 'price'],
  'totalPrice',
];

/** By name. */
export const REPAIR_FIELDS: ReadonlyMap<string, RepairField> = new Map([
  ...named('head', CEB621.head, HEAD),
  ...named('line', present(CEB621.lines, 'lines of a list'), LINE),
]);

function named(
  group: RepairField['group'],
  { element, fields }: { readonly element: string; readonly fields: readonly Field[] },
  elements: readonly string[],
) {
  return elements.map((one) => {
    const field = present(
      fields.find((each) => each.element === one),
      `element ${one} of a list`,
    );
    const name = `${element}/${one}`;
    return [name, { name, group, field }] as const;
  });
}
