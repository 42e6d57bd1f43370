import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENTRY_LIST, GATE_SLIP } from '../../scripts/zone-examples.ts';
import type { DecodedRecord } from '../../src/documents/read-record.ts';
import { decodeOther, encodeOther } from '../../src/documents/terms-codec.ts';
import { otherTerms } from '../../src/documents/terms-of.ts';
import { ZONE_CATALOGUE } from '../../src/documents/zone/catalogue.ts';
import { INV101 } from '../../src/documents/zone/inv101.ts';
import { SAS121 } from '../../src/documents/zone/sas121.ts';
import type { ZoneContent } from '../../src/documents/zone/write.ts';
import { generateZone } from './generated-zones.ts';

function recordOf({ head, lines = [], parts = {} }: ZoneContent): DecodedRecord {
  return { index: 0, head, lines: [...lines], parts, findings: [], digest: new Uint8Array(16) };
}

describe('terms of documents of a zone', () => {
  it('of an entry list', () => {
    const terms = otherTerms(INV101, recordOf(ENTRY_LIST));
    expect(terms).toMatchObject({ code: '4101960Z01', name: 'INV101 HZ202609180001' });
    expect(terms.gateSlip).toBeNull();
    expect(terms.entryList).toMatchObject({
      ...{ ownNo: 'HZ202609180001', action: '1', book: 'T4612W000001', direction: 'E', kind: '8' },
      ...{ tradeMode: '1210', customs: '4612', declared: '2', relatedList: null },
      trader: { code: '4101960Z01', creditCode: null, name: '测试仓储有限公司' },
      parcelLists: ['46122026I000000001', '46122026I000000002'],
    });
    expect(terms.entryList?.lines).toEqual([
      {
        ...{ gdsSeqno: 1, recordNo: 26, itemNo: 'SKU-1', hs: '1901101000', name: '奶粉' },
        ...{ model: '900g', unit: '122', qty: 200_000n, lawfulUnit: '035', lawfulQty: 180_000n },
        ...{ secondUnit: null, secondQty: null, price: 9_900_000n, total: 19_800_000n },
        ...{ currency: '142', origin: '609', grossWt: null, netWt: null, mark: '3' },
      },
    ]);
  });

  it('of a gate slip, without who applied', () => {
    const terms = otherTerms(SAS121, recordOf(GATE_SLIP));
    expect(terms).toMatchObject({ code: '4101960Z01', name: 'SAS121 HF202609180001' });
    expect(terms.entryList).toBeNull();
    expect(terms.gateSlip).toMatchObject({
      ...{ ownNo: 'HF202609180001', kind: '3', direction: 'E', binding: '2', relatedKind: '1' },
      documents: [{ kind: '1', no: 'QD461226E000000001' }],
      ...{ vehicleNo: '豫A00001', icNo: null, tare: 125_500_000n, frameWt: 57_000_000n },
      ...{ containerWt: null, grossWt: 225_000n, netWt: 180_000n, totalWt: 182_725_000n },
    });
    expect(encodeOther(terms)).not.toMatch(/测试员|13800138000/);
  });

  it('take the documents that RltNo joins, each once', () => {
    const slip = {
      ...GATE_SLIP,
      head: { ...GATE_SLIP.head, RltNo: 'QD1\\QD461226E000000001\\QD2' },
    };
    expect(otherTerms(SAS121, recordOf(slip)).gateSlip?.documents).toEqual([
      { kind: '1', no: 'QD461226E000000001' },
      { kind: '1', no: 'QD1' },
      { kind: '1', no: 'QD2' },
    ]);
  });

  it.each(['INV101', 'SAS121'])('of any %s come back from their text', (type) => {
    const table = ZONE_CATALOGUE.get(type)!;
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 62n }), (seed) => {
        const terms = otherTerms(table, recordOf(generateZone(table, seed)));
        expect(decodeOther(encodeOther(terms))).toEqual(terms);
      }),
      { numRuns: 100 },
    );
  });
});
