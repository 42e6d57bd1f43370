import { present } from '../base/assert.ts';
import { DIRECTIONS, type Direction } from '../base/direction.ts';
import { REFUSABLE, type Refusable } from '../documents/cause.ts';
import { CATALOGUE } from '../documents/ceb/catalogue.ts';
import { CEB603 } from '../documents/ceb/ceb603.ts';
import { CEB621 } from '../documents/ceb/ceb621.ts';
import type { Field, MessageTable } from '../documents/ceb/fields.ts';
import { PARTNERS, type Partner } from '../documents/partners.ts';

/** An element of a document that may be corrected. */
export type RepairField = {
  /** `InventoryList/unit1`, as findings name it. */
  readonly name: string;
  readonly group: 'head' | 'line';
  readonly field: Field;
};

/** What is known of documents of one kind and direction to correct them. */
export type RepairForm = ListForm | PartnerForm;

type Form = {
  /** The message that declares them. */
  readonly message: string;
  /** Elements of its head and its lines. */
  readonly head: string;
  readonly line: string | null;
  /** What may be corrected, by name. */
  readonly fields: ReadonlyMap<string, RepairField>;
};

/** Lists. */
export type ListForm = Form & {
  readonly document: 'list';
  /** Where lists stand, their cases, those before, and what they were returned for. */
  readonly lists: string;
  readonly cases: string;
  readonly pastCases: string;
  readonly refusals: string;
};

/** Orders, payments or waybills. */
export type PartnerForm = Form & {
  readonly document: Partner['document'];
  readonly partner: Partner;
};

/*
 * What is not corrected of lists: what makes it this list (its order, waybill and declarant), who
 * is behind it, and what the platform writes itself. Such a list is declared anew by whoever knows
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

/*
 * Of other documents all is corrected but what makes it this one, which documents it names, what
 * tells of persons, and what the platform writes. Of persons there is no one value for many.
 */
const KEYS: ReadonlySet<string> = new Set([
  ...['guid', 'appType', 'appTime', 'appStatus', 'ebpCode', 'ebcCode', 'orderNo'],
  ...['payCode', 'payTransactionId', 'payNo', 'logisticsCode', 'logisticsNo', 'gnum', 'note'],
  ...['buyerRegNo', 'consigneeDistrict'],
]);

const LIST_FORMS: Readonly<Record<Direction, ListForm>> = {
  import: {
    ...{
      document: 'list',
      ...formOf(CEB621, [...HEAD, ...IMPORT_HEAD], [...LINE, 'tradeCountry']),
    },
    lists: 'documents.lists',
    cases: 'clearance.cases',
    pastCases: 'clearance.past_cases',
    refusals: 'clearance.refusals',
  },
  export: {
    ...{ document: 'list', ...formOf(CEB603, [...HEAD, ...EXPORT_HEAD], LINE) },
    lists: 'documents.export_lists',
    cases: 'export.cases',
    pastCases: 'export.past_cases',
    refusals: 'export.refusals',
  },
};

const PARTNER_FORMS: ReadonlyMap<string, PartnerForm> = new Map(
  PARTNERS.map((partner) => {
    const { direction, document, message } = partner;
    const table = present(CATALOGUE.get(message), 'message of a partner');
    const open = ({ fields }: { readonly fields: readonly Field[] }) =>
      fields
        .filter(({ element, personal }) => personal === null && !KEYS.has(element))
        .map(({ element }) => element);
    const form = formOf(table, open(table.head), table.lines === null ? [] : open(table.lines));
    return [`${direction} ${document}`, { document, partner, ...form }];
  }),
);

/** Documents of a kind that go one way. */
export type FormKey = { readonly direction: Direction; readonly document: Refusable };

/** What is known of documents of a kind and direction. */
export function repairForm({ direction, document }: FormKey): RepairForm {
  if (document === 'list') return LIST_FORMS[direction];
  return present(PARTNER_FORMS.get(`${direction} ${document}`), 'form of a document');
}

/** All kinds of documents, lists first. */
export const FORM_KEYS: readonly FormKey[] = REFUSABLE.flatMap((document) =>
  DIRECTIONS.map((direction) => ({ direction, document })),
);

function formOf(table: MessageTable, head: readonly string[], line: readonly string[]): Form {
  const { lines } = table;
  const fields = new Map([
    ...named('head', table.head, head),
    ...(lines === null ? [] : named('line', lines, line)),
  ]);
  return { message: table.type, head: table.head.element, line: lines?.element ?? null, fields };
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
      `element ${one} of a document`,
    );
  });
  return fields
    .filter((field) => known.includes(field))
    .map((field): [string, RepairField] => {
      const name = `${element}/${field.element}`;
      return [name, { name, group, field }];
    });
}
