/**
 * What a message may contain, as data. One table a message drives reading, writing, the checks,
 * the reference page and the test generators; adding a message is adding one file.
 */

/** Editions of the interface specification, each with its own schema files. */
export const EDITIONS = ['202205', '2018'] as const;
export type Edition = (typeof EDITIONS)[number];

export type Kind = 'text' | 'decimal' | 'integer';
/** Personal content: hashed for look-ups, masked on screens, never in a finding or a log. */
export type Personal = 'id' | 'name' | 'phone' | 'address';

/** Bounds of a text in Unicode code points, as xs:length counts them. */
export type Size = { readonly min: number; readonly max: number };

/**
 * One element with simple content. `kind`, `required`, `size`, `totalDigits`, `fractionDigits` and
 * `fixed` are what the XSD enforces; `values`, `money` and `spec` come from the text of the
 * specification and are checked as content only.
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
  /** Values the specification names, with their meaning. The schema does not enforce them. */
  readonly values: Readonly<Record<string, string>> | null;
  /** A sum of money: not negative and at most two decimals. */
  readonly money: boolean;
  readonly personal: Personal | null;
  /** Where the printed table (PDF) says something else than the schema of the same edition. */
  readonly spec: string | null;
  /** What the schema of another edition has instead. */
  readonly editions: Readonly<Partial<Record<Edition, Size>>>;
};

/** An element with a sequence of fields, each at most once, in this order. */
export type Group = { readonly element: string; readonly fields: readonly Field[] };

/** One message type. */
export type MessageTable = {
  /** `CEB621`; the root element is this and `Message`. */
  readonly type: string;
  readonly zh: string;
  readonly en: string;
  /** The business record: `Order` around head and lines, or the head itself in a receipt. */
  readonly record: string;
  readonly head: Group;
  /** Lines follow the head, 1 to 99 of them; null when the record has none. */
  readonly lines: Group | null;
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

type More = Partial<Pick<Field, 'fixed' | 'values' | 'personal' | 'spec' | 'editions'>>;

const PLAIN: Omit<Field, 'element' | 'zh' | 'en' | 'kind'> = {
  required: true,
  size: { min: 0, max: 0 },
  totalDigits: 0,
  fractionDigits: 0,
  fixed: null,
  values: null,
  money: false,
  personal: null,
  spec: null,
  editions: {},
};

/** A text of exactly `size` code points, or of `[least, most]`. */
export function text(
  element: string,
  zh: string,
  en: string,
  size: number | readonly [number, number],
  more: More = {},
): Field {
  const [min, max] = typeof size === 'number' ? [size, size] : size;
  return { ...PLAIN, element, zh, en, kind: 'text', size: { min, max }, ...more };
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

/** A sum of money in yuan: N19,5 by the schema, whole fen and not negative by its meaning. */
export function money(element: string, zh: string, en: string, more: More = {}): Field {
  return { ...decimal(element, zh, en, more), money: true };
}

/** A whole number of 32 bits with at most `digits` digits (10: no further bound). */
export function integer(element: string, zh: string, en: string, digits: number): Field {
  return { ...PLAIN, element, zh, en, kind: 'integer', totalDigits: digits };
}

/** The same field, which may be left out. */
export function optional(field: Field): Field {
  return { ...field, required: false };
}

/** Bounds of a text field in one edition. */
export function sizeIn(field: Field, edition: Edition): Size {
  return field.editions[edition] ?? field.size;
}
