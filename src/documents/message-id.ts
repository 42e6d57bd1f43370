import { hash } from 'node:crypto';
import { type MessageId, messageId } from '../base/ids.ts';
import { uuidOfHex } from '../base/uuid.ts';

/**
 * The id of a message: the first 128 bits of the SHA-256 of its bytes as a UUID of version 8, so
 * that the same bytes have the same id wherever and however often they arrive.
 */
export function messageIdOf(bytes: Uint8Array): MessageId {
  return messageId(uuidOfHex(hash('sha256', bytes, 'hex')));
}
