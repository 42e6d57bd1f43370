import type { BusinessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { covers } from '../registry/dated.ts';
import type { OverseasWarehouse } from '../registry/overseas-warehouse.ts';
import { stockFinding } from './codes.ts';
import { type DeedFacts, partsOf } from './deed.ts';
import { bookFindings } from './entry.ts';
import { type Destination, type Exit, type ExitBody, sumOf } from './exit.ts';
import {
  pickParts,
  type SaidPart,
  type ShelfFacts,
  type Taken,
  type Taking,
  takeParts,
} from './taking.ts';

/**
 * An exit list (核注清单, E) of goods that leave over the first line without parcels, for an
 * overseas warehouse from which they are sold (EXP-8). It leaves whole, on one vehicle.
 */
export type OverseasSaid = {
  readonly bookNo: string;
  readonly ownNo: string;
  readonly overseas: Destination;
  readonly parts: readonly SaidPart[];
};

/** What such a list is judged by. */
export type OverseasFacts = Omit<DeedFacts, 'places'> & {
  /**
   * What the firm of the book has on file under the number of the warehouse, on whatever days; null
   * where the law of the day asks for nothing.
   */
  readonly warehouses: readonly OverseasWarehouse[] | null;
};

/** Such an exit list that was found right, and where its goods lie. */
export type JudgedOverseas = { readonly body: ExitBody; readonly taken: readonly Taken[] };

const CHINA = '142';

/** Only bonded goods that may still be sold, none of them in sets. */
function takingOf(bookNo: string, parts: readonly SaidPart[], isPromised: boolean): Taking {
  return {
    bookNo,
    status: 'bonded',
    parts,
    freshOnly: true,
    sets: null,
    document: null,
    isPromised,
  };
}

/** Judges such a list; its goods are promised to it until it is through the gate. */
export function judgeOverseas(
  { bookNo, overseas, parts }: OverseasSaid,
  facts: OverseasFacts,
): Result<JudgedOverseas, Finding[]> {
  const general = [...bookFindings(bookNo, facts), ...destinationFindings(overseas)];
  if (general.length > 0) return fail(general);
  const filing = filingOf(overseas, facts);
  if (!filing.ok) return filing;
  const taken = takeParts(takingOf(bookNo, parts, false), facts);
  if (!taken.ok) return taken;
  const goods = partsOf(taken.value);
  const load = { ...overseas, parts: goods, slipNo: null, filedFrom: filing.value };
  return ok({ body: { lists: [], lines: sumOf(goods), overseas: load }, taken: taken.value });
}

function destinationFindings({ country, declarationNo }: Destination): Finding[] {
  const findings: Finding[] = [];
  if (country === CHINA) {
    const values = { reason: 'stay in the country', reasonZh: '运抵国不得为中国' };
    findings.push(stockFinding('BND-OVERSEAS', 'overseas/country', values));
  }
  if (declarationNo === '') {
    const values = { reason: 'name no export declaration', reasonZh: '未填写出口报关单编号' };
    findings.push(stockFinding('BND-OVERSEAS', 'overseas/declarationNo', values));
  }
  return findings;
}

/**
 * Since when the warehouse is on file, in the country of arrival; null where nothing is asked of it
 * (B2B-2 says so of 9810 alone; for goods of a special area it is a design choice).
 */
function filingOf(
  { warehouse, country }: Destination,
  { warehouses, date }: Pick<OverseasFacts, 'warehouses' | 'date'>,
): Result<BusinessDate | null, Finding[]> {
  if (warehouses === null) return ok(null);
  const inForce = warehouses.filter((one) => covers(one, date));
  const here = inForce.find((one) => one.country === country);
  if (here !== undefined) return ok(here.from);
  const filed = inForce.map((one) => one.country).join(', ');
  const values =
    filed === ''
      ? {
          reason: `go to ${warehouse}, which the firm of the book has not on file on ${date}`,
          reasonZh: `所往海外仓[${warehouse}]在${date}未由账册企业备案`,
        }
      : {
          reason: `go to ${country}, and ${warehouse} is on file in ${filed}`,
          reasonZh: `运抵国[${country}]与海外仓[${warehouse}]备案国家[${filed}]不一致`,
        };
  const at = filed === '' ? 'overseas/warehouse' : 'overseas/country';
  return fail([stockFinding('BND-OVERSEAS', at, values)]);
}

/** What such a list takes at the gate: what was promised to it, from what lies there now. */
export function loadOf(
  { bookNo, body }: Exit,
  shelf: Pick<ShelfFacts, 'date' | 'lots'>,
): Result<Taken[], Finding[]> {
  const taken = pickParts(body.overseas?.parts ?? [], takingOf(bookNo, [], true), shelf);
  return taken.ok ? taken : fail(taken.error.map((finding) => ({ ...finding, path: 'slipNo' })));
}
