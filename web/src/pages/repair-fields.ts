import { useSearchParams } from 'react-router';
import { type Answer, call, type Given } from '../api/call.ts';

export type Repair = Answer<'readRepair'>;
export type RepairField = Answer<'listRefusalCauses'>['fields'][number];
export type Correction = NonNullable<Given<'beginRepair'>['body']>['corrections'][number];

/** Which way lists go. */
export const DIRECTIONS = ['import', 'export'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** The direction that the address asks for, if it asks for one. */
export function useDirection(): Direction | undefined {
  const [search] = useSearchParams();
  return DIRECTIONS.find((one) => one === search.get('direction'));
}

/** The causes of lists that go this way, or of all, and what may be corrected in them. */
export function causesQuery(direction: Direction | undefined) {
  return {
    queryKey: ['listRefusalCauses', direction ?? 'all'],
    queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
      call('listRefusalCauses', { signal, query: { ...(direction && { direction }) } }),
  };
}

type Pick = (zh: string, en: string) => string;

/** What may be corrected in lists that go this way. */
export function fieldsFor(fields: readonly RepairField[], direction: Direction): RepairField[] {
  return fields.filter((one) => one.direction === direction);
}

/** An element in words where lists may be corrected there; else as the trade writes it. */
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
