import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
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
  facts: Omit<DeedFacts, 'places'>,
): Result<JudgedOverseas, Finding[]> {
  const general = [...bookFindings(bookNo, facts), ...destinationFindings(overseas)];
  if (general.length > 0) return fail(general);
  const taken = takeParts(takingOf(bookNo, parts, false), facts);
  if (!taken.ok) return taken;
  const goods = partsOf(taken.value);
  const load = { ...overseas, parts: goods, slipNo: null };
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

/** What such a list takes at the gate: what was promised to it, from what lies there now. */
export function loadOf(
  { bookNo, body }: Exit,
  shelf: Pick<ShelfFacts, 'date' | 'lots'>,
): Result<Taken[], Finding[]> {
  const taken = pickParts(body.overseas?.parts ?? [], takingOf(bookNo, [], true), shelf);
  return taken.ok ? taken : fail(taken.error.map((finding) => ({ ...finding, path: 'slipNo' })));
}
