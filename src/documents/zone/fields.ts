import {
  decimal,
  EDITIONS,
  type Field,
  type Group,
  type MessageTable,
  type Size,
  UNBOUNDED,
} from '../ceb/fields.ts';

/**
 * Messages of special zones and bonded centres: entry lists, gate slips and what answers them. They
 * are `Package`s of EnvelopInfo and DataInfo; what enterprises send may stand in a `Signature`
 * around it (NOTES section 10). Unlike in the messages of parcels the order of elements is free,
 * an empty element says nothing, and two styles of names mean the same: PascalCase of the import
 * client, camelCase of the direct format of 2017.
 */
export type ZoneTable = MessageTable & {
  /** Children of BussinessData that hold the document: the first is what is written. */
  readonly bodies: readonly string[];
  /** The groups in it, head and lines among them, in the order in which they are written. */
  readonly parts: readonly ZonePart[];
  /** Plain elements of the body behind its groups; null for none. */
  readonly tail: Group | null;
  /** Whether BussinessData has a DelcareFlag beside the body. */
  readonly flagged: boolean;
  /** Which elements of the head a receipt's status, text and time stand in. */
  readonly answer: { readonly status: string; readonly info: string; readonly at: string } | null;
};

/** A group that stands in the body so many times. */
export type ZonePart = Group & {
  readonly count: Size;
  /** Other names of the element. */
  readonly also: readonly string[];
};

/** A group that may be left out. */
export const MAYBE: Size = { min: 0, max: 1 };
export const ONCE: Size = { min: 1, max: 1 };
export const ANY: Size = { min: 0, max: UNBOUNDED };
export const SOME: Size = { min: 1, max: UNBOUNDED };

/** A group of a body. */
export function part(
  element: string,
  fields: readonly Field[],
  count: Size,
  ...also: readonly string[]
): ZonePart {
  return { element, fields, count, also };
}

/** A number of the printed format N25,5: prices and values in any currency. */
export function price(element: string, zh: string, en: string): Field {
  return { ...decimal(element, zh, en), totalDigits: 25 };
}

/** What every table of this folder has: one document a message, unsigned or signed around. */
const USUAL = {
  direction: 'import',
  editions: EDITIONS,
  records: ONCE,
  lines: null,
  tail: null,
  refusal: null,
} as const;

type Given = Pick<ZoneTable, 'type' | 'zh' | 'en' | 'bodies' | 'parts' | 'key'> & {
  readonly head: ZonePart;
};

/** A document that enterprises send. */
export function zoneSent(
  table: Given & { readonly lines: ZonePart; readonly tail: Group },
): ZoneTable {
  const { lines, ...rest } = table;
  const linesOf = { ...lines, editions: {}, numbered: false };
  const receipt = 'CommonResponeMessage';
  const own = { sent: true, signature: 'optional', flagged: true, answer: null, receipt } as const;
  return { ...USUAL, ...rest, record: table.bodies[0] ?? '', lines: linesOf, ...own };
}

/** A receipt. */
export function zoneAnswer(table: Given & Pick<ZoneTable, 'answer'>): ZoneTable {
  const own = { sent: false, signature: 'none', flagged: false, receipt: null } as const;
  return { ...USUAL, ...table, record: table.bodies[0] ?? '', ...own };
}
