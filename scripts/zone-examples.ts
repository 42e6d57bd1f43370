import { present } from '../src/base/assert.ts';
import { parseStamp14 } from '../src/base/dates.ts';
import { encodeZone, type ZoneContent } from '../src/documents/zone/write.ts';
import { entryListTerms, gateSlipTerms } from '../src/documents/zone-terms-of.ts';
import {
  declarationFormMade,
  entryListDecision,
  entryListDeduction,
} from '../src/receipts/entry-list-receipts.ts';
import {
  gateSlipCrossed,
  gateSlipDecision,
  gateSlipVoided,
} from '../src/receipts/gate-slip-receipts.ts';
import type { Receipt } from '../src/receipts/receipt.ts';
import { receiptXml } from '../src/receipts/xml.ts';
import { respone } from '../src/receipts/zone.ts';

/** Goods of a bonded warehouse on their way out, in all messages of zones. */
const FIRM = { code: '4101960Z01', name: '测试仓储有限公司' };
const SEQ_NO = '202600000000000001';
const LIST_NO = 'QD461226E000000001';
const SLIP_NO = 'Z4612E260918000000000001';
const AT = present(parseStamp14('20260918101500'), 'the moment of the examples');

/** EnvelopInfo of a message that is sent, and beside it that it is declared. */
export function aroundZone(type: string, number: string): NonNullable<ZoneContent['parts']> {
  const envelop = {
    version: '1.0',
    message_id: number,
    file_name: `${type}_${number}.zip`,
    message_type: type,
    sender_id: 'DXPENT0000000001',
    receiver_id: 'DXPEDCSAS0000001',
    send_time: '2026-09-18T10:15:00',
  };
  return { EnvelopInfo: [envelop], BussinessData: [{ DelcareFlag: '1' }] };
}

/** An entry list of two parcels that leave. */
export const ENTRY_LIST: ZoneContent = {
  head: {
    EtpsInnerInvtNo: 'HZ202609180001',
    PutrecNo: 'T4612W000001',
    DclTypecd: '1',
    InvtType: '8',
    BizopEtpsno: FIRM.code,
    BizopEtpsNm: FIRM.name,
    DclEtpsno: FIRM.code,
    DclEtpsNm: FIRM.name,
    RcvgdEtpsno: FIRM.code,
    RcvgdEtpsNm: FIRM.name,
    InvtDclTime: '20260918',
    ImpexpMarkcd: 'E',
    MtpckEndprdMarkcd: 'I',
    SupvModecd: '1210',
    TrspModecd: 'W',
    ImpexpPortcd: '4612',
    DclPlcCuscd: '4612',
    StshipTrsarvNatcd: '142',
    DclcusFlag: '2',
  },
  lines: [
    {
      GdsSeqno: '1',
      PutrecSeqno: '26',
      Gdecd: '1901101000',
      GdsMtno: 'SKU-1',
      GdsNm: '奶粉',
      GdsSpcfModelDesc: '900g',
      LawfUnitcd: '035',
      LawfQty: '1.8',
      DclUnitcd: '122',
      DclQty: '2',
      DclCurrcd: '142',
      DclUprcAmt: '99',
      DclTotalAmt: '198',
      Natcd: '609',
      DestinationNatcd: '142',
      LvyrlfModecd: '1',
      ModfMarkcd: '3',
    },
  ],
  parts: {
    ...aroundZone('INV101', 'HZ202609180001'),
    InvtCbecBill: [{ CbecBillNo: '46122026I000000001' }, { CbecBillNo: '46122026I000000002' }],
    InvtMessage: [{ OperCusRegCode: FIRM.code, SysId: 'Z8' }],
  },
};

/** The gate slip with which they leave. */
export const GATE_SLIP: ZoneContent = {
  head: {
    EtpsPreentNo: 'HF202609180001',
    RltTbTypecd: '1',
    RltNo: LIST_NO,
    DclTypecd: '1',
    IoTypecd: 'E',
    PassportTypecd: '3',
    BindTypecd: '2',
    MasterCuscd: '4612',
    AreainEtpsno: FIRM.code,
    AreainEtpsNm: FIRM.name,
    DclEtpsno: FIRM.code,
    DclEtpsNm: FIRM.name,
    VehicleNo: '豫A00001',
    VehicleWt: '1255',
    VehicleFrameWt: '570',
    TotalGrossWt: '2.25',
    TotalNetWt: '1.8',
    TotalWt: '1827.25',
    DclErConc: '测试员 13800138000',
    DclTime: '2026-09-18 10:15:00',
  },
  parts: {
    ...aroundZone('SAS121', 'HF202609180001'),
    PassportAcmp: [{ RtlBillTypecd: '1', RtlBillNo: LIST_NO }],
    PassPortMessage: [{ OperCusRegCode: FIRM.code }],
  },
};

const recordOf = ({ head, lines = [], parts = {} }: ZoneContent) => ({
  ...{ index: 0, head, lines: [...lines], parts, findings: [], digest: new Uint8Array(16) },
});
const LIST = entryListTerms(recordOf(ENTRY_LIST));
const SLIP = gateSlipTerms(recordOf(GATE_SLIP));
const decision = (documentNo: string, ownNo: string) =>
  ({ seqNo: SEQ_NO, documentNo, ownNo, change: 0, action: '1', at: AT }) as const;
const LIST_STATE = {
  ...({ seqNo: SEQ_NO, bondInvtNo: LIST_NO, change: 0, declaredAt: AT } as const),
  ...({ deduction: '2', preDeductedAt: AT, deductedAt: AT, way: 'D' } as const),
  ...({ state: '0', gate: '3', slips: '3', released: false } as const),
};
const SLIP_STATE = {
  ...({ seqNo: SEQ_NO, passportNo: SLIP_NO, change: 0, declaredAt: AT } as const),
  ...({ state: '2', approval: '1', gate: 'ZZ09', crossedAt: AT } as const),
  weighed: SLIP.totalWt,
};

const slip = { terms: SLIP, state: SLIP_STATE };
const onList = decision(LIST_NO, LIST.ownNo);
const onSlip = decision(SLIP_NO, SLIP.ownNo);

/** What the two are told, by type, in the order in which it happens. */
export const ZONE_RECEIPTS: Readonly<Record<string, Receipt>> = {
  CommonResponeMessage: respone('INV101', LIST.ownNo, { kind: 'stored', seqNo: SEQ_NO }, AT),
  INV201: entryListDecision(onList, '1', { terms: LIST, state: LIST_STATE }),
  INV202: declarationFormMade(onList, 'E20260000000000001'),
  SAS221: gateSlipDecision(onSlip, '1', slip),
  SAS223: gateSlipCrossed(onSlip, slip),
  INV211: entryListDeduction(LIST, LIST_STATE, [], AT),
  SAS224: gateSlipVoided(onSlip, slip),
};

const SENT: Readonly<Record<string, ZoneContent>> = { INV101: ENTRY_LIST, SAS121: GATE_SLIP };

/** The example of a message of a zone, on one line. */
export function zoneExample(type: string): string {
  const sent = SENT[type];
  if (sent !== undefined) return encodeZone(type, sent);
  const receipt = present(ZONE_RECEIPTS[type], `the example of ${type}`);
  return receiptXml(FIRM.code, { ...receipt, cursor: 1n });
}
