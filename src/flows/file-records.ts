import { assert, present } from '../base/assert.ts';
import { businessDate, type Instant } from '../base/dates.ts';
import { preNo } from '../base/ids.ts';
import {
  type CaseRow,
  loadCases,
  loadWaybillClaims,
  noteOrderChanges,
  noteWaybillChanges,
  type WaybillClaim,
} from '../clearance/case-store.ts';
import {
  type DocumentKind,
  decideFiling,
  type Existing,
  type Filing,
  filingKey,
  type Hold,
  holdKey,
  type Incoming,
} from '../documents/filing.ts';
import { loadExisting, storeFilings } from '../documents/filing-store.ts';
import { type FiledList, loadLatestLists, storeLists } from '../documents/list-store.ts';
import type { Unfiled } from '../documents/message-store.ts';
import type { ListTerms } from '../documents/terms.ts';
import type { Sql } from '../io/postgres.ts';
import type { Classified } from './classify.ts';
import type { House } from './house.ts';
import type { Look } from './looks.ts';
import { refKey } from './received.ts';

const KINDS = ['order', 'payment', 'waybill'] as const;

/** What filing made of the records of a batch. */
export type Filings = {
  /** By `refKey` of the record. */
  readonly outcomes: ReadonlyMap<string, Filing>;
  /** The filed lists, by `refKey`. */
  readonly lists: ReadonlyMap<string, FiledList>;
  readonly unfiled: readonly Unfiled[];
  readonly looks: readonly Look[];
};

/**
 * Files the sorted records of a batch: what is stored already is loaded, the outcome decided, and
 * the result written.
 * @param readers who gets the receipts of a message, by message id; the sender comes first
 * @param reusable a waybill number accepted at or before this instant may be used anew
 */
export async function fileRecords(
  tx: Sql,
  house: House,
  records: readonly Classified[],
  reusable: Instant,
  at: Instant,
  readers: ReadonlyMap<string, readonly string[]>,
): Promise<Filings> {
  const ready = records.flatMap(({ sort }) => (sort.kind === 'ready' ? [sort.incoming] : []));
  const claims = await loadClaims(tx, ready);
  const filings: Filing[] = [];
  const superseded: Unfiled[] = [];
  for (const kind of KINDS) {
    const some = ready.filter((one) => one.kind === kind);
    if (some.length === 0) continue;
    const existing = await loadExisting(tx, kind, some.map(filingKey));
    const decided = decideFiling(some, existing, claims.holds, reusable, at);
    const old = await storeFilings(tx, kind, decided, at);
    superseded.push(...old.map((ref) => ({ ref, reason: 'changed' as const, codes: [] })));
    filings.push(...decided);
  }
  const lists = await fileLists(tx, house, ready, claims, at, readers);
  filings.push(...lists.filings);
  await noteChanges(tx, filings, reusable);
  return {
    outcomes: new Map(filings.map((filing) => [refKey(filing.incoming.ref), filing])),
    lists: lists.filed,
    unfiled: [...superseded, ...notFiled(records, filings)],
    looks: looksOf(filings),
  };
}

type Claims = {
  readonly holds: ReadonlyMap<string, Hold>;
  readonly cases: ReadonlyMap<string, CaseRow>;
};

// Claims matter for changes and for lists; a batch of new documents need not ask.
async function loadClaims(tx: Sql, ready: readonly Incoming[]): Promise<Claims> {
  const asking = ready.filter((one) => one.kind === 'list' || one.appType !== '1');
  const waybills = asking.filter((one) => one.kind === 'waybill').map(filingKey);
  const orders = asking.filter((one) => one.kind !== 'waybill').map(holdKey);
  const cases = orders.length === 0 ? new Map<string, CaseRow>() : await loadCases(tx, orders);
  const claims =
    waybills.length === 0 ? new Map<string, WaybillClaim>() : await loadWaybillClaims(tx, waybills);
  const used = (row: CaseRow): boolean => ['300', '600', '800'].includes(row.state);
  return {
    cases,
    holds: new Map<string, Hold>([
      ...[...cases].map(([key, row]) => [key, used(row) ? 'used' : 'free'] as const),
      ...[...claims].map(([key, one]) => [key, one.listNo === null ? 'free' : 'used'] as const),
    ]),
  };
}

