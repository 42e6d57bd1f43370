/*
 * A reader of message texts by regular expressions, for accepted messages only: they are known to
 * be well formed. It shares nothing with the scanner, so that what one misreads the other shows.
 */

/** Element names of each filed message type: record, head, line. */
const SHAPES: Readonly<Record<string, readonly [record: string, head: string, line: string]>> = {
  CEB311: ['Order', 'OrderHead', 'OrderList'],
  CEB411: ['Payment', 'PaymentHead', 'PaymentList'],
  CEB511: ['Logistics', 'LogisticsHead', 'LogisticsList'],
  CEB621: ['Inventory', 'InventoryHead', 'InventoryList'],
};

const PREFIX = '(?:[^\\s<>/:="]+:)?';
const ATTRIBUTES = '(?:\\s(?:[^<>"\']|"[^"]*"|\'[^\']*\')*)?';

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

/** The inner text of one part of a record. */
export type RawPart = string;

const ROOT = new RegExp(`<${PREFIX}(CEB\\d{3})Message(?=[\\s>])`);
const TAIL = new RegExp(`<${PREFIX}BaseTransfer(?=[\\s/>])`);
const SUBSCRIBE = new RegExp(`<${PREFIX}BaseSubscribe(?=[\\s/>])`);

/** Reads one message. Unknown types have no records. */
export function readRaw(bytes: Buffer): RawMessage {
  const text = plain(bytes.toString('utf8'));
  const type = ROOT.exec(text)?.[1] ?? null;
  const shape = type === null ? undefined : SHAPES[type];
  const end = TAIL.exec(text)?.index ?? text.length;
  const tail = text.slice(end);
  const records = shape === undefined ? [] : partsOf(text.slice(0, end), shape[0]);
  return {
    type,
    records: records.map((record) => lazyRecord(record, shape ?? ['', '', ''])),
    copCode: elementOf(tail, 'copCode'),
    subscribed: SUBSCRIBE.test(tail),
  };
}

function lazyRecord(text: string, [, head, line]: readonly [string, string, string]): RawRecord {
  let lines: readonly RawPart[] | null = null;
  const first = openings(text, line)[0] ?? text.length;
  const at = openings(text, head)[0];
  return {
    // Elements of the head stand before the first line, whatever order the parts have.
    head: at === undefined ? '' : text.slice(at, at < first ? first : text.length),
    get lines() {
      lines ??= partsOf(text, line);
      return lines;
    },
  };
}

const opening = new Map<string, RegExp>();

/** Where elements of this name begin. */
function openings(text: string, name: string): number[] {
  let found = opening.get(name);
  if (found === undefined) {
    found = new RegExp(`<${PREFIX}${name}(?=[\\s/>])`, 'g');
    opening.set(name, found);
  }
  const starts: number[] = [];
  found.lastIndex = 0;
  for (let hit = found.exec(text); hit !== null; hit = found.exec(text)) starts.push(hit.index);
  return starts;
}

/** The texts from each element of this name to the next one. */
function partsOf(text: string, name: string): string[] {
  const starts = openings(text, name);
  return starts.map((start, i) => text.slice(start, starts[i + 1] ?? text.length));
}

const values = new Map<string, RegExp>();

/** The text of the first element of this name; null when there is none. */
export function elementOf(part: RawPart, name: string): string | null {
  let pattern = values.get(name);
  if (pattern === undefined) {
    pattern = new RegExp(`<${PREFIX}${name}${ATTRIBUTES}(?:/>|>([^<]*)<)`);
    values.set(name, pattern);
  }
  const found = pattern.exec(part);
  return found === null ? null : unescaped(found[1] ?? '');
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

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (all, hex, digits, name) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (digits !== undefined) return String.fromCodePoint(Number.parseInt(digits, 10));
    return NAMED[name] ?? all;
  });
}
