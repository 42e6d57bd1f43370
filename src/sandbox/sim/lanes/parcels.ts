import { keyOf } from '../../../base/keys.ts';
import type { Profile } from '../../../registry/profile.ts';
import type { WorldDocument } from '../../world/document.ts';
import type { ExportStory } from '../../world/export/story.ts';
import { BAD_KINDS, GOOD_KINDS } from '../../world/kinds/kinds.ts';
import { decidingList, type Parcel } from '../../world/parcel.ts';
import { planWorld, worldArguments } from '../../world/plan.ts';
import type { PackedGoods } from '../../xray/picture.ts';
import { exportsOf } from '../exports-of.ts';

/** A parcel before a diverter, and what the lane must be told. */
export type SimParcel = {
  readonly logisticsNo: string;
  readonly logisticsCode: string;
  /** Kilograms, as it is declared. */
  readonly weight: string;
  readonly goods: readonly PackedGoods[];
  /** From the zone: 01 or 03; 04 of one that is stopped. */
  readonly online: string;
  /** By the list that the lane holds. */
  readonly offline: string;
};

/**
 * The parcels of a world whose end is foretold, by the arithmetic of the world alone: released ones
 * are 01, all others 03. Left out is what the order of arrival decides, and what comes back.
 */
export function parcelsOf(seed: bigint, parcels: number, profile: Profile): SimParcel[] {
  const kinds = { good: GOOD_KINDS, bad: BAD_KINDS, traffic: false };
  const exports = exportsOf(parcels);
  const plan = planWorld(worldArguments({ seed, parcels, exports }), profile, kinds);
  const stories = plan.exports?.stories ?? [];
  const foreseen = [...plan.parcels.flatMap(foresee), ...stories.flatMap(foreseeExports)];
  const waybills = [...plan.parcels.flatMap(waybillsOf), ...stories.flatMap(exportWaybills)];
  const holders = Map.groupBy(waybills, (key) => key);
  const numbers = Map.groupBy(holders.keys(), (key) => key.split('\u0001')[1]);
  return foreseen.filter(({ logisticsCode, logisticsNo }) => {
    const isOne = holders.get(keyOf(logisticsCode, logisticsNo))?.length === 1;
    return isOne && numbers.get(logisticsNo)?.length === 1;
  });
}

/** Every waybill of a list or of its waybill document in a story; twice what two lists name. */
function exportWaybills({ sent }: ExportStory): string[] {
  const of = (type: string): string[] =>
    sent.flatMap(({ document }) => {
      const { logisticsCode, logisticsNo } = document.head;
      if (document.type !== type || !logisticsCode || !logisticsNo) return [];
      return [keyOf(logisticsCode, logisticsNo)];
    });
  const lists = of('CEB603');
  return [...lists, ...of('CEB505').filter((key) => !lists.includes(key))];
}

/** Once it has left, a parcel is none for a lane any more. */
function foreseeExports({ sent }: ExportStory): SimParcel[] {
  return sent.flatMap(({ document, status }) => {
    const { type, head } = document;
    if (type !== 'CEB603') return [];
    const { logisticsCode = '', logisticsNo = '', grossWeight: weight = '' } = head;
    const told = status === '800' ? '01' : '03';
    const goods = goodsOf(document);
    return [{ logisticsNo, logisticsCode, weight, goods, online: told, offline: told }];
  });
}

/** What a list says is in the parcel. */
function goodsOf({ lines }: Pick<WorldDocument, 'lines'>): PackedGoods[] {
  return lines.map(({ gcode = '', qty = '1' }) => ({ gcode, pieces: Math.trunc(Number(qty)) }));
}

/** Every waybill that a document of a parcel names, once. */
function waybillsOf({ sent }: Parcel): string[] {
  const keys = sent.flatMap(({ document: { head } }) => {
    const { logisticsCode, logisticsNo } = head;
    return logisticsCode && logisticsNo ? [keyOf(logisticsCode, logisticsNo)] : [];
  });
  return [...new Set(keys)];
}

const OPEN_ENDED: readonly string[] = ['CEB623', 'CEB625'];

function foresee(parcel: Parcel): SimParcel[] {
  const { sent, set, outcome } = parcel;
  const list = sent[decidingList(parcel)];
  if (list === undefined || set !== null) return [];
  if (sent.some(({ document }) => OPEN_ENDED.includes(document.type))) return [];
  const { logisticsCode = '', logisticsNo = '', grossWeight: weight = '' } = list.document.head;
  const told = outcome.status === '800' ? '01' : '03';
  const goods = goodsOf(list.document);
  return [{ logisticsNo, logisticsCode, weight, goods, online: told, offline: told }];
}
