import type { Finding } from '../base/finding.ts';
import { isExportNo } from '../base/ids.ts';
import { stockFinding } from '../bonded/codes.ts';
import type { EntrySaid } from '../bonded/entry.ts';
import { type ExitSaid, sumOf } from '../bonded/exit.ts';
import type { OverseasSaid } from '../bonded/overseas.ts';
import type { SlipSaid } from '../bonded/slip.ts';
import type { EntryListTerms, GateSlipTerms } from '../documents/zone-terms.ts';

/** `InvtType` of an exit list that parcels' lists make up (STK-3). */
const E_COMMERCE = '8';
/** `InvtType` and `SupvModecd` of goods for an overseas warehouse. */
const [ORDINARY, AREA_MODE] = ['0', '1210'];
/** Goods that come from here enter to be exported. */
const CHINA = '142';
/** DclcusFlag and DclcusTypecd of goods under the declaration form of another firm. */
const [DECLARED, RELATED] = ['1', '1'];
/** Of goods that entered first: RltInvtNo names the slip on which they came. */
const ENTERED_FIRST = '3';

/** What an entry list of the single window (INV101, I) declares. */
export function entrySaidOf(terms: EntryListTerms): EntrySaid {
  const { book: bookNo, ownNo, relatedForm: declarationNo } = terms;
  const type = terms.kind ?? ORDINARY;
  return {
    ...{ bookNo, ownNo, type, declarationNo },
    ...(entersForExport(terms) ? { forExport: true } : {}),
    slipNo: type === ENTERED_FIRST ? terms.relatedList : null,
    lines: terms.lines.map(({ gdsSeqno: seq, recordNo, itemNo, hs, unit, qty: quantity }) => {
      return { seq, recordNo: String(recordNo ?? ''), itemNo, hs, unit, quantity };
    }),
  };
}

/**
 * Whether goods of the country enter under the export declaration of their seller (EXP-8): related
 * forms are those of firms outside the zone, and what comes from abroad has its own.
 */
function entersForExport({ country, declared, declaredKind }: EntryListTerms): boolean {
  return country === CHINA && declared === DECLARED && declaredKind === RELATED;
}

/**
 * What an exit list (INV101, E) declares: parcels, or goods for an overseas warehouse. No other is
 * known here.
 */
export function exitSaidOf(terms: EntryListTerms): ExitSaid | OverseasSaid | Finding {
  const { book: bookNo, ownNo, kind, parcelLists: lists } = terms;
  if (leavesForWarehouse(terms)) return overseasSaidOf(terms);
  if (kind !== E_COMMERCE || lists.length === 0) {
    return stockFinding('BND-KIND', 'InvtHeadType/InvtType', { kind: kind ?? '' });
  }
  const goods = terms.lines.map(({ recordNo, qty }) => {
    return { recordNo: String(recordNo ?? ''), quantity: qty };
  });
  return { bookNo, ownNo, lists, lines: sumOf(goods) };
}

/** Whether goods leave without parcels: an ordinary list of the trade mode of special areas. */
function leavesForWarehouse({ kind, tradeMode, parcelLists }: EntryListTerms): boolean {
  return (kind ?? ORDINARY) === ORDINARY && tradeMode === AREA_MODE && parcelLists.length === 0;
}

/** The receiving firm is the overseas warehouse; the related form is the export declaration. */
function overseasSaidOf(terms: EntryListTerms): OverseasSaid {
  const { book: bookNo, ownNo, country, receiver, relatedForm, lines } = terms;
  return {
    ...{ bookNo, ownNo },
    overseas: { warehouse: receiver.code, country, declarationNo: relatedForm ?? '' },
    parts: lines.map(({ recordNo, qty: quantity, unit }) => {
      return { recordNo: String(recordNo ?? ''), lotNo: null, quantity, unit };
    }),
  };
}

/**
 * What a gate slip (SAS121) declares.
 * @param bookOf the book of a bound paper or list; the slip itself need not name it
 */
export function slipSaidOf(
  terms: GateSlipTerms,
  bookOf: (paperNo: string) => string | undefined,
): SlipSaid {
  const { ownNo, direction, kind: type, binding, documents, lines } = terms;
  const lists = listsOfSlip(terms);
  const papers = lists.length > 0 ? [] : documents.map(({ no }) => no);
  const [paperNo = ''] = documents.map(({ no }) => no);
  const isShared = binding === '3' && papers.length > 0;
  return {
    ...{ bookNo: terms.book ?? bookOf(paperNo) ?? '', ownNo, type, papers },
    way: direction === 'E' ? 'E' : 'I',
    binding: binding === '1' || binding === '2' ? binding : '3',
    ...{ vehicleNo: terms.vehicleNo, vehicleIc: terms.icNo },
    weights: {
      ...{ tare: terms.tare, frame: terms.frameWt ?? 0n, container: terms.containerWt ?? 0n },
      ...{ gross: terms.grossWt, net: terms.netWt, total: terms.totalWt },
    },
    shares: isShared
      ? lines.map(({ documentLine, qty }) => ({
          ...{ paperNo, seq: documentLine ?? 0, quantity: qty },
        }))
      : [],
    ...{ lists, goods: [] },
  };
}

/** Lists of exports that a slip over the first line names (EXP-8); no other slip names lists. */
export function listsOfSlip({ documents }: Pick<GateSlipTerms, 'documents'>): string[] {
  const numbers = documents.map(({ no }) => no);
  return numbers.every(isExportNo) ? numbers : [];
}
