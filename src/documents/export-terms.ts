import type { BusinessDate, Instant } from '../base/dates.ts';
import type { Fen, Scaled5 } from '../base/fen.ts';

/**
 * What matching and clearance of exports compare. Sums of money are hundredths of their currency
 * (`Fen` where it is the yuan), quantities, weights and unit prices `Scaled5` (0.00001 units).
 * Export documents name no consumer here, so nothing of them is hashed.
 */

/** One sale to abroad, or the booking of an overseas warehouse (CEB303 OrderHead + OrderList). */
export type ExportOrderTerms = {
  /** E retail, B sale to a firm (9710), W stock for an overseas warehouse (9810). */
  readonly orderType: string;
  readonly ebpCode: string;
  readonly orderNo: string;
  readonly ebpName: string;
  readonly ebcCode: string;
  readonly ebcName: string;
  readonly goodsValue: Fen;
  readonly freight: Fen;
  readonly currency: string;
  /** Filing time of the document, from its appTime. */
  readonly orderTime: Instant;
  readonly lines: readonly ExportOrderLine[];
};

export type ExportOrderLine = {
  readonly gnum: number;
  readonly itemNo: string;
  readonly unit: string;
  readonly currency: string;
  readonly qty: Scaled5;
  readonly price: Scaled5;
  readonly totalPrice: Fen;
};

/** The money received for one order (CEB403 Receipts). */
export type CollectionTerms = {
  readonly ebpCode: string;
  readonly orderNo: string;
  readonly ebcCode: string;
  readonly payCode: string | null;
  readonly payNo: string | null;
  readonly charge: Fen;
  readonly currency: string;
  readonly accountingTime: Instant;
};

/** One parcel on its way out (CEB505 Logistics). */
export type ExportWaybillTerms = {
  readonly logisticsCode: string;
  readonly logisticsNo: string;
  readonly freight: Fen;
  readonly insuredFee: Fen;
  readonly currency: string;
  readonly grossWeight: Scaled5;
  readonly packNo: number;
  readonly ebcCode: string | null;
};

/** One declaration list of export (CEB603 InventoryHead + InventoryList). */
export type ExportListTerms = {
  readonly customsCode: string;
  readonly ebpCode: string;
  readonly orderNo: string;
  readonly ebpName: string;
  readonly logisticsCode: string;
  readonly logisticsNo: string;
  readonly copNo: string;
  readonly ieFlag: string;
  readonly portCode: string;
  readonly ieDate: BusinessDate;
  /** A simplified declaration with summary statistics, B summary declaration (EXP-2). */
  readonly statisticsFlag: string;
  readonly agentCode: string;
  readonly agentName: string;
  readonly ebcCode: string;
  readonly ebcName: string;
  readonly ownerCode: string;
  readonly ownerName: string;
  readonly iacCode: string | null;
  readonly emsNo: string | null;
  readonly tradeMode: string;
  readonly trafMode: string;
  readonly trafName: string | null;
  readonly voyageNo: string | null;
  readonly billNo: string | null;
  readonly totalPackageNo: string | null;
  readonly loctNo: string | null;
  readonly licenseNo: string | null;
  /** Country of arrival. */
  readonly country: string;
  readonly pod: string;
  readonly freight: Fen;
  readonly freightCurrency: string;
  readonly insuredFee: Fen;
  readonly insuranceCurrency: string;
  readonly wrapType: string;
  readonly packNo: number;
  readonly grossWeight: Scaled5;
  readonly netWeight: Scaled5;
  readonly lines: readonly ExportListLine[];
};

