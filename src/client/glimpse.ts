import { decodeMessage } from '../documents/codec.ts';
import { messageIn } from '../documents/dxp/message-in.ts';
import { TABLES } from '../documents/zone/catalogue.ts';
import { MESSAGE_LIMITS } from '../xml/limits.ts';
import { scan } from '../xml/scan.ts';

/** What can be read of a message before it is sent. */
export type Glimpse = {
  /** copCode, or null when it cannot be found. */
  readonly sender: string | null;
  readonly type: string | null;
  readonly records: readonly { readonly guid: string; readonly key: string }[];
  /** Whether it ends too early, as a file does that is still being written. */
  readonly truncated: boolean;
};

/** Sender and records of a message as far as they can be read; a broken one has only a sender. */
export function glimpse(bytes: Uint8Array): Glimpse {
  const scanned = scan(Buffer.from(messageIn(bytes)), MESSAGE_LIMITS);
  const decoded = scanned.ok ? decodeMessage(scanned.doc) : null;
  if (decoded === null || !decoded.ok) {
    const truncated = !scanned.ok && scanned.finding.code === 'XML-TRUNCATED';
    return { sender: senderIn(bytes), type: null, records: [], truncated };
  }
  const { type, transfer, records } = decoded.message;
  const elements = keyOf(type);
  return {
    sender: transfer.copCode ?? null,
    type,
    records: records.map(({ head }) => ({
      // Documents of zones have none; their receipts name them by their own number.
      guid: (head.guid ?? head[elements.at(-1) ?? ''] ?? '').toUpperCase(),
      key: elements.map((element) => head[element] ?? '').join('/'),
    })),
    truncated: false,
  };
}

/** Elements that make up a record's business key, by message type. */
function keyOf(type: string): readonly string[] {
  const key = TABLES.get(type)?.key ?? [];
  // A list is known by its order; the waybill is part of its key and says nothing more here.
  return type === 'CEB621' ? key.slice(0, 2) : key;
}

// For messages that cannot be read as a whole: their sender may stand in them all the same.
function senderIn(bytes: Uint8Array): string | null {
  const text = Buffer.from(bytes).toString('latin1');
  return /<(?:[\w.-]+:)?copCode>([0-9A-Z]{10,18})</.exec(text)?.[1] ?? null;
}
