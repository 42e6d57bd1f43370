import { readFile } from 'node:fs/promises';
import { setImmediate as breath } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import type { Instant } from '../base/dates.ts';

/** A column of a table; `share` of the width of all columns. */
export type PdfColumn = {
  readonly title: string;
  readonly share: number;
  /** Numbers stand to the right, one below the other. */
  readonly isNumber?: boolean;
};

/** A paper of one table: what stands above it, its rows, its sums, and what stands below. */
export type PdfPaper = {
  readonly title: string;
  /** Names and values, two beside each other. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly columns: readonly PdfColumn[];
  readonly rows: readonly (readonly string[])[];
  /** The last row of the table, set off. */
  readonly sums: readonly string[];
  /** Sentences below the table. */
  readonly notes: readonly string[];
  /** At the foot of every page, beside its number. */
  readonly foot: string;
};

const MARGIN = 40;
/** Kept free at the foot of a page, for its number. */
const FOOT = 30;
const INK = '#1b2430';
const SOFT = '#56606f';
const LINE = '#9aa4b1';
const SIZES = { title: 17, text: 9.5, table: 8.5, small: 7.5 } as const;
const ROW = 15;
/** Stands for a character that the font lacks, and for what cannot be seen (U+3013). */
const GETA = '〓';

let font: Promise<Uint8Array> | null = null;

/** The regular face of Noto Sans for Chinese; read once. */
function chineseFont(): Promise<Uint8Array> {
  const entry = import.meta.resolve('@embedpdf/fonts-sc');
  font ??= readFile(new URL('../fonts/NotoSansHans-Regular.otf', entry));
  return font;
}

/**
 * Writes a paper as PDF of A4 pages, with the glyphs that it uses inside, so that every viewer
 * shows it and its text can be searched. The table goes on over pages, its head on each. The same
 * paper and instant give the same bytes.
 */
export async function writePdf(paper: PdfPaper, at: Instant): Promise<Buffer> {
  const page = new Page(paper, await chineseFont(), at);
  const bytes = page.bytes();
  page.head();
  for (const [i, row] of paper.rows.entries()) {
    page.row(row);
    // Whoever else waits for this process has a turn after each page or so.
    if (i % 50 === 49) await breath();
  }
  page.end();
  return bytes;
}

class Page {
  readonly #doc: PDFDocument;
  readonly #paper: PdfPaper;
  readonly #lefts: readonly number[];
  readonly #widths: readonly number[];
  readonly #width: number;

  constructor(paper: PdfPaper, bytes: Uint8Array, at: Instant) {
    const info = { Title: paper.title, CreationDate: new Date(at), Producer: 'Onestep' };
    this.#paper = paper;
    this.#doc = new PDFDocument({
      ...{ size: 'A4', margin: MARGIN, bufferPages: true, font: bytes, lang: 'zh-CN', info },
    });
    this.#width = this.#doc.page.width - 2 * MARGIN;
    const all = paper.columns.reduce((sum, { share }) => sum + share, 0);
    this.#widths = paper.columns.map(({ share }) => (this.#width * share) / all);
    this.#lefts = this.#widths.map((_, i) => {
      return MARGIN + this.#widths.slice(0, i).reduce((sum, one) => sum + one, 0);
    });
  }

  async bytes(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.#doc) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  /** Title, facts, and the head of the table. */
  head(): void {
    const { title, facts } = this.#paper;
    const doc = this.#doc;
    doc.fillColor(INK).fontSize(SIZES.title);
    doc.text(this.#shown(title), MARGIN, MARGIN, { width: this.#width, align: 'center' });
    doc.y += 14;
    for (let i = 0; i < facts.length; i += 2) this.#facts(facts.slice(i, i + 2));
    doc.y += 8;
    this.#titles();
  }

  #facts(pair: PdfPaper['facts']): void {
    const doc = this.#doc;
    const half = this.#width / 2;
    const nameWidth = 62;
    const options = { width: half - nameWidth - 12 };
    const y = doc.y;
    doc.fontSize(SIZES.text);
    const heights = pair.map(([name, value], i) => {
      const x = MARGIN + i * half;
      const text = this.#shown(value);
      doc.fillColor(SOFT).text(name, x, y, { lineBreak: false });
      doc.fillColor(INK).text(text, x + nameWidth, y, options);
      return doc.heightOfString(text, options);
    });
    doc.y = y + Math.max(...heights) + 5;
  }

  #titles(): void {
    const titles = this.#paper.columns.map(({ title }) => title);
    this.#cells(titles, SOFT);
    this.#rule();
  }

  row(cells: readonly string[]): void {
    this.#room(ROW);
    this.#cells(cells, INK);
  }

  #cells(cells: readonly string[], colour: string): void {
    const doc = this.#doc.fillColor(colour).fontSize(SIZES.table);
    const y = doc.y;
    for (const [i, cell] of cells.entries()) {
      const text = this.#shown(cell);
      const [left, width] = [this.#lefts[i] ?? MARGIN, this.#widths[i] ?? 0];
      const isNumber = this.#paper.columns[i]?.isNumber === true;
      const x = isNumber ? left + width - doc.widthOfString(text) - 4 : left;
      doc.text(text, x, y, { lineBreak: false });
    }
    doc.y = y + ROW;
  }

  #rule(): void {
    const y = this.#doc.y - 2;
    this.#doc.strokeColor(LINE).lineWidth(0.6);
    this.#doc
      .moveTo(MARGIN, y)
      .lineTo(MARGIN + this.#width, y)
      .stroke();
    this.#doc.y = y + 4;
  }

  /** Begins a page, with the head of the table, where so much does not fit any more. */
  #room(points: number, isTable = true): void {
    const { height } = this.#doc.page;
    if (this.#doc.y + points <= height - MARGIN - FOOT) return;
    this.#doc.addPage();
    this.#doc.y = MARGIN;
    if (isTable) this.#titles();
  }

  /** Sums, notes, and what stands at the foot of each page. */
  end(): void {
    const { sums, notes, foot } = this.#paper;
    const doc = this.#doc;
    this.#room(ROW + 8);
    this.#rule();
    this.#cells(sums, INK);
    this.#rule();
    doc.y += 8;
    const options = { width: this.#width };
    for (const note of notes) {
      const text = this.#shown(note);
      doc.fontSize(SIZES.text);
      this.#room(doc.heightOfString(text, options) + 4, false);
      doc.fillColor(INK).text(text, MARGIN, doc.y, options);
      doc.y += 4;
    }
    const { start, count } = doc.bufferedPageRange();
    for (let i = 0; i < count; i++) {
      doc.switchToPage(start + i);
      this.#footOf(foot, `第 ${i + 1} 页，共 ${count} 页`);
    }
    doc.end();
  }

  #footOf(foot: string, place: string): void {
    const doc = this.#doc.fillColor(SOFT).fontSize(SIZES.small);
    const y = doc.page.height - MARGIN - 12;
    doc.text(this.#shown(foot), MARGIN, y, { lineBreak: false });
    const x = MARGIN + this.#width - doc.widthOfString(place);
    doc.text(place, x, y, { lineBreak: false });
  }

  /** A text as it can be shown: one line, nothing that turns others round, no empty boxes. */
  #shown(text: string): string {
    const { font: own } = this.#doc._font;
    const shown = [...text].map((one) => {
      const isSeen = !/\p{C}/u.test(one) && own.hasGlyphForCodePoint(one.codePointAt(0) ?? 0);
      return isSeen ? one : GETA;
    });
    return shown.join('');
  }
}
