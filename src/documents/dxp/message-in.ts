import { MESSAGE_LIMITS } from '../../xml/limits.ts';
import { withDocument } from '../../xml/scan.ts';
import { isEnvelope, readEnvelope } from './envelope.ts';

/** The message in what came: the bytes themselves, or the content of the envelope around it. */
export function messageIn(bytes: Uint8Array): Uint8Array {
  const scanned = withDocument(bytes, MESSAGE_LIMITS, (doc) =>
    isEnvelope(doc) ? readEnvelope(doc) : null,
  );
  const envelope = scanned.ok ? scanned.value : null;
  return envelope?.ok ? envelope.value.data : bytes;
}
