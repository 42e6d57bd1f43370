import { present } from '../base/assert.ts';
import { businessDate, type Instant } from '../base/dates.ts';
import { preNo, seqNo } from '../base/ids.ts';
import { noteOrderChanges, noteWaybillChanges } from '../clearance/case-store.ts';
import { storeCounts } from '../cockpit/count-store.ts';
import { storeArrivals } from '../documents/arrival-store.ts';
import { type FiledExportList, storeExportLists } from '../documents/export-list-store.ts';
import {
  type DocumentKind,
  decideFiling,
  type Filing,
  type Incoming,
  isExport,
  isList,
  isWaybill,
  type TermsOf,
  usageKey,
} from '../documents/filing.ts';
import { type Numbered, storeFilings } from '../documents/filing-store.ts';
import { type FiledList, storeLists } from '../documents/list-store.ts';
import { storeUnfiled, type Unfiled } from '../documents/message-store.ts';
import { type RefusedRecord, storePartnerRefusals } from '../documents/partner-refusals.ts';
import { storeShipments } from '../documents/shipment-store.ts';
import type { OtherTerms } from '../documents/terms.ts';
import { noteExportOrderChanges, noteExportWaybillChanges } from '../export/case-store.ts';
import type { Sql } from '../io/postgres.ts';
import type { Classified } from './classify.ts';
import { countFiled } from './count-lists.ts';
import type { Standing } from './filing-claims.ts';
import { findingsOf } from './filing-findings.ts';
import type { House } from './house.ts';
import { type Look, lookOfOther } from './looks.ts';
import { refKey } from './received.ts';
import { readyOf } from './sort-records.ts';

/** What filing made of the records of a batch. */
export type Filings = {
  readonly byKind: ReadonlyMap<DocumentKind, readonly Filing[]>;
  /** By `refKey` of the record. */
  readonly outcomes: ReadonlyMap<string, Filing>;
  /** The filed lists, by `refKey`. */
  readonly lists: ReadonlyMap<string, FiledList>;
  readonly exportLists: ReadonlyMap<string, FiledExportList>;
  /** Numbers and readers of other filed documents, by `refKey`. */
  readonly others: ReadonlyMap<string, Numbered>;
  readonly unfiled: readonly Unfiled[];
  /** Records that were refused, with why. */
  readonly refused: readonly RefusedRecord[];
  readonly looks: readonly Look[];
};

export type FilingFrame = {
  readonly at: Instant;
  /** A waybill number accepted at or before this instant may be used anew. */
  readonly reusable: Instant;
  /** Who gets the receipts of a message, by message id; the sender comes first. */
  readonly readers: ReadonlyMap<string, readonly string[]>;
};

const KINDS: readonly DocumentKind[] = [
  ...(['order', 'payment', 'waybill', 'list'] as const),
  ...(['exportOrder', 'collection', 'exportWaybill', 'exportList', 'other'] as const),
];

/** Decides what becomes of the sorted records of a batch, given what is stored already. */
export async function decideRecords(
  house: House,
  records: readonly Classified[],
  standing: Standing,
  { at, reusable, readers }: FilingFrame,
): Promise<Filings> {
  const byKind = filingsOf(records, standing, { at, reusable });
  const filings = [...byKind.values()].flat();
  const outcomes = new Map(filings.map((filing) => [refKey(filing.incoming.ref), filing]));
  const of = (kind: DocumentKind) => byKind.get(kind) ?? [];
  const lists = await numberLists<'list'>(house, of('list'), at, readers);
  const exportLists = await numberLists<'exportList'>(house, of('exportList'), at, readers);
  const others = await numberOthers(house, of('other'), at, readers);
  return {
    byKind,
    outcomes,
    lists,
    exportLists,
    others,
    unfiled: [...supersededOf(filings), ...notFiled(records, outcomes)],
    refused: refusedOf(records, outcomes, readers),
    looks: looksOf(filings),
  };
}

/** What filing says of each record that may be filed; nothing is numbered yet. */
export function filingsOf(
  records: readonly Classified[],
  { existing, usages }: Standing,
  { at, reusable }: Pick<FilingFrame, 'at' | 'reusable'>,
): ReadonlyMap<DocumentKind, readonly Filing[]> {
  const ready = Map.groupBy(readyOf(records), ({ kind }) => kind);
  return new Map(
    KINDS.map((kind) => {
      const some = ready.get(kind) ?? [];
      const uses = usages[isExport(kind) ? 'exports' : 'imports'];
      return [kind, decideFiling(some, existing[kind], uses, reusable, at)] as const;
    }),
  );
}

