import type { Field } from '../ceb/fields.ts';
import { type CompiledField, compileField } from '../compiled.ts';
import { ZONE_CATALOGUE } from './catalogue.ts';
import { BUSSINESS_DATA, ENVELOP_INFO, POCKET_INFO } from './common.ts';
import type { ZonePart, ZoneTable } from './fields.ts';

/**
 * Names of elements. PascalCase and camelCase mean the same field, and a few differ by more than
 * their first letter between the import client, the direct format and the receipts in use.
 */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  SeqNo: ['invtPreentNo', 'sasPassportPreentNo'],
  InvtType: ['BondInvtTypecd'],
  PassportUsedTypeCd: ['PassportUsedTypecd'],
  passportUsedTypecd: ['passportUsedTypeCd'],
  RtlBillTypecd: ['RltTbTypecd'],
  RtlBillNo: ['RltNo'],
  PassPortNo: ['PassportNo'],
  PassportSeqNo: ['PassportSeqno'],
  passportSeqno: ['passportSeqNo'],
  PassId: ['PassID'],
  passID: ['passId'],
  secdPassId: ['secPassId'],
  SecdPassId: ['SecPassId'],
  secdPassTime: ['secPassTime'],
  SecdPassTime: ['SecPassTime'],
};

/** A group by the names under which its fields may stand. */
export type ReadGroup = {
  readonly element: string;
  readonly fields: readonly CompiledField[];
  readonly named: ReadonlyMap<string, CompiledField>;
};

/** A table made ready for reading. */
export type ReadTable = {
  readonly table: ZoneTable;
  /** By the names under which they may stand. */
  readonly parts: ReadonlyMap<string, { readonly part: ZonePart; readonly group: ReadGroup }>;
  readonly tail: ReadGroup | null;
};

export const ENVELOP = readGroupOf(ENVELOP_INFO);
export const POCKET = readGroupOf(POCKET_INFO);
export const FLAG = readGroupOf(BUSSINESS_DATA);

/** Tables by the element of their body. */
export const BODIES: ReadonlyMap<string, ReadTable> = new Map(
  [...ZONE_CATALOGUE.values()].flatMap((table) => {
    const ready = readTableOf(table);
    return table.bodies.map((body) => [body, ready] as const);
  }),
);

const GROUPS: ReadonlyMap<string, readonly string[]> = new Map(
  [...ZONE_CATALOGUE.values()].flatMap(({ parts }) =>
    parts.map(({ element, also }) => [element, also] as const),
  ),
);

function readTableOf(table: ZoneTable): ReadTable {
  const parts = table.parts.flatMap((part) => {
    const group = readGroupOf(part);
    return [part.element, ...part.also].map((name) => [name, { part, group }] as const);
  });
  const tail = table.tail === null ? null : readGroupOf(table.tail);
  return { table, parts: new Map(parts), tail };
}

function readGroupOf({
  element,
  fields,
}: {
  element: string;
  fields: readonly Field[];
}): ReadGroup {
  // Hundreds of names that are rare would slow the scanner's look-up of those that are not.
  const compiled = fields.map((field) => compileField(field, -1));
  const named = new Map<string, CompiledField>();
  // A name that is a field's own is never another's.
  for (const field of compiled) {
    for (const name of ALSO[field.element] ?? []) {
      named.set(name, field).set(otherStyle(name), field);
    }
  }
  for (const field of compiled) named.set(otherStyle(field.element), field);
  for (const field of compiled) named.set(field.element, field);
  return { element, fields: compiled, named };
}

/** The name with its first letter in the other case. */
function otherStyle(name: string): string {
  const [first = '', rest] = [name[0], name.slice(1)];
  const upper = first.toUpperCase();
  return (first === upper ? first.toLowerCase() : upper) + rest;
}

/** Whether an element of a document is what a table calls `name`, by any of its names. */
export function isCalled(element: string, name: string): boolean {
  if (element === name || element === otherStyle(name)) return true;
  const also = [...(ALSO[name] ?? []), ...(GROUPS.get(name) ?? [])];
  return also.some((one) => one === element || otherStyle(one) === element);
}
