import fc from 'fast-check';
import type { ExportListTerms } from '../../src/documents/export-terms.ts';
import type { CountedList } from '../../src/export/statistics/counted.ts';

/** What a test says of a list; the rest is always the same. */
export type Sketch = {
  readonly office: string;
  readonly mode: string;
  readonly channel: 'A' | 'B' | 'L';
  readonly country: string;
  readonly seller: string;
  readonly packs: number;
  readonly gross: bigint;
  readonly net: bigint;
  readonly lines: readonly SketchedLine[];
};

export type SketchedLine = {
  readonly gcode: string;
  readonly destination: string;
  readonly currency: string;
  readonly unit: string;
  readonly quantity: bigint;
  readonly amount: bigint;
  readonly fob: bigint;
};

/** A line whose sums no number of JavaScript would hold is among them. */
const LINE: fc.Arbitrary<SketchedLine> = fc.record({
  gcode: fc.constantFrom('6109', '61099000', '6109100021', '6204620000', '3304990039', '9503'),
  destination: fc.constantFrom('502', '116', '304'),
  currency: fc.constantFrom('142', '502', '300'),
  unit: fc.constantFrom('011', '035'),
  quantity: fc.bigInt({ min: 1n, max: 9_000_000_000_000_000_000n }),
  amount: fc.bigInt({ min: 0n, max: 5_000_000n }),
  fob: fc.bigInt({ min: 0n, max: 9_000_000_000_000_000_000n }),
});

const SKETCH: fc.Arbitrary<Sketch> = fc.record({
  office: fc.constantFrom('4612', '4605'),
  mode: fc.constantFrom('9610', '1210', '9710'),
  channel: fc.constantFrom('A', 'B', 'L'),
  country: fc.constantFrom('502', '116', '304', '601'),
  seller: fc.constantFrom('4101960001', '4101960002', '4101960003', '4101960004'),
  packs: fc.integer({ min: 1, max: 9 }),
  gross: fc.bigInt({ min: 1n, max: 3_000_000n }),
  net: fc.bigInt({ min: 1n, max: 2_000_000n }),
  lines: fc.array(LINE, { minLength: 1, maxLength: 5 }),
});

/** Lists with numbers of their own. */
export function sketches(most: number): fc.Arbitrary<Sketch[]> {
  return fc.array(SKETCH, { minLength: 1, maxLength: most });
}

/** A list as it is counted. */
export function countedList(listNo: string, sketch: Sketch): CountedList {
  const lines = sketch.lines.map(({ fob }, i) => ({ gnum: i + 1, fob }));
  const fob = lines.reduce((sum, line) => sum + line.fob, 0n);
  return { listNo, terms: termsOf(sketch), value: { channel: sketch.channel, fob, lines } };
}

function termsOf(sketch: Sketch): ExportListTerms {
  const { office, mode, channel, country, seller, packs, gross, net } = sketch;
  return {
    ...{ customsCode: office, tradeMode: mode, country, ebcCode: seller, ebcName: seller },
    ...{ statisticsFlag: channel === 'A' ? 'A' : 'B', packNo: packs },
    ...{ grossWeight: gross, netWeight: net },
    ...{ ebpCode: '4101W60001', orderNo: 'SO1', ebpName: 'P', copNo: 'C1', ieFlag: 'E' },
    ...{ logisticsCode: '4101980010', logisticsNo: 'L1', portCode: '4612', ieDate: '2026-10-31' },
    ...{ agentCode: '4101960009', agentName: 'A', ownerCode: seller, ownerName: seller },
    ...{ iacCode: null, emsNo: null, trafMode: '5', trafName: null, voyageNo: null },
    ...{ billNo: null, totalPackageNo: null, loctNo: null, licenseNo: null, pod: '4612' },
    ...{ freight: 0n, freightCurrency: '142', insuredFee: 0n, insuranceCurrency: '142' },
    wrapType: '2',
    lines: sketch.lines.map((line, i) => ({
      ...{ gnum: i + 1, itemNo: `I${i}`, itemRecordNo: null, gcode: line.gcode, gname: 'G' },
      ...{ country: line.destination, currency: line.currency, qty: 100_000n, unit: '011' },
      ...{ qty1: line.quantity, unit1: line.unit, qty2: null, unit2: null },
      ...{ price: 0n, totalPrice: line.amount },
    })),
  };
}
