import { present } from '../base/assert.ts';
import type { Direction } from '../base/direction.ts';
import { CEB603 } from '../documents/ceb/ceb603.ts';
import { CEB621 } from '../documents/ceb/ceb621.ts';
import type { Field, MessageTable } from '../documents/ceb/fields.ts';

/** An element of a list that may be corrected. */
export type RepairField = {
  /** `InventoryList/unit1`, as findings name it. */
  readonly name: string;
  readonly group: 'head' | 'line';
  readonly field: Field;
};

/** What is known of the lists of one direction to correct them. */
export type RepairForm = {
  /** The message that declares them. */
  readonly message: string;
  /** What may be corrected, by name. */
  readonly fields: ReadonlyMap<string, RepairField>;
  /** Where lists stand, their cases, those before, and what they were returned for. */
  readonly lists: string;
  readonly cases: string;
  readonly pastCases: string;
  readonly refusals: string;
};

/*
 * What is not corrected here: what makes it this list (its order, waybill and declarant), who is
 * behind it, and what the platform writes itself. Such a list is declared anew by whoever knows
 * better, or its other documents are changed.
 */
const HEAD = [
  ...['ebpName', 'ebcName', 'logisticsName', 'emsNo', 'ieFlag', 'customsCode', 'portCode'],
  ...['ieDate', 'agentName', 'tradeMode', 'trafMode', 'voyageNo', 'billNo', 'loctNo', 'licenseNo'],
  ...['country', 'freight', 'insuredFee', 'wrapType', 'packNo', 'grossWeight', 'netWeight'],
];
const LINE = [
  ...['itemRecordNo', 'itemNo', 'itemName', 'gcode', 'gname', 'gmodel', 'barCode', 'country'],
  ...['currency', 'qty', 'unit', 'qty1', 'unit1', 'qty2', 'unit2', 'price', 'totalPrice'],
];
const IMPORT_HEAD = ['assureCode', 'areaCode', 'areaName', 'trafNo', 'currency'];
const EXPORT_HEAD = [
  ...['statisticsFlag', 'ownerName', 'iacCode', 'iacName', 'trafName', 'totalPackageNo', 'POD'],
  ...['fCurrency', 'fFlag', 'iCurrency', 'iFlag'],
];

export const REPAIR_FORMS: Readonly<Record<Direction, RepairForm>> = {
  import: {
    message: 'CEB621',
    fields: fieldsOf(CEB621, [...HEAD, ...IMPORT_HEAD], [...LINE, 'tradeCountry']),
    lists: 'documents.lists',
    cases: 'clearance.cases',
    pastCases: 'clearance.past_cases',
    refusals: 'clearance.refusals',
  },
  export: {
    message: 'CEB603',
    fields: fieldsOf(CEB603, [...HEAD, ...EXPORT_HEAD], LINE),
    lists: 'documents.export_lists',
    cases: 'export.cases',
    pastCases: 'export.past_cases',
    refusals: 'export.refusals',
  },
};

function fieldsOf(table: MessageTable, head: readonly string[], line: readonly string[]) {
  const lines = present(table.lines, 'lines of a list');
  return new Map([...named('head', table.head, head), ...named('line', lines, line)]);
}

/** In the order of the message. */
function named(
  group: RepairField['group'],
  { element, fields }: { readonly element: string; readonly fields: readonly Field[] },
  elements: readonly string[],
) {
  const known = elements.map((one) => {
    return present(
      fields.find((field) => field.element === one),
      `element ${one} of a list`,
    );
  });
  return fields
    .filter((field) => known.includes(field))
    .map((field): [string, RepairField] => {
      const name = `${element}/${field.element}`;
      return [name, { name, group, field }];
    });
}
