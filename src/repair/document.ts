import { createHash } from 'node:crypto';
import { type Instant, stamp14 } from '../base/dates.ts';
import { uuidOf } from '../base/uuid.ts';
import type { Transmitter } from '../documents/declaration/derive.ts';
import { encodeMessage } from '../documents/encode.ts';
import type { ListContent } from './correction.ts';
import { REPAIR_FORMS } from './forms.ts';
import type { Job } from './job.ts';

/** The item of a repair that a document is made of. */
export type Numbered = { readonly position: number; readonly content: ListContent };

/**
 * One message (CEB621, CEB603) with corrected lists, as new declarations of `at`. The same items of
 * the same job at the same time are the same bytes, guids too, so that sending them twice does
 * nothing twice.
 * What customs gave the returned lists (preNo, invtNo) does not come along.
 */
export function documentOf(
  { id: job, cause: { direction } }: Pick<Job, 'id' | 'cause'>,
  items: readonly Numbered[],
  sender: Transmitter,
  at: Instant,
): Buffer {
  const time = stamp14(at);
  const records = items.map(({ position, content: { head, lines } }) => {
    const { preNo: _pre, invtNo: _invt, ...rest } = head;
    const filing = { guid: guidOf(job, String(position)), appType: '1', appTime: time };
    return { head: { ...rest, ...filing, appStatus: '2', declTime: time.slice(0, 8) }, lines };
  });
  const transfer = {
    ...{ copCode: sender.code, copName: sender.name },
    ...{ dxpMode: 'DXP', dxpId: sender.dxpId ?? '' },
  };
  const guid = guidOf(job, 'message', ...items.map(({ position }) => String(position)));
  return Buffer.from(encodeMessage(REPAIR_FORMS[direction].message, { guid, transfer, records }));
}

function guidOf(...parts: readonly string[]): string {
  const digest = createHash('sha256')
    .update(['repair', ...parts].join('\n'))
    .digest();
  return uuidOf(digest).toUpperCase();
}
