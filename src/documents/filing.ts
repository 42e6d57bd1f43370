import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { keyOf } from '../base/keys.ts';
import type {
  CollectionTerms,
  ExportListTerms,
  ExportOrderTerms,
  ExportWaybillTerms,
} from './export-terms.ts';
import type {
  DocumentRef,
  ListTerms,
  OrderTerms,
  OtherTerms,
  PaymentTerms,
  WaybillTerms,
} from './terms.ts';

/**
 * Filing: what becomes of an arriving record given what is there. A new key is filed; the same key
 * again is a repeat or a conflict; a change (appType 2) or deletion (3) replaces the stored
 * version as long as no accepted list uses it (RULES DOC-12). Pure and synchronous.
 */
export type TermsOf = {
  readonly order: OrderTerms;
  readonly payment: PaymentTerms;
  readonly waybill: WaybillTerms;
  readonly list: ListTerms;
  readonly exportOrder: ExportOrderTerms;
  readonly collection: CollectionTerms;
  readonly exportWaybill: ExportWaybillTerms;
  readonly exportList: ExportListTerms;
  /** Every other message type, filed under the numbers of its sender. */
  readonly other: OtherTerms;
};
export type DocumentKind = keyof TermsOf;

/** A record ready to be filed. */
export type Incoming<K extends DocumentKind = DocumentKind> = {
  readonly kind: K;
  readonly terms: TermsOf[K];
  readonly ref: DocumentRef;
  readonly appType: string;
  /** Digest of the record's content: equal content, equal digest. */
  readonly digest: Uint8Array;
};

/** What is stored under a key. For a list it is the latest attempt. */
export type Existing = {
  readonly ref: DocumentRef;
  /** The key whose claim says whether it is used, see `usageKey`. */
  readonly usageKey: string;
  /** Null when it was not looked up: only a new record under a living key is compared with it. */
  readonly digest: Uint8Array | null;
  readonly version: number;
  /** Waybills: how often the number has been used. Lists: the attempt. Else 1. */
  readonly use: number;
  /** Deleted by its sender; for a list: returned by customs, so that it may be declared again. */
  readonly deleted: boolean;
  readonly acceptedAt: Instant;
  /** The pre-entry number it got, for kinds whose rows keep one. */
  readonly preNo?: string | null;
};

/**
 * Whether the documents of a key may still change: not while `used` by a list that was not
 * returned. `lapsed`: used so long ago that a waybill's number may begin a new use (DOC-2).
 */
export type Usage = 'free' | 'used' | 'lapsed';

export type Refusal = 'repeat' | 'conflict' | 'absent' | 'used' | 'not-possible';

export type Filing = {
  readonly incoming: Incoming;
  readonly outcome:
    | { readonly kind: 'filed'; readonly stored: Existing; readonly replaces: Existing | null }
    | { readonly kind: 'refused'; readonly reason: Refusal };
};

/** Terms of what is filed under its order. */
type UnderOrder = OrderTerms | ListTerms | ExportOrderTerms | CollectionTerms | ExportListTerms;

/** Whether the usage of a kind is that of its waybill number, which may begin a new use. */
export function isWaybill(kind: DocumentKind): boolean {
  return kind === 'waybill' || kind === 'exportWaybill';
}

/** Whether a kind is of exports: its keys, cases and claims are apart from those of imports. */
export function isExport(kind: DocumentKind): boolean {
  return EXPORTS.has(kind);
}

const EXPORTS: ReadonlySet<DocumentKind> = new Set([
  'exportOrder',
  'collection',
  'exportWaybill',
  'exportList',
]);

/** Whether each version of a kind is an attempt of its own, with a row of its own. */
export function isList(kind: DocumentKind): boolean {
  return kind === 'list' || kind === 'exportList';
}

/** The business key under which a record is filed (RULES DOC-2). */
export function filingKey(incoming: Incoming): string {
  switch (incoming.kind) {
    case 'payment': {
      const { payCode, payTransactionId } = incoming.terms as PaymentTerms;
      return keyOf(payCode, payTransactionId);
    }
    case 'waybill':
    case 'exportWaybill': {
      const { logisticsCode, logisticsNo } = incoming.terms as WaybillTerms | ExportWaybillTerms;
      return keyOf(logisticsCode, logisticsNo);
    }
    case 'other': {
      const { code, name } = incoming.terms as OtherTerms;
      return keyOf(code, name);
    }
    default: {
      const { ebpCode, orderNo } = incoming.terms as UnderOrder;
      return keyOf(ebpCode, orderNo);
    }
  }
}

