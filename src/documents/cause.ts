import type { Finding } from '../base/finding.ts';
import type { ListLine } from './terms.ts';

/**
 * Why a list was returned, so that lists returned for the same reason fall together: the code of a
 * finding, the element it is about without the number of its line, and what stood there.
 */
export type Cause = {
  readonly code: string;
  /** `InventoryList/unit1`; empty where no element of the list is to blame. */
  readonly field: string;
  /** Of elements that hold codes; of sums, texts and what is personal always empty. */
  readonly value: string;
};

/** A cause with the finding that first had it. */
export type CausedBy = Cause & { readonly finding: Finding };

/** Terms of a list of either direction, as far as causes read them. */
export type Lined = { readonly lines: readonly CodedLine[] };

type CodedLine = Pick<ListLine, 'country' | 'unit' | 'unit1' | 'unit2' | 'gcode' | 'currency'>;

const LINE_CODES = {
  country: ({ country }) => country,
  unit: ({ unit }) => unit,
  unit1: ({ unit1 }) => unit1,
  unit2: ({ unit2 }) => unit2,
  gcode: ({ gcode }) => gcode,
  currency: ({ currency }) => currency,
} as const satisfies Record<string, (line: CodedLine) => string | null>;

/** Where the codes of the head of a list stand in its terms, by element. */
export type HeadCodes<Terms> = Readonly<Record<string, (terms: Terms) => string | null>>;

/** The causes of a verdict that returned a list, each once. */
export function causesOf<Terms extends Lined>(
  findings: readonly Finding[],
  terms: Terms,
  head: HeadCodes<Terms>,
): CausedBy[] {
  const causes = new Map<string, CausedBy>();
  for (const finding of findings) {
    const { code, path } = finding;
    const place = placeOf(path);
    const cause = { code, field: place?.field ?? '', value: valueAt(place, terms, head) };
    const key = JSON.stringify(cause);
    if (!causes.has(key)) causes.set(key, { ...cause, finding });
  }
  return [...causes.values()];
}

type Place = { readonly field: string; readonly element: string; readonly line: string | null };

/** `InventoryList[2]/unit1` names the element `unit1` of the second line. */
function placeOf(path: string | null): Place | null {
  const [, group, line, element] =
    /^(Inventory(?:Head|List))(?:\[(\d+)\])?(?:\/(\w+))?$/.exec(path ?? '') ?? [];
  if (group === undefined) return null;
  const field = element === undefined ? group : `${group}/${element}`;
  return { field, element: element ?? '', line: line ?? null };
}

function valueAt<Terms extends Lined>(
  place: Place | null,
  terms: Terms,
  head: HeadCodes<Terms>,
): string {
  if (place === null) return '';
  const { element, line } = place;
  if (line === null) return own(head, element)?.(terms) ?? '';
  const row = terms.lines[Number(line) - 1];
  return row === undefined ? '' : (own(LINE_CODES, element)?.(row) ?? '');
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
