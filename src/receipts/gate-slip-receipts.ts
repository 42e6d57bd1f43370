import type { Instant } from '../base/dates.ts';
import type { Scaled5 } from '../base/fen.ts';
import type { GateSlipTerms } from '../documents/zone-terms.ts';
import type { Receipt } from './receipt.ts';
import {
  amountOf,
  decided,
  filled,
  momentOf,
  numberOf,
  type Values,
  type ZoneDecision,
  zoneMoment,
} from './zone.ts';

/** SAS221, SAS223 (1 crossed), SAS224 (3 void). */
export type GateSlipResult = '1' | '2' | '3' | 'Y' | 'Z';

/** How a gate slip stands with customs. */
export type GateSlipState = {
  readonly seqNo: string;
  readonly passportNo: string;
  readonly change: number;
  readonly declaredAt: Instant;
  /** stucd: 0 applied, 1 approved, 2 crossed, 3 and 4 first and second gate, 5 deleted, 6 void. */
  readonly state: '0' | '1' | '2' | '3' | '4' | '5' | '6';
  /** emapvMarkcd: 1 passed, 2 manual, 3 refused. */
  readonly approval: '1' | '2' | '3';
  /** Kilograms on the weighbridge; null before the gate. */
  readonly weighed: Scaled5 | null;
  readonly gate: string | null;
  readonly crossedAt: Instant | null;
};

type Slip = { readonly terms: GateSlipTerms; readonly state: GateSlipState };

/** SAS221: what customs decided on a gate slip; with the slip as it has it, if it is given. */
export function gateSlipDecision(
  decision: ZoneDecision,
  result: GateSlipResult,
  slip?: Slip,
): Receipt {
  const told = decided('SAS221', decision, result);
  if (slip === undefined) return told;
  const { passportNo } = slip.state;
  const documents = slip.terms.documents.map(({ kind, no }) => ({
    passportNo,
    rltTbTypecd: kind,
    rltNo: no,
  }));
  const lines = slipLines(slip);
  const parts = {
    SasPassportBsc: [gateSlipHead(slip)],
    ...(lines.length === 0 ? {} : { SasPassportDt: lines }),
    ...(documents.length === 0 ? {} : { SasPassportRlt: documents }),
  };
  return { ...told, parts: { ...told.parts, ...parts } };
}

/** SAS223: its vehicle crossed the gate. */
export function gateSlipCrossed(decision: ZoneDecision, slip: Slip): Receipt {
  const told = decided('SAS223', decision, '1');
  return { ...told, parts: { ...told.parts, SasPassportBsc: [gateSlipHead(slip)] } };
}

/** SAS224: it is void. */
export function gateSlipVoided(decision: ZoneDecision, slip: Slip): Receipt {
  const told = decided('SAS224', decision, '3');
  return { ...told, parts: { ...told.parts, SasPassportBsc: [gateSlipHead(slip)] } };
}

function gateSlipHead({ terms, state }: Slip): Values {
  const { area, declarant: _, documents } = terms;
  return filled({
    passportNo: state.passportNo,
    chgTmsCnt: String(state.change),
    passportTypecd: terms.kind,
    sasPassportPreentNo: state.seqNo,
    dclTypecd: terms.action,
    ioTypecd: terms.direction,
    bindTypecd: terms.binding,
    masterCuscd: terms.customs,
    rltTbTypecd: terms.relatedKind,
    rltNo: documents.map(({ no }) => no).join('\\'),
    areainEtpsno: area.code,
    areainEtpsNm: area.name,
    areainEtpsSccd: area.creditCode,
    vehicleNo: terms.vehicleNo,
    vehicleIcNo: terms.icNo,
    containerNo: terms.containerNo,
    vehicleWt: amountOf(terms.tare),
    vehicleFrameNo: terms.frameNo,
    vehicleFrameWt: amountOf(terms.frameWt),
    containerType: terms.containerType,
    containerWt: amountOf(terms.containerWt),
    totalWt: amountOf(terms.totalWt),
    passCollectWt: amountOf(state.weighed),
    wtError: state.weighed === null ? null : amountOf(apart(terms.totalWt, state.weighed)),
    totalGrossWt: amountOf(terms.grossWt),
    totalNetWt: amountOf(terms.netWt),
    dclTime: zoneMoment(state.declaredAt),
    passID: state.gate,
    passTime: momentOf(state.crossedAt),
    stucd: state.state,
    emapvMarkcd: state.approval,
    ownerSystem: '1',
  });
}

/** How far two weights are apart. */
function apart(a: Scaled5, b: Scaled5): Scaled5 {
  return a < b ? b - a : a - b;
}

function slipLines({ terms, state }: Slip): Values[] {
  return terms.lines.map((line) =>
    filled({
      passportNo: state.passportNo,
      chgTmsCnt: String(state.change),
      passportSeqno: String(line.seqno),
      gdsMtno: line.itemNo,
      gdecd: line.hs,
      gdsNm: line.name,
      grossWt: amountOf(line.grossWt),
      netWt: amountOf(line.netWt),
      rltGdsSeqno: numberOf(line.documentLine),
      dclUnitcd: line.unit,
      dclQty: amountOf(line.qty),
    }),
  );
}
