import type { ExportRested } from './export-facts-reader.ts';
import {
  amount,
  answerOf,
  codesIn,
  type Elements,
  OF_LINES,
  OF_LISTS,
  saidIn,
  saidOf,
  text,
  type Watched,
} from './parcel-told.ts';
import type { Told, Values } from './rule-again.ts';
import type { RawRecord } from './xml-text.ts';

const OF_LIST: Elements = {
  ...OF_LISTS,
  'list.vehicle': ['trafName', false],
  'list.licence': ['licenseNo', false],
};

const OF_GOODS: Elements = { ...OF_LINES, 'goods.currency': ['currency', false] };

const PARTIES: Readonly<Record<string, string>> = {
  platform: 'ebpCode',
  seller: 'ebcCode',
  carrier: 'logisticsCode',
  agent: 'agentCode',
  warehouse: 'iacCode',
};

/** Where the signals of platform and seller stand in what was noted. */
const NOTED: Readonly<Record<string, number>> = { 'platform.signals': 4, 'seller.signals': 5 };

/**
 * What rules are told of an export list, from its raw bytes and what was kept beside them. That the
 * value which was kept is right is told by a law of its own.
 */
export function exportToldOf(list: RawRecord, kept: ExportRested, watched: Watched): Told {
  return {
    values: (field) => saidOf(field, list, OF_LIST, OF_GOODS) ?? keptValues(field, list, kept),
    isWatched: (name, what) => answerOf(name, watchedKeys(what, list), watched),
  };
}

function keptValues(field: string, { head }: RawRecord, kept: ExportRested): Values | null {
  if (field === 'list.value') return kept.value && amount(`${kept.value.fob}/100`);
  if (field === 'list.channel') return kept.value && text(kept.value.channel);
  const place = NOTED[field];
  if (place !== undefined) {
    const number = kept.selection?.noted?.[place];
    return number === undefined ? null : amount(String(number));
  }
  const [party = '', what] = field.split('.');
  const element = PARTIES[party];
  if (element === undefined) return null;
  const code = saidIn(head, element);
  if (what === 'code') return text(code);
  const firm = kept.enterprises.find((one) => one.code === code);
  return what === 'class' ? text(firm?.creditClass ?? '') : null;
}

function watchedKeys(what: string, { head, lines }: RawRecord): string[] {
  if (what === 'goods') return codesIn(lines);
  if (what === 'waybill') return [saidIn(head, 'logisticsNo')];
  return [saidIn(head, PARTIES[what] ?? '')];
}
