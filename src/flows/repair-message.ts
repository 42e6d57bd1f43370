import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { type DecodedMessage, decodeMessage } from '../documents/codec.ts';
import { messageIn } from '../documents/dxp/message-in.ts';
import { messageIdOf } from '../documents/message-id.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import { documentOf, type Numbered } from '../repair/document.ts';
import type { Job } from '../repair/job.ts';
import { MESSAGE_LIMITS } from '../xml/limits.ts';
import { withDocument } from '../xml/scan.ts';
import type { Received } from './received.ts';

/** The message of a corrected document, as the door would take it. */
export function messageOf(
  job: Pick<Job, 'id' | 'cause'>,
  item: Numbered,
  sender: Enterprise,
  revision: bigint,
  at: Instant,
): Received {
  const bytes = documentOf(job, [item], sender, at);
  const message = present(read(bytes), 'a message of ours');
  const frame = { sender: sender.code, certificate: null, signature: null, delegated: true };
  return { messageId: messageIdOf(bytes), bytes, message, revision, ...frame };
}

/** What messages of the evidence hold, by message id. */
export function messagesWith(evidence: ReadonlyMap<string, Uint8Array>) {
  return new Map([...evidence].map(([id, bytes]) => [id, read(messageIn(bytes))]));
}

/** What a message of the house holds; null for bytes that are none. */
function read(bytes: Uint8Array): DecodedMessage | null {
  const scanned = withDocument(bytes, MESSAGE_LIMITS, (doc) => decodeMessage(doc));
  return scanned.ok && scanned.value.ok ? scanned.value.message : null;
}