type Filed<K extends 'list' | 'exportList'> = Omit<FiledList, 'terms'> & {
  readonly terms: TermsOf[K];
};

/** Lists of both ways take their pre-entry numbers from one series. */
async function numberLists<K extends 'list' | 'exportList'>(
  house: House,
  filings: readonly Filing[],
  at: Instant,
  readers: FilingFrame['readers'],
): Promise<Map<string, Filed<K>>> {
  const accepted = filings.flatMap(({ incoming, outcome }) =>
    outcome.kind === 'filed' ? [{ incoming, outcome }] : [],
  );
  if (accepted.length === 0) return new Map();
  const date = businessDate(at);
  const numbers = await house.numbers.take(`pre:${date}`, accepted.length);
  const lists = accepted.map(({ incoming, outcome }, i): Filed<K> => {
    return {
      terms: incoming.terms as TermsOf[K],
      ref: incoming.ref,
      attempt: outcome.stored.use,
      preNo: preNo(date, numbers[i]!),
      readers: present(readers.get(incoming.ref.messageId), 'readers'),
      digest: incoming.digest,
      acceptedAt: at,
    };
  });
  return new Map(lists.map((list) => [refKey(list.ref), list]));
}

/**
 * The letter of a pre-entry number: lists have B, withdrawals C and refunds T (NOTES section 4);
 * the others are ours.
 */
const LETTERS: Readonly<Record<string, string>> = {
  CEB623: 'C',
  CEB605: 'C',
  CEB625: 'T',
  CEB213: 'T',
  CEB215: 'D',
  CEB507: 'A',
  CEB509: 'L',
  CEB607: 'W',
  CEB701: 'S',
  CEB711: 'R',
};

/** Documents of a zone are numbered by the year, without a letter. */
const YEARLY = 'zone';
const isYearly = (type: string): boolean => type === 'INV101' || type === 'SAS121';

// A changed document keeps its number. Numbers of one letter run through, whatever the message.
async function numberOthers(
  house: House,
  filings: readonly Filing[],
  at: Instant,
  readers: FilingFrame['readers'],
): Promise<Map<string, Numbered>> {
  const date = businessDate(at);
  const numbered = new Map<string, Numbered>();
  const fresh = new Map<string, Incoming[]>();
  for (const { incoming, outcome } of filings) {
    if (outcome.kind !== 'filed') continue;
    const { ref, terms } = incoming;
    const { type } = terms as OtherTerms;
    const letter = isYearly(type) ? YEARLY : LETTERS[type];
    const kept = outcome.replaces?.preNo ?? null;
    const own = present(readers.get(ref.messageId), 'readers');
    numbered.set(refKey(ref), { preNo: kept, readers: own });
    if (letter === undefined || kept !== null) continue;
    fresh.set(letter, [...(fresh.get(letter) ?? []), incoming]);
  }
  for (const [letter, some] of fresh) {
    const numbers = await house.numbers.take(seriesOf(letter, date), some.length);
    some.forEach(({ ref }, i) => {
      const known = present(numbered.get(refKey(ref)), 'readers');
      const own =
        letter === YEARLY ? seqNo(date.slice(0, 4), numbers[i]!) : preNo(date, numbers[i]!, letter);
      numbered.set(refKey(ref), { ...known, preNo: own });
    });
  }
  return numbered;
}

function seriesOf(letter: string, date: string): string {
  if (letter === YEARLY) return `pre:${YEARLY}:${date.slice(0, 4)}`;
  return `pre:${letter}:${date}`;
}

/**
 * Writes what was decided. The statements of one call leave together, in the same order for
 * everybody, so that two batches with common keys wait for each other and do not deadlock.
 * @throws FilingRace or CaseRace when another process was faster
 */
