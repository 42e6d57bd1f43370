/** The part of pdfkit that src/io/pdf.ts uses; the package brings no types. */
declare module 'pdfkit' {
  import type { Readable } from 'node:stream';

  type TextOptions = {
    readonly lineBreak?: boolean;
    readonly width?: number;
    readonly align?: 'left' | 'right' | 'center';
  };

  export default class PDFDocument extends Readable {
    constructor(options: {
      readonly size: 'A4';
      readonly margin: number;
      readonly bufferPages: boolean;
      /** Bytes of the font that everything is written in. */
      readonly font: Uint8Array;
      readonly lang: string;
      readonly info: Readonly<Record<string, string | Date>>;
    });
    readonly page: { readonly width: number; readonly height: number };
    /** Where the next text goes. */
    y: number;
    fontSize(points: number): this;
    fillColor(colour: string): this;
    strokeColor(colour: string): this;
    lineWidth(points: number): this;
    text(text: string, x: number, y: number, options?: TextOptions): this;
    widthOfString(text: string): number;
    heightOfString(text: string, options: TextOptions): number;
    moveTo(x: number, y: number): this;
    lineTo(x: number, y: number): this;
    stroke(): this;
    addPage(): this;
    switchToPage(number: number): void;
    bufferedPageRange(): { readonly start: number; readonly count: number };
    end(): void;
    /** The font in use; its own `font` is that of fontkit. */
    readonly _font: { readonly font: { hasGlyphForCodePoint(code: number): boolean } };
  }
}
