/*
 * A reader of message texts for accepted messages only, which are known to be well formed. It looks
 * for names and takes what stands behind them, and shares nothing with the scanner, so that what
 * one misreads the other shows.
 *
 * Texts are kept one byte a character, as they came: names and marks are ASCII, and only a value
 * that is asked for is read as UTF-8. That is several times faster than decoding everything.
 */

/** Element names of each filed message type: record, head, line; a flat record is its own head. */
const SHAPES: Readonly<Record<string, readonly [record: string, head: string, line: string]>> = {
  CEB311: ['Order', 'OrderHead', 'OrderList'],
  CEB411: ['Payment', 'PaymentHead', 'PaymentList'],
  CEB511: ['Logistics', 'LogisticsHead', 'LogisticsList'],
  CEB621: ['Inventory', 'InventoryHead', 'InventoryList'],
  CEB513: ['LogisticsStatus', 'LogisticsStatus', ''],
  CEB623: ['InvtCancel', 'InvtCancel', ''],
  CEB625: ['InvtRefund', 'InvtRefundHead', 'InvtRefundList'],
  CEB711: ['Delivery', 'DeliveryHead', 'DeliveryList'],
  CEB303: ['Order', 'OrderHead', 'OrderList'],
  CEB403: ['Receipts', 'Receipts', ''],
  CEB505: ['Logistics', 'Logistics', ''],
  CEB507: ['Arrival', 'ArrivalHead', 'ArrivalList'],
  CEB509: ['Departure', 'DepartureHead', 'DepartureList'],
  CEB603: ['Inventory', 'InventoryHead', 'InventoryList'],
  CEB605: ['InvtCancel', 'InvtCancel', ''],
  CEB607: ['WayBill', 'WayBillHead', 'WayBillList'],
  CEB213: ['InvtRefund', 'InvtRefundHead', 'InvtRefundList'],
  CEB215: ['InvtRefundDetail', 'InvtRefundDetail', ''],
  CEB701: ['SummaryApply', 'SummaryApplyHead', 'SummaryApplyList'],
  INV101: ['Package', 'Package', ''],
  SAS121: ['Package', 'Package', ''],
};

/** Texts of one message. */
export type RawMessage = {
  /** CEB311 ..., from the root element; null when it has another name. */
  readonly type: string | null;
  readonly records: readonly RawRecord[];
  readonly copCode: string | null;
  /** Whether others than the sender asked for receipts. */
  readonly subscribed: boolean;
};

/** Texts of one record; the head and each line are looked up by element name. */
export type RawRecord = { readonly head: RawPart; readonly lines: readonly RawPart[] };

/** The bytes of one part of a record, one a character. */
export type RawPart = string;

