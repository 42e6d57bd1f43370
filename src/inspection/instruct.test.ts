import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instruct, type LaneLaw, type LaneList, type LaneWaybill } from './instruct.ts';
import { LANE_CODES } from './lane-codes.ts';

const LAW: LaneLaw = {
  customs: ['4612', '4604'],
  allowance: { tolerance: { n: 1n, d: 10n }, grams: 50 },
};
const KG = 100_000n;
const AT = 1_000;

const listOf = (change: Partial<LaneList> = {}): LaneList => ({
  ...{ listNo: '46122026I000000001', preNo: 'B20261123000000001', state: '800', decidedAt: 0 },
  ...{ gross: 2n * KG, place: null, goneAt: null, archivedAt: null },
  ...change,
});
const waybill = (list: LaneList | null, change: Partial<LaneWaybill> = {}): LaneWaybill => ({
  ...{ logisticsCode: '4101960W01', stoppedAt: null, isWaiting: false, list },
  ...change,
});
const said = (weight: bigint | null, ...waybills: LaneWaybill[]) => {
  const { code } = instruct(weight, waybills, LAW, AT);
  return `${LANE_CODES[code].instruction} ${code}`;
};

describe('the instruction of a lane', () => {
  it('says 01 of a released list alone', () => {
    const states = ['open', '100', '300', '400', '430', '500', '501', '502', '599', '600', '700'];
    expect(said(2n * KG, waybill(listOf()))).toBe('01 LANE-RELEASED');
    for (const state of [...states, '899', 'new']) {
      expect(said(2n * KG, waybill(listOf({ state })))).not.toMatch(/^01/);
    }
  });

  it('says why it does not', () => {
    const of = (state: string, change: Partial<LaneList> = {}) =>
      said(2n * KG, waybill(listOf({ state, ...change })));
    expect(of('100')).toBe('03 LANE-RETURNED');
    expect(of('300')).toBe('03 LANE-REVIEW');
    expect(of('400')).toBe('03 LANE-AWAITING');
    expect(of('430')).toBe('03 LANE-WITHDRAWN');
    expect(of('600')).toBe('03 LANE-HELD');
    expect(of('500')).toBe('02 LANE-INSPECT');
    expect(of('500', { place: 'yard' })).toBe('02 LANE-INSPECT');
    expect(of('500', { place: 'spot' })).toBe('05 LANE-SPOT');
    expect(of('501')).toBe('04 LANE-DETAINED');
    expect(of('502')).toBe('04 LANE-DETAINED');
    expect(of('599')).toBe('04 LANE-REMOVED');
    expect(of('700')).toBe('04 LANE-REMOVED');
    expect(of('800', { goneAt: AT })).toBe('03 LANE-GONE');
    expect(of('800', { goneAt: AT + 1 })).toBe('01 LANE-RELEASED');
    expect(of('800', { archivedAt: AT })).toBe('03 LANE-ARCHIVED');
    expect(of('800', { archivedAt: AT + 1 })).toBe('01 LANE-RELEASED');
    expect(of('800', { listNo: '22002026I000000001' })).toBe('03 LANE-OTHER-ZONE');
  });

  it('diverts what it does not know for sure', () => {
    expect(said(KG)).toBe('03 LANE-UNKNOWN');
    expect(said(KG, waybill(null))).toBe('03 LANE-NO-LIST');
    expect(said(KG, waybill(null, { isWaiting: true }))).toBe('03 LANE-UNDECIDED');
    const both = [waybill(listOf()), waybill(null, { logisticsCode: '4101960W02' })];
    expect(said(2n * KG, ...both)).toBe('03 LANE-AMBIGUOUS');
  });

  it('stops what an officer ordered to be stopped, whatever else holds', () => {
    const stopped = waybill(null, { stoppedAt: AT });
    const later = waybill(listOf(), { stoppedAt: AT + 1 });
    expect(said(2n * KG, later)).toBe('01 LANE-RELEASED');
    expect(said(2n * KG, waybill(listOf()), stopped)).toBe('04 LANE-STOPPED');
  });

  it('compares weights to the gram: a tenth, and 50 g at least', () => {
    const of = (weight: bigint | null, gross: bigint | null) =>
      said(weight, waybill(listOf({ gross })));
    expect(of(220_000n, 2n * KG)).toBe('01 LANE-RELEASED');
    expect(of(220_001n, 2n * KG)).toBe('03 LANE-WEIGHT');
    expect(of(180_000n, 2n * KG)).toBe('01 LANE-RELEASED');
    expect(of(179_999n, 2n * KG)).toBe('03 LANE-WEIGHT');
    expect(of(15_000n, 10_000n)).toBe('01 LANE-RELEASED');
    expect(of(15_001n, 10_000n)).toBe('03 LANE-WEIGHT');
    expect(of(null, 2n * KG)).toBe('03 LANE-NOT-WEIGHED');
    expect(of(7n * KG, null)).toBe('01 LANE-RELEASED-UNWEIGHED');
    const lax = instruct(7n * KG, [waybill(listOf())], { ...LAW, allowance: null }, AT);
    expect(lax.code).toBe('LANE-RELEASED-UNWEIGHED');
  });

  it('gives 01 to no other combination', () => {
    const since = fc.constantFrom(null, AT, AT + 1);
    const list = fc.record({
      listNo: fc.constantFrom('46122026I000000001', '22002026I000000001'),
      state: fc.constantFrom('100', '300', '500', '600', '700', '800', ''),
      gross: fc.constantFrom(null, KG),
      goneAt: since,
      archivedAt: since,
    });
    const one = fc.record({
      stoppedAt: since,
      isWaiting: fc.boolean(),
      list: fc.option(list),
    });
    const weights = fc.constantFrom(null, KG, 3n * KG);
    fc.assert(
      fc.property(weights, fc.array(one, { maxLength: 2 }), (weight, some) => {
        const waybills = some.map(({ list: terms, ...rest }) =>
          waybill(terms === null ? null : listOf(terms), rest),
        );
        const { code } = instruct(weight, waybills, LAW, AT);
        if (LANE_CODES[code].instruction !== '01') return;
        const [only] = waybills;
        expect(waybills).toHaveLength(1);
        expect(only!.list!.state).toBe('800');
        const { goneAt, archivedAt } = only!.list!;
        for (const one of [only!.stoppedAt, goneAt, archivedAt]) expect(one).not.toBe(AT);
        expect(only!.list!.gross === null || weight === KG).toBe(true);
      }),
    );
  });
});
