import type { ExportRested } from './export-facts-reader.ts';
import { amount, answerOf, codesIn, saidIn, text, type Watched } from './parcel-told.ts';
import type { Told, Values } from './rule-again.ts';
import type { RawRecord } from './xml-text.ts';

/** Element of the list behind each field, and whether it is an amount. */
const OF_LIST: Readonly<Record<string, readonly [element: string, isAmount: boolean]>> = {
  'list.gross': ['grossWeight', true],
  'list.net': ['netWeight', true],
  'list.packs': ['packNo', true],
  'list.mode': ['tradeMode', false],
  'list.office': ['customsCode', false],
  'list.port': ['portCode', false],
  'list.transport': ['trafMode', false],
  'list.vehicle': ['trafName', false],
  'list.voyage': ['voyageNo', false],
  'list.bill': ['billNo', false],
  'list.country': ['country', false],
  'list.licence': ['licenseNo', false],
  'list.order': ['orderNo', false],
  'list.waybill': ['logisticsNo', false],
};

const OF_GOODS: typeof OF_LIST = {
  'goods.hs': ['gcode', false],
  'goods.name': ['gname', false],
  'goods.item': ['itemNo', false],
  'goods.country': ['country', false],
  'goods.quantity': ['qty', true],
  'goods.price': ['price', true],
  'goods.currency': ['currency', false],
};

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
    values: (field) => listValues(field, list) ?? keptValues(field, list, kept),
    isWatched: (name, what) => answerOf(name, watchedKeys(what, list), watched),
  };
}

function listValues(field: string, { head, lines }: RawRecord): Values | null {
  const own = OF_LIST[field];
  if (own !== undefined) return { texts: [saidIn(head, own[0])], isAmount: own[1] };
  const goods = OF_GOODS[field];
  if (goods !== undefined) {
    return { texts: lines.map((line) => saidIn(line, goods[0])), isAmount: goods[1] };
  }
  return field === 'list.lines' ? amount(String(lines.length)) : null;
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
