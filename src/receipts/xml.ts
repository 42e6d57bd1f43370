import { createHash } from 'node:crypto';
import { stamp17 } from '../base/dates.ts';
import { uuidOf } from '../base/uuid.ts';
import { encodeMessage } from '../documents/encode.ts';
import { escapeAttribute } from '../xml/write.ts';
import type { FiledReceipt } from './receipt.ts';

/**
 * Receipts as the messages CEB312, 412, 512, 622. Nothing of this is stored: the same receipt gives
 * the same bytes whenever it is asked for.
 *
 * The shape is what the programs of declarants read (NOTES section 5): no prefix, so that a search
 * for `<CEB312Message` finds it; an XML declaration with `standalone`; attributes version, guid;
 * one entity a message.
 *
 * The schema demands copNo and preNo in CEB622. A list that was refused before it got a pre-entry
 * number has none, and real receipts of that kind (-621001) come without; so do ours. Those are the
 * only ones that the schema does not take.
 */

/** The specification asks for upper case. */
function guidOf(digest: Uint8Array): string {
  return uuidOf(digest).toUpperCase();
}

/** The guids of the entity and of the message, from whose stream it is and its place there. */
function guidsOf(enterprise: string, cursor: bigint): { entity: string; message: string } {
  const digest = createHash('sha256').update(`receipt\n${enterprise}\n${cursor}`).digest();
  return { entity: guidOf(digest), message: guidOf(digest.subarray(16)) };
}

/** Characters that no XML 1.0 document can have, but tab and the line breaks. */
const UNWRITABLE = new RegExp(
  `[${[...Array(0x20).keys()]
    .filter((code) => ![0x09, 0x0a, 0x0d].includes(code))
    .map((code) => `\\u${code.toString(16).padStart(4, '0')}`)
    .join('')}\\ufffe\\uffff]`,
  'g',
);

/** One character that cannot be written must not block the stream of an enterprise for ever. */
const writable = (text: string): string => text.toWellFormed().replace(UNWRITABLE, '\ufffd');

/**
 * One receipt as a whole message file.
 * @param enterprise code of the stream's owner.
 */
export function receiptXml(enterprise: string, filed: FiledReceipt): string {
  const { entity, message } = guidsOf(enterprise, filed.cursor);
  // An empty element breaks the schema's minimum of one character; a missing one says the same.
  const keys = Object.entries(filed.keys).filter(([, value]) => value !== '');
  const values = {
    guid: entity,
    ...Object.fromEntries(keys),
    returnStatus: filed.status,
    returnTime: stamp17(filed.at),
    returnInfo: filed.info,
  };
  const head = Object.fromEntries(Object.entries(values).map(([k, v]) => [k, writable(v)]));
  return encodeMessage(filed.type, { guid: message, records: [{ head }] });
}

const DECLARATION = /^<\?xml[^>]*\?>\s*/;

/**
 * Receipts as one list: `<Receipts next="7"><Receipt cursor="7">message</Receipt></Receipts>`. The
 * list's own elements are in no namespace; each message within is whole but for its declaration.
 * @param next the cursor to go on behind.
 */
export function receiptListXml(
  enterprise: string,
  receipts: readonly FiledReceipt[],
  next: number | bigint,
): string {
  const items = receipts.map((filed) => {
    const message = receiptXml(enterprise, filed).replace(DECLARATION, '');
    return `<Receipt cursor="${escapeAttribute(String(filed.cursor))}">${message}</Receipt>\n`;
  });
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  return `${head}<Receipts next="${next}">\n${items.join('')}</Receipts>\n`;
}
