import { businessDate } from '../../base/dates.ts';
import type { ParcelDocument } from '../evidence-cache.ts';
import type { Law } from '../law.ts';
import type { Parcel } from '../parcel-walk.ts';
import { elementOf, type RawRecord } from '../xml-text.ts';

/** A list this late after its arrival detail may be on its way to be released. */
const SETTLING = 60_000;

/**
 * A list of direct purchase is released on an arrival detail that names its waybill and came with
 * the same bill, voyage, mode and means of transport at the same office, from the day on which the
 * law asks for one; and none waits whose arrival says the same.
 */
export const ARRIVALS: Law = {
  id: 'arrivals',
  title: 'Direct purchase is released when its arrival agrees, and then at once',
  watch: (tally, { now, sampleOf }) => {
    if (sampleOf > 1) tally.note(`one batch of decisions in ${sampleOf} was worked out`);
    return {
      onParcel: (parcel) => {
        const problem = problemOf(parcel, now - SETTLING);
        if (problem !== null) {
          tally.check(problem === '', () => `list ${parcel.list_no} (${parcel.key}) ${problem}`);
        }
      },
    };
  },
};

/** Null where there is nothing to check or bytes are gone, empty when all is well. */
function problemOf(parcel: Parcel, settled: number): string | null {
  const { state, list, arrivals, facts, lastStatutes, decided_at } = parcel;
  const raw = list?.raw ?? null;
  if (state === '600' || raw === null || facts === null) return null;
  if (arrivals.some((one) => one.raw === null)) return null;
  const isDirect = elementOf(raw.head, 'tradeMode') === '9610';
  if (state === '400') {
    if (!isDirect) return 'waits for an arrival and is no direct purchase';
    const due = arrivals.some((one) => one.acceptedAt <= settled && agrees(raw, one));
    return due && decided_at <= settled ? 'waits although it has arrived' : '';
  }
  const needed = lastStatutes?.flag('arrivalRequired', businessDate(decided_at)) === true;
  if (!isDirect || !needed) return null;
  return arrivals.some((one) => agrees(raw, one)) ? '' : 'was released and has not arrived';
}

const SAME = ['billNo', 'voyageNo', 'trafMode', 'trafNo', 'customsCode', 'logisticsCode'];

function agrees(list: RawRecord, { raw }: ParcelDocument): boolean {
  if (raw === null) return false;
  const waybill = elementOf(list.head, 'logisticsNo');
  return (
    SAME.every((element) => elementOf(list.head, element) === elementOf(raw.head, element)) &&
    raw.lines.some((line) => elementOf(line, 'logisticsNo') === waybill)
  );
}
