import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  CollectionTerms,
  ExportListTerms,
  ExportOrderTerms,
  ExportReturnTerms,
  ExportSaid,
  ExportWaybillTerms,
  ExportWithdrawalTerms,
  ShipmentTerms,
  SummaryTerms,
  TallyTerms,
} from './export-terms.ts';
import {
  decodeCollection,
  decodeExportList,
  decodeExportOrder,
  decodeExportWaybill,
  encodeCollection,
  encodeExportList,
  encodeExportOrder,
  encodeExportWaybill,
} from './export-terms-codec.ts';
import type { OtherTerms } from './terms.ts';
import { decodeOther, encodeOther } from './terms-codec.ts';

// Few texts, so that what is written as nothing when it repeats does repeat.
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 4 }),
  fc.constantFrom('', '502', 'E', 'I', '\\', '\t', '\n', '\\e', 'a\tb\nc\\', '~', '4101000001'),
);
const maybe = fc.option(text, { nil: null });
const fen = fc.bigInt({ min: -(1n << 64n), max: 1n << 64n });
const scaled = fc.oneof(
  fen,
  fc.bigInt({ min: -20n, max: 20n }).map((whole) => whole * 100_000n),
);
const maybeScaled = fc.option(scaled, { nil: null });
const time = fc.oneof(
  fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1000),
  fc.integer({ min: 0, max: 4_000_000_000_000 }),
);
const maybeTime = fc.option(time, { nil: null });
const count = fc.integer({ min: -2147483648, max: 2147483647 });
const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 3 });

const orders: fc.Arbitrary<ExportOrderTerms> = fc.record({
  ...{ orderType: text, ebpCode: text, orderNo: text, ebpName: text, ebcCode: text },
  ...{ ebcName: text, goodsValue: fen, freight: fen, currency: text, orderTime: time },
  lines: some(
    fc.record({
      ...{ gnum: count, itemNo: text, unit: text, currency: text },
      ...{ qty: scaled, price: scaled, totalPrice: fen },
    }),
  ),
});
const collections: fc.Arbitrary<CollectionTerms> = fc.record({
  ...{ ebpCode: text, orderNo: text, ebcCode: text, payCode: maybe, payNo: maybe },
  ...{ charge: fen, currency: text, accountingTime: time },
});
const waybills: fc.Arbitrary<ExportWaybillTerms> = fc.record({
  ...{ logisticsCode: text, logisticsNo: text, freight: fen, insuredFee: fen, currency: text },
  ...{ grossWeight: scaled, packNo: count, ebcCode: maybe },
});
const lists: fc.Arbitrary<ExportListTerms> = fc.record({
  ...{ customsCode: text, ebpCode: text, orderNo: text, ebpName: text, logisticsCode: text },
  ...{ logisticsNo: text, copNo: text, ieFlag: text, portCode: text, ieDate: text },
  ...{ statisticsFlag: text, agentCode: text, agentName: text, ebcCode: text, ebcName: text },
  ...{ ownerCode: text, ownerName: text, iacCode: maybe, emsNo: maybe, tradeMode: text },
  ...{ trafMode: text, trafName: maybe, voyageNo: maybe, billNo: maybe, totalPackageNo: maybe },
  ...{ loctNo: maybe, licenseNo: maybe, country: text, pod: text, freight: fen },
  ...{ freightCurrency: text, insuredFee: fen, insuranceCurrency: text, wrapType: text },
  ...{ packNo: count, grossWeight: scaled, netWeight: scaled },
  lines: some(
    fc.record({
      ...{ gnum: count, itemNo: text, itemRecordNo: maybe, gcode: text, gname: text },
      ...{ country: text, currency: text, qty: scaled, unit: text, qty1: scaled, unit1: text },
      ...{ qty2: maybeScaled, unit2: maybe, price: scaled, totalPrice: fen },
    }),
  ),
});
const shipmentOf = (kind: ShipmentTerms['kind']): fc.Arbitrary<ShipmentTerms> =>
  fc.record({
    kind: fc.constant(kind),
    ...{ customsCode: text, copNo: text, reporterCode: text, logisticsCode: text, loctNo: maybe },
    ...{ trafMode: text, trafName: maybe, voyageNo: maybe, billNo: maybe, leaveTime: maybeTime },
    ...{ grossWeight: maybeScaled, msgCount: count, msgSeqNo: count },
    waybills: some(fc.record({ logisticsNo: text, listNo: maybe })),
  });