/** Prefixes may have letters of any script, so bytes beyond ASCII too. */
const ROOT = /<(?:[^\s<>/:="]+:)?(CEB\d{3})Message[\s>]/;

/** Bodies of the documents of zones, which say their type otherwise than other messages. */
const ZONE_BODY = /<(?:[^\s<>/:="]+:)?(InvtMessage|PassPortMessage|INV101|SAS121)[\s>]/;
const ZONE_TYPES: Readonly<Record<string, string>> = {
  InvtMessage: 'INV101',
  PassPortMessage: 'SAS121',
};

function typeIn(text: string): string | null {
  const type = ROOT.exec(text)?.[1];
  if (type !== undefined) return type;
  const body = ZONE_BODY.exec(text)?.[1];
  return body === undefined ? null : (ZONE_TYPES[body] ?? body);
}

/** Reads one message. Unknown types have no records. */
export function readRaw(bytes: Buffer): RawMessage {
  const text = plain(bytes.toString('latin1'));
  const type = typeIn(text);
  const shape = type === null ? undefined : SHAPES[type];
  const end = openingOf(text, 'BaseTransfer', 0);
  const tail = end < 0 ? '' : text.slice(end);
  const body = end < 0 ? text : text.slice(0, end);
  const records = shape === undefined ? [] : partsOf(body, shape[0]);
  return {
    type,
    records: records.map((record) => lazyRecord(record, shape ?? ['', '', ''])),
    copCode: elementOf(tail, 'copCode'),
    subscribed: openingOf(tail, 'BaseSubscribe', 0) >= 0,
  };
}

const BEFORE_ROOT = /^(?:\xef\xbb\xbf)?(?:\s|<\?[^>]*\?>|<!--(?:(?!-->)[\s\S])*-->)*/;
const ENVELOPE = /^<(?:[^\s<>/:="]+:)?DxpMsg(?:Sv)?[\s>]/;
const DATA = /<(?:[^\s<>/:="]+:)?Data(?:\s[^>]*)?>([^<]*)</;

/** What an envelope holds; other bytes as they are. */
export function unwrapped(bytes: Buffer): Buffer {
  if (!ENVELOPE.test(bytes.toString('latin1', 0, 2048).replace(BEFORE_ROOT, ''))) return bytes;
  const data = DATA.exec(plain(bytes.toString('latin1')))?.[1];
  return data === undefined ? bytes : Buffer.from(readable(data), 'base64');
}

function lazyRecord(text: string, [, head, line]: readonly [string, string, string]): RawRecord {
  let lines: readonly RawPart[] | null = null;
  const at = openingOf(text, head, 0);
  const first = line === '' ? -1 : openingOf(text, line, 0);
  return {
    // Elements of the head stand before the first line, whatever order the parts have.
    head: at < 0 ? '' : text.slice(at, first > at ? first : text.length),
    get lines() {
      lines ??= line === '' ? [] : partsOf(text, line);
      return lines;
    },
  };
}

/** The texts from each element of this name to the next one. */
function partsOf(text: string, name: string): string[] {
  const parts: string[] = [];
  let start = openingOf(text, name, 0);
  while (start >= 0) {
    // A tag that never closes ends the search: evidence may be cut off, and the audit must end.
    const close = text.indexOf('>', start);
    const next = close < 0 ? -1 : openingOf(text, name, close + 1);
    parts.push(text.slice(start, next < 0 ? text.length : next));
    start = next;
  }
  return parts;
}

const LESS = 0x3c;
const COLON = 0x3a;
const SLASH = 0x2f;
const GREATER = 0x3e;
const isSpace = (code: number): boolean =>
  code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;

/** Where the start tag of the next element of this name begins, with any prefix; -1 for none. */
function openingOf(text: string, name: string, from: number): number {
  for (let at = text.indexOf(name, from); at >= 0; at = text.indexOf(name, at + 1)) {
    const behind = text.charCodeAt(at + name.length);
    if (behind !== GREATER && behind !== SLASH && !isSpace(behind)) continue;
    const before = text.charCodeAt(at - 1);
    if (before === LESS) return at - 1;
    if (before !== COLON) continue;
    const start = text.lastIndexOf('<', at);
    const prefix = text.slice(start + 1, at - 1);
    if (start >= 0 && /^[^\s<>/:="']+$/.test(prefix)) return start;
  }
  return -1;
}

/** The text of the first element of this name; null when there is none. */
export function elementOf(part: RawPart, name: string): string | null {
  const start = openingOf(part, name, 0);
  if (start < 0) return null;
  const end = endOfTag(part, start);
  if (part.charCodeAt(end - 2) === SLASH) return '';
  const close = part.indexOf('<', end);
  return readable(part.slice(end, close < 0 ? part.length : close));
}

/** The text of an element of a document of a zone, in either of its two styles of names. */
export function zoneElementOf(part: RawPart, name: string): string | null {
  const other = name.charAt(0).toLowerCase() + name.slice(1);
  return (elementOf(part, name) ?? elementOf(part, other))?.trim() ?? null;
}

/** The offset behind a start tag; attribute values may hold a `>`. */
function endOfTag(text: string, start: number): number {
  let quote = '';
  for (let at = start; at < text.length; at += 1) {
    const mark = text.charAt(at);
    if (quote !== '') quote = mark === quote ? '' : quote;
    else if (mark === '"' || mark === "'") quote = mark;
    else if (mark === '>') return at + 1;
  }
  return text.length;
}

/** The same, without white space around it and null when nothing is left: numbers and options. */
export function filledOf(part: RawPart, name: string): string | null {
  const value = elementOf(part, name)?.trim() ?? '';
  return value === '' ? null : value;
}

/** Without comments; CDATA sections become escaped text; line ends as XML has them. */
function plain(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  if (!lines.includes('<!')) return lines;
  return lines.replace(/<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>/g, (_, section?: string) =>
    (section ?? '').replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
  );
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** A value as UTF-8, its references resolved. */
function readable(bytes: string): string {
  const text = /[\x80-\xff]/.test(bytes) ? Buffer.from(bytes, 'latin1').toString('utf8') : bytes;
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (all, hex, digits, name) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (digits !== undefined) return String.fromCodePoint(Number.parseInt(digits, 10));
    return NAMED[name] ?? all;
  });
}
