import type { Instant } from '../base/dates.ts';
import { keyOf } from '../base/keys.ts';
import { needsArrival } from '../clearance/arrival.ts';
import { loadWaybillClaims } from '../clearance/case-store.ts';
import { loadArrivals, type StandingArrival } from '../documents/arrival-store.ts';
import type { WaybillClaim } from '../documents/case-guards.ts';
import { loadDocuments } from '../documents/document-facts.ts';
import type { FiledList } from '../documents/list-store.ts';
import type { TermsShelf } from '../documents/terms-shelf.ts';
import type { Sql } from '../io/postgres.ts';
import { type Match, matchCase } from '../matching/match.ts';

/** A list compared with what has arrived for it. */
export type MatchedList = {
  readonly orderKey: string;
  readonly waybillKey: string;
  readonly list: FiledList;
  readonly claim: WaybillClaim | undefined;
  readonly match: Match;
  /** The arrival details that name its waybill; none where none is asked for. */
  readonly arrivals: readonly StandingArrival[];
};

/**
 * Looks up the documents of lists and matches them: four statements in one turn, whatever the
 * number; two more when one of them needs an
 * arrival.
 * @param lists by order key
 * @param own list numbers by order key: a waybill that a list holds itself is free for it
 */
export async function matchLists(
  tx: Sql,
  shelf: TermsShelf,
  lists: ReadonlyMap<string, FiledList>,
  at: Instant,
  parameters: { readonly waitDays: number; readonly arrivalRequired: boolean },
  own: ReadonlyMap<string, string> = new Map(),
): Promise<MatchedList[]> {
  if (lists.size === 0) return [];
  const waybillKeys = [...lists.values()].map(waybillKeyOf);
  // The claims come before the documents: a change that lands in between moves the epoch, and the
  // decision on the old documents is refused by its guard.
  const awaited = [...lists.values()].filter(({ terms }) => needsArrival(terms, parameters));
  const [claims, documents, arrived] = await Promise.all([
    loadWaybillClaims(tx, waybillKeys),
    loadDocuments(tx, shelf, [...lists.keys()], waybillKeys),
    loadArrivals(tx, shelf, awaited.map(waybillKeyOf)),
  ]);
  return [...lists].map(([orderKey, list]) => {
    const waybillKey = waybillKeyOf(list);
    const claim = claims.get(waybillKey);
    const holder = claim?.listNo ?? null;
    const arrivals = needsArrival(list.terms, parameters) ? (arrived.get(waybillKey) ?? []) : [];
    const found = {
      list,
      arrivals,
      order: documents.orders.get(orderKey) ?? null,
      payments: documents.payments.get(orderKey) ?? [],
      waybill: documents.waybills.get(waybillKey) ?? null,
      waybillHolder: holder === own.get(orderKey) ? null : holder,
    };
    return { orderKey, waybillKey, list, claim, arrivals, match: matchCase(found, at, parameters) };
  });
}

function waybillKeyOf({ terms }: FiledList): string {
  return keyOf(terms.logisticsCode, terms.logisticsNo);
}
