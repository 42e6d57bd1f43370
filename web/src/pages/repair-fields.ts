import { useSearchParams } from 'react-router';
import { type Answer, call, type Given } from '../api/call.ts';

export type Repair = Answer<'readRepair'>;
export type RepairField = Answer<'listRefusalCauses'>['fields'][number];
export type Correction = NonNullable<Given<'beginRepair'>['body']>['corrections'][number];

/** Which way documents go. */
export const DIRECTIONS = ['import', 'export'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Which documents are repaired. */
export const DOCUMENTS = ['list', 'order', 'payment', 'waybill'] as const;
export type Document = (typeof DOCUMENTS)[number];

/** Which documents are asked for; all, of what is not said. */
export type Kinds = { readonly direction?: Direction; readonly document?: Document };

/** The documents that the address asks for. */
export function useKinds(): Kinds {
  const [search] = useSearchParams();
  const direction = DIRECTIONS.find((one) => one === search.get('direction'));
  const document = DOCUMENTS.find((one) => one === search.get('document'));
  return { ...(direction && { direction }), ...(document && { document }) };
}

/** The address of these documents. */
export function addressOf(kinds: Kinds): string {
  return `?${new URLSearchParams(kinds).toString()}`;
}

/** The causes of these documents, and what may be corrected in them. */
export function causesQuery(kinds: Kinds) {
  return {
    queryKey: ['listRefusalCauses', kinds],
    queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
      call('listRefusalCauses', { signal, query: kinds }),
  };
}

type Pick = (zh: string, en: string) => string;

/** What may be corrected in these documents. */
export function fieldsFor(
  fields: readonly RepairField[],
  { direction, document }: Required<Kinds>,
): RepairField[] {
  return fields.filter((one) => one.direction === direction && one.document === document);
}

/** An element in words where documents may be corrected there; else as the trade writes it. */
export function fieldName(fields: readonly RepairField[], name: string, pick: Pick): string {
  const field = fields.find((one) => one.name === name);
  return field === undefined ? name : `${pick(field.zh, field.en)} ${name.split('/')[1] ?? ''}`;
}

/** What is typed of one correction, until it is sent. */
export type Draft = {
  readonly key: number;
  readonly field: string;
  readonly mode: 'value' | 'table';
  readonly from: string;
  readonly to: string;
  readonly by: string;
  readonly table: string;
};

/** The rows of a table that was typed or read from a file; `bad` is the first line that is none. */
export function rowsOf(text: string): {
  readonly rows: readonly (readonly [string, string])[];
  readonly bad: number | null;
} {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const rows: (readonly [string, string])[] = [];
  let bad: number | null = null;
  lines.forEach((line, i) => {
    if (line.trim() === '') return;
    const cells = line.split(/[,，\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    if (cells.length === 2 && cells[0] !== '') rows.push([cells[0]!, cells[1]!]);
    else bad ??= i + 1;
  });
  return { rows, bad };
}

/** What is sent of a draft. */
export function correctionOf({ field, mode, from, to, by, table }: Draft): Correction {
  if (mode === 'value') return { field, to, ...(from !== '' && { from }) };
  const own = by === '' || by === field ? {} : { by };
  return { field, ...own, table: Object.fromEntries(rowsOf(table).rows) };
}
