import type { Stored } from '../documents/document-facts.ts';
import type { FiledList } from '../documents/list-store.ts';
import type { ArrivalTerms, OrderTerms, PaymentTerms, WaybillTerms } from '../documents/terms.ts';

/** As much of a filed list as matching and clearance look at. */
export type DeclaredList = Pick<FiledList, 'terms' | 'ref' | 'preNo' | 'acceptedAt'>;

/** An arrival detail (CEB711) with the number that the single window gave it. */
export type Arrival = Stored<ArrivalTerms> & { readonly preNo: string };

/** A list and whatever of its three documents has arrived so far. */
export type CaseDocuments = {
  readonly list: DeclaredList;
  readonly order: Stored<OrderTerms> | null;
  /** Every standing payment for the order; more than one is a finding. */
  readonly payments: readonly Stored<PaymentTerms>[];
  readonly waybill: Stored<WaybillTerms> | null;
  /** Number of the other list that holds the waybill, or null while none does. */
  readonly waybillHolder: string | null;
  /** The arrival details that name the waybill, where one is asked for; else empty. */
  readonly arrivals: readonly Arrival[];
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
  /** The arrival details that name the waybill, where one is asked for (LINE-10); else empty. */
  readonly arrivals: readonly Arrival[];
};
