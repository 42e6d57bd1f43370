import type { BusinessDate, Instant } from '../base/dates.ts';
import type { Fen } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import type { TaxBill } from '../clearance/verdict.ts';
import type { FiledReceipt } from '../receipts/receipt.ts';
import type { Enterprise } from '../registry/enterprise.ts';

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

/** One step in the life of a list. */
export type TimelineStep = {
  readonly at: Instant;
  /** returnStatus of the receipt: 2, 120, 800, 100 ... */
  readonly status: string;
  readonly info: string;
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
  readonly timeline: readonly TimelineStep[];
  /** Null until clearance has decided. */
  readonly verdict: VerdictView | null;
};

export type VerdictView = {
  readonly status: string;
  readonly decidedAt: Instant;
  readonly profileVersion: string;
  readonly findings: readonly Finding[];
  readonly tax: TaxBill | null;
};

/** The annual limit of one buyer (TAX-10), fen. `remaining` = limit - used - reserved. */
export type QuotaView = {
  readonly year: number;
  readonly limit: Fen;
  readonly used: Fen;
  readonly reserved: Fen;
  readonly remaining: Fen;
  readonly counters: readonly QuotaCounter[];
};

/** A yearly counter of goods beside the money, such as grams of a group (ID-6). */
export type QuotaCounter = {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly unit: string;
  readonly limit: bigint;
  readonly used: bigint;
};

/** Everything the window needs of the house; `cli/serve.ts` passes it in. */
export type Platform = {
  /** The active enterprise of a bearer token, or null. */
  authenticate(token: string): Enterprise | null;
  /** Looks whether the registry was changed by another process. */
  refresh(): Promise<void>;
  submit(bytes: Uint8Array, sender: Enterprise): Promise<SubmitResult>;
  readonly receipts: {
    /** In order, cursors above `after`, at most `limit`. */
    read(enterprise: string, after: bigint, limit: number): Promise<FiledReceipt[]>;
    /** True as soon as there is a cursor above `after`; false when the time is over. */
    wait(enterprise: string, after: bigint, seconds: number, signal: AbortSignal): Promise<boolean>;
  };
  /** By customs number (invtNo) or pre-entry number; null also when it is none of the viewer's. */
  declaration(listNo: string, viewer: Enterprise): Promise<DeclarationView | null>;
  /** Null when the viewer may not ask about buyers. */
  quota(idNumber: string, year: number, viewer: Enterprise): Promise<QuotaView | null>;
  /** Null when work can be taken, else what is missing. */
  ready(): Promise<Finding | null>;
  /** Prometheus text of everything but HTTP: batches, queue, receipts. */
  metrics(): Promise<string>;
};
