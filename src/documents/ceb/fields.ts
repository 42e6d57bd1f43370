import type { Direction } from '../../base/direction.ts';

/**
 * What a message may contain, as data. One table a message drives reading, writing, the checks,
 * the reference page and the test generators; adding a message is adding one file.
 */

/** Editions of the interface specification, each with its own schema files. */
export const EDITIONS = ['202205', '2018'] as const;
export type Edition = (typeof EDITIONS)[number];

/** A `token` is a text whose white space the schema collapses before it measures it. */
export type Kind = 'text' | 'token' | 'decimal' | 'integer';
/** Personal content: hashed for look-ups, masked on screens, never in a finding or a log. */
export type Personal = 'id' | 'name' | 'phone' | 'address';

/** Bounds of a text in Unicode code points, as xs:length counts them. */
export type Size = { readonly min: number; readonly max: number };

/** For what the schemas leave open; a message has its own bound (LIMITS.messageBytes). */
export const UNBOUNDED = Number.MAX_SAFE_INTEGER;

/**
 * One element with simple content. `kind`, `required`, `size`, `totalDigits`, `fractionDigits`,
 * `fixed` and `implied` are what the XSD says; `values`, `money` and `spec` come from the text of
 * the specification and are checked as content only.
 */
export type Field = {
  readonly element: string;
  readonly zh: string;
  readonly en: string;
  readonly kind: Kind;
  readonly required: boolean;
  /** Of a text; white space counts, for the schemas preserve it. */
  readonly size: Size;
  /** Of a number: significant digits, and digits after the point without trailing zeros. */
  readonly totalDigits: number;
  readonly fractionDigits: number;
  /** The only value the schema allows; an empty element stands for it. */
  readonly fixed: string | null;
  /** What an empty element stands for, where the schema has a default. */
  readonly implied: string | null;
  /** Values the specification names, with their meaning. The schema does not enforce them. */
  readonly values: Readonly<Record<string, string>> | null;
  /** A sum of money: not negative and at most two decimals. */
  readonly money: boolean;
  readonly personal: Personal | null;
  /** Where the printed table (PDF) says something else than the schema of the same edition. */
  readonly spec: string | null;
  /** What the schema of another edition has instead; null where it does not know the field. */
  readonly editions: Readonly<Partial<Record<Edition, Deviation | null>>>;
};

/** What the schema of one edition has other than `Field` says. */
export type Deviation = Partial<Pick<Field, 'kind' | 'size' | 'fixed' | 'implied'>>;

/** An element with a sequence of fields, each at most once, in this order. */
export type Group = { readonly element: string; readonly fields: readonly Field[] };

/** Lines behind a head. */
export type LineGroup = Group & {
  /** How many a record has. */
  readonly count: Size;
  readonly editions: Readonly<Partial<Record<Edition, Size>>>;
  /** Whether gnum is 1 to n, each once; else it names lines of another document. */
  readonly numbered: boolean;
};

/** One message type. */
export type MessageTable = {
  /** `CEB621`; the root element is this and `Message`. */
  readonly type: string;
  readonly zh: string;
  readonly en: string;
  /** The business record: `Order` around head and lines, or the head itself in a receipt. */
  readonly record: string;
  readonly head: Group;
  /** Lines follow the head; null when the record has none. */
  readonly lines: LineGroup | null;
  /** How many records a message has. */
  readonly records: Size;
  /** Export messages have ExtendMessage behind the Signature, import messages before it. */
  readonly direction: Direction;
  /** The editions whose schemas have it. */
  readonly editions: readonly Edition[];
  /** Whether enterprises send it: BaseTransfer, BaseSubscribe, ExtendMessage, Signature follow. */
  readonly sent: boolean;
  /** What the schema says of ds:Signature. */
  readonly signature: 'none' | 'optional' | 'required';
  /** The message that answers it, or null. */
  readonly receipt: string | null;
  /** Receipt status for a record that breaks the schema (codes.json errorCodes), or null. */
  readonly refusal: string | null;
  /** Head elements that name the business document (RULES DOC-2). */
  readonly key: readonly string[];
};

type More = Partial<Pick<Field, 'fixed' | 'implied' | 'values' | 'personal' | 'spec' | 'editions'>>;

