import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';

/** A message that answers: CEB of the next number (NOTES section 3), or INV and SAS of a zone. */
export type ReceiptType = string;

/**
 * One answer to one document, as it stands in the enterprise's receipt stream. The XML form is
 * derived from it and never stored. `keys` are the entity's own elements in schema order, such as
 * ebpCode, ebcCode, orderNo of CEB312.
 */
export type Receipt = {
  readonly type: ReceiptType;
  readonly keys: Readonly<Record<string, string>>;
  /** returnStatus: 2, 100, 120, 800, -621001 ...; of a tax bill its own status. */
  readonly status: string;
  /** returnInfo, for example `[Code:1800;Desc:逻辑校验通过]`. */
  readonly info: string;
  readonly at: Instant;
  /** Why, when it is a refusal; empty otherwise. The first one gave status and info. */
  readonly findings: readonly Finding[];
  /** What it lists, in the elements of its lines; only tax bills (CEB816) do. */
  readonly lines?: readonly Readonly<Record<string, string>>[];
  /** Of a document of a zone what it is told with, in the groups and elements of its table. */
  readonly parts?: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;
  /** Guid of the record it answers, or the own number of a document of a zone, as it was sent. */
  readonly recordGuid: string | null;
};

/** A receipt with its place in the stream of one enterprise. Cursors start at 1 and never skip. */
export type FiledReceipt = Receipt & { readonly cursor: bigint };

/** A receipt and the enterprise whose stream it goes to. */
export type AddressedReceipt = { readonly to: string; readonly receipt: Receipt };
