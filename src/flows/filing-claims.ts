import type { Instant } from '../base/dates.ts';
import {
  type CaseRow,
  loadCases,
  loadWaybillClaims,
  type WaybillClaim,
} from '../clearance/case-store.ts';
import { decidedRequests } from '../clearance/request-store.ts';
import { ENDED } from '../clearance/verdict.ts';
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
import type { TermsShelf } from '../documents/terms-shelf.ts';
import type { Sql } from '../io/postgres.ts';
import { isPaper } from './looks.ts';
import type { Sorted } from './sort-records.ts';

/** What is there before a batch is filed. */
export type Standing = {
  /** By `filingKey`. */
  readonly existing: Readonly<Record<DocumentKind, ReadonlyMap<string, Existing>>>;
  /** By `usageKey`. */
  readonly usages: ReadonlyMap<string, Usage>;
};

/**
 * What is stored under the keys of a batch and who uses it: five statements in one turn, and a
 * second turn when something stored may be changed, repeated or used anew.
 */
export async function loadStanding(
  tx: Sql,
  shelf: TermsShelf,
  { ready, reusable }: Pick<Sorted, 'ready' | 'reusable'>,
): Promise<Standing> {
  const of = Map.groupBy(ready, ({ kind }) => kind);
  const load = async (kind: Exclude<DocumentKind, 'list'>) => {
    const some = of.get(kind);
    return some === undefined ? new Map() : loadExisting(tx, kind, some.map(filingKey));
  };
  const others = async () => withoutRefused(await load('other'), of.get('other') ?? [], tx);
  const lists = [...new Set((of.get('list') ?? []).map(usageKey))];
  // Documents before their cases: whoever declares one of them after this look is met by the guards
  // of noteOrderChanges. Cases before the lists, as in `clear`.
  const [order, payment, waybill, other, listCases, latest] = await Promise.all([
    load('order'),
    load('payment'),
    load('waybill'),
    others(),
    lists.length === 0 ? new Map() : loadCases(tx, lists),
    lists.length === 0 ? new Map() : loadLatestLists(tx, shelf, lists),
  ]);
  const documents = { order, payment, waybill, other };
  const [{ cases, claims }] = await Promise.all([
    loadUses(tx, ready, documents, reusable),
    fillDigests(tx, shelf, ready, documents),
  ]);
  const list = new Map(
    [...latest].map(([key, one]) => [key, asExisting(one, listCases.get(key))] as const),
  );
  const uses = { cases: new Map([...listCases, ...cases]), claims };
  return { existing: { ...documents, list }, usages: usagesOf(uses, reusable) };
}

// A request that customs refused may be made again: it counts as no longer there.
async function withoutRefused(
  existing: Map<string, Existing>,
  incoming: readonly Incoming[],
  tx: Sql,
): Promise<Map<string, Existing>> {
  if (existing.size === 0) return existing;
  const decided = await decidedRequests(tx, incoming.map(filingKey));
  for (const [key, stored] of existing) {
    const request = decided.get(key);
    if (request?.state !== '100' || request.version !== stored.version) continue;
    // What was refused is the change of a paper that stands.
    if (isPaper(key) && request.listNo !== '') continue;
    existing.set(key, { ...stored, deleted: true });
  }
  return existing;
}

type Stored = Readonly<Record<Exclude<DocumentKind, 'list'>, Map<string, Existing>>>;

// A new record under a living key is a repeat or a conflict, and its digest tells which.
async function fillDigests(
  tx: Sql,
  shelf: TermsShelf,
  ready: readonly Incoming[],
  documents: Stored,
): Promise<void> {
  const places: { kind: keyof Stored; key: string; stored: Existing }[] = [];
  for (const one of ready) {
    if (one.kind === 'list' || one.appType !== '1') continue;
    const key = filingKey(one);
    const stored = documents[one.kind].get(key);
    if (stored === undefined || stored.deleted) continue;
    places.push({ kind: one.kind, key, stored });
  }
  if (places.length === 0) return;
  const kept = await shelf.read(
    tx,
    places.map(({ stored }) => stored.ref),
  );
  places.forEach(({ kind, key, stored }, i) => {
    documents[kind].set(key, { ...stored, digest: kept[i]!.digest });
  });
}

type Uses = {
  readonly cases: ReadonlyMap<string, CaseRow>;
  readonly claims: ReadonlyMap<string, WaybillClaim>;
};

// Uses matter for changes and for old waybill numbers; new documents need not ask.
async function loadUses(
  tx: Sql,
  ready: readonly Incoming[],
  existing: Stored,
  reusable: Instant,
): Promise<Uses> {
  const orders = new Set<string>();
  const waybills = new Set<string>();
  for (const one of ready) {
    if (one.kind === 'list' || one.kind === 'other') continue;
    const stored = existing[one.kind].get(filingKey(one));
    const changes = one.appType !== '1';
    if (one.kind === 'waybill') {
      if (changes || (stored?.acceptedAt ?? reusable + 1) <= reusable) waybills.add(usageKey(one));
    } else if (changes) {
      orders.add(usageKey(one));
      if (stored !== undefined) orders.add(stored.usageKey);
    }
  }
  const [cases, claims] = await Promise.all([
    orders.size === 0 ? new Map() : loadCases(tx, [...orders]),
    waybills.size === 0 ? new Map() : loadWaybillClaims(tx, [...waybills]),
  ]);
  return { cases, claims };
}

function usagesOf({ cases, claims }: Uses, reusable: Instant): Map<string, Usage> {
  const used = ({ state }: CaseRow): boolean => state !== 'open' && !ENDED.includes(state);
  return new Map<string, Usage>([
    ...[...cases].map(([key, row]) => [key, used(row) ? 'used' : 'free'] as const),
    ...[...claims].map(([key, claim]) => [key, usageOfWaybill(claim, reusable)] as const),
  ]);
}

function usageOfWaybill({ listNo, claimedAt }: WaybillClaim, reusable: Instant): Usage {
  if (listNo === null) return 'free';
  return claimedAt !== null && claimedAt <= reusable ? 'lapsed' : 'used';
}

// A list that was returned or withdrawn may be declared again: it counts as no longer there.
function asExisting(list: FiledList, row: CaseRow | undefined): Existing {
  const { ref, digest, attempt, acceptedAt, terms } = list;
  return {
    ref,
    usageKey: usageKey({ kind: 'list', terms, ref, digest, appType: '1' }),
    digest,
    version: attempt,
    use: attempt,
    deleted: row !== undefined && ENDED.includes(row.state) && row.attempt === attempt,
    acceptedAt,
  };
}
