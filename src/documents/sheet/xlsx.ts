import type { Finding } from '../../base/finding.ts';
import { LIMITS } from '../../base/limits.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { type ZipLimits, type ZipProblem, zipEntries } from '../../io/zip.ts';
import {
  attribute,
  attributesOf,
  firstChild,
  isLeaf,
  localName,
  nextSibling,
  scan,
  text,
  type XmlDocument,
} from '../../xml/scan.ts';
import { plainDecimal } from './decimal.ts';
import { type Sheet, type SheetCell, type SheetRow, sheetFinding } from './sheet.ts';

/** What is wrong with a workbook as such. */
class BadBook extends Error {
  override name = 'BadBook';
  readonly tooLarge: boolean;
  constructor(problem: string, tooLarge = false) {
    super(problem);
    this.tooLarge = tooLarge;
  }
}

/**
 * Reads the first sheet of a workbook (ECMA-376, SpreadsheetML) with the strict scanner of this
 * house: no DOCTYPE, no entities, bounded in bytes and elements. Values are taken as they are kept,
 * of formulas the last result; formats, charts and macros are not looked at.
 */
export async function readXlsx(bytes: Buffer): Promise<Result<Sheet, Finding[]>> {
  try {
    return ok(await sheetOf(bytes));
  } catch (error) {
    if (!(error instanceof BadBook)) throw error;
    const problem = error.message;
    return fail([sheetFinding(error.tooLarge ? 'SHEET-SIZE' : 'SHEET-FORM', { problem })]);
  }
}

/** A workbook has some dozen parts, each bounded, so what packs well needs no other bound. */
const ARCHIVE: ZipLimits = {
  bytes: LIMITS.zipBytes,
  entries: 4_096,
  entryBytes: LIMITS.sheetBytes,
  expandedBytes: 4 * LIMITS.sheetBytes,
  ratio: 1,
  ratioFrom: Number.POSITIVE_INFINITY,
};

const PROBLEMS: Readonly<Record<ZipProblem, string>> = {
  broken: 'it is damaged',
  size: `it has more than ${ARCHIVE.bytes} bytes`,
  entries: 'too many parts',
  large: `a part has more than ${ARCHIVE.entryBytes} bytes`,
  bomb: `its parts have more than ${ARCHIVE.expandedBytes} bytes`,
  encrypted: 'it is encrypted',
  method: 'a part is packed in an unknown way',
};
const TOO_LARGE: readonly ZipProblem[] = ['size', 'entries', 'large', 'bomb'];

type Parts = ReadonlyMap<string, Buffer>;

/** The parts of these names that there are, unpacked. @throws BadBook */
async function partsNamed(bytes: Buffer, names: readonly string[]): Promise<Parts> {
  const parts = new Map<string, Buffer>();
  for await (const entry of zipEntries(bytes, ARCHIVE, (name) => names.includes(name))) {
    const { problem } = entry;
    if (problem !== null) throw new BadBook(PROBLEMS[problem], TOO_LARGE.includes(problem));
    parts.set(entry.name, entry.bytes);
  }
  return parts;
}

const BOUNDS = {
  bytes: LIMITS.sheetBytes,
  depth: LIMITS.xmlDepth,
  nodes: LIMITS.sheetNodes,
  attributes: 64,
};

const BOOK = 'xl/workbook.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';
const TEXTS = 'xl/sharedStrings.xml';

async function sheetOf(bytes: Buffer): Promise<Sheet> {
  const parts = await partsNamed(bytes, [BOOK, RELATIONS, TEXTS]);
  const book = part(parts, BOOK);
  const [first] = named(book, 0, 'sheets').flatMap((node) => named(book, node, 'sheet'));
  if (first === undefined) throw new BadBook('the workbook has no sheet');
  const id = attributesOf(book, first).find(([name]) => name.endsWith(':id'))?.[1];
  const target = targetOf(parts, id ?? '');
  const sheet = part(await partsNamed(bytes, [target]), target);
  const shared = parts.has(TEXTS) ? sharedTexts(part(parts, TEXTS)) : [];
  const [properties] = named(book, 0, 'workbookPr');
  const date1904 = properties === undefined ? null : attribute(book, properties, 'date1904');
  return {
    name: attribute(book, first, 'name') ?? '',
    rows: rowsOf(sheet, shared),
    from1904: date1904 === '1' || date1904 === 'true',
  };
}