const withdrawals: fc.Arbitrary<ExportWithdrawalTerms> = fc.record({
  ...{ customsCode: text, copNo: text, listNo: text, agentCode: text, ebcCode: text },
});
const summaries: fc.Arbitrary<SummaryTerms> = fc.record({
  ...{ customsCode: text, copNo: text, agentCode: text, agentName: text, ebcCode: text },
  ...{ ebcName: text, declAgentCode: text, declAgentName: text, startTime: maybeTime },
  ...{ endTime: maybeTime, loctNo: maybe, summaryFlag: text, itemNameFlag: text },
  ...{ msgCount: count, msgSeqNo: count, listNos: some(text) },
});
const returns: fc.Arbitrary<ExportReturnTerms> = fc.record({
  ...{ customsCode: text, ebpCode: text, ebcCode: text, logisticsCode: text, logisticsNo: text },
  ...{ coElNo: text, listNo: text, tradeMode: maybe, agentCode: text, billNo: text },
  ...{ ieFlag: text, trafMode: text, trafName: text, voyageNo: text, portCode: text },
  country: text,
  lines: some(
    fc.record({
      ...{ gnum: count, gcode: text, qty: scaled, unit: text, qty1: scaled, unit1: text },
    }),
  ),
});
const tallies: fc.Arbitrary<TallyTerms> = fc.record({
  ...{ customsCode: text, operatorCode: text, logisticsCode: text, logisticsNo: text },
  ...{ listNo: maybe, coElNo: text, location: maybe },
});

function expectLossless<T>(
  terms: fc.Arbitrary<T>,
  encode: (terms: T) => string,
  decode: (text: string) => T,
): void {
  fc.assert(
    fc.property(terms, (value) => {
      expect(decode(encode(value))).toEqual(value);
    }),
  );
}

const wrapped = <T>(kind: ExportSaid['kind'], terms: fc.Arbitrary<T>) =>
  terms.map((one) => ({ kind, terms: one }) as ExportSaid);
const SAID: Readonly<Record<string, fc.Arbitrary<ExportSaid>>> = {
  CEB507: wrapped('shipment', shipmentOf('arrival')),
  CEB607: wrapped('shipment', shipmentOf('master')),
  CEB509: wrapped('shipment', shipmentOf('departure')),
  CEB605: wrapped('withdrawal', withdrawals),
  CEB701: wrapped('summary', summaries),
  CEB213: wrapped('return', returns),
  CEB215: wrapped('tally', tallies),
};
const NOTHING = { request: null, arrival: null, handover: null, entryList: null, gateSlip: null };

describe('the text form of terms of exports', () => {
  it('loses nothing', () => {
    expectLossless(orders, encodeExportOrder, decodeExportOrder);
    expectLossless(collections, encodeCollection, decodeCollection);
    expectLossless(waybills, encodeExportWaybill, decodeExportWaybill);
    expectLossless(lists, encodeExportList, decodeExportList);
  });

  it.each(Object.entries(SAID))('loses nothing of a %s', (type, said) => {
    const terms: fc.Arbitrary<OtherTerms> = fc.record({
      ...{ type: fc.constant(type), code: text, name: text, said },
      ...Object.fromEntries(Object.keys(NOTHING).map((key) => [key, fc.constant(null)])),
    }) as fc.Arbitrary<OtherTerms>;
    expectLossless(terms, encodeOther, decodeOther);
  });

  it('of documents filed by an earlier version says nothing', () => {
    const terms = { type: 'CEB507', code: '4101000001', name: 'CEB507 A1 1' };
    const kept = encodeOther({ ...terms, ...NOTHING, said: null });
    expect(decodeOther(kept)).toEqual({ ...terms, ...NOTHING, said: null });
  });
});
