import { fileRows, type Source } from './days.ts';
import { unpack } from './evidence-walk.ts';
import { pages } from './snapshot.ts';

/** The terms of the records of one segment as text. */
export type TermsView = {
  readonly stream: string;
  readonly sequence: number;
  readonly text: string;
};

type Row = { stream: string; sequence: number; terms: Uint8Array };

const BLOCKS = (sampleOf: number): string => `
  select stream, sequence, terms from documents.segments
  where terms is not null and sequence % ${sampleOf} = 0`;

const PAGE = 50;

/** Gives the terms of the sampled segments: those of the database, then those of archived days. */
export async function walkTerms(
  { sql, days, sampleOf }: Source,
  watch: (terms: TermsView) => void,
): Promise<void> {
  for await (const rows of pages<Row>(sql, 'audit_terms_texts', BLOCKS(sampleOf), PAGE)) {
    for (const { terms, ...row } of rows) watch({ ...row, text: textOf(unpack(terms)) });
  }
  for await (const rows of fileRows(days, 'evidence')) {
    for (const { text, bytes } of rows) {
      const [stream, sequence] = [text.stream ?? '', Number(text.sequence)];
      if (sequence % sampleOf === 0) watch({ stream, sequence, text: textOf(bytes.terms ?? null) });
    }
  }
}

/** A block of terms is a form byte, a count, 20 bytes a record, and texts to the end. */
function textOf(block: Buffer | null): string {
  return block === null ? '' : block.toString('utf8', 5 + 20 * block.readUInt32LE(1));
}
