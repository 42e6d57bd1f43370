import type { DecodedMessage } from '../documents/codec.ts';
import type { ChainHead } from '../documents/evidence.ts';
import type { DocumentRef } from '../documents/terms.ts';

/** A message that can be read and trusted, on its way to be filed. */
export type Received = {
  readonly messageId: string;
  readonly bytes: Uint8Array;
  readonly sender: string;
  readonly message: DecodedMessage;
  /** Serial of the certificate that signed it, or null when it is unsigned. */
  readonly certificate: string | null;
  /** Algorithm and variant that verified, or null. */
  readonly signature: string | null;
};

/** The answer to one message. */
export type Accepted = {
  readonly messageId: string;
  readonly type: string;
  readonly records: number;
  readonly duplicate: boolean;
};

/** Keys whose lists may be decidable now. */
export type Touched = {
  /** Order keys of lists that were filed. */
  readonly lists: readonly string[];
  /** Order keys of orders and payments that were filed or changed. */
  readonly orders: readonly string[];
  readonly waybills: readonly string[];
};

export type IntakeResult = {
  readonly accepted: readonly Accepted[];
  readonly touched: Touched;
  readonly head: ChainHead;
};

/** One text for a record's place. */
export function refKey(ref: DocumentRef): string {
  return `${ref.messageId}/${ref.record}`;
}
