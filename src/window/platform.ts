import type { BusinessDate, Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import type { Result } from '../base/result.ts';
import type { Bill } from '../clearance/bill-store.ts';
import type { Refund } from '../clearance/refund-store.ts';
import type { TaxBill } from '../clearance/verdict.ts';
import type { Said } from '../documents/declaration/said.ts';
import type { ExportPassage } from '../export/case-lookup.ts';
import type { ExportReturn } from '../export/return-store.ts';
import type { Access } from '../flows/access.ts';
import type { BuyerQuota } from '../flows/buyer-quota.ts';
import type { CreditView } from '../flows/credit-view.ts';
import type { Step } from '../flows/declaration-view.ts';
import type { Declared } from '../flows/declare.ts';
import type { BadFile, FileReport, FileWay } from '../flows/declare-file.ts';
import type { Declaring } from '../flows/declaring.ts';
import type { EndOfRefund, GoodsBack } from '../flows/end-refunds.ts';
import type { Exports } from '../flows/exports.ts';
import type { Firms } from '../flows/firms.ts';
import type { Keys } from '../flows/keys.ts';
import type { Lane } from '../flows/lane.ts';
import type { Lists } from '../flows/lists.ts';
import type { MessageView } from '../flows/message-view.ts';
import type { TurnedAway } from '../flows/overload.ts';
import type { PaymentServices } from '../flows/payment-services.ts';
import type { Buyers } from '../flows/public-buyer.ts';
import type { PublicRecord } from '../flows/public-record.ts';
import type { ReceiptsAsked, ReceiptsFound } from '../flows/receipt-search.ts';
import type { Repairs } from '../flows/repairs.ts';
import type { Stock } from '../flows/stock.ts';
import type { dueToday } from '../flows/summaries-due.ts';
import type { Summaries } from '../flows/summary-view.ts';
import type { Taxes } from '../flows/taxes.ts';
import type { Webhooks } from '../flows/webhooks.ts';
import type { Pull } from '../paydata/pull.ts';
import type { PullQuery } from '../paydata/pull-store.ts';
import type { FiledReceipt } from '../receipts/receipt.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import type { Officer } from '../registry/officer.ts';
import type { Profile } from '../registry/profile.ts';

/** Why a message is refused, as HTTP has it; 429 and 503 may be tried again. */
export type RefusalStatus = 400 | 403 | 409 | 413 | 415 | 422 | 429 | 503;

/** A message is durable when `accepted` is said, or refused; never in between. */
export type SubmitResult =
  | {
      readonly accepted: true;
      readonly messageId: string;
      /** `CEB621`. */
      readonly type: string;
      readonly records: number;
      /** The same bytes were accepted before; nothing was done again. */
      readonly duplicate: boolean;
    }
  | {
      readonly accepted: false;
      readonly status: RefusalStatus;
      readonly findings: readonly Finding[];
      readonly retryAfterSeconds?: number;
    };

/** What is known of one declaration list, for those who take part in it. */
export type DeclarationView = {
  readonly preNo: string;
  readonly invtNo: string | null;
  readonly copNo: string | null;
  readonly ebpCode: string;
  readonly ebcCode: string;
  readonly agentCode: string;
  readonly orderNo: string;
  readonly logisticsCode: string;
  readonly logisticsNo: string;
  readonly customsCode: string;
  readonly declDate: BusinessDate;
  /** The newest returnStatus. */
  readonly status: string;
  readonly timeline: readonly Step[];
  /** Refunds that customs accepted, the oldest first. */
  readonly refunds: readonly Refund[];
  /** Its tax bills, in their order. */
  readonly bills: readonly Bill[];
  /** Null until clearance has decided. */
  readonly verdict: VerdictView | null;
  /** Of a parcel that leaves; null of one that comes in. */
  readonly export: ExportPart | null;
};

/** What is told of a list of exports beside the rest. */
export type ExportPart = {
  readonly tradeMode: string;
  /** A simplified declaration, B to be declared in a summary. */
  readonly statisticsFlag: string;
  /** Day of export as it was declared. */
  readonly ieDate: BusinessDate;
  /** Country of arrival. */
  readonly country: string;
  /** What the goods are worth and how they leave; null before a decision. */
  readonly passage: ExportPassage | null;
  /** Returns of its goods that customs accepted, the oldest first. */
  readonly returns: readonly ExportReturn[];
};

export type VerdictView = {
  readonly status: string;
  readonly decidedAt: Instant;
  readonly profileVersion: string;
  readonly findings: readonly Finding[];
  readonly tax: TaxBill | null;
};

/** Everything the window needs of the house; `cli/serve.ts` passes it in. */
export type Platform = {
  /** The active enterprise of a bearer token, or null. */
  authenticate(token: string): Enterprise | null;
  /** The officer of a bearer token, or null. */
  officer(token: string): Officer | null;
  /** Sign-in and sessions of the console. */
  readonly access: Access;
  /** Looks whether the registry was changed by another process. */
  refresh(): Promise<void>;
  /**
   * What `submit` would say at once to a message of so many bytes, before any of them is read; null
   * is to go on.
   */
  refusal(sender: Enterprise, bytes: number): Extract<SubmitResult, { accepted: false }> | null;
  submit(bytes: Uint8Array, sender: Enterprise): Promise<SubmitResult>;
  /** Declares one parcel in one body; `bytes` is how large the body was. */
  declare(said: Said, sender: Enterprise, bytes: number): Promise<Declared>;
  /** Declares the parcels of a CSV or XLSX file, or tells what is wrong with them. */
  declareFile(
    bytes: Buffer,
    sender: Enterprise,
    way: FileWay,
  ): Promise<Result<FileReport, BadFile> | TurnedAway>;
  readonly receipts: {
    /** In order, cursors above `after`, at most `limit`. */
    read(enterprise: string, after: bigint, limit: number): Promise<FiledReceipt[]>;
    /** Backwards, by what is asked for. */
    search(enterprise: string, asked: ReceiptsAsked): Promise<ReceiptsFound>;
    /** True as soon as there is a cursor above `after`; false when the time is over. */
    wait(enterprise: string, after: bigint, seconds: number, signal: AbortSignal): Promise<boolean>;
  };
  /** Null when there is none, or it is none of the viewer's; without one any is seen. */
  message(messageId: string, viewer: Enterprise | null): Promise<MessageView | null>;
  /** Its bytes as they came. */
  messageBytes(messageId: string, viewer: Enterprise | null): Promise<Uint8Array | null>;
  /** By customs number (invtNo) or pre-entry number; null also when it is none of the viewer's. */
  declaration(listNo: string, viewer: Enterprise | null): Promise<DeclarationView | null>;
  /** Pages of lists, and what belongs to one. */
  readonly lists: Lists;
  /** Refusals by cause, and bulk repair. */
  readonly repairs: Repairs;
  /** Null when there is no such refund, or the viewer may not report its goods. */
  reportGoods(report: GoodsBack, viewer: Enterprise): Promise<EndOfRefund>;
  /** Null when the viewer may not ask about buyers. */
  quota(idNumber: string, year: number, viewer: Enterprise): Promise<BuyerQuota | null>;
  /** Tokens and certificates of an enterprise. */
  readonly keys: Keys;
  /** Its credit class; null where it is not on file any more. */
  credit(code: string): Promise<CreditView>;
  /** Enterprises on file, for officers. */
  readonly firms: Firms;
  /** Guarantee, notices and bills of an enterprise. */
  readonly taxes: Taxes;
  /** What a person is told of the own quota and parcels. */
  readonly buyers: Buyers;
  readonly webhooks: Webhooks;
  readonly stock: Stock;
  readonly exports: Exports;
  /** What helps whoever fills in a declaration. */
  readonly declaring: Declaring;
  /** The code tables in force, by name. */
  codes(): Profile['codes'];
  readonly lane: Lane;
  /** A number for what comes without one. */
  newId(): string;
  readonly paymentData: {
    readonly services: PaymentServices;
    pulls(query: PullQuery): Promise<Pull[]>;
    /** Takes the form that a platform posts: when it was taken, or why not. */
    upload(form: Uint8Array): Promise<Result<Instant, readonly Finding[]>>;
  };
  /** What the viewer, a seller or declarant of exports, has to declare in summary. */
  exportsDue(viewer: Enterprise): Promise<Awaited<ReturnType<typeof dueToday>>>;
  /** How closed export lists were merged. */
  readonly summaries: Summaries;
  /** What everybody may read. */
  readonly publicRecord: PublicRecord;
  /** Null when work can be taken, else what is missing. */
  ready(): Promise<Finding | null>;
  /** Prometheus text of everything but HTTP: batches, queue, receipts. */
  metrics(): Promise<string>;
};
