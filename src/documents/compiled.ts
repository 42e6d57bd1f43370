import { nameId } from '../xml/names.ts';
import { BASE_SUBSCRIBE, EXTEND_MESSAGE, transferIn } from './ceb/base-transfer.ts';
import { CATALOGUE } from './ceb/catalogue.ts';
import {
  EDITIONS,
  type Edition,
  type Field,
  fieldIn,
  type Group,
  type Kind,
  lineCountIn,
  type MessageTable,
  type Size,
} from './ceb/fields.ts';
import { createRecent, type Recent } from './recent.ts';
import { createShapes, type Shapes } from './shapes.ts';

/**
 * The field tables with names as integers, built once while modules load: reading a message
 * compares integers and allocates nothing but the values.
 */

/** Namespace of all business messages. */
export const CEB_NAMESPACE = 'http://www.chinaport.gov.cn/ceb';
/** Its id in scanned documents. */
export const CEB_SPACE = nameId(CEB_NAMESPACE);
/** Id of the namespace of XML signatures. */
export const DS_SPACE = nameId('http://www.w3.org/2000/09/xmldsig#');
// The usual prefixes: known names cost a comparison, others a text for each document.
nameId('ceb');
nameId('xsi');
/** xsi:schemaLocation and xsi:noNamespaceSchemaLocation may stand on any element. */
export const XSI_SPACE = nameId('http://www.w3.org/2001/XMLSchema-instance');

export const TEXT = 0;
export const DECIMAL = 1;
export const INTEGER = 2;
export const TOKEN = 3;
const KINDS: Readonly<Record<Kind, number>> = {
  text: TEXT,
  decimal: DECIMAL,
  integer: INTEGER,
  token: TOKEN,
};

/** One field in one edition. `min` and `max` are code points, or `max` the digits of a number. */
export type CompiledField = {
  readonly field: Field;
  readonly element: string;
  readonly id: number;
  readonly required: boolean;
  readonly kind: number;
  readonly min: number;
  readonly max: number;
  readonly fraction: number;
  readonly fixed: string | null;
  /** What an empty element stands for. */
  readonly implied: string | null;
  /** What stands before the value in the text that is digested; no XML has these characters. */
  readonly mark: string;
  readonly recent: Recent;
};

/** A sequence of fields; `indexOf[id]` is a field's place or -1. */
export type CompiledGroup = {
  readonly element: string;
  readonly id: number;
  readonly fields: readonly CompiledField[];
  readonly indexOf: Int16Array;
  /** Makes the objects of values. */
  readonly shapes: Shapes;
};

/** One message type in one edition. */
export type CompiledMessage = {
  readonly table: MessageTable;
  readonly edition: Edition;
  readonly record: number;
  readonly head: CompiledGroup;
  readonly lines: CompiledGroup | null;
  /** How many lines a record has. */
  readonly lineCount: Size;
  readonly transfer: CompiledGroup;
  readonly subscribe: CompiledGroup;
  readonly extend: CompiledGroup;
};

const compiled = new Map(EDITIONS.map((edition) => [edition, compileCatalogue(edition)]));

/** The compiled table of the message whose root element has this name id, or undefined. */
export function messageOf(edition: Edition, rootName: number): CompiledMessage | undefined {
  return compiled.get(edition)!.get(rootName);
}

function compileCatalogue(edition: Edition): ReadonlyMap<number, CompiledMessage> {
  const tables = [...CATALOGUE.values()].filter(({ editions }) => editions.includes(edition));
  return new Map(
    tables.map((table) => [nameId(`${table.type}Message`), compileMessage(table, edition)]),
  );
}

function compileMessage(table: MessageTable, edition: Edition): CompiledMessage {
  return {
    table,
    edition,
    record: nameId(table.record),
    head: compileGroup(table.head, edition),
    lines: table.lines === null ? null : compileGroup(table.lines, edition),
    lineCount: table.lines === null ? { min: 0, max: 0 } : lineCountIn(table.lines, edition),
    transfer: compileGroup(transferIn(table), edition),
    subscribe: compileGroup(BASE_SUBSCRIBE, edition),
    extend: compileGroup(EXTEND_MESSAGE, edition),
  };
}

function compileGroup(group: Group, edition: Edition): CompiledGroup {
  const fields = group.fields.flatMap((field) => {
    const own = fieldIn(field, edition);
    return own === null ? [] : [compileField(own)];
  });
  const indexOf = new Int16Array(Math.max(...fields.map((field) => field.id)) + 1).fill(-1);
  fields.forEach((field, index) => {
    indexOf[field.id] = index;
  });
  const id = nameId(group.element);
  const shapes = createShapes(fields.map((field) => field.element));
  return { element: group.element, id, fields, indexOf, shapes };
}

/**
 * One field, as its edition has it.
 * @param id of its name in scanned documents; -1 for who reads by the names themselves
 */
export function compileField(field: Field, id = nameId(field.element)): CompiledField {
  const isText = field.kind === 'text' || field.kind === 'token';
  const mark = `\u0001${field.element}\u0002`;
  return {
    field,
    element: field.element,
    id,
    required: field.required,
    kind: KINDS[field.kind],
    min: field.size.min,
    max: isText ? field.size.max : field.totalDigits,
    fraction: field.fractionDigits,
    fixed: field.fixed,
    implied: field.fixed ?? field.implied,
    mark,
    recent: createRecent(mark, field.personal !== null),
  };
}
