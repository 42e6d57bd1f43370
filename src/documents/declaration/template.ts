import { escapeAttribute, escapeText } from '../../xml/write.ts';
import { columnName } from '../sheet/sheet.ts';
import { writeZip } from '../sheet/write-zip.ts';
import { DECLARATION_FIELDS, GOODS_FIELDS } from './fields.ts';

/** The columns of a file of declarations with an example. */
const COLUMNS = [...DECLARATION_FIELDS, ...GOODS_FIELDS];

/** Names of columns in Chinese or English; a star marks what is required. */
export type HeaderLanguage = 'zh' | 'en';

function headerRow(language: HeaderLanguage): string[] {
  return COLUMNS.map(({ zh, path, required }) => {
    return `${language === 'zh' ? zh : path}${required ? '*' : ''}`;
  });
}

const exampleRow = () => COLUMNS.map(({ example }) => example);

/** The template as CSV with a byte order mark, by which Excel knows UTF-8. */
export function templateCsv(language: HeaderLanguage): Buffer {
  const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [headerRow(language), exampleRow()].map((row) => row.map(quoted).join(','));
  return Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`);
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/**
 * The template as a workbook. All its columns are formatted as text, so that the program leaves
 * identity numbers, codes with leading zeros and amounts as they are typed.
 */
export function templateXlsx(language: HeaderLanguage): Buffer {
  return writeZip([
    ['[Content_Types].xml', contentTypes()],
    ['_rels/.rels', relations([[`${RELATIONS}/officeDocument`, 'xl/workbook.xml']])],
    ['xl/workbook.xml', workbook(language === 'zh' ? '申报' : 'declarations')],
    [
      'xl/_rels/workbook.xml.rels',
      relations([
        [`${RELATIONS}/worksheet`, 'worksheets/sheet1.xml'],
        [`${RELATIONS}/styles`, 'styles.xml'],
      ]),
    ],
    ['xl/styles.xml', styles()],
    ['xl/worksheets/sheet1.xml', worksheet([headerRow(language), exampleRow()])],
  ]);
}

function contentTypes(): string {
  const parts = [
    ['/xl/workbook.xml', `${TYPES}.sheet.main+xml`],
    ['/xl/worksheets/sheet1.xml', `${TYPES}.worksheet+xml`],
    ['/xl/styles.xml', `${TYPES}.styles+xml`],
  ];
  const overrides = parts.map(([name, type]) => {
    return `<Override PartName="${name}" ContentType="${type}"/>`;
  });
  const rels = 'application/vnd.openxmlformats-package.relationships+xml';
  return (
    `${DECLARATION}<Types xmlns="${PACKAGE}/content-types">` +
    `<Default Extension="rels" ContentType="${rels}"/>${overrides.join('')}</Types>`
  );
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const items = targets.map(([type, target], i) => {
    return `<Relationship Id="rId${i + 1}" Type="${type}" Target="${target}"/>`;
  });
  const open = `<Relationships xmlns="${PACKAGE}/relationships">`;
  return `${DECLARATION}${open}${items.join('')}</Relationships>`;
}

function workbook(name: string): string {
  const sheet = `<sheet name="${escapeAttribute(name)}" sheetId="1" r:id="rId1"/>`;
  const open = `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}">`;
  return `${DECLARATION}${open}<sheets>${sheet}</sheets></workbook>`;
}

/** Format 49 is text. */
function styles(): string {
  return (
    `${DECLARATION}<styleSheet xmlns="${MAIN}"><fonts count="1"><font/></fonts>` +
    '<fills count="2"><fill><patternFill patternType="none"/></fill>' +
    '<fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>' +
    '<cellXfs count="2"><xf/><xf numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>'
  );
}

function worksheet(rows: readonly (readonly string[])[]): string {
  const columns = `<cols><col min="1" max="${COLUMNS.length}" width="18" style="1"/></cols>`;
  const written = rows.map((row, i) => {
    const cells = row.map((text, column) => {
      const place = `r="${columnName(column)}${i + 1}" s="1"`;
      if (text === '') return `<c ${place}/>`;
      return `<c ${place} t="inlineStr"><is><t>${escapeText(text)}</t></is></c>`;
    });
    return `<row r="${i + 1}">${cells.join('')}</row>`;
  });
  const open = `<worksheet xmlns="${MAIN}">`;
  return `${DECLARATION}${open}${columns}<sheetData>${written.join('')}</sheetData></worksheet>`;
}