function part(parts: Parts, name: string): XmlDocument {
  const bytes = parts.get(name);
  if (bytes === undefined) throw new BadBook(`the workbook has no ${name}`);
  const scanned = scan(bytes, BOUNDS);
  if (!scanned.ok) throw new BadBook(`${name}: ${scanned.finding.en}`);
  return scanned.doc;
}

function targetOf(parts: Parts, id: string): string {
  const doc = part(parts, RELATIONS);
  const found = named(doc, 0, 'Relationship').find((node) => attribute(doc, node, 'Id') === id);
  const target = found === undefined ? null : attribute(doc, found, 'Target');
  if (target === null) throw new BadBook('the first sheet is missing');
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

function sharedTexts(doc: XmlDocument): string[] {
  return named(doc, 0, 'si').map((node) => richText(doc, node));
}

/** The runs of a text; what is written above characters to read them aloud is left out. */
function richText(doc: XmlDocument, node: number): string {
  return children(doc, node)
    .map((child) => {
      const name = localName(doc, child);
      if (name === 't') return isLeaf(doc, child) ? text(doc, child) : '';
      return name === 'r' ? richText(doc, child) : '';
    })
    .join('');
}

function rowsOf(doc: XmlDocument, shared: readonly string[]): SheetRow[] {
  const rows: SheetRow[] = [];
  let last = 0;
  for (const node of named(doc, 0, 'sheetData').flatMap((data) => named(doc, data, 'row'))) {
    const number = Number(attribute(doc, node, 'r') ?? last + 1);
    if (!Number.isSafeInteger(number) || number <= last) throw new BadBook('rows out of order');
    last = number;
    const cells = cellsOf(doc, node, shared);
    if (cells.size > 0) rows.push({ number, cells });
    if (rows.length > LIMITS.uploadRows) {
      throw new BadBook(`more than ${LIMITS.uploadRows} rows`, true);
    }
  }
  return rows;
}

function cellsOf(
  doc: XmlDocument,
  row: number,
  shared: readonly string[],
): ReadonlyMap<number, SheetCell> {
  const cells = new Map<number, SheetCell>();
  let column = -1;
  for (const node of named(doc, row, 'c')) {
    column = columnOf(attribute(doc, node, 'r')) ?? column + 1;
    const cell = cellOf(doc, node, shared);
    if (cell !== null && cell.text !== '' && column < LIMITS.uploadColumns) {
      cells.set(column, cell);
    }
  }
  return cells;
}

/** `AB12` -> 27. */
function columnOf(reference: string | null): number | null {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference ?? '')?.[1];
  if (letters === undefined) return null;
  return [...letters].reduce((at, letter) => at * 26 + letter.charCodeAt(0) - 0x40, 0) - 1;
}

function cellOf(doc: XmlDocument, node: number, shared: readonly string[]): SheetCell | null {
  const type = attribute(doc, node, 't') ?? 'n';
  const [inline] = named(doc, node, 'is');
  if (type === 'inlineStr') {
    return inline === undefined ? null : { text: richText(doc, inline).trim(), kind: 'text' };
  }
  const [valueNode] = named(doc, node, 'v');
  const value = valueNode === undefined || !isLeaf(doc, valueNode) ? '' : text(doc, valueNode);
  if (value === '') return null;
  switch (type) {
    case 's':
      return { text: (shared[Number(value)] ?? '').trim(), kind: 'text' };
    case 'n': {
      const plain = plainDecimal(value);
      if (plain === null) return { text: value, kind: 'error' };
      return { text: plain.text, kind: plain.inexact ? 'inexact' : 'number' };
    }
    case 'e':
      return { text: value, kind: 'error' };
    default:
      return { text: value.trim(), kind: 'text' };
  }
}

function named(doc: XmlDocument, node: number, name: string): number[] {
  return children(doc, node).filter((child) => localName(doc, child) === name);
}

function children(doc: XmlDocument, node: number): number[] {
  const found: number[] = [];
  for (let child = firstChild(doc, node); child >= 0; child = nextSibling(doc, child)) {
    found.push(child);
  }
  return found;
}