async function fileLists(
  tx: Sql,
  house: House,
  ready: readonly Incoming[],
  claims: Claims,
  at: Instant,
  readers: ReadonlyMap<string, readonly string[]>,
): Promise<{ filings: Filing[]; filed: Map<string, FiledList> }> {
  const some = ready.filter((one) => one.kind === 'list');
  if (some.length === 0) return { filings: [], filed: new Map() };
  const latest = await loadLatestLists(tx, some.map(filingKey));
  const existing = new Map(
    [...latest].map(([key, list]) => [key, asExisting(list, claims.cases.get(key))]),
  );
  const filings = decideFiling(some, existing, claims.holds, at, at);
  const accepted = filings.filter((filing) => filing.outcome.kind === 'filed');
  const date = businessDate(at);
  const numbers = await house.numbers.take(`pre:${date}`, accepted.length);
  const lists = accepted.map(({ incoming, outcome }, i): FiledList => {
    assert(outcome.kind === 'filed', 'only filed lists get a number');
    return {
      terms: incoming.terms as ListTerms,
      ref: incoming.ref,
      attempt: outcome.stored.use,
      preNo: preNo(date, numbers[i]!),
      readers: present(readers.get(incoming.ref.messageId), 'readers'),
      digest: incoming.digest,
      acceptedAt: at,
    };
  });
  await storeLists(tx, lists, at);
  return { filings, filed: new Map(lists.map((list) => [refKey(list.ref), list])) };
}

// A list that customs returned may be declared again: it counts as no longer there.
function asExisting(list: FiledList, row: CaseRow | undefined): Existing {
  return {
    ref: list.ref,
    digest: list.digest,
    version: list.attempt,
    use: list.attempt,
    deleted: row !== undefined && row.state === '100' && row.attempt === list.attempt,
    acceptedAt: list.acceptedAt,
  };
}

// Whatever replaces something stored moves the epoch, so that a decision under way on the old
// state cannot land (see case-store).
async function noteChanges(tx: Sql, filings: readonly Filing[], reusable: Instant): Promise<void> {
  const changed = filings.filter(
    ({ outcome }) => outcome.kind === 'filed' && outcome.replaces !== null,
  );
  const keys = (wanted: (kind: DocumentKind) => boolean): string[] => [
    ...new Set(
      changed
        .map((one) => one.incoming)
        .filter((one) => wanted(one.kind))
        .map(holdKey),
    ),
  ];
  await noteOrderChanges(
    tx,
    keys((kind) => kind !== 'waybill'),
  );
  await noteWaybillChanges(
    tx,
    keys((kind) => kind === 'waybill'),
    reusable,
  );
}

function notFiled(records: readonly Classified[], filings: readonly Filing[]): Unfiled[] {
  const refused = filings.filter(({ outcome }) => outcome.kind === 'refused');
  const reasons = new Map(
    refused.map(({ incoming, outcome }) => [
      refKey(incoming.ref),
      outcome.kind === 'refused' ? outcome.reason : '',
    ]),
  );
  return records.flatMap(({ ref, sort }): Unfiled[] => {
    if (sort.kind === 'draft') return [{ ref, reason: 'draft', codes: [] }];
    if (sort.kind === 'refused') {
      return [{ ref, reason: 'refused', codes: sort.findings.map((one) => one.code) }];
    }
    const reason = reasons.get(refKey(ref));
    return reason === undefined ? [] : [{ ref, reason: 'refused', codes: [reason] }];
  });
}

function looksOf(filings: readonly Filing[]): Look[] {
  const filed = filings.filter(({ outcome }) => outcome.kind === 'filed');
  return filed.map(({ incoming }) => {
    if (incoming.kind === 'waybill') return { kind: 'waybill', key: filingKey(incoming) };
    return { kind: incoming.kind === 'list' ? 'list' : 'order', key: holdKey(incoming) };
  });
}
