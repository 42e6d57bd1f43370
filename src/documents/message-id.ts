import { createHash } from 'node:crypto';
import { type MessageId, messageId } from '../base/ids.ts';

/**
 * The id of a message: the first 128 bits of the SHA-256 of its bytes as a UUID of version 8, so
 * that the same bytes have the same id wherever and however often they arrive.
 */
export function messageIdOf(bytes: Uint8Array): MessageId {
  const digest = createHash('sha256').update(bytes).digest();
  digest[6] = (digest[6]! & 0x0f) | 0x80;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  const hex = digest.toString('hex', 0, 16);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ];
  return messageId(parts.join('-'));
}
