import type { Instant } from '../base/dates.ts';
import type { Fen, Scaled5 } from '../base/fen.ts';
import type { PersonKey } from '../base/ids.ts';
import type { ExportSaid } from './export-terms.ts';
import type { EntryListTerms, GateSlipTerms } from './zone-terms.ts';

/**
 * What matching and clearance compare: the business content of a document with every personal
 * text replaced by its keyed hash. The texts themselves stay in the evidence alone.
 * Quantities, weights and unit prices are `Scaled5` (0.00001 units), sums of money are fen.
 */

/** One order (CEB311 OrderHead + OrderList). */
export type OrderTerms = {
  readonly ebpCode: string;
  readonly orderNo: string;
  readonly ebcCode: string;
  readonly ebpName: string;
  readonly ebcName: string;
  readonly goodsValue: Fen;
  readonly freight: Fen;
  readonly discount: Fen;
  readonly taxTotal: Fen;
  readonly acturalPaid: Fen;
  readonly currency: string;
  readonly buyer: Person;
  readonly payCode: string | null;
  readonly payTransactionId: string | null;
  readonly consignee: Consignee;
  /** Filing time of the document, from its appTime. */
  readonly orderTime: Instant;
  readonly lines: readonly OrderLine[];
};

export type OrderLine = {
  readonly gnum: number;
  readonly itemNo: string | null;
  readonly qty: Scaled5;
  readonly unit: string;
  readonly price: Scaled5;
  readonly totalPrice: Fen;
  readonly currency: string;
  readonly country: string;
};

/** One payment (CEB411 PaymentHead). */
export type PaymentTerms = {
  readonly payCode: string;
  readonly payTransactionId: string;
  readonly ebpCode: string;
  readonly orderNo: string;
  readonly payer: Person;
  readonly amountPaid: Fen;
  readonly currency: string;
  readonly payTime: Instant;
};

/** One waybill (CEB511 LogisticsHead). Freight and insurance are optional in the schema. */
export type WaybillTerms = {
  readonly logisticsCode: string;
  readonly logisticsNo: string;
  readonly orderNo: string;
  readonly freight: Fen | null;
  readonly insuredFee: Fen | null;
  readonly currency: string;
  readonly weight: Scaled5;
  readonly packNo: number;
  readonly consignee: Consignee;
};

/** One declaration list (CEB621 InventoryHead + InventoryList). */
export type ListTerms = {
  readonly ebpCode: string;
  readonly orderNo: string;
  readonly ebcCode: string;
  readonly ebpName: string;
  readonly ebcName: string;
  readonly logisticsCode: string;
  readonly logisticsNo: string;
  readonly copNo: string | null;
  readonly assureCode: string;
  readonly emsNo: string | null;
  readonly ieFlag: string;
  /** `YYYY-MM-DD`. */
  readonly declDate: string;
  readonly customsCode: string;
  readonly portCode: string;
  readonly buyer: Person;
  /** Keyed hash of the buyer's number as it is masked; null of lists filed before it was kept. */
  readonly buyerMask: string | null;
  readonly addressKey: PersonKey;
  readonly agentCode: string;
  readonly areaCode: string | null;
  readonly tradeMode: string;
  readonly trafMode: string;
  readonly trafNo: string | null;
  readonly voyageNo: string | null;
  readonly billNo: string | null;
  readonly country: string;
  readonly freight: Fen;
  readonly insuredFee: Fen;
  readonly currency: string;
  readonly wrapType: string | null;
  readonly packNo: number;
  readonly grossWeight: Scaled5;
  readonly netWeight: Scaled5;
  readonly lines: readonly ListLine[];
};

export type ListLine = {
  readonly gnum: number;
  readonly itemRecordNo: string | null;
  readonly itemNo: string | null;
  readonly gcode: string;
  readonly gname: string;
  readonly country: string;
  readonly currency: string;
  readonly qty: Scaled5;
  readonly unit: string;
  readonly qty1: Scaled5;
  readonly unit1: string;
  readonly qty2: Scaled5 | null;
  readonly unit2: string | null;
  readonly price: Scaled5;
  readonly totalPrice: Fen;
};

/** What tells one document of any other message type from the others. */
export type OtherTerms = {
  /** `CEB513`. */
  readonly type: string;
  /** The firm whose numbers they are: the first element of the key. */
  readonly code: string;
  /** Type and number, for example `CEB513 W20260918001 S`. */
  readonly name: string;
  /** What it asks of customs; null for types that nothing is decided on. */
  readonly request: RequestTerms | null;
  /** Of an arrival detail (CEB711) what it says; null for other types. */
  readonly arrival: ArrivalTerms | null;
  /** Of a waybill status (CEB513) what it says; null for other types. */
  readonly handover: HandoverTerms | null;
  /** Of an entry list (INV101) what it says; null for other types. */
  readonly entryList: EntryListTerms | null;
  /** Of a gate slip (SAS121) what it says; null for other types. */
  readonly gateSlip: GateSlipTerms | null;
  /** Of a document of exports (CEB507, 509, 605, 607, 701, 213, 215) what it says. */
  readonly said: ExportSaid | null;
};

/** What became of a waybill (CEB513 LogisticsStatus). */
export type HandoverTerms = {
  /** S: signed for. */
  readonly logisticsStatus: string;
  readonly logisticsTime: Instant;
};

/** Parcels that arrived at a supervision site (CEB711 Delivery): what carried which waybills. */
export type ArrivalTerms = {
  readonly copNo: string | null;
  readonly customsCode: string;
  readonly trafMode: string;
  readonly trafNo: string;
  readonly voyageNo: string;
  readonly billNo: string;
  readonly logisticsCode: string;
  readonly logisticsNos: readonly string[];
};

/** One withdrawal (CEB623 InvtCancel) or refund request (CEB625 InvtRefund). */
export type RequestTerms = {
  /** Customs number of the list (invtNo). */
  readonly listNo: string;
  readonly copNo: string | null;
  /** The pre-entry number as the sender wrote it; customs gives it. */
  readonly preNo: string | null;
  readonly ebpCode: string;
  readonly orderNo: string;
  readonly ebcCode: string;
  readonly logisticsCode: string;
  readonly logisticsNo: string;
  readonly customsCode: string;
  readonly agentCode: string;
  /** The goods that go back; of a withdrawal none. */
  readonly lines: readonly RefundLine[];
};

/** One line of a refund request. */
export type RefundLine = {
  /** The line of the list. */
  readonly gnum: number;
  readonly gcode: string;
  readonly qty: Scaled5;
  readonly unit: string;
};

/** An orderer or payer, hashed; `idValid` is the checksum verdict taken before hashing (ID-1). */
export type Person = {
  readonly idType: string;
  readonly idKey: PersonKey;
  readonly idValid: boolean;
  readonly nameKey: PersonKey;
  readonly phoneKey: PersonKey | null;
};

/** Who receives the parcel, hashed. */
export type Consignee = {
  readonly nameKey: PersonKey;
  readonly phoneKey: PersonKey;
  readonly addressKey: PersonKey;
};

/** Where a document's bytes are: the message and the position of the record in it. */
export type DocumentRef = { readonly messageId: string; readonly record: number };
