import { createHash } from 'node:crypto';
import { type Instant, parseStamp14, stamp14 } from '../base/dates.ts';
import { uuidOf } from '../base/uuid.ts';
import type { Values } from '../documents/codec.ts';
import type { Transmitter } from '../documents/declaration/derive.ts';
import { encodeMessage } from '../documents/encode.ts';
import type { Content } from './correction.ts';
import { type PartnerForm, repairForm } from './forms.ts';
import type { Job } from './job.ts';

/** The item of a repair that a document is made of. */
export type Numbered = { readonly position: number; readonly content: Content };

/**
 * One message with corrected documents, as new ones of `at`. The same items of the same job at the
 * same time are the same bytes, guids too, so that sending them twice does nothing twice.
 */
export function documentOf(
  { id: job, cause }: Pick<Job, 'id' | 'cause'>,
  items: readonly Numbered[],
  sender: Transmitter,
  at: Instant,
): Buffer {
  const form = repairForm(cause);
  const filing = form.document === 'list' ? listFiling : partnerFiling(form);
  const records = items.map(({ position, content: { head, lines } }) => {
    const more = { guid: guidOf(job, String(position)), appStatus: '2' };
    return { head: { ...filing(head, stamp14(at)), ...more }, lines };
  });
  const transfer = {
    ...{ copCode: sender.code, copName: sender.name },
    ...{ dxpMode: 'DXP', dxpId: sender.dxpId ?? '' },
  };
  const guid = guidOf(job, 'message', ...items.map(({ position }) => String(position)));
  return Buffer.from(encodeMessage(form.message, { guid, transfer, records }));
}

/** What customs gave the returned lists (preNo, invtNo) does not come along. */
function listFiling({ preNo: _pre, invtNo: _invt, ...head }: Values, time: string): Values {
  return { ...head, appType: '1', appTime: time, declTime: time.slice(0, 8) };
}

/**
 * A change stays a change, and a deletion one. Orders of imports keep the time at which they were
 * filed first: it stands for the time of ordering, which no payment may come long before (DOC-10).
 */
const partnerFiling =
  ({ message }: PartnerForm) =>
  (head: Values, time: string): Values => {
    const { appType = '', appTime = '' } = head;
    const isKept = message === 'CEB311' && parseStamp14(appTime) !== null;
    const isOther = appType === '2' || appType === '3';
    return { ...head, appType: isOther ? appType : '1', appTime: isKept ? appTime : time };
  };

function guidOf(...parts: readonly string[]): string {
  const digest = createHash('sha256')
    .update(['repair', ...parts].join('\n'))
    .digest();
  return uuidOf(digest).toUpperCase();
}
