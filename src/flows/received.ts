import type { Finding } from '../base/finding.ts';
import type { Result } from '../base/result.ts';
import type { DecodedMessage } from '../documents/codec.ts';
import type { ChainHead } from '../documents/evidence.ts';
import type { DocumentRef } from '../documents/terms.ts';
import type { Look } from './looks.ts';

/** A message that can be read and trusted, on its way to be filed. */
export type Received = {
  readonly messageId: string;
  /** As they came: the message, or the envelope around it. */
  readonly bytes: Uint8Array;
  readonly sender: string;
  readonly message: DecodedMessage;
  /** Serial of the certificate that signed it, or null when it is unsigned. */
  readonly certificate: string | null;
  /** Algorithm and variant that verified, or null. */
  readonly signature: string | null;
  /** Revision of the registry it was checked against. */
  readonly revision: bigint;
  /** Messages of one bundle are filed together or not at all; see `bundles.ts`. */
  readonly bundle?: string;
  /** Sent by right of undertakings: the law may let it be unsigned. */
  readonly delegated?: boolean;
  /** Records to be set aside for a person: what they hold breaks an assertion. */
  readonly aside?: ReadonlySet<number>;
};

/** Why a whole message was refused; nothing of it is stored. */
export type RefusedMessage = {
  readonly status: 400 | 403 | 409 | 422;
  readonly findings: readonly Finding[];
};

/** What a message that was taken is answered. */
export type Accepted = {
  readonly messageId: string;
  readonly type: string;
  readonly records: number;
  readonly duplicate: boolean;
};

/** The answer to one message: durable, or refused whole. */
export type Answered = Result<Accepted, RefusedMessage>;

export type IntakeResult = {
  /** One answer a message, in order. */
  readonly answers: readonly Answered[];
  /** What clearance has to look at now. */
  readonly looks: readonly Look[];
  readonly head: ChainHead;
};

/** One text for a record's place. */
export function refKey(ref: DocumentRef): string {
  return `${ref.messageId}/${ref.record}`;
}
