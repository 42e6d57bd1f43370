import type { Scaled5 } from '../base/fen.ts';

/**
 * What decisions need of the documents of a zone. Quantities, weights and prices are `Scaled5`
 * (0.00001 units) in the currency of their line. Who applied, and how to reach him, is not kept.
 */

/** One entry list (INV101 InvtMessage): goods into a bonded book or out of it. */
export type EntryListTerms = {
  /** The sender's own number (EtpsInnerInvtNo). */
  readonly ownNo: string;
  /** DclTypecd: 1 record, 2 change, 3 void. */
  readonly action: string;
  /** The book (PutrecNo). */
  readonly book: string;
  /** I into the book, E out of it (ImpexpMarkcd). */
  readonly direction: string;
  /** InvtType; null where the sender says none. */
  readonly kind: string | null;
  /** MtpckEndprdMarkcd: I material, E product. */
  readonly goodsMark: string;
  readonly tradeMode: string;
  readonly transportMode: string;
  readonly portCustoms: string;
  readonly customs: string;
  readonly country: string;
  /** DclcusFlag: 1 with a declaration form, 2 without. */
  readonly declared: string;
  /** DclcusTypecd: 1 related, 2 corresponding form. */
  readonly declaredKind: string | null;
  readonly trader: ZoneFirm;
  readonly receiver: ZoneFirm;
  readonly declarant: ZoneFirm;
  readonly relatedList: string | null;
  readonly relatedBook: string | null;
  readonly relatedForm: string | null;
  readonly lines: readonly EntryLine[];
  /** Declaration lists of parcels (CbecBillNo) that an exit is made of. */
  readonly parcelLists: readonly string[];
};

/** A firm as a document of a zone names it. */
export type ZoneFirm = {
  readonly code: string;
  /** Unified social credit code. */
  readonly creditCode: string | null;
  readonly name: string;
};

/** Goods of an entry list. */
export type EntryLine = {
  readonly gdsSeqno: number;
  /** The line of the book (PutrecSeqno); null for goods that it does not have yet. */
  readonly recordNo: number | null;
  readonly itemNo: string;
  readonly hs: string;
  readonly name: string;
  readonly model: string;
  readonly unit: string;
  readonly qty: Scaled5;
  readonly lawfulUnit: string;
  readonly lawfulQty: Scaled5;
  readonly secondUnit: string | null;
  readonly secondQty: Scaled5 | null;
  readonly price: Scaled5;
  readonly total: Scaled5;
  readonly currency: string;
  readonly origin: string;
  readonly grossWt: Scaled5 | null;
  readonly netWt: Scaled5 | null;
  /** ModfMarkcd of a change: 0 unchanged, 1 changed, 2 deleted, 3 added. */
  readonly mark: string | null;
};

/** One gate slip (SAS121 PassPortMessage): a vehicle and what it carries. */
export type GateSlipTerms = {
  /** The sender's own number (EtpsPreentNo). */
  readonly ownNo: string;
  /** DclTypecd: 1 record, 2 change, 3 void. */
  readonly action: string;
  /** The number that customs gave it (PassportNo), in a change or void. */
  readonly slipNo: string | null;
  /** PassportTypecd. */
  readonly kind: string;
  /** I into the zone, E out of it. */
  readonly direction: string;
  /** BindTypecd: 1 one vehicle and many documents, 2 one and one, 3 one document, many vehicles. */
  readonly binding: string;
  readonly customs: string;
  /** RltTbTypecd: 1 entry list, 2 stock slip, 3 bill of lading; null for an empty vehicle. */
  readonly relatedKind: string | null;
  readonly documents: readonly BoundDocument[];
  /** AreainOriactNo. */
  readonly book: string | null;
  readonly area: ZoneFirm;
  readonly declarant: ZoneFirm;
  readonly vehicleNo: string;
  readonly icNo: string | null;
  readonly frameNo: string | null;
  readonly containerNo: string | null;
  readonly containerType: string | null;
  /** Weights in kilograms: of the empty vehicle, of frame and container, of goods and of all. */
  readonly tare: Scaled5;
  readonly frameWt: Scaled5 | null;
  readonly containerWt: Scaled5 | null;
  readonly grossWt: Scaled5;
  readonly netWt: Scaled5;
  readonly totalWt: Scaled5;
  readonly lines: readonly SlipLine[];
};

/** A document whose goods a vehicle carries. */
export type BoundDocument = { readonly kind: string; readonly no: string };

/** Goods on a gate slip, where the vehicle carries a part of its document. */
export type SlipLine = {
  readonly seqno: number;
  /** The line of the bound document. */
  readonly documentLine: number | null;
  readonly itemNo: string;
  readonly hs: string;
  readonly name: string;
  readonly unit: string;
  readonly qty: Scaled5;
  readonly grossWt: Scaled5 | null;
  readonly netWt: Scaled5 | null;
};
