import type { Finding } from '../../base/finding.ts';
import { LIMITS } from '../../base/limits.ts';
import { fail, ok, type Result } from '../../base/result.ts';
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
import { type Archive, BadZip, openZip } from './zip.ts';

/**
 * Reads the first sheet of a workbook (ECMA-376, SpreadsheetML) with the strict scanner of this
 * house: no DOCTYPE, no entities, bounded in bytes and elements. Values are taken as they are kept,
 * of formulas the last result; formats, charts and macros are not looked at.
 */
export function readXlsx(bytes: Buffer): Result<Sheet, Finding[]> {
  try {
    return ok(sheetOf(openZip(bytes, LIMITS.sheetBytes)));
  } catch (error) {
    if (!(error instanceof BadZip)) throw error;
    const problem = error.message;
    return fail([sheetFinding(error.tooLarge ? 'SHEET-SIZE' : 'SHEET-FORM', { problem })]);
  }
}

const BOUNDS = {
  bytes: LIMITS.sheetBytes,
  depth: LIMITS.xmlDepth,
  nodes: LIMITS.sheetNodes,
  attributes: 64,
};

function sheetOf(archive: Archive): Sheet {
  const book = part(archive, 'xl/workbook.xml');
  const [first] = named(book, 0, 'sheets').flatMap((node) => named(book, node, 'sheet'));
  if (first === undefined) throw new BadZip('the workbook has no sheet');
  const id = attributesOf(book, first).find(([name]) => name.endsWith(':id'))?.[1];
  const sheet = part(archive, targetOf(archive, id ?? ''));
  const shared = archive.read('xl/sharedStrings.xml') === null ? [] : sharedTexts(archive);
  const [properties] = named(book, 0, 'workbookPr');
  const date1904 = properties === undefined ? null : attribute(book, properties, 'date1904');
  return {
    name: attribute(book, first, 'name') ?? '',
    rows: rowsOf(sheet, shared),
    from1904: date1904 === '1' || date1904 === 'true',
  };
}

function part(archive: Archive, name: string): XmlDocument {
  const bytes = archive.read(name);
  if (bytes === null) throw new BadZip(`the workbook has no ${name}`);
  const scanned = scan(bytes, BOUNDS);
  if (!scanned.ok) throw new BadZip(`${name}: ${scanned.finding.en}`);
  return scanned.doc;
}

function targetOf(archive: Archive, id: string): string {
  const doc = part(archive, 'xl/_rels/workbook.xml.rels');
  const found = named(doc, 0, 'Relationship').find((node) => attribute(doc, node, 'Id') === id);
  const target = found === undefined ? null : attribute(doc, found, 'Target');
  if (target === null) throw new BadZip('the first sheet is missing');
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

function sharedTexts(archive: Archive): string[] {
  const doc = part(archive, 'xl/sharedStrings.xml');
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
    if (!Number.isSafeInteger(number) || number <= last) throw new BadZip('rows out of order');
    last = number;
    const cells = cellsOf(doc, node, shared);
    if (cells.size > 0) rows.push({ number, cells });
    if (rows.length > LIMITS.uploadRows) {
      throw new BadZip(`more than ${LIMITS.uploadRows} rows`, true);
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
