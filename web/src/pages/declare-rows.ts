/** Where the records of a CSV file stand in its text; nothing is copied out until it is sent. */
export type Rows = {
  readonly text: string;
  readonly delimiter: string;
  /** Names of the columns, without the star of templates. */
  readonly headers: readonly string[];
  readonly header: string;
  /** Beginning and end of each record below the header, and its number as a spreadsheet has it. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly numbers: readonly number[];
  readonly units: readonly Unit[];
};

/** The records of one order number, which are sent together. */
export type Unit = {
  readonly orderNo: string;
  /** Places in `starts`. */
  readonly records: readonly number[];
  /** Declarations that they are: one for each platform that they name. */
  readonly parcels: number;
};

/** Records that are sent in one call. */
export type Part = { readonly records: readonly number[]; readonly parcels: number };

const QUOTE = 0x22;
const [NEWLINE, RETURN] = [0x0a, 0x0d];
const STEP_BYTES = 1_048_576;
/** Milliseconds of work after which the page gets its turn. */
const TURN = 20;

/** The text of a file in UTF-8 or GB18030; null when it is in neither. */
async function textOf(file: Blob): Promise<string | null> {
  for (const encoding of ['utf-8', 'gb18030']) {
    const decoder = new TextDecoder(encoding, { fatal: true });
    const parts: string[] = [];
    try {
      for (let at = 0; at < file.size; at += STEP_BYTES) {
        const bytes = await file.slice(at, at + STEP_BYTES).arrayBuffer();
        parts.push(decoder.decode(bytes, { stream: true }));
      }
      parts.push(decoder.decode());
      return parts.join('');
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return null;
}

/**
 * Finds the cells of the record that begins at a place, as the platform does: quotes at the
 * beginning of a cell hold delimiters and line ends, doubled ones are text.
 * @param cells filled with beginning and end of each
 * @returns where the next record begins
 */
function scan(text: string, from: number, delimiter: number, cells: number[]): number {
  cells.length = 0;
  let at = from;
  for (;;) {
    let end = at;
    while (text.charCodeAt(end) === 0x20) end += 1;
    end = text.charCodeAt(end) === QUOTE ? closing(text, end + 1) : at;
    while (end < text.length) {
      const code = text.charCodeAt(end);
      if (code === delimiter || code === NEWLINE || code === RETURN) break;
      end += 1;
    }
    cells.push(at, end);
    if (end >= text.length) return end;
    if (text.charCodeAt(end) !== delimiter) {
      const isPair = text.charCodeAt(end) === RETURN && text.charCodeAt(end + 1) === NEWLINE;
      return end + (isPair ? 2 : 1);
    }
    at = end + 1;
  }
}

/** Behind the quote that ends a quoted cell. */
function closing(text: string, from: number): number {
  let at = from;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return text.length;
    if (text.charCodeAt(quote + 1) !== QUOTE) return quote + 1;
    at = quote + 2;
  }
}

/** A cell as it reads: without its quotes, and without what keeps it a text in Excel. */
function cellText(written: string): string {
  const raw = written.trim();
  const quoted = raw.length > 1 && raw.startsWith('"') && raw.endsWith('"');
  const text = quoted ? raw.slice(1, -1).replaceAll('""', '"').trim() : raw;
  const [, guarded, marked] = /^="(.*)"$|^'(.*)$/.exec(text) ?? [];
  return guarded ?? marked ?? text;
}

/** The cells of a record. */
export function cellsOf(record: string, delimiter: string): string[] {
  const places: number[] = [];
  scan(record, 0, delimiter.charCodeAt(0), places);
  const cells: string[] = [];
  for (let i = 0; i < places.length; i += 2) {
    cells.push(cellText(record.slice(places[i], places[i + 1])));
  }
  return cells;
}

/** A turn for the page. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/**
 * Reads where the records of a CSV file are and which belong together, a little at a time.
 * @returns null when it is no text, or has no column of order numbers: the platform says so then
 */
export async function readRows(file: Blob): Promise<Rows | null> {
  const text = await textOf(file);
  if (text === null) return null;
  const delimiter = /^[^\n]*\t/.test(text) ? '\t' : ',';
  const places: number[] = [];
  let at = scan(text, 0, delimiter.charCodeAt(0), places);
  const header = text.slice(0, places.at(-1));
  const headers = cellsOf(header, delimiter).map((name) => name.replaceAll('*', '').trim());
  const columnOf = (zh: string, en: string) =>
    headers.findIndex((name) => name === zh || name.toLowerCase() === en);
  const order = columnOf('订单编号', 'orderno');
  const platform = columnOf('电商平台代码', 'platform');
  if (order < 0) return null;
  const [starts, ends, numbers]: number[][] = [[], [], []];
  const groups = new Map<string, { records: number[]; platforms: string[] }>();
  const cell = (place: number): string =>
    place < 0 || 2 * place >= places.length
      ? ''
      : cellText(text.slice(places[2 * place], places[2 * place + 1]));
  let [number, last, since] = [1, '', performance.now()];
  while (at < text.length) {
    const from = at;
    at = scan(text, from, delimiter.charCodeAt(0), places);
    number += 1;
    const end = places.at(-1) ?? from;
    if (end === from) continue;
    last = cell(order) || last;
    const group = groups.get(last) ?? { records: [], platforms: [] };
    groups.set(last, group);
    group.records.push(starts!.length);
    const named = cell(platform);
    if (named !== '' && !group.platforms.includes(named)) group.platforms.push(named);
    starts!.push(from);
    ends!.push(end);
    numbers!.push(number);
    if (performance.now() - since < TURN) continue;
    await pause();
    since = performance.now();
  }
  const units = [...groups].map(([orderNo, { records, platforms }]) => {
    return { orderNo, records, parcels: Math.max(1, platforms.length) };
  });
  return {
    ...{ text, delimiter, header, headers, units },
    ...{ starts: starts!, ends: ends!, numbers: numbers! },
  };
}

/** What one call takes at most; less than the platform does, so that each is answered soon. */
export const PART_PARCELS = 250;
const PART_ROWS = 5_000;
const PART_CHARACTERS = 2_000_000;

/** Units cut into parts that are sent one by one. */
export function partsOf({ starts, ends }: Rows, units: readonly Unit[]): Part[] {
  const parts: Part[] = [];
  let [records, parcels, size]: [number[], number, number] = [[], 0, 0];
  const end = (): void => {
    if (records.length > 0) parts.push({ records, parcels });
    [records, parcels, size] = [[], 0, 0];
  };
  for (const unit of units) {
    const length = unit.records.reduce((sum, one) => sum + ends[one]! - starts[one]! + 1, 0);
    const isFull =
      parcels + unit.parcels > PART_PARCELS ||
      records.length + unit.records.length > PART_ROWS ||
      size + length > PART_CHARACTERS;
    if (isFull) end();
    records.push(...unit.records);
    parcels += unit.parcels;
    size += length;
  }
  end();
  return parts;
}

/** A record as it stands in the file. */
export const recordAt = ({ text, starts, ends }: Rows, place: number): string =>
  text.slice(starts[place], ends[place]);

/** A part as a file of its own. */
export function fileOf(rows: Rows, { records }: Part): string {
  return [rows.header, ...records.map((place) => recordAt(rows, place))].join('\n');
}

/** A cell as CSV; long numbers are kept texts, of which Excel would lose the end. */
export function written(text: string): string {
  const guarded = /^(0\d+|\d{12,}[\dXx]?)$/.test(text) ? `="${text}"` : text;
  return /[",\r\n\t=]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