/** The key whose claim says whether the document is used: the order's, or the waybill's own. */
export function usageKey(incoming: Incoming): string {
  if (isWaybill(incoming.kind) || incoming.kind === 'other') return filingKey(incoming);
  const { ebpCode, orderNo } = incoming.terms as UnderOrder | PaymentTerms;
  return keyOf(ebpCode, orderNo);
}

/**
 * Decides a batch of one kind in the order of arrival; later records see what earlier ones did.
 * @param existing what is stored, by `filingKey`
 * @param usages by `usageKey`; absent means free
 * @param reusableBefore a waybill number accepted before this instant may be used anew (DOC-2)
 */
export function decideFiling(
  batch: readonly Incoming[],
  existing: ReadonlyMap<string, Existing>,
  usages: ReadonlyMap<string, Usage>,
  reusableBefore: Instant,
  at: Instant,
): Filing[] {
  const standing = new Map(existing);
  return batch.map((incoming) => {
    const key = filingKey(incoming);
    const stored = standing.get(key) ?? null;
    // A payment may be moved to another order: neither the one nor the other may be used.
    let usage = usages.get(usageKey(incoming)) ?? 'free';
    if (usage === 'free' && stored !== null) usage = usages.get(stored.usageKey) ?? 'free';
    const outcome = isList(incoming.kind)
      ? fileList(incoming, stored, usage, at)
      : fileDocument(incoming, stored, usage, reusableBefore, at);
    if (outcome.kind === 'filed') standing.set(key, outcome.stored);
    return { incoming, outcome };
  });
}

type Outcome = Filing['outcome'];

function fileDocument(
  incoming: Incoming,
  stored: Existing | null,
  usage: Usage,
  reusableBefore: Instant,
  at: Instant,
): Outcome {
  const alive = stored !== null && !stored.deleted;
  if (incoming.appType === '1') {
    if (!alive) return filed(incoming, stored, at, false);
    const old = isWaybill(incoming.kind) && stored.acceptedAt <= reusableBefore;
    if (old && usage !== 'used') return filed(incoming, stored, at, false, stored.use + 1);
    return refused(sameBytes(stored.digest, incoming.digest) ? 'repeat' : 'conflict');
  }
  if (!alive) return refused('absent');
  if (usage !== 'free') return refused('used');
  return filed(incoming, stored, at, incoming.appType === '3');
}

// A list that was returned may be declared again as new or as a change; one that still waits may
// be changed; one that customs holds or has released is withdrawn by its own message only.
function fileList(incoming: Incoming, stored: Existing | null, usage: Usage, at: Instant) {
  if (incoming.appType === '3') return refused('not-possible');
  if (stored === null) {
    return incoming.appType === '1' ? filed(incoming, null, at, false) : refused('absent');
  }
  if (incoming.appType === '2') {
    if (usage !== 'free') return refused('used');
    return filed(incoming, stored, at, false, stored.use + 1);
  }
  if (stored.deleted) return filed(incoming, stored, at, false, stored.use + 1);
  return refused(sameBytes(stored.digest, incoming.digest) ? 'repeat' : 'conflict');
}

function filed(
  incoming: Incoming,
  replaces: Existing | null,
  at: Instant,
  deleted: boolean,
  use: number = replaces?.use ?? 1,
): Outcome {
  const stored: Existing = {
    ref: incoming.ref,
    usageKey: usageKey(incoming),
    digest: incoming.digest,
    version: (replaces?.version ?? 0) + 1,
    use,
    deleted,
    acceptedAt: at,
  };
  return { kind: 'filed', stored, replaces };
}

function refused(reason: Refusal): Outcome {
  return { kind: 'refused', reason };
}

function sameBytes(a: Uint8Array | null, b: Uint8Array): boolean {
  return Buffer.compare(present(a, 'the digest of a stored document'), b) === 0;
}
