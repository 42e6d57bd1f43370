import type { Finding } from '../base/finding.ts';
import type { ListLine, ListTerms } from '../documents/terms.ts';

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

const HEAD_CODES = {
  country: ({ country }) => country,
  trafMode: ({ trafMode }) => trafMode,
  wrapType: ({ wrapType }) => wrapType,
  customsCode: ({ customsCode }) => customsCode,
  portCode: ({ portCode }) => portCode,
  tradeMode: ({ tradeMode }) => tradeMode,
  assureCode: ({ assureCode }) => assureCode,
  areaCode: ({ areaCode }) => areaCode,
  emsNo: ({ emsNo }) => emsNo,
  ebcCode: ({ ebcCode }) => ebcCode,
  ebpCode: ({ ebpCode }) => ebpCode,
} as const satisfies Record<string, (terms: ListTerms) => string | null>;

const LINE_CODES = {
  country: ({ country }) => country,
  unit: ({ unit }) => unit,
  unit1: ({ unit1 }) => unit1,
  unit2: ({ unit2 }) => unit2,
  gcode: ({ gcode }) => gcode,
  currency: ({ currency }) => currency,
} as const satisfies Record<string, (line: ListLine) => string | null>;

/** The causes of a verdict that returned a list, each once. */
export function causesOf(findings: readonly Finding[], terms: ListTerms): CausedBy[] {
  const causes = new Map<string, CausedBy>();
  for (const finding of findings) {
    const { code, path } = finding;
    const place = placeOf(path);
    const cause = { code, field: place?.field ?? '', value: valueAt(place, terms) };
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

function valueAt(place: Place | null, terms: ListTerms): string {
  if (place === null) return '';
  const { element, line } = place;
  if (line === null) return own(HEAD_CODES, element)?.(terms) ?? '';
  const row = terms.lines.find((_, i) => String(i + 1) === line);
  return row === undefined ? '' : (own(LINE_CODES, element)?.(row) ?? '');
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
