import { addMonths, type BusinessDate, businessDate, type Instant } from '../base/dates.ts';
import { formatScaled5, type Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import type {
  ExportListTerms,
  ExportReturnLine,
  ExportReturnTerms,
} from '../documents/export-terms.ts';
import { AREA_MODE, STOCK_MODE } from './modes.ts';
import { returnFinding } from './return-codes.ts';
import type { ExportStatus } from './states.ts';

/**
 * open: accepted, the goods are awaited. closed: they came back and were accepted. lapsed: they
 * came too late or never. refused: they were not accepted. withdrawn: taken back by who asked.
 */
export type ReturnState = 'open' | 'closed' | 'lapsed' | 'refused' | 'withdrawn';

/** Goods of one line of the list that come back. */
export type ReturnedGoods = { readonly gnum: number; readonly qty: Scaled5 };

/** Another return of the same list. */
export type EarlierReturn = {
  readonly preNo: string;
  readonly state: ReturnState;
  readonly lines: readonly ReturnedGoods[];
};

/** The list that a return names, as it stands. */
export type ReturnableList = {
  readonly list: ExportListTerms;
  readonly state: ExportStatus;
  readonly releasedAt: Instant | null;
};

/** What a return is decided from, beside the request itself. */
export type ReturnFacts = {
  /** Null when there is no list with this number. */
  readonly standing: ReturnableList | null;
  /** The returns of the list so far. */
  readonly earlier: readonly EarlierReturn[];
  /** The number that customs gave to this request. */
  readonly preNo: string;
  /** The day customs received the request; its law says how long goods may come back. */
  readonly day: BusinessDate;
  /** Months from the release, the last day included (RET-7); 0: none may come back. */
  readonly returnMonths: number;
};

/**
 * The trade mode of what comes back, by that of the list. The specification has no code for goods
 * of an overseas warehouse (null); what is not here is not returned by CEB213.
 */
const RETURN_MODES: ReadonlyMap<string, string | null> = new Map([
  ['9610', '9661'],
  [AREA_MODE, '1261'],
  [STOCK_MODE, null],
]);

/** The last day on which goods may be back. The day of release is day 0 (RET-4). */
export function lastReturnDay(releasedAt: Instant, returnMonths: number): BusinessDate {
  return addMonths(businessDate(releasedAt), returnMonths);
}

/** The book that goods of a list go back to; null when they go to their owner. */
export function returnBook({ tradeMode, emsNo }: ExportListTerms): string | null {
  return tradeMode === AREA_MODE ? emsNo : null;
}

/**
 * Decides a return of exported goods (CEB213, RET-7): nothing when they may come back; else the
 * first thing that is wrong with the list or the head, or everything that is wrong with the lines.
 */
export function decideReturn(request: ExportReturnTerms, facts: ReturnFacts): Finding[] {
  const { standing, earlier, preNo } = facts;
  if (earlier.some((one) => one.preNo === preNo)) {
    return [returnFinding('RTN-AGAIN', 'InvtRefundHead/coElNo', { preNo })];
  }
  if (standing === null) {
    const { listNo } = request;
    return [returnFinding('RTN-UNKNOWN', 'InvtRefundHead/invtNo', { listNo })];
  }
  const head =
    partyFinding(request, standing) ??
    stateFinding(request, standing) ??
    modeFinding(request, standing.list) ??
    lateFinding(request, standing, facts);
  return head === null ? linesFindings(request, standing.list, earlier) : [head];
}

const AS_ON_THE_LIST = ['customsCode', 'ebpCode', 'ebcCode'] as const;

function partyFinding(request: ExportReturnTerms, { list }: ReturnableList): Finding | null {
  const agent = request.agentCode;
  if (![list.agentCode, list.ebcCode, list.ownerCode].includes(agent)) {
    return returnFinding('RTN-PARTY', 'InvtRefundHead/agentCode', { agent });
  }
  const element = AS_ON_THE_LIST.find((name) => request[name] !== list[name]);
  if (element === undefined) return null;
  const values = { element, value: list[element] };
  return returnFinding('RTN-OTHER', `InvtRefundHead/${element}`, values);
}

function stateFinding({ listNo }: ExportReturnTerms, { state }: ReturnableList): Finding | null {
  if (state === '899') return null;
  const code = state === '800' ? 'RTN-NOT-LEFT' : 'RTN-STATE';
  return returnFinding(code, 'InvtRefundHead/invtNo', { listNo, state });
}

function modeFinding(
  { tradeMode, ieFlag }: ExportReturnTerms,
  { tradeMode: mode }: ExportListTerms,
): Finding | null {
  const wanted = RETURN_MODES.get(mode);
  if (wanted === undefined) return returnFinding('RTN-NO-MODE', 'InvtRefundHead/invtNo', { mode });
  // The official example of the message has no trade mode, so that may always be left out.
  if (tradeMode !== null && tradeMode !== wanted) {
    const values = { mode, wanted: wanted ?? '' };
    return returnFinding('RTN-MODE', 'InvtRefundHead/tradeMode', values);
  }
  return ieFlag === 'I' ? null : returnFinding('RTN-FLAG', 'InvtRefundHead/ieFlag', {});
}

function lateFinding(
  { listNo }: ExportReturnTerms,
  { releasedAt }: ReturnableList,
  { day, returnMonths }: ReturnFacts,
): Finding | null {
  const path = 'InvtRefundHead/invtNo';
  if (returnMonths === 0 || releasedAt === null) return returnFinding('RTN-CLOSED', path, { day });
  const until = lastReturnDay(releasedAt, returnMonths);
  if (day <= until) return null;
  return returnFinding('RTN-LATE', path, { listNo, released: businessDate(releasedAt), until });
}

function linesFindings(
  { lines }: ExportReturnTerms,
  list: ExportListTerms,
  earlier: readonly EarlierReturn[],
): Finding[] {
  const seen = new Set<number>();
  return lines
    .flatMap((line, at) => {
      const found = lineFinding(line, `InvtRefundList[${at + 1}]`, list, earlier, seen);
      seen.add(line.gnum);
      return found ?? [];
    })
    .slice(0, LIMITS.findingsShown);
}

function lineFinding(
  { gnum, gcode, unit, unit1, qty }: ExportReturnLine,
  path: string,
  list: ExportListTerms,
  earlier: readonly EarlierReturn[],
  seen: ReadonlySet<number>,
): Finding | null {
  const line = list.lines.find((one) => one.gnum === gnum);
  // Codes of few digits may be filled up to the ten characters of the schema.
  const isSame = line?.gcode === gcode.trimEnd() && line.unit === unit && line.unit1 === unit1;
  if (line === undefined || !isSame || seen.has(gnum)) {
    return returnFinding('RTN-LINE', `${path}/gnum`, { gnum: `${gnum}`, gcode, unit });
  }
  const left = line.qty - takenOf(earlier, gnum);
  if (qty > 0n && qty <= left) return null;
  const amounts = { qty: formatScaled5(qty), left: formatScaled5(left) };
  return returnFinding('RTN-MUCH', `${path}/qty`, { gnum: `${gnum}`, ...amounts });
}

/** What came back of a line, and what is awaited of it. */
function takenOf(earlier: readonly EarlierReturn[], gnum: number): Scaled5 {
  return earlier
    .filter(({ state }) => state === 'closed' || state === 'open')
    .flatMap(({ lines }) => lines)
    .reduce((sum, line) => (line.gnum === gnum ? sum + line.qty : sum), 0n);
}
