import { formatFen, formatScaled5, type Scaled5 } from '../../../base/fen.ts';
import type { Values } from '../../../documents/codec.ts';
import { bookNoOf, type StockedArticle } from '../books.ts';
import type { Party } from '../parties.ts';
import { listSlot, type Need, type WorldPaper, type Yard } from './traffic.ts';

/** A line of an entry or exit list; the quantity in 0.00001 of the declared unit. */
export type PaperLine = {
  readonly recordNo: string;
  readonly article: StockedArticle;
  readonly quantity: Scaled5;
};

/** The overseas warehouse that goods go to, and its country. */
export type Destination = {
  readonly warehouse: Pick<Party, 'code' | 'name'>;
  readonly country: string;
};

/** What is said on an entry list, and what is told of it. */
export type EntryListSaid = {
  readonly kind: string;
  readonly way: 'I' | 'E';
  readonly area: Party;
  readonly lines: readonly PaperLine[];
  /** The book unless it is the one of the warehouse. */
  readonly bookNo?: string;
  readonly ownNo?: string;
  /** Guids of the parcels' lists that leave. */
  readonly lists?: readonly string[];
  /** Export declaration of goods of the country that enter to be exported, or that leave. */
  readonly exportForm?: string;
  /** Of goods that leave without parcels (EXP-8). */
  readonly overseas?: Destination;
  /** What customs says when it is approved, unless it is as usual. */
  readonly decision?: string;
  readonly needs?: readonly Need[];
  /** What follows the decision of customs. */
  readonly later?: readonly string[];
  /** Why it is refused. */
  readonly code?: string;
};

const STORED = 'CommonResponeMessage 0';
export const APPROVED = 'INV201 1';
export const PRE_DEDUCTED = 'INV201 4';
export const REFUSED = 'INV201 3';
export const DEDUCTED = 'INV211 2';

/** An entry list (核注清单, INV101) of goods that come in, or of parcels that leave. */
export function entryList(yard: Yard, said: EntryListSaid): WorldPaper {
  const { kind, way, area, lists = [], needs = [], later = [], code = null } = said;
  const ownNo = said.ownNo ?? yard.fresh(way === 'I' ? 'E' : 'O');
  const approved = said.decision ?? (way === 'I' ? APPROVED : PRE_DEDUCTED);
  const decision = code === null ? approved : REFUSED;
  return {
    ...{ kind, type: 'INV101', ownNo, sender: area, needs, code },
    told: [STORED, decision, ...later],
    content: {
      head: headOf(yard, said, ownNo),
      lines: said.lines.map((line, i) => lineOf(line, i + 1)),
      parts: {
        ...envelopeOf('INV101', ownNo, area),
        InvtCbecBill: lists.map((guid) => ({ CbecBillNo: listSlot(guid) })),
        InvtMessage: [{ OperCusRegCode: area.code, SysId: 'Z8' }],
      },
    },
  };
}

/** The envelope of a document of a zone, and that it is declared and no draft. */
export function envelopeOf(type: string, ownNo: string, sender: Party) {
  const envelop = {
    ...{ version: '1.0', message_id: ownNo, file_name: `${type}_${ownNo}.zip` },
    ...{ message_type: type, sender_id: sender.dxpId, receiver_id: 'DXPEDCSAS0000001' },
  };
  return { EnvelopInfo: [envelop], BussinessData: [{ DelcareFlag: '1' }] };
}

function headOf(
  { frame }: Yard,
  { way, area, bookNo, exportForm: form, overseas }: EntryListSaid,
  ownNo: string,
): Values {
  const { code, name } = area;
  const { warehouse = area, country = '142' } = overseas ?? {};
  return {
    EtpsInnerInvtNo: ownNo,
    PutrecNo: bookNo ?? bookNoOf(area, frame.firstBook),
    ...{ DclTypecd: '1', InvtType: overseas === undefined ? '8' : '0' },
    ...{ BizopEtpsno: code, BizopEtpsNm: name, DclEtpsno: code, DclEtpsNm: name },
    ...{ RcvgdEtpsno: warehouse.code, RcvgdEtpsNm: warehouse.name },
    InvtDclTime: frame.start.replaceAll('-', ''),
    ...{ ImpexpMarkcd: way, MtpckEndprdMarkcd: 'I', SupvModecd: '1210' },
    TrspModecd: way === 'I' ? '5' : 'W',
    ...{ ImpexpPortcd: '4612', DclPlcCuscd: '4612', StshipTrsarvNatcd: country },
    ...(form === undefined
      ? { DclcusFlag: '2' }
      : { DclcusFlag: '1', DclcusTypecd: '1', RltEntryNo: form }),
  };
}

const ONE = 100_000n;

function lineOf({ recordNo, article, quantity }: PaperLine, seq: number): Values {
  const legal = (perUnit: bigint): string => formatScaled5((perUnit * quantity) / ONE);
  const { unit2, perUnit2 } = article;
  return {
    ...{ GdsSeqno: String(seq), PutrecSeqno: recordNo },
    ...{ Gdecd: article.hs, GdsMtno: article.itemNo, GdsNm: article.name },
    GdsSpcfModelDesc: article.model,
    ...{ LawfUnitcd: article.unit1, LawfQty: legal(article.perUnit1) },
    ...(unit2 === null || perUnit2 === null
      ? {}
      : { SecdLawfUnitcd: unit2, SecdLawfQty: legal(perUnit2) }),
    ...{ DclUnitcd: article.unit, DclQty: formatScaled5(quantity), DclCurrcd: '142' },
    DclUprcAmt: formatFen(article.price),
    DclTotalAmt: formatFen((article.price * quantity) / ONE),
    ...{ Natcd: article.country, DestinationNatcd: '142', LvyrlfModecd: '1', ModfMarkcd: '3' },
  };
}
