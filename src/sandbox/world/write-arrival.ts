import type { SeededRandom } from '../../base/random.ts';
import type { WorldDocument } from './document.ts';
import { adding, LIST, type Parcel, type Sent, type Workshop } from './parcel.ts';
import { SITES } from './parties.ts';
import { uuid } from './write-sale.ts';

/** How an arrival is told: when, and what it says otherwise than the list. */
export type Arriving = {
  readonly sent?: Partial<Sent>;
  readonly changes?: Readonly<Record<string, string>>;
};

/** The parcel with the arrival detail of its waybill, sent by a supervision site. */
export function withArrival(
  { random }: Pick<Workshop, 'random'>,
  parcel: Parcel,
  { sent = {}, changes = {} }: Arriving = {},
): Parcel {
  const site = random.pick(SITES);
  const document = arrivalOf(random, parcel.sent[LIST]!.document, {
    operatorCode: site.code,
    operatorName: site.name,
    ...changes,
  });
  return adding(parcel, document, site, sent);
}

/**
 * Every parcel of direct purchase that is to be released or held arrives as its list says, unless
 * its kind has told of its arrival already.
 */
export function arrivedParcels(shop: Workshop, parcels: readonly Parcel[]): Parcel[] {
  if (!shop.law.arrivalRequired) return [...parcels];
  return parcels.map((parcel) => (mustArrive(parcel) ? withArrival(shop, parcel) : parcel));
}

function mustArrive({ sale, sent, outcome }: Parcel): boolean {
  const open = outcome.status === '800' || outcome.status === '600';
  const told = outcome.code?.startsWith('ARRIVAL') ?? false;
  const arrived = sent.some(({ document }) => document.type === 'CEB711');
  return sale.mode === '9610' && open && !told && !arrived;
}

function arrivalOf(
  random: SeededRandom,
  { head: list }: WorldDocument,
  changes: Readonly<Record<string, string>>,
): WorldDocument {
  const said = (element: string): string => list[element] ?? '';
  const head = {
    ...{ guid: uuid(random), appType: '1', appTime: said('appTime'), appStatus: '2' },
    customsCode: said('customsCode'),
    copNo: `R${said('copNo').slice(1)}`,
    operatorCode: '',
    operatorName: '',
    ieFlag: 'I',
    trafMode: said('trafMode'),
    trafNo: said('trafNo'),
    voyageNo: said('voyageNo'),
    billNo: said('billNo'),
    logisticsCode: said('logisticsCode'),
    logisticsName: said('logisticsName'),
    unloadLocation: '',
    note: '',
    ...changes,
  };
  return {
    type: 'CEB711',
    head,
    lines: [{ gnum: '1', logisticsNo: said('logisticsNo'), note: '' }],
  };
}
