import type { DecodedMessage } from '../documents/codec.ts';
import type { ChainHead } from '../documents/evidence.ts';
import type { DocumentRef } from '../documents/terms.ts';
import type { Look } from './looks.ts';

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

export type IntakeResult = {
  readonly accepted: readonly Accepted[];
  /** What clearance has to look at now. */
  readonly looks: readonly Look[];
  readonly head: ChainHead;
};

/** One text for a record's place. */
export function refKey(ref: DocumentRef): string {
  return `${ref.messageId}/${ref.record}`;
}
