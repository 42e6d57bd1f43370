import { formatScaled5, type Scaled5 } from '../../../base/fen.ts';
import type { Values } from '../../../documents/codec.ts';
import type { Party } from '../parties.ts';
import { envelopeOf, type PaperLine } from './entry-list.ts';
import { listSlot, type Need, paperSlot, type WorldPaper, type Yard } from './traffic.ts';

/** A gate slip, and what is told of it. */
export type SlipSaid = {
  readonly kind: string;
  readonly way: 'I' | 'E';
  readonly area: Party;
  /** Own numbers of the entry or exit lists whose goods it carries. */
  readonly papers: readonly string[];
  /** Instead of papers, guids of lists of exports that it carries out of the country. */
  readonly lists?: readonly string[];
  /** Whether the papers are of goods that leave the country without parcels. */
  readonly overseas?: boolean;
  /** What this vehicle has of an entry list that several carry. */
  readonly share?: PaperLine;
  readonly vehicleNo?: string;
  /** Weights of the goods, 0.00001 kg. */
  readonly gross: Scaled5;
  readonly net: Scaled5;
  readonly needs: readonly Need[];
  /** False for one that never crosses. */
  readonly crosses?: boolean;
  readonly code?: string;
};

/** A slip with what the gate has to know of it. */
export type Slip = WorldPaper & { readonly vehicleNo: string; readonly total: Scaled5 };

export const SLIP_APPROVED = 'SAS221 1';
export const SLIP_REFUSED = 'SAS221 3';
export const CROSSED = 'SAS223 1';

const TARE = 1_255_00000n;
const FRAME = 570_00000n;

/** A gate slip (核放单, SAS121). */
export function slip(yard: Yard, said: SlipSaid): Slip {
  const { kind, area, needs, code = null, crosses = true } = said;
  const ownNo = yard.fresh('S');
  const vehicleNo = said.vehicleNo ?? `豫${yard.fresh('V')}`;
  const total = TARE + FRAME + said.gross;
  const decision = code === null ? SLIP_APPROVED : SLIP_REFUSED;
  const later = code === null && crosses ? [CROSSED] : [];
  return {
    ...{ kind, type: 'SAS121', ownNo, sender: area, needs, code, vehicleNo, total },
    told: ['CommonResponeMessage 0', decision, ...later],
    content: {
      head: headOf(said, { ownNo, vehicleNo, total }),
      lines: said.share === undefined ? [] : [shareOf(said.share)],
      parts: {
        ...envelopeOf('SAS121', ownNo, area),
        PassportAcmp: documentsOf(said).map((slot) => ({ RtlBillTypecd: '1', RtlBillNo: slot })),
        PassPortMessage: [{ OperCusRegCode: area.code }],
      },
    },
  };
}

function documentsOf({ papers, lists = [] }: SlipSaid): string[] {
  return [...papers.map(paperSlot), ...lists.map(listSlot)];
}

/** Between several documents in one element, as real slips have it. */
const BETWEEN = '\\';

/** PassportTypecd: over the border of the country, or of the zone alone. */
const [FIRST_LINE, SECOND_LINE] = ['2', '3'];

function headOf(
  said: SlipSaid,
  { ownNo, vehicleNo, total }: Pick<Slip, 'ownNo' | 'vehicleNo' | 'total'>,
): Values {
  const { way, area, papers, lists = [], overseas = false, share, gross, net } = said;
  const { code, name } = area;
  const isFirstLine = way === 'I' || lists.length > 0 || overseas;
  return {
    ...{ EtpsPreentNo: ownNo, RltTbTypecd: '1', RltNo: documentsOf(said).join(BETWEEN) },
    ...{ DclTypecd: '1', IoTypecd: way, PassportTypecd: isFirstLine ? FIRST_LINE : SECOND_LINE },
    BindTypecd: share !== undefined ? '3' : papers.length === 1 ? '2' : '1',
    MasterCuscd: '4612',
    ...{ AreainEtpsno: code, AreainEtpsNm: name, DclEtpsno: code, DclEtpsNm: name },
    VehicleNo: vehicleNo,
    ...{ VehicleWt: formatScaled5(TARE), VehicleFrameWt: formatScaled5(FRAME) },
    ...{ TotalGrossWt: formatScaled5(gross), TotalNetWt: formatScaled5(net) },
    TotalWt: formatScaled5(total),
  };
}

function shareOf({ article, quantity }: PaperLine): Values {
  return {
    ...{ PassportSeqNo: '1', RltGdsSeqno: '1', GdsMtno: article.itemNo, Gdecd: article.hs },
    ...{ GdsNm: article.name, DclUnitcd: article.unit, DclQty: formatScaled5(quantity) },
  };
}
