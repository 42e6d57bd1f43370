import type { Answer } from '../api/call.ts';

export type Paper = Answer<'readPaper'>;

/** A value of a paper's content as a text; '' where it is none. */
export function textOf(content: Paper['content'], name: string): string {
  const value = content[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** What an exit list says of goods for an overseas warehouse; nothing for other papers. */
export function overseasOf({ content }: Paper): Paper['content'] {
  const { overseas } = content;
  return typeof overseas === 'object' && overseas !== null ? { ...overseas } : {};
}

/** A row of a part of a paper's content, as far as its kind has it. */
export type Row = Readonly<Record<string, unknown>> & { readonly key: string };

/** The rows of a part of a paper's content. */
export function rowsOf(content: Paper['content'], name: string): readonly Row[] {
  const value = content[name];
  const rows: readonly unknown[] = Array.isArray(value) ? value : [];
  return rows.map((row, i) => {
    const own = typeof row === 'object' && row !== null ? row : { listNo: row };
    return { ...own, key: `${name} ${i}` };
  });
}

/** A cell of such a row as a text. */
export const cellOf = (row: Row, name: string): string => {
  const value = row[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

/**
 * Which books of a paper the asker may open: officers any, a firm the one of its own side.
 * @param firm its code; null for officers
 */
export function isSeen(paper: Paper, firm: string | null, bookNo: string): boolean {
  if (firm === null || paper.kind !== 'transfer') return true;
  return (paper.enterprise === firm) === (paper.bookNo === bookNo);
}
