import type { Instant } from '../base/dates.ts';
import { loadCases, loadWaybillClaims } from '../clearance/case-store.ts';
import { decidedRequests } from '../clearance/request-store.ts';
import { ENDED } from '../clearance/verdict.ts';
import { loadLatestExportLists } from '../documents/export-list-store.ts';
import {
  type DocumentKind,
  type Existing,
  filingKey,
  type Incoming,
  isExport,
  isWaybill,
  type Usage,
  usageKey,
} from '../documents/filing.ts';
import { loadExisting, type StoredKind } from '../documents/filing-store.ts';
import { loadLatestLists } from '../documents/list-store.ts';
import type { TermsShelf } from '../documents/terms-shelf.ts';
import { loadExportCases, loadExportClaims } from '../export/case-store.ts';
import { effectiveRequests } from '../export/request-store.ts';
import { EXPORT_ENDED } from '../export/states.ts';
import type { Sql } from '../io/postgres.ts';
import { isPaper } from './looks.ts';
import type { Sorted } from './sort-records.ts';

/** What is there before a batch is filed. */
export type Standing = {
  /** By `filingKey`. */
  readonly existing: Readonly<Record<DocumentKind, ReadonlyMap<string, Existing>>>;
  /** By `usageKey`; an order or a waybill number of imports may also be one of exports. */
  readonly usages: Readonly<Record<Way, ReadonlyMap<string, Usage>>>;
};

type Way = 'imports' | 'exports';

/** The case of an order, the claim of a waybill and the latest list, whichever way it goes. */
type Case = { readonly state: string; readonly attempt: number };
type Claim = { readonly listNo: string | null; readonly claimedAt: Instant | null };
type Latest = Pick<Existing, 'ref' | 'acceptedAt'> & {
  readonly digest: Uint8Array;
  readonly attempt: number;
};

/** Where the cases, claims and lists of one way are. */
type Sources = {
  readonly cases: (tx: Sql, keys: readonly string[]) => Promise<Map<string, Case>>;
  readonly claims: (tx: Sql, keys: readonly string[]) => Promise<Map<string, Claim>>;
  readonly lists: (
    tx: Sql,
    shelf: TermsShelf,
    keys: readonly string[],
  ) => Promise<Map<string, Latest>>;
  /** States in which an order may be declared again. */
  readonly ended: readonly string[];
};

const IMPORTS: Sources = {
  cases: loadCases,
  claims: loadWaybillClaims,
  lists: loadLatestLists,
  ended: ENDED,
};
const EXPORTS: Sources = {
  cases: loadExportCases,
  claims: loadExportClaims,
  lists: loadLatestExportLists,
  ended: EXPORT_ENDED,
};

/**
 * What is stored under the keys of a batch and who uses it: a statement for each kind in one turn,
 * and a second turn when something stored may be changed, repeated or used anew.
 */
export async function loadStanding(
  tx: Sql,
  shelf: TermsShelf,
  { ready, reusable }: Pick<Sorted, 'ready' | 'reusable'>,
): Promise<Standing> {
  const of = Map.groupBy(ready, ({ kind }) => kind);
  const load = async (kind: StoredKind) => {
    const some = of.get(kind);
    return some === undefined ? new Map() : loadExisting(tx, kind, some.map(filingKey));
  };
  const others = async () => withoutRefused(await load('other'), of.get('other') ?? [], tx);
  // Documents before their cases: whoever declares one of them after this look is met by the guards
  // of noteOrderChanges.
  const [order, payment, waybill, exportOrder, collection, exportWaybill, other, inward, outward] =
    await Promise.all([
      load('order'),
      load('payment'),
      load('waybill'),
      load('exportOrder'),
      load('collection'),
      load('exportWaybill'),
      others(),
      loadLists(tx, shelf, of.get('list') ?? [], IMPORTS),
      loadLists(tx, shelf, of.get('exportList') ?? [], EXPORTS),
    ]);
  const documents = { order, payment, waybill, exportOrder, collection, exportWaybill, other };
  const usesOf = async (way: Way, sources: Sources, { cases: known }: Lists) => {
    const some = ready.filter(({ kind }) => isExport(kind) === (way === 'exports'));
    const { cases, claims } = await loadUses(tx, some, documents, reusable, sources);
    return usagesOf(new Map([...known, ...cases]), claims, reusable, sources);
  };
  const [imports, exports] = await Promise.all([
    usesOf('imports', IMPORTS, inward),
    usesOf('exports', EXPORTS, outward),
    fillDigests(tx, shelf, ready, documents),
  ]);
  const lists = { list: inward.existing, exportList: outward.existing };
  return { existing: { ...documents, ...lists }, usages: { imports, exports } };
}

type Lists = {
  readonly cases: ReadonlyMap<string, Case>;
  readonly existing: ReadonlyMap<string, Existing>;
};

