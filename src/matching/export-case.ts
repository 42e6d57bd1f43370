import type { Instant } from '../base/dates.ts';
import type { Stored } from '../documents/document-facts.ts';
import type {
  CollectionTerms,
  ExportListTerms,
  ExportOrderTerms,
  ExportWaybillTerms,
  ShipmentTerms,
} from '../documents/export-terms.ts';
import type { DocumentRef } from '../documents/terms.ts';

/** As much of a filed export list (CEB603) as matching and clearance look at. */
export type DeclaredExportList = {
  readonly terms: ExportListTerms;
  readonly ref: DocumentRef;
  readonly preNo: string;
  readonly acceptedAt: Instant;
};

/** An arrival (CEB507) with the number that the single window gave it. */
export type ExportArrival = Stored<ShipmentTerms> & { readonly preNo: string };

/** An export list and whatever of its documents has arrived so far. */
export type ExportDocuments = {
  readonly list: DeclaredExportList;
  readonly order: Stored<ExportOrderTerms> | null;
  readonly collection: Stored<CollectionTerms> | null;
  readonly waybill: Stored<ExportWaybillTerms> | null;
  /** Number of the other list that holds the waybill, or null while none does. */
  readonly waybillHolder: string | null;
  /** The arrivals that name the waybill; empty while none does. */
  readonly arrivals: readonly ExportArrival[];
};

/** A list with all documents that its mode needs. Only `matchExport` makes one. */
export type ExportMatched = {
  readonly list: DeclaredExportList;
  readonly order: Stored<ExportOrderTerms>;
  /** Null where the mode needs none and none came, or where nobody is paid. */
  readonly collection: Stored<CollectionTerms> | null;
  readonly waybill: Stored<ExportWaybillTerms>;
  readonly waybillHolder: string | null;
  readonly arrivals: readonly ExportArrival[];
};

/** What the rules of the three documents of an export see. */
export type ExportMatchContext = { readonly case: ExportMatched };
