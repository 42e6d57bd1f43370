import type { Finding } from '../base/finding.ts';
import type { ListLine } from './terms.ts';

/** Documents that are repaired in bulk: what is declared, and what it is declared with. */
export const REFUSABLE = ['list', 'order', 'payment', 'waybill'] as const;
export type Refusable = (typeof REFUSABLE)[number];

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
  return causesAt(findings, (place) => {
    const { group, element, line } = place;
    if (group !== 'InventoryHead' && group !== 'InventoryList') return null;
    if (line === null) return { value: own(head, element)?.(terms) ?? '' };
    const row = terms.lines[line - 1];
    return { value: row === undefined ? '' : (own(LINE_CODES, element)?.(row) ?? '') };
  });
}

/** `OrderList[2]/unit` names the element `unit` of the second line of an order. */
export type Place = {
  readonly group: string;
  /** Empty where the whole group is meant. */
  readonly element: string;
  /** From 1; null in a head. */
  readonly line: number | null;
};

/**
 * The causes of findings, each once.
 * @param at what stands at a place, as far as a cause keeps it; null where no element of the
 * document is to blame
 */
export function causesAt(
  findings: readonly Finding[],
  at: (place: Place) => { readonly value: string } | null,
): CausedBy[] {
  const causes = new Map<string, CausedBy>();
  for (const finding of findings) {
    const { code, path } = finding;
    const place = placeOf(path);
    const found = place === null ? null : at(place);
    const field = place === null || found === null ? '' : fieldOf(place);
    const cause = { code, field, value: found?.value ?? '' };
    const key = JSON.stringify(cause);
    if (!causes.has(key)) causes.set(key, { ...cause, finding });
  }
  return [...causes.values()];
}

function placeOf(path: string | null): Place | null {
  const [, group, line, element = ''] = /^(\w+)(?:\[(\d+)\])?(?:\/(\w+))?$/.exec(path ?? '') ?? [];
  if (group === undefined) return null;
  return { group, element, line: line === undefined ? null : Number(line) };
}

function fieldOf({ group, element }: Place): string {
  return element === '' ? group : `${group}/${element}`;
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