export type ExportListLine = {
  readonly gnum: number;
  readonly itemNo: string;
  readonly itemRecordNo: string | null;
  /** 4 to 10 digits, by the channel of the list. */
  readonly gcode: string;
  readonly gname: string;
  /** Final country of destination. */
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

/** A waybill that a transport document of export names. */
export type NamedWaybill = {
  readonly logisticsNo: string;
  /** The list of the parcel, where the document says it (CEB607). */
  readonly listNo: string | null;
};

/**
 * What happened to parcels of one firm: they arrived at the supervision site (CEB507), have one
 * master waybill (CEB607), or left the country (CEB509). A document too large for one message
 * comes in parts, each with its number.
 */
export type ShipmentTerms = {
  readonly kind: 'arrival' | 'master' | 'departure';
  readonly customsCode: string;
  readonly copNo: string;
  /** Operator of the site, declarant, or carrier: the first element of the document's key. */
  readonly reporterCode: string;
  readonly logisticsCode: string;
  readonly loctNo: string | null;
  readonly trafMode: string;
  readonly trafName: string | null;
  readonly voyageNo: string | null;
  readonly billNo: string | null;
  /** Of a departure: when it left. */
  readonly leaveTime: Instant | null;
  readonly grossWeight: Scaled5 | null;
  readonly msgCount: number;
  readonly msgSeqNo: number;
  readonly waybills: readonly NamedWaybill[];
};

/** The wish to withdraw an export list (CEB605 InvtCancel). */
export type ExportWithdrawalTerms = {
  readonly customsCode: string;
  readonly copNo: string;
  readonly listNo: string;
  readonly agentCode: string;
  readonly ebcCode: string;
};

/** The wish to have closed lists merged into declarations (CEB701). */
export type SummaryTerms = {
  readonly customsCode: string;
  readonly copNo: string;
  readonly agentCode: string;
  readonly agentName: string;
  readonly ebcCode: string;
  readonly ebcName: string;
  readonly declAgentCode: string;
  readonly declAgentName: string;
  /** Lists that were closed from this instant to the other, both inclusive; null: see `listNos`. */
  readonly startTime: Instant | null;
  readonly endTime: Instant | null;
  readonly loctNo: string | null;
  /** `1`: a declaration for each consignor. */
  readonly summaryFlag: string;
  /** `1`: lines are told apart by the name of the goods as well. */
  readonly itemNameFlag: string;
  readonly msgCount: number;
  readonly msgSeqNo: number;
  readonly listNos: readonly string[];
};

/** The wish to have exported goods back (CEB213 InvtRefundHead + InvtRefundList). */
export type ExportReturnTerms = {
  readonly customsCode: string;
  readonly ebpCode: string;
  readonly ebcCode: string;
  readonly logisticsCode: string;
  readonly logisticsNo: string;
  readonly coElNo: string;
  readonly listNo: string;
  readonly tradeMode: string | null;
  readonly agentCode: string;
  readonly billNo: string;
  readonly ieFlag: string;
  readonly trafMode: string;
  readonly trafName: string;
  readonly voyageNo: string;
  readonly portCode: string;
  /** Country that the goods come back from. */
  readonly country: string;
  readonly lines: readonly ExportReturnLine[];
};

export type ExportReturnLine = {
  /** The line of the list. */
  readonly gnum: number;
  readonly gcode: string;
  readonly qty: Scaled5;
  readonly unit: string;
  readonly qty1: Scaled5;
  readonly unit1: string;
};

/** What a site found of goods that came back (CEB215 InvtRefundDetail). */
export type TallyTerms = {
  readonly customsCode: string;
  readonly operatorCode: string;
  readonly logisticsCode: string;
  readonly logisticsNo: string;
  readonly listNo: string | null;
  readonly coElNo: string;
  readonly location: string | null;
};

/** What a document of exports says that is filed under the numbers of its sender. */
export type ExportSaid =
  | { readonly kind: 'shipment'; readonly terms: ShipmentTerms }
  | { readonly kind: 'withdrawal'; readonly terms: ExportWithdrawalTerms }
  | { readonly kind: 'summary'; readonly terms: SummaryTerms }
  | { readonly kind: 'return'; readonly terms: ExportReturnTerms }
  | { readonly kind: 'tally'; readonly terms: TallyTerms };
