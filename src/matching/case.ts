import type { Stored } from '../documents/document-facts.ts';
import type { FiledList } from '../documents/list-store.ts';
import type { OrderTerms, PaymentTerms, WaybillTerms } from '../documents/terms.ts';

/** As much of a filed list as matching and clearance look at. */
export type DeclaredList = Pick<FiledList, 'terms' | 'ref' | 'preNo' | 'acceptedAt'>;

/** A list and whatever of its three documents has arrived so far. */
export type CaseDocuments = {
  readonly list: DeclaredList;
  readonly order: Stored<OrderTerms> | null;
  /** Every standing payment for the order; more than one is a finding. */
  readonly payments: readonly Stored<PaymentTerms>[];
  readonly waybill: Stored<WaybillTerms> | null;
  /** Number of the other list that holds the waybill, or null while none does. */
  readonly waybillHolder: string | null;
};

/** A list with all its documents: what clearance decides. Only `matchCase` makes one. */
export type MatchedCase = {
  readonly list: DeclaredList;
  readonly order: Stored<OrderTerms>;
  /** The one payment, or the first of several. */
  readonly payment: Stored<PaymentTerms>;
  readonly payments: readonly Stored<PaymentTerms>[];
  readonly waybill: Stored<WaybillTerms>;
  /** Number of the other list that holds the waybill, or null while none does (DOC-2). */
  readonly waybillHolder: string | null;
};