const PLAIN: Omit<Field, 'element' | 'zh' | 'en' | 'kind'> = {
  required: true,
  size: { min: 0, max: 0 },
  totalDigits: 0,
  fractionDigits: 0,
  fixed: null,
  implied: null,
  values: null,
  money: false,
  personal: null,
  spec: null,
  editions: {},
};

/** Exactly `size`, or from the first to the second. */
type Bounds = number | readonly [number, number];

/** A text of exactly `size` code points, or of `[least, most]`. */
export function text(
  element: string,
  zh: string,
  en: string,
  size: Bounds,
  more: More = {},
): Field {
  return { ...PLAIN, element, zh, en, kind: 'text', size: sizeOf(size), ...more };
}

/** The same with white space collapsed before it is measured. */
export function token(
  element: string,
  zh: string,
  en: string,
  size: Bounds,
  more: More = {},
): Field {
  return { ...text(element, zh, en, size, more), kind: 'token' };
}

/** A number of the printed format N19,5. */
export function decimal(element: string, zh: string, en: string, more: More = {}): Field {
  return {
    ...PLAIN,
    element,
    zh,
    en,
    kind: 'decimal',
    totalDigits: 19,
    fractionDigits: 5,
    ...more,
  };
}

/** A sum in yuan: N19,5 by the schema, whole fen and not negative by its meaning. */
export function money(element: string, zh: string, en: string, more: More = {}): Field {
  return { ...decimal(element, zh, en, more), money: true };
}

/** A whole number of 32 bits with at most `digits` digits (10: no further bound). */
export function integer(
  element: string,
  zh: string,
  en: string,
  digits: number,
  more: More = {},
): Field {
  return { ...PLAIN, element, zh, en, kind: 'integer', totalDigits: digits, ...more };
}

/** The same field, which may be left out. */
export function optional(field: Field): Field {
  return { ...field, required: false };
}

/** What the edition of 2018 has instead of the size of a text. */
export function before(size: Bounds, more: Deviation = {}): Pick<Field, 'editions'> {
  return { editions: { '2018': { size: sizeOf(size), ...more } } };
}

/** Lines, 1 to 99 of them unless told. */
export function lines(
  element: string,
  fields: readonly Field[],
  more: Partial<Omit<LineGroup, 'element' | 'fields'>> = {},
): LineGroup {
  return { element, fields, count: { min: 1, max: 99 }, editions: {}, numbered: true, ...more };
}

/** A field as one edition has it, or null. */
export function fieldIn(field: Field, edition: Edition): Field | null {
  const deviation = field.editions[edition];
  return deviation === null ? null : { ...field, ...deviation };
}

/** How many lines a record has in one edition. */
export function lineCountIn(of: LineGroup, edition: Edition): Size {
  return of.editions[edition] ?? of.count;
}

function sizeOf(size: Bounds): Size {
  const [min, max] = typeof size === 'number' ? [size, size] : size;
  return { min, max };
}

type Sent = Pick<MessageTable, 'type' | 'zh' | 'en' | 'record' | 'head' | 'key'> &
  Partial<Pick<MessageTable, 'lines' | 'records' | 'direction' | 'editions' | 'signature'>> &
  Pick<MessageTable, 'receipt' | 'refusal'>;

/** A message that enterprises send: up to 100 records without lines, import, both editions. */
export function sent(table: Sent): MessageTable {
  return { ...USUAL, signature: 'optional', sent: true, ...table };
}

type Answer = Pick<MessageTable, 'type' | 'zh' | 'en' | 'record' | 'key'> &
  Partial<Pick<MessageTable, 'head' | 'lines' | 'records' | 'direction' | 'editions'>> & {
    /** Of the record, unless it has a head of its own. */
    readonly fields?: readonly Field[];
  };

/** A message of the authorities: no transmitter, no signature, and nothing answers it. */
export function answer({ fields = [], ...table }: Answer): MessageTable {
  const head = { element: table.record, fields };
  return { ...USUAL, head, ...table, sent: false, signature: 'none', receipt: null, refusal: null };
}

const USUAL = {
  lines: null,
  records: { min: 1, max: 100 },
  direction: 'import',
  editions: EDITIONS,
} as const;