/** The latest attempts of these lists with their cases: cases before the lists, as in `clear`. */
async function loadLists(
  tx: Sql,
  shelf: TermsShelf,
  incoming: readonly Incoming[],
  sources: Sources,
): Promise<Lists> {
  const keys = [...new Set(incoming.map(usageKey))];
  if (keys.length === 0) return { cases: new Map(), existing: new Map() };
  const [cases, latest] = await Promise.all([
    sources.cases(tx, keys),
    sources.lists(tx, shelf, keys),
  ]);
  const existing = [...latest].map(
    ([key, one]) => [key, asExisting(key, one, cases.get(key), sources.ended)] as const,
  );
  return { cases, existing: new Map(existing) };
}

// A request that customs refused may be made again: it counts as no longer there. What was refused
// may also be the change of one that stands, which can still be changed or deleted.
async function withoutRefused(
  existing: Map<string, Existing>,
  incoming: readonly Incoming[],
  tx: Sql,
): Promise<Map<string, Existing>> {
  if (existing.size === 0) return existing;
  const decided = await decidedRequests(tx, incoming.map(filingKey));
  const refused = [...existing].filter(([key, stored]) => {
    const request = decided.get(key);
    if (request?.state !== '100' || request.version !== stored.version) return false;
    return !isPaper(key) || request.listNo === '';
  });
  const standing = await effectiveRequests(
    tx,
    refused.flatMap(([key, { preNo = null, version }]) => (version > 1 ? [{ key, preNo }] : [])),
  );
  for (const [key, stored] of refused) {
    if (!standing.has(key)) existing.set(key, { ...stored, deleted: true });
  }
  return existing;
}

type Stored = Readonly<Record<StoredKind, Map<string, Existing>>>;

// A new record under a living key is a repeat or a conflict, and its digest tells which.
async function fillDigests(
  tx: Sql,
  shelf: TermsShelf,
  ready: readonly Incoming[],
  documents: Stored,
): Promise<void> {
  const places: { kind: keyof Stored; key: string; stored: Existing }[] = [];
  for (const one of ready) {
    const kind = storedKind(one.kind);
    if (kind === null || one.appType !== '1') continue;
    const key = filingKey(one);
    const stored = documents[kind].get(key);
    if (stored === undefined || stored.deleted) continue;
    places.push({ kind, key, stored });
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

function storedKind(kind: DocumentKind): StoredKind | null {
  return kind === 'list' || kind === 'exportList' ? null : kind;
}

type Uses = {
  readonly cases: ReadonlyMap<string, Case>;
  readonly claims: ReadonlyMap<string, Claim>;
};

// Uses matter for changes and for old waybill numbers; new documents need not ask.
async function loadUses(
  tx: Sql,
  ready: readonly Incoming[],
  existing: Stored,
  reusable: Instant,
  sources: Sources,
): Promise<Uses> {
  const orders = new Set<string>();
  const waybills = new Set<string>();
  for (const one of ready) {
    const kind = storedKind(one.kind);
    if (kind === null || kind === 'other') continue;
    const stored = existing[kind].get(filingKey(one));
    const changes = one.appType !== '1';
    if (isWaybill(kind)) {
      if (changes || (stored?.acceptedAt ?? reusable + 1) <= reusable) waybills.add(usageKey(one));
    } else if (changes) {
      orders.add(usageKey(one));
      if (stored !== undefined) orders.add(stored.usageKey);
    }
  }
  const [cases, claims] = await Promise.all([
    orders.size === 0 ? new Map() : sources.cases(tx, [...orders]),
    waybills.size === 0 ? new Map() : sources.claims(tx, [...waybills]),
  ]);
  return { cases, claims };
}

function usagesOf(
  cases: ReadonlyMap<string, Case>,
  claims: ReadonlyMap<string, Claim>,
  reusable: Instant,
  { ended }: Sources,
): Map<string, Usage> {
  const used = ({ state }: Case): boolean => state !== 'open' && !ended.includes(state);
  return new Map<string, Usage>([
    ...[...cases].map(([key, row]) => [key, used(row) ? 'used' : 'free'] as const),
    ...[...claims].map(([key, claim]) => [key, usageOfWaybill(claim, reusable)] as const),
  ]);
}

function usageOfWaybill({ listNo, claimedAt }: Claim, reusable: Instant): Usage {
  if (listNo === null) return 'free';
  return claimedAt !== null && claimedAt <= reusable ? 'lapsed' : 'used';
}

// A list that was returned or withdrawn may be declared again: it counts as no longer there. So
// does one whose order a customs declaration has since: clearing tells why it leaves no other way.
function asExisting(
  key: string,
  { ref, digest, attempt, acceptedAt }: Latest,
  row: Case | undefined,
  ended: readonly string[],
): Existing {
  return {
    ref,
    usageKey: key,
    digest,
    version: attempt,
    use: attempt,
    deleted:
      row !== undefined &&
      (ended.includes(row.state) || row.state === 'declared') &&
      row.attempt === attempt,
    acceptedAt,
  };
}
