import { inflateSync } from 'node:zlib';

/*
 * What can be read out of a PDF as this program writes them: every stream is unpacked, the glyphs
 * of each text are put back into characters by the table that the file itself has for that
 * (ToUnicode). A reader of its own, so that a test sees what any viewer would find, not what was
 * meant.
 */

/** The texts of a PDF, page after page, each in the order in which it was written. */
export function pdfText(bytes: Buffer): string[] {
  const streams = streamsOf(bytes);
  const glyphs = new Map(streams.flatMap((text) => [...tableOf(text)]));
  return streams.filter((text) => /\bTJ\b|\bTj\b/.test(text)).map((text) => textsOf(text, glyphs));
}

/** Whether every font has its glyphs in the file, and none is only named. */
export function hasEmbeddedFonts(bytes: Buffer): boolean {
  const text = bytes.toString('latin1');
  const named = text.match(/\/Type \/FontDescriptor/g)?.length ?? 0;
  return named > 0 && (text.match(/\/FontFile[23] \d+ 0 R/g)?.length ?? 0) === named;
}

/** How many pages it has. */
export const pdfPages = (bytes: Buffer): number =>
  bytes.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;

function streamsOf(bytes: Buffer): string[] {
  const text = bytes.toString('latin1');
  return [...text.matchAll(/\/Length (\d+)[^>]*>>\s*stream\n/g)].map((match) => {
    const from = match.index + match[0].length;
    const raw = bytes.subarray(from, from + Number(match[1]));
    return /FlateDecode/.test(match[0]) || raw[0] === 0x78
      ? inflateSync(raw).toString('latin1')
      : raw.toString('latin1');
  });
}

/** Glyphs and what they stand for: runs of a table of characters. */
function* tableOf(stream: string): Generator<readonly [number, string]> {
  for (const [, first = '', , list = ''] of stream.matchAll(
    /<([0-9a-f]{4})> <([0-9a-f]{4})> \[([^\]]*)\]/gi,
  )) {
    let glyph = Number.parseInt(first, 16);
    for (const [, hex = ''] of list.matchAll(/<([0-9a-f]+)>/gi)) {
      yield [glyph++, Buffer.from(hex, 'hex').swap16().toString('utf16le')];
    }
  }
}

function textsOf(stream: string, glyphs: ReadonlyMap<number, string>): string {
  const runs = [...stream.matchAll(/\[((?:[^\]])*)\] TJ/g)].map(([, run = '']) =>
    [...run.matchAll(/<([0-9a-f]*)>/gi)]
      .flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
      .map((hex) => glyphs.get(Number.parseInt(hex, 16)) ?? '\u{fffd}')
      .join(''),
  );
  return runs.join('\n');
}
