import type { Instant } from '../base/dates.ts';
import { formatScaled5, type Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import type { NamedWaybill, ShipmentTerms } from '../documents/export-terms.ts';
import type { ExportLaw } from '../registry/export-law.ts';
import { type ExportRequestCode, exportRequestFinding } from './request-codes.ts';
import type { ExportStatus } from './states.ts';

/** A parcel as a transport document finds it: its list or declaration, and how far it has come. */
export type ParcelFacts = {
  readonly listNo: string;
  /** 600: a customs declaration that is held for its duty. */
  readonly state: ExportStatus | '600';
  readonly customsCode: string;
  readonly agentCode: string;
  readonly ebcCode: string;
  /** As declared, kilograms. */
  readonly grossWeight: Scaled5;
  /** An arrival (CEB507) names it. */
  readonly arrived: boolean;
  /** The master waybill that it is under: its number, and the key of the document. */
  readonly master: { readonly billNo: string; readonly key: string } | null;
  readonly releasedAt: Instant | null;
};

/** By logisticsNo of the document's carrier; what is not there has no list that was accepted. */
export type Parcels = ReadonlyMap<string, ParcelFacts>;

/** What is said of one parcel of the document. */
type Say = (
  code: ExportRequestCode,
  values?: Readonly<Record<string, string>>,
  element?: string,
) => Finding;
type LookAt = (parcel: ParcelFacts, waybill: NamedWaybill, say: Say) => Finding | null;

/**
 * What is wrong with a master waybill (CEB607): it is refused as a whole when there is anything.
 * @param key of the document; its own parcels may be named again when it is changed
 */
export function decideMaster(terms: ShipmentTerms, key: string, parcels: Parcels): Finding[] {
  const findings = eachParcel(terms, 'WayBillList', parcels, (parcel, waybill, say) => {
    const { listNo, state, arrived, master } = parcel;
    if (waybill.listNo !== null && waybill.listNo !== listNo) {
      return say('SHP-LIST-NO', { listNo }, 'invtNo');
    }
    if (master !== null && master.key !== key) return say('SHP-MASTERED', { bill: master.billNo });
    if (state === '899') {
      return master?.billNo === terms.billNo ? null : say('SHP-LEFT', { listNo });
    }
    if (OVER.includes(state)) return say('SHP-STATE', { listNo, state });
    if (!takesPart(terms, parcel)) return say('SHP-PARTY', { reporter: terms.reporterCode });
    return arrived ? null : say('SHP-NOT-ARRIVED');
  });
  return findings.length > 0 ? findings : weightFindings(terms, parcels);
}

/** States in which a parcel goes nowhere: returned, withdrawn, destroyed, given back. */
const OVER: readonly string[] = ['100', '430', '599', '700'];

function takesPart({ reporterCode, logisticsCode }: ShipmentTerms, parcel: ParcelFacts): boolean {
  return [parcel.agentCode, parcel.ebcCode, logisticsCode].includes(reporterCode);
}

/** Pallets and bags weigh too; no text says how much. */
const PACKING: Scaled5 = 10_000_000n;

// A document in parts states the weight of all of them, and each part names some parcels only.
function weightFindings(terms: ShipmentTerms, parcels: Parcels): Finding[] {
  const weight = terms.grossWeight;
  if (weight === null) return [];
  let sum = 0n;
  for (const { logisticsNo } of terms.waybills) sum += parcels.get(logisticsNo)!.grossWeight;
  const light = weight * 10n < sum * 9n;
  const heavy = terms.msgCount <= 1 && weight > sum * 2n + PACKING;
  if (!light && !heavy) return [];
  const values = { weight: formatScaled5(weight), sum: formatScaled5(sum) };
  return [exportRequestFinding('SHP-WEIGHT', 'WayBillHead/grossWeight', values)];
}

/** Clocks of carriers differ. */
const CLOCK_SKEW = 5 * 60_000;

/**
 * What is wrong with a departure (CEB509): it is refused as a whole when there is anything.
 * @param at now
 */
export function decideDeparture(
  terms: ShipmentTerms,
  parcels: Parcels,
  at: Instant,
  law: Pick<ExportLaw, 'master'>,
): Finding[] {
  const { leaveTime, billNo } = terms;
  if (leaveTime !== null && leaveTime > at + CLOCK_SKEW) {
    return [exportRequestFinding('SHP-FUTURE', 'DepartureHead/leaveTime', {})];
  }
  return eachParcel(terms, 'DepartureList', parcels, (parcel, _waybill, say) => {
    const { listNo, state, master, releasedAt } = parcel;
    if (state === '899') return say('SHP-LEFT', { listNo });
    if (state !== '800') return say('SHP-NOT-RELEASED', { listNo, state });
    if (law.master && master === null) return say('SHP-NO-MASTER');
    if (law.master && master?.billNo !== billNo) return say('SHP-BILL', { bill: master!.billNo });
    return leaveTime !== null && isBefore(leaveTime, releasedAt) ? say('SHP-EARLY') : null;
  });
}

/** Messages tell whole seconds: what left in the second of its release left after it. */
function isBefore(leaveTime: Instant, releasedAt: Instant | null): boolean {
  return releasedAt !== null && leaveTime < releasedAt - (releasedAt % 1000);
}

function eachParcel(
  { waybills, customsCode }: ShipmentTerms,
  element: string,
  parcels: Parcels,
  look: LookAt,
): Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const [at, waybill] of waybills.entries()) {
    if (findings.length >= LIMITS.findingsShown) break;
    const no = waybill.logisticsNo;
    const say: Say = (code, values, field = 'logisticsNo') =>
      exportRequestFinding(code, `${element}[${at + 1}]/${field}`, { no, ...values });
    const parcel = parcels.get(no);
    const found = seen.has(no)
      ? say('SHP-TWICE')
      : parcel === undefined
        ? say('SHP-UNKNOWN')
        : parcel.customsCode !== customsCode
          ? say('SHP-CUSTOMS', { customs: parcel.customsCode })
          : look(parcel, waybill, say);
    if (found !== null) findings.push(found);
    seen.add(no);
  }
  return findings;
}
