import type { Instant } from '../base/dates.ts';
import type {
  DocumentRef,
  ListTerms,
  OrderTerms,
  PaymentTerms,
  WaybillTerms,
} from '../documents/terms.ts';

/** A document as filed: its terms, where its bytes are, and which version of it this is. */
export type Filed<T> = {
  readonly terms: T;
  readonly ref: DocumentRef;
  readonly version: number;
  readonly acceptedAt: Instant;
};

/** A filed list: one attempt to declare a parcel. */
export type DeclaredList = Filed<ListTerms> & {
  readonly attempt: number;
  readonly preNo: string;
  /** Who transmitted it. */
  readonly sender: string;
};

/** A list and whatever of its three documents has arrived so far. */
export type CaseDocuments = {
  readonly list: DeclaredList;
  readonly order: Filed<OrderTerms> | null;
  /** Every standing payment for the order; more than one is a finding. */
  readonly payments: readonly Filed<PaymentTerms>[];
  readonly waybill: Filed<WaybillTerms> | null;
  /** Number of the other list that holds the waybill, or null while none does. */
  readonly waybillHolder: string | null;
};

/** A list with all its documents: what clearance decides. Only `matchCase` makes one. */
export type MatchedCase = {
  readonly list: DeclaredList;
  readonly order: Filed<OrderTerms>;
  /** The one payment, or the first of several. */
  readonly payment: Filed<PaymentTerms>;
  readonly payments: readonly Filed<PaymentTerms>[];
  readonly waybill: Filed<WaybillTerms>;
  /** Number of the other list that holds the waybill, or null while none does (DOC-2). */
  readonly waybillHolder: string | null;
};
