import { present } from '../base/assert.ts';
import type { BusinessDate } from '../base/dates.ts';
import { fenHalfUp, parseFen } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { CHANNEL_FIELDS } from '../documents/declaration/channel-fields.ts';
import { completed, saidIn } from '../documents/declaration/said.ts';
import { readJson } from '../documents/json/json-text.ts';
import { exportLawOf } from '../export/facts.ts';
import { type ChannelAnswer, channelFor } from '../registry/export-channel.ts';
import { rateOn } from '../registry/snapshot.ts';
import type { RegistryView } from './registry-watch.ts';

/** An answer with the day it is for. */
export type AskedChannel = ChannelAnswer & { readonly date: BusinessDate };

/**
 * What has to be sent for a ticket, by the law and the rates of the day that the question names.
 * @param bytes the question as JSON, its values texts
 * @param today stands for a day that is not named
 * @returns or what is wrong with the question itself
 */
export function channelAsked(
  bytes: Uint8Array,
  { snapshot, index }: Pick<RegistryView, 'snapshot' | 'index'>,
  today: BusinessDate,
): Result<AskedChannel, Finding[]> {
  const json = readJson(bytes);
  if (!json.ok) return json;
  const findings: Finding[] = [];
  const read = saidIn(json.value, findings, CHANNEL_FIELDS);
  const { head, goods } = completed(read, '', () => true, findings, CHANNEL_FIELDS);
  if (findings.length > 0) return fail(findings);
  const date = head.get('date') ?? today;
  const lines = goods.map((line) => {
    const currency = present(line.get('currency'), 'a currency');
    const total = present(parseFen(line.get('total') ?? ''), 'an amount');
    const rate = rateOn(snapshot, currency, date);
    const fob = rate === null ? null : fenHalfUp(total, rate);
    return { hs: line.get('hs') ?? '', currency, fob };
  });
  const asked = { mode: head.get('mode') ?? '', licence: head.has('licenseNo'), lines };
  const law = exportLawOf(index, date);
  return ok({ date, ...channelFor(asked, law, (hs) => index.exportGoods(hs, date)) });
}
