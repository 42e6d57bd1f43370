import { describe, expect, it } from 'vitest';
import { parseScenarios } from '../../test/scenario/parse.ts';
import { arrange } from '../../test/scenario/run.ts';
import type { CaseDocuments } from './case.ts';
import { matchCase, waitsUntil } from './match.ts';

const [scenario] = parseScenarios('case an ordinary parcel', 'here');
const { cases } = arrange(scenario!);
const { list, order, payments, waybill } = cases[0]!;
const waybillHolder = null;
const complete: CaseDocuments = { list, order, payments, waybill, waybillHolder, arrivals: [] };
const parameters = { waitDays: 30 };
const at = list.acceptedAt;

describe('matchCase', () => {
  it('is complete with all documents, however long the list waited', () => {
    const match = matchCase(complete, at + 1_000 * 86_400_000, parameters);
    expect(match).toEqual({ state: 'complete', case: cases[0] });
  });

  it('waits for every one that is missing', () => {
    const missing = { ...complete, order: null, payments: [], waybill: null };
    expect(matchCase(missing, at, parameters)).toEqual({
      state: 'waiting',
      missing: ['order', 'payment', 'waybill'],
    });
  });

  it.each([
    ['order', { ...complete, order: null }, '-301003', '订单不存在'],
    ['payment', { ...complete, payments: [] }, '-401004', '支付单不存在'],
    ['waybill', { ...complete, waybill: null }, 'DOC-NO-WAYBILL', '运单不存在'],
  ] as const)('waits for the %s to the last moment, then expires', (kind, documents, code, zh) => {
    const end = waitsUntil(at, 30);
    expect(end).toBe(at + 30 * 24 * 3_600_000);
    expect(matchCase(documents, end, parameters)).toEqual({ state: 'waiting', missing: [kind] });
    const expired = matchCase(documents, end + 1, parameters);
    expect(expired).toMatchObject({ state: 'expired', findings: [{ code, zh }] });
  });

  it('takes several payments as complete; a rule says what is wrong', () => {
    const twice = { ...complete, payments: [payments[0]!, payments[0]!] };
    const match = matchCase(twice, at, parameters);
    expect(match.state === 'complete' && match.case.payments.length).toBe(2);
  });
});
