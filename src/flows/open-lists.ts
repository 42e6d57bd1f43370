import { businessDate, type Instant, yearOf } from '../base/dates.ts';
import { type ListNo, listNo } from '../base/ids.ts';
import type { House } from './house.ts';
import type { RegistryView } from './registry-watch.ts';

/** As much of a filed list of either direction as says whose turn it is. */
type Filed = {
  readonly attempt: number;
  readonly acceptedAt: Instant;
  readonly preNo: string;
  readonly terms: { readonly customsCode: string };
};

/** The latest list of an order, with the case row seen before it. */
export type Listed<List, Row> = {
  readonly key: string;
  readonly list: List;
  readonly row: Row | undefined;
};

type Numbered = { readonly attempt: number };

/** Whether this list, or a later one of its order, is decided. */
export function isDecided({ list, row }: Omit<Listed<Numbered, Numbered>, 'key'>): boolean {
  return row !== undefined && row.attempt >= list.attempt;
}

/** What one process decides while another finds that it has to wait is still noted as waiting. */
export function attemptOf({ key, list }: Omit<Listed<Numbered, Numbered>, 'row'>) {
  return { orderKey: key, attempt: list.attempt };
}

/** Who came first is served first: of two lists, the earlier one gets the rest of a quota. */
export function byAcceptance(a: Filed, b: Filed): number {
  return a.acceptedAt - b.acceptedAt || (a.preNo < b.preNo ? -1 : 1);
}

/** A list that was compared with what has arrived for it. */
type Open = {
  readonly orderKey: string;
  readonly waybillKey: string;
  readonly list: Filed;
  readonly match: { readonly state: string; readonly missing?: readonly string[] };
};

/** How a list waits. */
export function waitingOf({ orderKey, waybillKey, list, match: { missing = [] } }: Open) {
  return { orderKey, waybillKey, attempt: list.attempt, missing, since: list.acceptedAt };
}

/** An attempt that was changed while it waited is not waited for any more. */
export function replacedBy(waits: readonly Open[]) {
  return waits
    .filter(({ list }) => list.attempt > 1)
    .map(({ orderKey, list }) => ({ orderKey, attempt: list.attempt - 1 }));
}

/**
 * Two lists with one waybill cannot be decided side by side: the second must see the first.
 * @param takes whether a list would get its waybill; one that does not need not wait for its turn
 */
export function onePerWaybill<O extends Pick<Open, 'waybillKey'>>(
  open: readonly O[],
  takes: (one: O) => boolean,
): { now: O[]; later: O[] } {
  const taken = new Set<string>();
  const now: O[] = [];
  const later: O[] = [];
  for (const one of open) {
    const own = takes(one);
    (own && taken.has(one.waybillKey) ? later : now).push(one);
    if (own) taken.add(one.waybillKey);
  }
  return { now, later };
}

/** Customs numbers of lists, of the customs where they are declared; those of exports have E. */
export async function numberLists<O extends Pick<Open, 'list'>>(
  { numbers }: Pick<House, 'numbers'>,
  ready: readonly O[],
  way: 'I' | 'E',
  { index }: RegistryView,
  at: Instant,
): Promise<Map<O, ListNo>> {
  const year = yearOf(businessDate(at));
  const zone = index.profile.customs;
  const groups = Map.groupBy(ready, ({ list }) => {
    const declared = list.terms.customsCode;
    return zone.includes(declared) ? declared : zone[0]!;
  });
  const given = new Map<O, ListNo>();
  for (const [customs, group] of groups) {
    const series = `list:${customs}:${year}${way === 'E' ? ':E' : ''}`;
    const taken = await numbers.take(series, group.length);
    group.forEach((one, i) => {
      given.set(one, listNo(customs, year, way, taken[i]!));
    });
  }
  return given;
}
