import { present } from '../base/assert.ts';
import { type DecodedRecord, decodeMessage } from '../documents/codec.ts';
import { MESSAGE_LIMITS } from '../xml/limits.ts';
import { scan } from '../xml/scan.ts';

/** A record of a message in the evidence. @throws Bug when it cannot be read any more */
export function recordAt(bytes: Uint8Array, index: number): DecodedRecord {
  const scanned = scan(bytes, MESSAGE_LIMITS);
  const decoded = scanned.ok ? decodeMessage(scanned.doc) : null;
  const message = present(decoded?.ok ? decoded.message : null, 'message in the evidence');
  return present(message.records[index], 'record in the evidence');
}