export async function storeRecords(
  tx: Sql,
  { byKind, lists, exportLists, others, unfiled, refused }: Filings,
  { at, reusable }: FilingFrame,
): Promise<void> {
  const { imports, exports } = changesOf([...byKind.values()].flat());
  const filings = (kind: DocumentKind) => byKind.get(kind) ?? [];
  await Promise.all([
    storeFilings(tx, 'order', filings('order'), at),
    storeFilings(tx, 'payment', filings('payment'), at),
    storeFilings(tx, 'waybill', filings('waybill'), at),
    storeLists(tx, [...lists.values()], at),
    storeFilings(tx, 'exportOrder', filings('exportOrder'), at),
    storeFilings(tx, 'collection', filings('collection'), at),
    storeFilings(tx, 'exportWaybill', filings('exportWaybill'), at),
    storeExportLists(tx, [...exportLists.values()], at),
    storeFilings(tx, 'other', filings('other'), at, ({ ref }) =>
      present(others.get(refKey(ref)), 'the number of a document'),
    ),
    storeArrivals(tx, filings('other')),
    storeShipments(tx, filings('other')),
    noteOrderChanges(tx, [...imports.orders]),
    noteWaybillChanges(tx, [...imports.waybills], reusable),
    noteExportOrderChanges(tx, [...exports.orders]),
    noteExportWaybillChanges(tx, [...exports.waybills], reusable),
    storeUnfiled(tx, unfiled, at),
    storePartnerRefusals(tx, refused, at),
    storeCounts(tx, countFiled(lists.size, exportLists.size), at),
  ]);
}

// Whatever replaces something that stood moves the epoch, so that a decision under way on the old
// state cannot land (see case-store). A payment may leave one order for another: both move.
function changesOf(filings: readonly Filing[]) {
  const imports = { orders: new Set<string>(), waybills: new Set<string>() };
  const exports = { orders: new Set<string>(), waybills: new Set<string>() };
  for (const { incoming, outcome } of filings) {
    if (outcome.kind !== 'filed' || outcome.replaces === null || outcome.replaces.deleted) continue;
    if (incoming.kind === 'other') continue;
    const { orders, waybills } = isExport(incoming.kind) ? exports : imports;
    const keys = isWaybill(incoming.kind) ? waybills : orders;
    keys.add(usageKey(incoming)).add(outcome.replaces.usageKey);
  }
  return { imports, exports };
}

// A replaced list is an attempt of its own and keeps its row; the other records lose theirs.
function supersededOf(filings: readonly Filing[]): Unfiled[] {
  return filings.flatMap(({ incoming, outcome }): Unfiled[] => {
    if (isList(incoming.kind) || outcome.kind !== 'filed' || outcome.replaces === null) return [];
    return [{ ref: outcome.replaces.ref, reason: 'changed', codes: [] }];
  });
}

function notFiled(records: readonly Classified[], outcomes: Filings['outcomes']): Unfiled[] {
  return records.flatMap(({ ref, sort }): Unfiled[] => {
    if (sort.kind === 'draft') return [{ ref, reason: 'draft', codes: [] }];
    if (sort.kind === 'aside') return [{ ref, reason: 'quarantined', codes: [] }];
    if (sort.kind === 'refused') {
      return [{ ref, reason: 'refused', codes: sort.findings.map((one) => one.code) }];
    }
    const outcome = outcomes.get(refKey(ref))?.outcome;
    return outcome?.kind === 'refused' ? [{ ref, reason: 'refused', codes: [outcome.reason] }] : [];
  });
}

// What is filed already lacks nothing, so the same again is no refusal that could be mended.
function refusedOf(
  records: readonly Classified[],
  outcomes: Filings['outcomes'],
  readers: FilingFrame['readers'],
): RefusedRecord[] {
  return records.flatMap((one): RefusedRecord[] => {
    const filing = outcomes.get(refKey(one.ref));
    if (filing?.outcome.kind === 'refused' && filing.outcome.reason === 'repeat') return [];
    const findings = findingsOf(one, filing);
    if (findings.length === 0) return [];
    const { type, head, lines, ref } = one;
    const [sender] = present(readers.get(ref.messageId), 'readers');
    return [{ type, head, lines, ref, sender: present(sender, 'sender'), findings }];
  });
}

function looksOf(filings: readonly Filing[]): Look[] {
  const filed = filings.filter(({ outcome }) => outcome.kind === 'filed');
  return filed.flatMap(({ incoming }): Look[] =>
    incoming.kind === 'other'
      ? lookOfOther(incoming.terms as OtherTerms)
      : [{ kind: LOOKS[incoming.kind], key: usageKey(incoming) }],
  );
}

const LOOKS: Readonly<Record<Exclude<DocumentKind, 'other'>, Look['kind']>> = {
  order: 'order',
  payment: 'order',
  waybill: 'waybill',
  list: 'list',
  exportOrder: 'export-order',
  collection: 'export-order',
  exportWaybill: 'export-waybill',
  exportList: 'export-list',
};
