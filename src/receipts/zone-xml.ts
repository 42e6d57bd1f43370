import { createHash } from 'node:crypto';
import { present } from '../base/assert.ts';
import { stamp17 } from '../base/dates.ts';
import { ZONE_NODE } from '../documents/dxp/envelope.ts';
import { ZONE_CATALOGUE } from '../documents/zone/catalogue.ts';
import { encodeZone } from '../documents/zone/write.ts';
import type { FiledReceipt } from './receipt.ts';
import { writableValues } from './writable.ts';
import { zoneMoment } from './zone.ts';

/** Who sends receipts of customs, and to whom: the single window, which hands them on. */
const CUSTOMS = 'CUS0000';
const WINDOW = 'E010000';

/**
 * A receipt of a zone as a whole message file, in the shape that real clients read (NOTES section
 * 10): a bare package, its number made of sender, receiver, time and eleven digits.
 * @param enterprise code of the stream's owner
 */
export function zoneReceiptXml(enterprise: string, filed: FiledReceipt): string {
  const { type, answer } = present(ZONE_CATALOGUE.get(filed.type), 'the table of a receipt');
  const { status, info, at } = present(answer, 'where a receipt says what');
  const said = { [status]: filed.status, [info]: filed.info, [at]: zoneMoment(filed.at) };
  const values = Object.entries({ ...filed.keys, ...said }).filter(([, value]) => value !== '');
  const parts = Object.fromEntries(
    Object.entries(filed.parts ?? {}).map(([name, rows]) => [name, rows.map(writableValues)]),
  );
  const head = writableValues(Object.fromEntries(values));
  return encodeZone(type, { head, parts: { ...parts, ...around(enterprise, filed) } });
}

/** Envelope and pocket. */
function around(enterprise: string, filed: FiledReceipt) {
  const { type, keys, at, cursor } = filed;
  const digest = createHash('sha256').update(`zone\n${enterprise}\n${cursor}`).digest('hex');
  const number = (BigInt(`0x${digest.slice(0, 16)}`) % 10n ** 11n).toString().padStart(11, '0');
  const sender = type === 'INV202' ? ZONE_NODE : CUSTOMS;
  const id = `${sender}${WINDOW}${stamp17(at).slice(0, 14)}${number}`;
  const envelop = {
    version: '1.0',
    message_id: id,
    file_name: `${id}.${type.slice(0, 3)}`,
    message_type: type,
    sender_id: sender,
    receiver_id: WINDOW,
    send_time: zoneMoment(at).replace(' ', 'T'),
  };
  const about = keys.businessId ?? keys.bondInvtNo ?? '';
  const pocket = {
    pocket_id: `${about}-${digest.slice(0, 32)}`,
    total_pocket_qty: '1',
    cur_pocket_no: '1',
  };
  return { EnvelopInfo: [envelop], PocketInfo: [pocket] };
}
