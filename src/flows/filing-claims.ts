import type { Instant } from '../base/dates.ts';
import {
  type CaseRow,
  loadCases,
  loadWaybillClaims,
  type WaybillClaim,
} from '../clearance/case-store.ts';
import {
  type DocumentKind,
  type Existing,
  filingKey,
  type Incoming,
  type Usage,
  usageKey,
} from '../documents/filing.ts';
import { loadExisting } from '../documents/filing-store.ts';
import { type FiledList, loadLatestLists } from '../documents/list-store.ts';
import type { Sql } from '../io/postgres.ts';

/** What is there before a batch is filed. */
export type Standing = {
  /** By `filingKey`. */
  readonly existing: Readonly<Record<DocumentKind, ReadonlyMap<string, Existing>>>;
  /** By `usageKey`. */
  readonly usages: ReadonlyMap<string, Usage>;
};

/**
 * What is stored under the keys of a batch and who uses it: at most six statements.
 * @param reusable a waybill number last used at or before this instant may be used anew
 */
export async function loadStanding(
  tx: Sql,
  ready: readonly Incoming[],
  reusable: Instant,
): Promise<Standing> {
  const keysOf = (kind: DocumentKind) => ready.filter((one) => one.kind === kind).map(filingKey);
  const load = async (kind: Exclude<DocumentKind, 'list'>) => {
    const keys = keysOf(kind);
    return keys.length === 0 ? new Map<string, Existing>() : loadExisting(tx, kind, keys);
  };
  const documents = {
    order: await load('order'),
    payment: await load('payment'),
    waybill: await load('waybill'),
  };
  // Whoever declares one of them after this look is met by the guards of noteOrderChanges.
  const { cases, claims } = await loadUses(tx, ready, documents, reusable);
  const listKeys = keysOf('list');
  const lists = listKeys.length === 0 ? [] : await loadLatestLists(tx, listKeys);
  const list = new Map([...lists].map(([key, one]) => [key, asExisting(one, cases.get(key))]));
  return { existing: { ...documents, list }, usages: usagesOf({ cases, claims }, reusable) };
}

type Uses = {
  readonly cases: ReadonlyMap<string, CaseRow>;
  readonly claims: ReadonlyMap<string, WaybillClaim>;
};

// Uses matter for changes, for lists and for old waybill numbers; new documents need not ask.
async function loadUses(
  tx: Sql,
  ready: readonly Incoming[],
  existing: Pick<Standing['existing'], 'order' | 'payment' | 'waybill'>,
  reusable: Instant,
): Promise<Uses> {
  const orders = new Set<string>();
  const waybills = new Set<string>();
  for (const one of ready) {
    const stored = one.kind === 'list' ? undefined : existing[one.kind].get(filingKey(one));
    const changes = one.kind === 'list' || one.appType !== '1';
    if (one.kind === 'waybill') {
      if (changes || (stored?.acceptedAt ?? reusable + 1) <= reusable) waybills.add(usageKey(one));
    } else if (changes) {
      orders.add(usageKey(one));
      if (stored !== undefined) orders.add(stored.usageKey);
    }
  }
  const cases = orders.size === 0 ? new Map() : await loadCases(tx, [...orders]);
  const claims = waybills.size === 0 ? new Map() : await loadWaybillClaims(tx, [...waybills]);
  return { cases, claims };
}

function usagesOf({ cases, claims }: Uses, reusable: Instant): Map<string, Usage> {
  const used = ({ state }: CaseRow): boolean => state !== 'open' && state !== '100';
  return new Map<string, Usage>([
    ...[...cases].map(([key, row]) => [key, used(row) ? 'used' : 'free'] as const),
    ...[...claims].map(([key, claim]) => [key, usageOfWaybill(claim, reusable)] as const),
  ]);
}

function usageOfWaybill({ listNo, claimedAt }: WaybillClaim, reusable: Instant): Usage {
  if (listNo === null) return 'free';
  return claimedAt !== null && claimedAt <= reusable ? 'lapsed' : 'used';
}

// A list that customs returned may be declared again: it counts as no longer there.
function asExisting(list: FiledList, row: CaseRow | undefined): Existing {
  const { ref, digest, attempt, acceptedAt, terms } = list;
  return {
    ref,
    usageKey: usageKey({ kind: 'list', terms, ref, digest, appType: '1' }),
    digest,
    version: attempt,
    use: attempt,
    deleted: row !== undefined && row.state === '100' && row.attempt === attempt,
    acceptedAt,
  };
}
